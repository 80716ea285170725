package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Signers who are people and machines", Label("embedded"), func() {
	var v *venue
	// open has two of three sign: the wallet server, and two others.
	open := func(second, third custody.Signer) {
		g := smallGenesis(3)
		g.Settings.Custody.Multisig = custody.Multisig{M: 2, N: 3, Separate: true}
		g.Staff.Signers = []custody.Signer{{}, second, third}
		v = openAudited(g)
	}
	down := func(from, until int64) []custody.Absence {
		return []custody.Absence{{From: start + from, Until: start + until}}
	}
	ask := func(id uint32) {
		v.key(id, mx.Command{Kind: mx.RequestWithdrawal, Asset: btc, Amount: coin / 10, Address: outside(id)})
	}

	It("have a pay-out wait until as many have signed as must, and sign what has come in meanwhile", func() {
		open(custody.Signer{Takes: []int64{minute}}, custody.Signer{Takes: []int64{2 * minute}})
		ask(1)
		v.pay(btc)
		Expect(v.result.Code).To(Equal(reject.AwaitingSignatures))
		Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.Multisig}))
		ask(2)
		v.now += minute - 1
		Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_held"}))
		v.now++
		Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast", "withdrawal_broadcast"}))
	})

	It("sign nothing while too few are there, and the operators are told of it", func() {
		open(custody.Signer{Away: down(0, hour)}, custody.Signer{Away: down(0, 2*hour)})
		ask(1)
		events := v.pay(btc)
		Expect(types(events)).To(Equal([]string{"signers_available", "withdrawal_held"}))
		Expect([]any{events[0].Count, events[0].Code, events[0].Control}).To(Equal([]any{uint32(1), reject.NoQuorum, reject.Multisig}))
		v.now = start + hour
		events = v.pay(btc)
		Expect(types(events)).To(Equal([]string{"signers_available", "withdrawal_broadcast"}))
		Expect([]any{events[0].Count, events[0].Code}).To(Equal([]any{uint32(2), reject.OK}))
	})

	It("have a sweep wait for them, which a thief with enough keys does not", func() {
		open(custody.Signer{Away: down(0, hour)}, custody.Signer{Away: down(0, hour)})
		v.staff(mx.Command{Kind: mx.SweepToCold, Asset: btc})
		Expect(v.result).To(Equal(mx.Result{Count: 1}))
		v.mined(btc)
		Expect(v.truth(btc)[0]).To(BeNumerically(">", 0))
		v.now = start + hour
		Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
		v.mined(btc)
		Expect(v.truth(btc)[0]).To(BeZero())
	})

	It("do nothing by the way while too few are there", func() {
		open(custody.Signer{Away: down(0, hour)}, custody.Signer{Away: down(0, hour)})
		Expect(v.deposit(2, btc, 2*coin)).To(Succeed())
		v.mined(btc)
		v.staff(mx.Command{Kind: mx.RebalanceHot, Asset: btc})
		Expect(v.result.Code).To(Equal(reject.NothingToDo))
		v.now = start + hour
		v.staff(mx.Command{Kind: mx.RebalanceHot, Asset: btc})
		Expect(v.result.Count).To(Equal(uint32(1)))
	})
})

var _ = Describe("Ceremonies of cold storage", Label("embedded"), func() {
	var v *venue
	open := func(c custody.Ceremonies) {
		g := smallGenesis(3)
		g.Assets[xem-1].HotShare = 200_000
		c.Holders, c.Quorum, c.Hours = make([]custody.Signer, 3), 2, 6
		g.Staff.Ceremonies = c
		v = openAudited(g)
	}
	empty := func(asset uint16, id uint32) []mx.Event {
		v.staff(mx.Command{Kind: mx.SweepToCold, Asset: asset})
		v.mined(asset)
		v.key(id, mx.Command{Kind: mx.RequestWithdrawal, Asset: asset, Amount: 10_000_000, Address: outside(id)})
		return v.pay(asset)
	}

	It("are charged to whatever emptied the wallet, and bring it back to what ought to lie there", func() {
		before := int64(0)
		open(custody.Ceremonies{Drawn: []custody.Ceremony{{Takes: hour}}})
		before = v.truth(btc)[0]
		events := empty(btc, 1)
		Expect(types(events)).To(Equal([]string{"withdrawal_held", "ceremony_called"}))
		Expect([]any{events[1].Count, events[1].Control}).To(Equal([]any{uint32(6), reject.SweepToCold}))
		v.now += hour - 1
		Expect(v.pay(btc)).To(BeEmpty())
		v.now++
		Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
		v.mined(btc)
		Expect(v.truth(btc)[0]).To(BeNumerically("~", before, coin/100))
	})

	It("are held again when they fail", func() {
		open(custody.Ceremonies{Drawn: []custody.Ceremony{{Takes: hour, Fails: true}, {Takes: hour}}})
		empty(btc, 1)
		v.now += hour
		Expect(types(v.pay(btc))).To(Equal([]string{"ceremony_failed", "ceremony_called"}))
		v.now += hour
		Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
	})

	It("run out", func() {
		open(custody.Ceremonies{Drawn: []custody.Ceremony{{Takes: hour}}, PerDay: 1})
		empty(btc, 1)
		v.now += hour
		v.pay(btc)
		v.mined(btc)
		v.pay(btc)
		empty(btc, 2)
		v.now += 24*hour - 2*minute
		Expect(types(v.pay(btc))).NotTo(ContainElement("wallet_moved"))
		v.now += hour
		Expect(types(v.pay(btc))).To(ContainElement("wallet_moved"))
	})
})
