package mockexchange_test

import (
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// found leaves out what the node reports of every spend.
func found(events []mx.Event) []mx.Event {
	return slices.DeleteFunc(events, func(e mx.Event) bool { return e.Type == mx.ChainSpend })
}

// A thief with a copy of the hot key talks to the chain, not to the venue.
var _ = Describe("A thief with the hot key", Label("embedded"), func() {
	var v *venue
	open := func(relay chain.Relay) {
		g := smallGenesis(4)
		g.Assets[btc-1].Chain.Relay, g.Assets[xem-1].Chain.Relay = relay, relay
		g.Assets[btc-1].HotShare = 1_000_000
		g.Settings.Custody.ChainWatch.On = true
		v = openAudited(g)
	}
	BeforeEach(func() { open(chain.FirstSeen) })
	all := func(asset uint16) int64 {
		return v.truth(asset)[0] - v.nodes[asset-1].Spec().MinFee
	}

	It("is seen by the venue when a block has his spend, fee included", func() {
		Expect(v.steal(theft{asset: xem, amount: 3_000_000})).To(Succeed())
		house, owed := v.Booked(ledger.House, xem), v.Owed(xem)
		Expect(plain(v.mined(xem))).To(Equal([]mx.Event{
			{
				Type: mx.ChainSpend, Op: mx.ObserveBlock, Auth: mx.AuthOperator, Asset: xem, Count: 1,
				Amount: -3_000_000, Value: -300_00, Address: thiefs(xem),
			},
			{
				Type: mx.SpendUnmatched, Op: mx.ObserveBlock, Auth: mx.AuthOperator, Asset: xem, Count: 1,
				Amount: -3_000_000, Value: -300_00, Address: thiefs(xem),
			},
		}))
		Expect([]int64{v.Booked(ledger.House, xem), v.Owed(xem)}).To(Equal([]int64{house, owed}), "customers are owed as before")
		Expect(v.believed(xem)).To(Equal(v.truth(xem)))
	})

	It("gives nothing by paying his change back", func() {
		house := v.Booked(ledger.House, btc)
		Expect(v.steal(theft{asset: btc, amount: 1_000, keep: true})).To(Succeed())
		events := found(v.mined(btc))
		Expect([]any{types(events), events[0].Amount, events[0].Fee}).To(Equal([]any{[]string{"spend_unmatched"}, int64(-1_000), int64(1_000)}))
		Expect(v.Booked(ledger.House, btc)).To(Equal(house))
		Expect(v.believed(btc)).To(Equal(v.truth(btc)))
	})

	It("can pay the loot in at the venue itself, and is owed it", func() {
		Expect(v.steal(theft{asset: xem, amount: 3_000_000, memo: 4})).To(Succeed())
		Expect(types(found(v.mined(xem)))).To(Equal([]string{"deposit_seen", "spend_unmatched", "deposit_credited"}))
		Expect(v.balance(4, xem)[0]).To(Equal(int64(startXEM + 3_000_000)))
	})

	DescribeTable("voids a payment by spending the same first", func(relay chain.Relay, asset uint16) {
		open(relay)
		c := mx.Command{Kind: mx.RequestWithdrawal, Asset: asset, Amount: coin / 10, Address: outside(1)}
		x := theft{asset: asset, amount: all(asset) - 1_000_000, keep: true}
		v.key(1, c)
		if relay == chain.FirstSeen { // he came before, and the chain refuses the venue
			Expect(v.steal(x)).To(Succeed())
			v.pay(asset)
		} else { // he came later and pays more
			v.pay(asset)
			x.fee, x.rival, x.amount = 200_000, 1, x.amount-200_000
			Expect(v.steal(x)).To(Succeed())
		}
		events := found(v.mined(asset))
		Expect(types(events)).To(Equal([]string{"withdrawal_held", "spend_unmatched"}))
		Expect([]any{events[0].Withdrawal, events[0].Control}).To(Equal([]any{uint32(1), reject.None}))
		Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.None}))
		w, _ := v.Withdrawal(1)
		Expect(w.Tx).To(Equal(chain.Hash{}))
		Expect(v.believed(asset)).To(Equal(v.truth(asset)), "all of what is left, change included")
		Expect(v.Booked(ledger.Withdrawing, asset)).To(Equal(int64(coin / 10)))

		v.pay(asset)
		Expect(v.result.Code).To(Equal(reject.HotWalletEmpty))
		Expect(v.deposit(2, asset, coin)).To(Succeed()) // the hot wallet has money again
		v.mined(asset)
		v.pay(asset)
		v.mined(asset)
		Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
		Expect(v.nodes[asset-1].Balance(outside(1))).To(Equal(coin/10-w.Fee), "paid once")
	},
		Entry("on a UTXO chain that keeps what came first", chain.FirstSeen, uint16(btc)),
		Entry("on a UTXO chain that prefers fees", chain.ReplaceByFee, uint16(btc)),
		Entry("on an account chain that keeps what came first", chain.FirstSeen, uint16(xem)),
		Entry("on an account chain that prefers fees", chain.ReplaceByFee, uint16(xem)),
	)

	It("voids what was built on a voided payment's change, and only that", func() {
		open(chain.ReplaceByFee)
		v.key(1, wish(coin/10, 1))
		v.pay(btc)
		first := v.nodes[btc-1].Pending()[0]
		for n := uint32(2); ; n++ { // until one spends the first one's change
			v.key(1+n%4, wish(coin, n))
			v.pay(btc)
			pending := v.nodes[btc-1].Pending()
			last := pending[len(pending)-1]
			if last.Inputs[len(last.Inputs)-1].Tx == first.ID() || last.Inputs[0].Tx == first.ID() || n > 60 {
				break
			}
		}
		before := len(v.nodes[btc-1].Pending())
		Expect(v.steal(theft{asset: btc, amount: 1_000, fee: 1_000_000, rival: 1})).To(Succeed())
		Expect(len(v.nodes[btc-1].Pending())).To(BeNumerically("<", before))
		v.mined(btc)
		Expect(v.state(1)[0]).To(Equal(custody.Approved))
		Expect(v.state(2)[0]).To(Equal(custody.Confirmed), "it spent other coins")
		Expect(v.believed(btc)).To(Equal(v.truth(btc)))
		v.pay(btc)
		v.mined(btc)
		Expect(v.believed(btc)).To(Equal(v.truth(btc)))
		Expect(v.Booked(ledger.Withdrawing, btc)).To(BeZero())
	})

	It("races a sweep; the venue sweeps again what he left", func() {
		Expect(v.steal(theft{asset: btc, amount: 1_000})).To(Succeed())
		v.staff(mx.Command{Kind: mx.SweepToCold, Asset: btc})
		hot := v.truth(btc)[0]
		events := found(v.mined(btc))
		Expect(types(events)).To(Equal([]string{"wallet_moved", "spend_unmatched"}))
		Expect(events[0].Amount).To(Equal(hot - v.stole[btc] - 1_000))
		v.mined(btc)
		Expect(v.truth(btc)[0]).To(BeZero())
		Expect(v.believed(btc)).To(Equal(v.truth(btc)))
	})

	It("answers for an empty wallet himself if he won the race altogether", func() {
		Expect(v.steal(theft{asset: xem, amount: all(xem)})).To(Succeed())
		v.staff(mx.Command{Kind: mx.SweepToCold, Asset: xem})
		Expect(types(found(v.mined(xem)))).To(Equal([]string{"spend_unmatched"}))
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
		Expect(v.pay(xem)[0].Control).To(Equal(reject.None), "the sweep emptied nothing")
	})

	It("is not stopped by a halt of withdrawals, nor by a frozen account", func() {
		v.staff(mx.Command{Kind: mx.HaltWithdrawals})
		for id := uint32(1); id <= 4; id++ {
			v.staff(mx.Command{Kind: mx.FreezeAccount, Account: id})
		}
		Expect(v.steal(theft{asset: xem, amount: 1})).To(Succeed())
		Expect(types(found(v.mined(xem)))).To(Equal([]string{"spend_unmatched"}))
	})

	It("finds the wallet filled again after a sweep, if the key was not rotated", func() {
		fill := func() {
			v.staff(mx.Command{Kind: mx.SweepToCold, Asset: xem})
			v.mined(xem)
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
			v.pay(xem)
			v.now += 4 * hour
			v.pay(xem)
			v.mined(xem)
		}
		fill()
		Expect(v.steal(theft{asset: xem, amount: 1_000_000})).To(Succeed())
		open(chain.FirstSeen)
		v.staff(mx.Command{Kind: mx.RotateHotKey, Asset: xem})
		fill()
		Expect(v.steal(theft{asset: xem, amount: 1_000_000})).NotTo(Succeed())
	})

	It("does not lose a payment that he displaced when his own spend is displaced in turn", func() {
		open(chain.ReplaceByFee)
		g := v.Genesis()
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
		v.staff(mx.Command{Kind: mx.PayOut, Asset: xem})
		sent := v.nodes[xem-1].Pending()[0]
		// The chain's nodes forget it, as a mempool may.
		lost := chain.NewNode(*g.Assets[xem-1].Chain, nil)
		list, err := g.ChainGenesis(xem)
		Expect(err).NotTo(HaveOccurred())
		for _, a := range list {
			Expect(lost.Fund(a.To, a.Amount)).To(Succeed())
		}
		v.nodes[xem-1] = lost
		for range 5 {
			Expect(v.mined(xem)).To(BeEmpty())
		}
		Expect(lost.Pending()).To(BeEmpty())
		v.mined(xem)
		Expect(lost.Pending()).To(HaveLen(1), "sent again after six blocks")
		Expect(lost.Pending()[0].ID()).To(Equal(sent.ID()))
		Expect(types(found(v.mined(xem)))).To(Equal([]string{"withdrawal_confirmed"}))
	})

	It("makes a payment wait that the venue signed and cannot cover, until coins come from cold", func() {
		g := smallGenesis(4)
		g.Assets[xem-1].HotShare, g.Assets[xem-1].Chain.Relay = 500_000, chain.ReplaceByFee
		v = openAudited(g)
		for i, amount := range []int64{10_000_000, 5_000_000_000} {
			id := uint32(i + 1)
			v.key(id, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: amount, Address: outside(id)})
			v.pay(xem) // two transactions, their nonces one after the other
		}
		Expect(v.steal(theft{asset: xem, amount: v.truth(xem)[0] - 1_000_000_000, fee: 200_000, rival: 2})).To(Succeed())
		Expect(v.nodes[xem-1].Pending()).To(HaveLen(1), "the chain forgot the other, which has no cover")
		Expect(types(v.mined(xem))).To(Equal([]string{"withdrawal_held"}))
		Expect(v.believed(xem)[0]).To(BeNumerically("<", 0), "signed, and not covered")
		v.pay(xem)
		Expect(v.result.Code).To(Equal(reject.HotWalletEmpty))
		v.now += 4 * hour
		Expect(types(v.pay(xem))).To(Equal([]string{"wallet_moved"}))
		for range 12 {
			v.mined(xem)
			v.pay(xem)
		}
		for id := uint32(1); id <= 2; id++ {
			Expect(v.state(id)).To(Equal([]any{custody.Confirmed, reject.None}))
		}
		Expect(v.believed(xem)).To(Equal(v.truth(xem)))
	})
})

// theft is one spend with a copy of a hot key: what the books do not know, and
// customers are owed as before.
type theft struct {
	asset  uint16
	key    uint32 // how many times the key had been rotated when it was copied
	amount int64
	fee    int64 // 0: the chain's least
	// rival says how many of the last transactions that wait his replaces on an
	// account chain; on a UTXO chain, if it is not 0, that he takes their coins.
	rival uint64
	// keep is UTXO only: he pays change back to the address, as a wallet would.
	// Otherwise all beyond amount goes to the miner.
	keep bool
	memo uint64 // the venue's own deposit address is where he sends it, to this customer
}

// thiefs is where loot goes.
func thiefs(asset uint16) chain.Address { return chain.ExternalAddress(seed, "thief", uint32(asset)) }

// steal signs and submits a theft; the error is the chain's.
func (v *venue) steal(x theft) error {
	n := v.nodes[x.asset-1]
	k := chain.DeriveKey(seed, "hot/"+v.Genesis().Assets[v.Genesis().Coin(x.asset)-1].Code, x.key)
	t := &chain.Transaction{
		Fee: max(x.fee, n.Spec().MinFee), Policies: []chain.Policy{chain.Single(&k)},
		Outputs: []chain.Output{{To: thiefs(x.asset), Amount: x.amount}},
	}
	loss := x.amount
	if x.memo != 0 {
		w, _ := v.Wallet(x.asset)
		t.Outputs[0].To, t.Outputs[0].Memo = w.Hot, x.memo
	}
	if n.Spec().Model == chain.Account {
		t.From, t.Nonce = k.Address(), n.NextNonce(k.Address())
		t.Nonce -= min(t.Nonce, x.rival)
	} else {
		v.pickCoins(t, x, k.Address())
	}
	loss += t.Fee
	t.Sign(&k)
	if err := n.Submit(t); err != nil {
		return err
	}
	v.thefts[t.ID()] = loss
	return nil
}

// pickCoins spends the oldest coins of an address that blocks know.
func (v *venue) pickCoins(t *chain.Transaction, x theft, from chain.Address) {
	n := v.nodes[x.asset-1]
	var coins []chain.OutPoint
	if x.rival > 0 {
		for _, p := range n.Pending() {
			coins = append(coins, p.Inputs...)
		}
	}
	for _, c := range n.Unspent(from) {
		coins = append(coins, c.OutPoint)
	}
	var worth int64
	for _, c := range coins {
		if out := v.outputs[c]; out.To == from && worth < x.amount+t.Fee {
			t.Inputs, worth = append(t.Inputs, c), worth+out.Amount
		}
	}
	rest := worth - x.amount - t.Fee
	switch {
	case rest > 0 && x.keep:
		t.Outputs = append(t.Outputs, chain.Output{To: from, Amount: rest})
	case rest > 0:
		t.Fee += rest
	}
}
