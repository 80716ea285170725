package lab

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Other exchanges", func() {
	// abroad is a scenario with one of them, which is asked with a chance.
	abroad := func(chance int64) *scenarios.Scenario {
		pause := func(least, most time.Duration) scenarios.Pause {
			return scenarios.Pause{Least: scenarios.Duration{Value: least}, Most: scenarios.Duration{Value: most}}
		}
		one := scenarios.OtherExchange{Name: scenarios.Name{Text: "abroad"}, Answers: pause(time.Hour, 3*time.Hour), Keeps: pause(2*time.Hour, 8*time.Hour)}
		one.HonoursTags.PPM, one.Freezes.PPM = chance, chance
		return &scenarios.Scenario{OtherExchanges: []scenarios.OtherExchange{one}}
	}
	to := chain.ExternalAddress(1, "deposits", 0)
	plan := &campaign.Campaign{Wallets: []campaign.Wallet{{
		Network: "n", Deposits: []campaign.Deposits{{Exchange: "abroad", Addresses: []string{to.Text("n")}}},
	}}}
	asks := func(x *otherExchanges, at int64, code reject.Code, who sim.Actor) {
		e := sim.Envelope{At: at, Actor: who, Command: mockexchange.Command{Kind: mockexchange.RequestFreeze, Address: to}}
		x.hear(&e, &mockexchange.Result{Code: code})
	}

	It("are what the seed says, within what the scenario says", func() {
		willing := 0
		for seed := range uint64(200) {
			x := newOtherExchanges(abroad(sim.Whole/4), plan, seed)
			Expect(x).To(Equal(newOtherExchanges(abroad(sim.Whole/4), plan, seed)))
			one := x.list[0]
			Expect(time.Duration(one.answers)).To(And(BeNumerically(">=", time.Hour), BeNumerically("<=", 3*time.Hour)))
			Expect(time.Duration(x.accounts[to].keeps)).To(And(BeNumerically(">=", 2*time.Hour), BeNumerically("<=", 8*time.Hour)))
			if one.freezes {
				willing++
			}
		}
		Expect(willing).To(And(BeNumerically(">", 25), BeNumerically("<", 80)), "of 200, one in four")
	})

	It("act upon the first request that the venue took, as fast as they answer", func() {
		x := newOtherExchanges(abroad(sim.Whole), plan, 1)
		d := lootDeposit{account: x.accounts[to], from: to}
		for _, nobody := range []func(){
			func() {}, func() { asks(x, 5, reject.BadRequest, sim.Operator) }, func() { asks(x, 5, reject.OK, sim.Attacker) },
		} {
			nobody()
			_, ok := x.effective(&d)
			Expect(ok).To(BeFalse())
		}
		asks(x, 100, reject.OK, sim.Operator)
		asks(x, 900, reject.OK, sim.Operator)
		at, ok := x.effective(&d)
		Expect(ok).To(BeTrue())
		Expect(at).To(Equal(100 + x.list[0].answers))
	})

	It("do nothing if they are not willing", func() {
		x := newOtherExchanges(abroad(0), plan, 1)
		asks(x, 100, reject.OK, sim.Operator)
		_, ok := x.effective(&lootDeposit{account: x.accounts[to], from: to})
		Expect(ok).To(BeFalse())
		Expect(x.list[0].honoursTags).To(BeFalse())
	})

	It("tell at the end what was sold by then", func() {
		x := newOtherExchanges(abroad(0), plan, 1)
		keeps := x.accounts[to].keeps
		x.deposits = []lootDeposit{{account: x.accounts[to], asset: 2, amount: 7, at: 10}, {account: x.accounts[to], asset: 2, amount: 9, at: 11}}
		var told []int64
		x.sold(10+keeps, func(at int64, asset uint16, amount int64) { told = append(told, at, int64(asset), amount) })
		Expect(told).To(Equal([]int64{10 + keeps, 2, 7}))
	})
})
