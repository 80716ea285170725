package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// A thief with a copy of the hot key talks to the chain, not to the venue.
var _ = Describe("A thief with the hot key", Label("embedded"), func() {
	var h *house
	open := func(relay chain.Relay) {
		g := smallGenesis(4)
		g.Assets[btc-1].Chain.Relay, g.Assets[xem-1].Chain.Relay = relay, relay
		g.Assets[btc-1].HotShare = 1_000_000
		h = openAudited(g)
	}
	BeforeEach(func() { open(chain.FirstSeen) })
	all := func(asset uint16) int64 {
		return h.truth(asset)[0] - h.nodes[asset-1].Spec().MinFee
	}

	It("is seen by the venue when a block has his spend, fee included", func() {
		Expect(h.steal(theft{asset: xem, amount: 3_000_000})).To(Succeed())
		house, owed := h.Booked(ledger.House, xem), h.Owed(xem)
		Expect(plain(h.mined(xem))).To(Equal([]mx.Event{{
			Type: mx.OutflowSeen, Op: mx.ObserveBlock, Auth: mx.AuthOperator, Asset: xem,
			Amount: 3_050_000, Value: 305_00, Address: thiefs(xem),
		}}))
		Expect([]int64{h.Booked(ledger.House, xem), h.Owed(xem)}).To(Equal([]int64{house, owed}), "customers are owed as before")
		Expect(h.believed(xem)).To(Equal(h.truth(xem)))
	})

	It("gives nothing by paying his change back", func() {
		house := h.Booked(ledger.House, btc)
		Expect(h.steal(theft{asset: btc, amount: 1_000, keep: true})).To(Succeed())
		events := h.mined(btc)
		Expect([]any{types(events), events[0].Amount}).To(Equal([]any{[]string{"outflow_seen"}, int64(2_000)}))
		Expect(h.Booked(ledger.House, btc)).To(Equal(house))
		Expect(h.believed(btc)).To(Equal(h.truth(btc)))
	})

	It("can pay the loot in at the venue itself, and is owed it", func() {
		Expect(h.steal(theft{asset: xem, amount: 3_000_000, memo: 4})).To(Succeed())
		Expect(types(h.mined(xem))).To(Equal([]string{"outflow_seen", "deposit_seen", "deposit_credited"}))
		Expect(h.balance(4, xem)[0]).To(Equal(int64(startXEM + 3_000_000)))
	})

	DescribeTable("voids a payment by spending the same first", func(relay chain.Relay, asset uint16) {
		open(relay)
		c := mx.Command{Kind: mx.RequestWithdrawal, Asset: asset, Amount: coin / 10, Address: outside(1)}
		x := theft{asset: asset, amount: all(asset) - 1_000_000, keep: true}
		h.key(1, c)
		if relay == chain.FirstSeen { // he came before, and the chain refuses the venue
			Expect(h.steal(x)).To(Succeed())
			h.pay(asset)
		} else { // he came later and pays more
			h.pay(asset)
			x.fee, x.rival, x.amount = 200_000, 1, x.amount-200_000
			Expect(h.steal(x)).To(Succeed())
		}
		events := h.mined(asset)
		Expect(types(events)).To(Equal([]string{"outflow_seen", "withdrawal_held"}))
		Expect([]any{events[1].Withdrawal, events[1].Control}).To(Equal([]any{uint32(1), reject.None}))
		Expect(h.state(1)).To(Equal([]any{custody.Approved, reject.None}))
		w, _ := h.Withdrawal(1)
		Expect(w.Tx).To(Equal(chain.Hash{}))
		Expect(h.believed(asset)).To(Equal(h.truth(asset)), "all of what is left, change included")
		Expect(h.Booked(ledger.Withdrawing, asset)).To(Equal(int64(coin / 10)))

		h.pay(asset)
		Expect(h.result.Code).To(Equal(reject.HotWalletEmpty))
		Expect(h.deposit(2, asset, coin)).To(Succeed()) // the hot wallet has money again
		h.mined(asset)
		h.pay(asset)
		h.mined(asset)
		Expect(h.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
		Expect(h.nodes[asset-1].Balance(outside(1))).To(Equal(coin/10-w.Fee), "paid once")
	},
		Entry("on a UTXO chain that keeps what came first", chain.FirstSeen, uint16(btc)),
		Entry("on a UTXO chain that prefers fees", chain.ReplaceByFee, uint16(btc)),
		Entry("on an account chain that keeps what came first", chain.FirstSeen, uint16(xem)),
		Entry("on an account chain that prefers fees", chain.ReplaceByFee, uint16(xem)),
	)

	It("voids what was built on a voided payment's change, and only that", func() {
		open(chain.ReplaceByFee)
		h.key(1, wish(coin/10, 1))
		h.pay(btc)
		first := h.nodes[btc-1].Pending()[0]
		for n := uint32(2); ; n++ { // until one spends the first one's change
			h.key(1+n%4, wish(coin, n))
			h.pay(btc)
			pending := h.nodes[btc-1].Pending()
			last := pending[len(pending)-1]
			if last.Inputs[len(last.Inputs)-1].Tx == first.ID() || last.Inputs[0].Tx == first.ID() || n > 60 {
				break
			}
		}
		before := len(h.nodes[btc-1].Pending())
		Expect(h.steal(theft{asset: btc, amount: 1_000, fee: 1_000_000, rival: 1})).To(Succeed())
		Expect(len(h.nodes[btc-1].Pending())).To(BeNumerically("<", before))
		h.mined(btc)
		Expect(h.state(1)[0]).To(Equal(custody.Approved))
		Expect(h.state(2)[0]).To(Equal(custody.Confirmed), "it spent other coins")
		Expect(h.believed(btc)).To(Equal(h.truth(btc)))
		h.pay(btc)
		h.mined(btc)
		Expect(h.believed(btc)).To(Equal(h.truth(btc)))
		Expect(h.Booked(ledger.Withdrawing, btc)).To(BeZero())
	})

	It("races a sweep; the venue sweeps again what he left", func() {
		Expect(h.steal(theft{asset: btc, amount: 1_000})).To(Succeed())
		h.staff(mx.Command{Kind: mx.SweepToCold, Asset: btc})
		hot := h.truth(btc)[0]
		events := h.mined(btc)
		Expect(types(events)).To(Equal([]string{"outflow_seen", "wallet_moved"}))
		Expect(events[1].Amount).To(Equal(hot - h.stole[btc] - 1_000))
		h.mined(btc)
		Expect(h.truth(btc)[0]).To(BeZero())
		Expect(h.believed(btc)).To(Equal(h.truth(btc)))
	})

	It("answers for an empty wallet himself if he won the race altogether", func() {
		Expect(h.steal(theft{asset: xem, amount: all(xem)})).To(Succeed())
		h.staff(mx.Command{Kind: mx.SweepToCold, Asset: xem})
		Expect(types(h.mined(xem))).To(Equal([]string{"outflow_seen"}))
		h.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
		Expect(h.pay(xem)[0].Control).To(Equal(reject.None), "the sweep emptied nothing")
	})

	It("is not stopped by a halt of withdrawals, nor by a frozen account", func() {
		h.staff(mx.Command{Kind: mx.HaltWithdrawals})
		for id := uint32(1); id <= 4; id++ {
			h.staff(mx.Command{Kind: mx.FreezeAccount, Account: id})
		}
		Expect(h.steal(theft{asset: xem, amount: 1})).To(Succeed())
		Expect(types(h.mined(xem))).To(Equal([]string{"outflow_seen"}))
	})

	It("finds the wallet filled again after a sweep, if the key was not rotated", func() {
		fill := func() {
			h.staff(mx.Command{Kind: mx.SweepToCold, Asset: xem})
			h.mined(xem)
			h.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
			h.pay(xem)
			h.now += 4 * hour
			h.pay(xem)
			h.mined(xem)
		}
		fill()
		Expect(h.steal(theft{asset: xem, amount: 1_000_000})).To(Succeed())
		open(chain.FirstSeen)
		h.staff(mx.Command{Kind: mx.RotateHotKey, Asset: xem})
		fill()
		Expect(h.steal(theft{asset: xem, amount: 1_000_000})).NotTo(Succeed())
	})

	It("does not lose a payment that he displaced when his own spend is displaced in turn", func() {
		open(chain.ReplaceByFee)
		g := h.Genesis()
		h.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
		h.staff(mx.Command{Kind: mx.PayOut, Asset: xem})
		sent := h.nodes[xem-1].Pending()[0]
		// The chain's nodes forget it, as a mempool may.
		lost := chain.NewNode(*g.Assets[xem-1].Chain, nil)
		list, err := g.Allotments(xem)
		Expect(err).NotTo(HaveOccurred())
		for _, a := range list {
			Expect(lost.Fund(a.To, a.Amount)).To(Succeed())
		}
		h.nodes[xem-1] = lost
		for range 5 {
			Expect(h.mined(xem)).To(BeEmpty())
		}
		Expect(lost.Pending()).To(BeEmpty())
		h.mined(xem)
		Expect(lost.Pending()).To(HaveLen(1), "sent again after six blocks")
		Expect(lost.Pending()[0].ID()).To(Equal(sent.ID()))
		Expect(types(h.mined(xem))).To(Equal([]string{"withdrawal_confirmed"}))
	})

	It("makes a payment wait that the venue signed and cannot cover, until coins come from cold", func() {
		g := smallGenesis(4)
		g.Assets[xem-1].HotShare, g.Assets[xem-1].Chain.Relay = 500_000, chain.ReplaceByFee
		h = openAudited(g)
		for i, amount := range []int64{10_000_000, 5_000_000_000} {
			id := uint32(i + 1)
			h.key(id, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: amount, Address: outside(id)})
			h.pay(xem) // two transactions, their nonces one after the other
		}
		Expect(h.steal(theft{asset: xem, amount: h.truth(xem)[0] - 1_000_000_000, fee: 200_000, rival: 2})).To(Succeed())
		Expect(h.nodes[xem-1].Pending()).To(HaveLen(1), "the chain forgot the other, which has no cover")
		Expect(types(h.mined(xem))).To(Equal([]string{"outflow_seen", "withdrawal_held"}))
		Expect(h.believed(xem)[0]).To(BeNumerically("<", 0), "signed, and not covered")
		h.pay(xem)
		Expect(h.result.Code).To(Equal(reject.HotWalletEmpty))
		h.now += 4 * hour
		Expect(types(h.pay(xem))).To(Equal([]string{"wallet_moved"}))
		for range 12 {
			h.mined(xem)
			h.pay(xem)
		}
		for id := uint32(1); id <= 2; id++ {
			Expect(h.state(id)).To(Equal([]any{custody.Confirmed, reject.None}))
		}
		Expect(h.believed(xem)).To(Equal(h.truth(xem)))
	})
})
