package accounting_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("What other exchanges are told", func() {
	const at = Start + 16*Hour
	here, there := chain.ExternalAddress(7, "payee", 1), chain.ExternalAddress(7, "payee", 2)
	var s *Stage
	BeforeEach(func() { s = NewStage(Setup()) })
	answered := func(at, amount int64) {
		c := mx.Command{Kind: mx.HearFreeze, Asset: BTC, Amount: amount, Label: "abroad"}
		s.Tell(at, sim.Schedule, c, sim.Attempt{}, mx.Result{},
			mx.Event{Type: mx.FrozenElsewhere, Asset: BTC, Amount: amount, Value: amount / (Coin / 1_000_000)})
	}
	// pays lets an honest customer withdraw to an address.
	pays := func(at int64, account uint32, to chain.Address) {
		s.Withdrawals++
		c := CommandOf(Customer(account), account, mx.RequestWithdrawal)
		c.Address = to
		s.Tell(at, Customer(account), c, Wish(s.Withdrawals, sim.IntentWithdrawal, at, 100), mx.Result{Withdrawal: s.Withdrawals},
			mx.Event{Type: mx.WithdrawalRequested, Account: account, Withdrawal: s.Withdrawals, Address: to})
	}
	names := func(at int64, kind mx.Kind, to chain.Address) {
		s.Operate(at, mx.Command{Kind: kind, Address: to, Label: "stolen"}, mx.Event{Type: mx.Operated, Address: to})
	}
	harmed := func() int64 { return Row(s.Tally(), impact.AccountFrozen).Count }

	It("takes back from the thief what they freeze, at reference prices, and no more than he took", func() {
		robWallet(s, at, 2*Coin)
		answered(at+Hour, Coin/2)
		Expect(s.Tally().Recovered).To(BeEquivalentTo(500_000))
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_500_000))
		answered(at+2*Hour, 5*Coin)
		Expect(s.Tally().Recovered).To(BeEquivalentTo(2_000_000))
		Expect(s.Tally().Net()).To(BeZero())
	})

	It("comes too late in the last day", func() {
		robWallet(s, at, 2*Coin)
		answered(End-Day+1, Coin)
		Expect(s.Tally().Recovered).To(BeZero())
		answered(End-Day, Coin)
		Expect(s.Tally().Recovered).To(BeEquivalentTo(1_000_000))
	})

	It("leaves less to be made good", func() {
		robWallet(s, at, 2*Coin)
		answered(at+Hour, Coin)
		s.Operate(at+2*Hour, mx.Command{Kind: mx.Compensate, Account: 5, Asset: JPY, Amount: 1_500_000},
			mx.Event{Type: mx.Compensated, Account: 5, Asset: JPY, Amount: 1_500_000, Value: 1_500_000})
		Expect(s.Tally().Given).To(BeEquivalentTo(500_000))
	})

	DescribeTable("costs a customer his account there, whenever he withdrew to the address, once",
		func(kind mx.Kind) {
			pays(at, 4, here)
			pays(at, 5, there)
			names(at+Hour, kind, here)
			names(at+2*Hour, kind, here)
			Expect(harmed()).To(BeEquivalentTo(1))
			pays(at+3*Hour, 6, here)
			pays(at+4*Hour, 6, here)
			Expect(harmed()).To(BeEquivalentTo(2))
			Expect(Row(s.Tally(), impact.AccountFrozen).Price).To(BeNumerically(">", 24*500*2), "to the end of the run")
		},
		Entry("by a request", mx.RequestFreeze),
		Entry("by a tag", mx.TagAddress),
	)

	It("costs nobody anything about the thief's own", func() {
		pays(at, 4, here)
		names(at+Hour, mx.RequestFreeze, there)
		Expect(harmed()).To(BeZero())
	})
})
