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

var _ = Describe("What the log says of wallets", Label("embedded"), func() {
	var v *venue
	open := func(change func(l *custody.WalletLog, p *custody.Policy)) {
		g := smallGenesis(4)
		g.Assets[btc-1].HotCoins = 40
		g.Settings.Custody.WalletLog.Spends.On = true
		change(&g.Settings.Custody.WalletLog, &g.Settings.Custody)
		v = openAudited(g)
	}
	BeforeEach(func() { open(func(*custody.WalletLog, *custody.Policy) {}) })
	ask := func(id uint32, asset uint16, amount int64) {
		v.key(id, mx.Command{Kind: mx.RequestWithdrawal, Asset: asset, Amount: amount, Address: outside(id)})
		Expect(v.result.Code).To(Equal(reject.OK))
	}
	keep := func(k mx.Kind, asset uint16) []mx.Event { return v.staff(mx.Command{Kind: k, Asset: asset}) }
	give := func(asset uint16, amount int64) []mx.Event {
		return v.staff(mx.Command{Kind: mx.PayHouse, Asset: asset, Amount: amount, Address: outside(99)})
	}
	only := func(events []mx.Event, t mx.EventType) (all []mx.Event) {
		for _, e := range events {
			if e.Type == t {
				all = append(all, e)
			}
		}
		return all
	}

	Describe("by way of the node", func() {
		DescribeTable("has every output of a pay-out without its change, with the id that the withdrawals name", func(asset uint16) {
			ask(1, asset, 10_000_000)
			ask(2, asset, 20_000_000)
			sent := only(v.pay(asset), mx.WithdrawalBroadcast)
			seen := only(v.mined(asset), mx.ChainSpend)
			Expect([]int{len(sent), len(seen)}).To(Equal([]int{2, 2}))
			fee := v.Genesis().Assets[asset-1].WithdrawalFee
			for i := range seen {
				Expect(seen[i].Tx).To(Equal(sent[i].Tx))
				Expect([]any{seen[i].Amount, seen[i].Address, seen[i].Count}).To(Equal([]any{fee - sent[i].Amount, sent[i].Address, uint32(2)}))
				Expect(seen[i].Fee).To(Equal(v.nodes[asset-1].Spec().MinFee))
			}
		}, Entry("coins", uint16(btc)), Entry("a balance", uint16(xem)))

		It("is told a while after the block, and not at all where nobody listens", func() {
			open(func(l *custody.WalletLog, _ *custody.Policy) { l.Spends.After = 30 * minute })
			ask(1, btc, 10_000_000)
			v.pay(btc)
			Expect(only(v.mined(btc), mx.ChainSpend)).To(BeEmpty())
			v.now += 30 * minute
			Expect(types(v.pay(btc))).To(Equal([]string{"chain_spend"}))
			open(func(l *custody.WalletLog, _ *custody.Policy) { l.Spends.On = false })
			ask(1, btc, 10_000_000)
			v.pay(btc)
			Expect(only(v.mined(btc), mx.ChainSpend)).To(BeEmpty())
		})

		It("has a thief's spend like anybody's", func() {
			Expect(v.steal(theft{asset: btc, amount: 5_000, keep: true})).To(Succeed())
			Expect(types(v.mined(btc))).To(Equal([]string{"chain_spend"}))
		})
	})

	Describe("with a pay-out's transaction that was replaced", func() {
		DescribeTable("names the first one, and the other when the wallet server ships its records", func(asset uint16) {
			open(func(l *custody.WalletLog, _ *custody.Policy) {
				l.Replaced, l.Replacements = 1_000_000, custody.Delay{Least: hour, Most: hour}
			})
			ask(1, asset, 10_000_000)
			first := only(v.pay(asset), mx.WithdrawalBroadcast)[0].Tx
			second := only(v.mined(asset), mx.ChainSpend)[0].Tx
			Expect(second).NotTo(Equal(first))
			Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
			w, _ := v.Withdrawal(1)
			Expect(w.Tx).To(Equal(second))
			v.now += hour
			late := v.pay(asset)
			Expect([]any{types(late), late[0].Tx, late[0].Replaces}).To(Equal([]any{[]string{"transaction_replaced"}, second, first}))
			Expect(v.believed(asset)).To(Equal(v.truth(asset)))
		}, Entry("coins", uint16(btc)), Entry("a balance", uint16(xem)))
	})

	Describe("on days like any other", func() {
		It("has a consolidation, which no withdrawal asked for", func() {
			before := v.truth(btc)
			Expect(types(keep(mx.Consolidate, btc))).To(Equal([]string{"wallet_moved"}))
			ask(1, btc, 10_000_000)
			v.pay(btc)
			seen := only(v.mined(btc), mx.ChainSpend)
			w, _ := v.Wallet(btc)
			Expect([]any{seen[0].Address, seen[0].Count}).To(Equal([]any{w.Hot, uint32(1)}))
			Expect(v.truth(btc)[0]).To(BeNumerically("<", before[0]))
			Expect(v.believed(btc)).To(Equal(v.truth(btc)))
			Expect(v.nodes[btc-1].Spendable(w.Hot)).To(HaveLen(1))
			keep(mx.Consolidate, btc)
			Expect(v.result.Code).To(Equal(reject.NothingToDo), "one coin is few enough")
			keep(mx.Consolidate, xem)
			Expect(v.result.Code).To(Equal(reject.NothingToDo), "a balance has no coins")
		})

		It("has hot and cold storage brought back to their shares", func() {
			open(func(l *custody.WalletLog, _ *custody.Policy) {
				l.Ceremonies = custody.Delay{Least: 3 * hour, Most: 3 * hour}
			})
			Expect(v.deposit(2, btc, 2*coin)).To(Succeed())
			v.mined(btc)
			Expect(types(keep(mx.RebalanceHot, btc))).To(Equal([]string{"wallet_moved"}), "the surplus")
			v.mined(btc)
			Expect(v.truth(btc)[0]).To(BeNumerically("~", (30*coin+2*coin)/5, coin/10))
			ask(1, btc, 4*coin)
			v.pay(btc)
			v.mined(btc)
			Expect(types(keep(mx.RebalanceHot, btc))).To(BeEmpty(), "somebody goes for the cold keys")
			v.now += 4 * hour
			Expect(types(v.pay(btc))).To(BeEmpty(), "who held the ceremony writes it down later")
			Expect(only(v.mined(btc), mx.ChainSpend)).To(HaveLen(1))
			Expect(v.truth(btc)[0]).To(BeNumerically("~", 28*coin/5, coin/10))
			v.now += 3 * hour
			Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
			keep(mx.RebalanceHot, btc)
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
		})

		It("has the house's payments when the treasurer has written them down, and books them then", func() {
			open(func(l *custody.WalletLog, _ *custody.Policy) { l.Payments = custody.Delay{Least: hour, Most: hour} })
			house := v.Booked(ledger.House, xem)
			Expect(give(xem, 5_000_000)).To(BeEmpty())
			v.mined(xem)
			Expect(v.Booked(ledger.House, xem)).To(Equal(house-50_000), "the miner's fee")
			Expect(v.Owed(xem)-v.truth(xem)[2]).To(Equal(int64(5_000_000)), "a reconciliation finds a gap")
			v.now += hour
			Expect(types(v.pay(xem))).To(Equal([]string{"house_paid"}))
			Expect(v.Owed(xem)).To(Equal(v.truth(xem)[2]))
			for _, c := range []struct {
				amount int64
				to     chain.Address
				code   reject.Code
			}{{0, outside(9), reject.BadRequest}, {5, chain.Address{}, reject.BadAddress}, {1e15, outside(9), reject.InsufficientBalance}} {
				v.staff(mx.Command{Kind: mx.PayHouse, Asset: xem, Amount: c.amount, Address: c.to})
				Expect(v.result.Code).To(Equal(c.code))
			}
			v.staff(mx.Command{Kind: mx.PayHouse, Asset: yen, Amount: 5, Address: outside(9)})
			Expect(v.result.Code).To(Equal(reject.UnknownAsset))
		})

		It("has none of this while withdrawals are halted, or after a sweep", func() {
			v.staff(mx.Command{Kind: mx.HaltWithdrawals, Asset: btc})
			for _, k := range []mx.Kind{mx.Consolidate, mx.RebalanceHot, mx.PayHouse} {
				keep(k, btc)
				Expect(v.result.Code).To(Equal(reject.NothingToDo))
			}
			v.staff(mx.Command{Kind: mx.SweepToCold, Asset: xem})
			keep(mx.RebalanceHot, xem)
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
		})
	})

	Describe("with a chain watch", func() {
		watching := func(after int64) {
			open(func(l *custody.WalletLog, p *custody.Policy) {
				p.ChainWatch = custody.ChainWatch{On: true, After: after}
				l.Payments = custody.Delay{Least: hour, Most: hour}
			})
		}

		It("tells of a thief's spend after a while", func() {
			watching(3 * minute)
			Expect(v.steal(theft{asset: xem, amount: 5_000_000})).To(Succeed())
			Expect(types(v.mined(xem))).To(Equal([]string{"chain_spend"}))
			v.now += 3 * minute
			events := v.mined(xem)
			Expect(types(events)).To(Equal([]string{"spend_unmatched"}))
			Expect([]any{events[0].Amount, events[0].Address}).To(Equal([]any{int64(-5_000_000), thiefs(xem)}))
		})

		It("tells nothing of what the venue sent itself", func() {
			watching(0)
			ask(1, btc, 10_000_000)
			v.pay(btc)
			keep(mx.Consolidate, btc)
			keep(mx.RebalanceHot, btc)
			Expect(only(v.mined(btc), mx.SpendUnmatched)).To(BeEmpty())
		})

		It("cries wolf over a payment of the house that nobody wrote down yet", func() {
			watching(30 * minute)
			give(xem, 5_000_000)
			v.mined(xem)
			v.now += 30 * minute
			Expect(types(v.mined(xem))).To(Equal([]string{"spend_unmatched"}))
			watching(2 * hour)
			give(xem, 5_000_000)
			v.mined(xem)
			v.now += 2 * hour
			Expect(types(v.mined(xem))).To(Equal([]string{"house_paid"}), "it was written down in time")
		})
	})

	Describe("with a chain watch that follows hops", func() {
		holder := func(n uint32) *chain.Key {
			k := chain.DeriveKey(4, "holder", n)
			return &k
		}
		// passOn sends all that lies at one holder's address to the next one's.
		passOn := func(asset uint16, n uint32) {
			k, node := holder(n), v.nodes[asset-1]
			t := &chain.Transaction{Fee: node.Spec().MinFee, Policies: []chain.Policy{chain.Single(k)}}
			var worth int64
			if node.Spec().Model == chain.Account {
				t.From, t.Nonce, worth = k.Address(), node.NextNonce(k.Address()), node.Balance(k.Address())
			} else {
				for _, c := range node.Spendable(k.Address()) {
					t.Inputs, worth = append(t.Inputs, c.OutPoint), worth+c.Output.Amount
				}
			}
			t.Outputs = []chain.Output{{To: holder(n + 1).Address(), Amount: worth - t.Fee}}
			t.Sign(k)
			Expect(node.Submit(t)).To(Succeed())
		}
		// paid is a house that pays the first holder; the treasurer writes it down late.
		paid := func(asset uint16, hops uint32, written int64) {
			open(func(l *custody.WalletLog, p *custody.Policy) {
				p.ChainWatch = custody.ChainWatch{On: true, After: 3 * minute, Hops: hops}
				l.Payments = custody.Delay{Least: written, Most: written}
			})
			v.staff(mx.Command{Kind: mx.PayHouse, Asset: asset, Amount: 5_000_000, Address: holder(0).Address()})
			v.mined(asset)
		}
		through := func(asset uint16) (all []mx.Event) {
			for n := range uint32(3) {
				passOn(asset, n)
				all = append(all, v.mined(asset)...)
			}
			v.now += 3 * minute
			return only(append(all, v.mined(asset)...), mx.SpendFollowed)
		}

		DescribeTable("tells where what it found on no record goes, whoever has it, as often as it is told to", func(asset uint16) {
			paid(asset, 2, 6*hour)
			seen := through(asset)
			Expect(seen).To(HaveLen(2), "a third hop is one too many")
			fee := v.nodes[asset-1].Spec().MinFee
			for i, e := range seen {
				n := uint32(i + 1)
				Expect([]any{e.Address, e.Count, e.Amount}).To(Equal([]any{holder(n).Address(), n, 5_000_000 - int64(n)*fee}))
			}
		}, Entry("coins", uint16(btc)), Entry("a balance", uint16(xem)))

		It("follows nobody whose payment was written down in time, and nobody where no hops were bought", func() {
			paid(btc, 2, minute)
			Expect(through(btc)).To(BeEmpty())
			paid(btc, 0, 6*hour)
			Expect(through(btc)).To(BeEmpty())
		})

		It("does not follow what came back to the venue", func() {
			open(func(_ *custody.WalletLog, p *custody.Policy) { p.ChainWatch = custody.ChainWatch{On: true, Hops: 5} })
			Expect(v.steal(theft{asset: xem, amount: 5_000_000, memo: 2})).To(Succeed())
			v.mined(xem)
			ask(1, xem, 10_000_000)
			v.pay(xem)
			Expect(only(v.mined(xem), mx.SpendFollowed)).To(BeEmpty(), "its own pay-outs")
		})
	})

	It("has an automatic sweep upon a payment of the house, after which deposits to the old address are as good as ever", func() {
		open(func(l *custody.WalletLog, p *custody.Policy) {
			p.AutomaticSweep = custody.AutomaticSweep{On: true, After: 3 * minute, Rotate: 4 * hour}
			l.Payments = custody.Delay{Least: 6 * hour, Most: 6 * hour}
		})
		old, _ := v.DepositAddress(2, xem)
		give(xem, 5_000_000)
		v.mined(xem)
		v.now += 3 * minute
		Expect(types(v.mined(xem))).To(ContainElement("wallet_moved"), "swept")
		v.now += 4 * hour
		v.pay(xem)
		w, _ := v.Wallet(xem)
		Expect(w.Hot).NotTo(Equal(old))
		before := v.balance(2, xem)[0]
		k := v.Genesis().OutsideKey(xem)
		t := &chain.Transaction{
			From: k.Address(), Nonce: v.nodes[xem-1].NextNonce(k.Address()), Fee: 50_000, Policies: []chain.Policy{chain.Single(&k)},
			Outputs: []chain.Output{{To: old, Amount: coin, Memo: 2}},
		}
		t.Sign(&k)
		Expect(v.nodes[xem-1].Submit(t)).To(Succeed())
		v.mined(xem)
		Expect(v.balance(2, xem)[0]).To(Equal(before+coin), "nobody had stolen the key")
		v.now += 6 * hour // until the treasurer has written it down
		v.pay(xem)
		v.mined(xem)
	})

	It("is refused when it asks for the impossible", func() {
		g := smallGenesis(1)
		g.Settings.Custody.WalletLog.Moves = custody.Delay{Least: 5, Most: 4}
		Expect(g.Validate()).To(MatchError(ContainSubstring("delay of moves from 5 to 4")))
		g.Settings.Custody.ChainWatch.Hops = custody.MostHops + 1
		g.Settings.Custody.WalletLog = custody.WalletLog{}
		Expect(g.Validate()).To(MatchError(ContainSubstring("hops that a chain watch follows 11, expected 0 to 10")))
		g.Settings.Custody.ChainWatch.Hops = 0
		g.Settings.Custody.WalletLog = custody.WalletLog{Replaced: -1}
		Expect(g.Validate()).To(MatchError(ContainSubstring("share of pay-outs that are replaced -1")))
	})
})
