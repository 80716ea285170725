package mockexchange_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

const hour = int64(time.Hour)

// believed is what the venue thinks its wallet holds: hot, cold and all.
func (h *house) believed(asset uint16) []int64 {
	w, _ := h.Wallet(asset)
	return []int64{w.HotBalance, w.ColdBalance, w.Held}
}

// truth is what the chain says of the same.
func (h *house) truth(asset uint16) []int64 {
	w, _ := h.Wallet(asset)
	n := h.nodes[asset-1]
	return []int64{n.Balance(w.Hot), n.Balance(w.Cold), h.holdings(asset)}
}

var _ = Describe("Custody", Label("embedded"), func() {
	var h *house
	open := func(change func(*mx.Genesis)) {
		g := smallGenesis(4)
		if change != nil {
			change(g)
		}
		h = openAudited(g)
	}
	BeforeEach(func() { open(nil) })
	sweep := func(asset uint16) []mx.Event { return h.staff(mx.Command{Kind: mx.SweepToCold, Asset: asset}) }
	rotate := func(asset uint16) []mx.Event { return h.staff(mx.Command{Kind: mx.RotateHotKey, Asset: asset}) }

	Describe("of deposits", func() {
		It("credits them after their confirmations, with every field told", func() {
			Expect(h.deposit(2, btc, coin)).To(Succeed())
			to, memo := h.DepositAddress(2, btc)
			Expect(memo).To(Equal(uint64(2)))
			like := mx.Event{
				Type: mx.DepositSeen, Op: mx.ObserveBlock, Auth: mx.AuthOperator, Account: 2, Asset: btc,
				Amount: coin, Value: 1_000_000_00, Address: to, Memo: 2,
			}
			Expect(plain(h.mined(btc))).To(Equal([]mx.Event{like}))
			Expect(h.balance(2, btc)[0]).To(Equal(int64(startBTC)))
			Expect(h.Booked(ledger.Depositing, btc)).To(Equal(int64(coin)))
			h.now += 10 * minute
			like.Type = mx.DepositCredited
			Expect(plain(h.mined(btc))).To(Equal([]mx.Event{like}))
			Expect(h.balance(2, btc)[0]).To(Equal(int64(startBTC + coin)))
			all := h.Deposits(2, 0)
			Expect(all).To(HaveLen(1))
			Expect([]int64{all[0].SeenAt, all[0].CreditedAt}).To(Equal([]int64{start, start + 10*minute}))
			Expect(h.Deposits(2, xem)).To(BeEmpty())
			Expect(h.mined(btc)).To(BeEmpty())
		})
		It("waits for more blocks once the staff asks for them", func() {
			Expect(types(h.staff(mx.Command{Kind: mx.RaiseConfirmations, Asset: btc, Limit: 4}))).To(Equal([]string{"operated"}))
			Expect(h.result).To(Equal(mx.Result{Count: 1}))
			for _, c := range []struct {
				limit uint32
				code  reject.Code
			}{{4, reject.NothingToDo}, {1, reject.NothingToDo}, {0, reject.BadRequest}} {
				h.staff(mx.Command{Kind: mx.RaiseConfirmations, Asset: btc, Limit: c.limit})
				Expect(h.result.Code).To(Equal(c.code))
			}
			Expect(h.deposit(2, btc, coin)).To(Succeed())
			for range 3 {
				h.mined(btc)
			}
			Expect(h.balance(2, btc)[0]).To(Equal(int64(startBTC)))
			h.mined(btc)
			Expect(h.balance(2, btc)[0]).To(Equal(int64(startBTC + coin)))
		})
		It("credits none while they are halted, and all with the next block after", func() {
			h.staff(mx.Command{Kind: mx.HaltDeposits, Asset: xem})
			_, halted := h.Suspended(xem)
			Expect(halted).To(BeTrue())
			Expect(h.deposit(2, xem, coin)).To(Succeed())
			Expect(types(h.mined(xem))).To(Equal([]string{"deposit_seen"}))
			Expect(h.mined(xem)).To(BeEmpty())
			h.staff(mx.Command{Kind: mx.HaltDeposits, Asset: xem})
			Expect(h.result.Code).To(Equal(reject.NothingToDo))
			h.staff(mx.Command{Kind: mx.ResumeDeposits})
			Expect(types(h.mined(xem))).To(Equal([]string{"deposit_credited"}))
			h.staff(mx.Command{Kind: mx.ResumeDeposits})
			Expect(h.result.Code).To(Equal(reject.NothingToDo))
		})
		It("keeps for the house what nobody's memo claims", func() {
			house := h.Booked(ledger.House, btc)
			Expect(h.deposit(77, btc, coin)).To(Succeed())
			Expect(h.mined(btc)).To(BeEmpty())
			Expect(h.Booked(ledger.House, btc)).To(Equal(house + coin))
		})
		It("has no address for money at a bank", func() {
			h.key(1, mx.Command{Kind: mx.ReadDepositAddress, Asset: btc})
			to, memo := h.DepositAddress(1, btc)
			Expect(h.result).To(Equal(mx.Result{Address: to, Memo: memo}))
			for _, asset := range []uint16{0, yen, 9} {
				h.key(1, mx.Command{Kind: mx.ReadDepositAddress, Asset: asset})
				Expect(h.result).To(Equal(mx.Result{Code: reject.UnknownAsset}))
				Expect(h.Addresses(asset)).To(BeEmpty())
				_, ok := h.Wallet(asset)
				Expect(ok).To(BeFalse())
			}
		})
	})

	Describe("of blocks", func() {
		show := func(b *chain.Block) reject.Code {
			h.staff(mx.Command{Kind: mx.ObserveBlock, Asset: xem, Block: b})
			return h.result.Code
		}
		It("takes each once and in order", func() {
			Expect(h.deposit(2, xem, coin)).To(Succeed())
			one, two := h.nodes[xem-1].Mine(h.now), h.nodes[xem-1].Mine(h.now)
			Expect(show(two)).To(Equal(reject.BadRequest))
			Expect(show(one)).To(Equal(reject.OK))
			Expect(show(one)).To(Equal(reject.BadRequest))
			Expect(show(two)).To(Equal(reject.OK))
			Expect(h.balance(2, xem)[0]).To(Equal(int64(startXEM+coin)), "once")
		})
		It("refuses what no chain makes", func() {
			pay := func(amounts ...int64) *chain.Transaction {
				t := &chain.Transaction{}
				for _, a := range amounts {
					t.Outputs = append(t.Outputs, chain.Output{To: outside(1), Amount: a})
				}
				return t
			}
			for _, t := range []*chain.Transaction{nil, pay(), pay(0), pay(-1), pay(chain.MaxSupply, 1), {Fee: -1, Outputs: pay(1).Outputs}} {
				Expect(show(&chain.Block{Height: 1, Transactions: []*chain.Transaction{t}})).To(Equal(reject.BadRequest))
			}
			Expect(show(nil)).To(Equal(reject.BadRequest))
			h.staff(mx.Command{Kind: mx.ObserveBlock, Asset: yen, Block: &chain.Block{Height: 1}})
			Expect(h.result.Code).To(Equal(reject.UnknownAsset))
		})
	})

	It("reports what the chain says beside what the books expect", func() {
		Expect(plain(h.staff(mx.Command{Kind: mx.Reconcile, Asset: btc, Amount: h.Owed(btc) - coin}))).To(Equal([]mx.Event{{
			Type: mx.WalletReported, Op: mx.Reconcile, Auth: mx.AuthOperator, Asset: btc,
			Amount: h.Owed(btc) - coin, Quantity: h.Owed(btc), Value: -1_000_000_00,
		}}))
		h.staff(mx.Command{Kind: mx.Reconcile, Asset: yen})
		Expect(h.result.Code).To(Equal(reject.UnknownAsset))
		h.staff(mx.Command{Kind: mx.Reconcile, Asset: btc, Amount: -1})
		Expect(h.result.Code).To(Equal(reject.BadRequest))
	})

	DescribeTable("sweeps everything hot to cold", func(asset uint16, fee int64) {
		hot, cold := h.truth(asset)[0], h.truth(asset)[1]
		w, _ := h.Wallet(asset)
		events := plain(sweep(asset))
		Expect(events).To(HaveLen(2))
		Expect(events[0].Value).To(BeNumerically(">", 0))
		events[0].Value = 0
		Expect(events).To(Equal([]mx.Event{
			{Type: mx.WalletMoved, Op: mx.SweepToCold, Auth: mx.AuthOperator, Asset: asset, Amount: hot - fee, Address: w.Cold},
			{Type: mx.Operated, Op: mx.SweepToCold, Auth: mx.AuthOperator, Asset: asset, Count: 1},
		}))
		h.mined(asset)
		Expect(h.truth(asset)).To(Equal([]int64{0, cold + hot - fee, cold + hot - fee}))
		Expect(h.believed(asset)).To(Equal(h.truth(asset)))
		sweep(asset)
		Expect(h.result.Code).To(Equal(reject.NothingToDo))
	},
		Entry("on a UTXO chain", uint16(btc), int64(1_000)),
		Entry("on an account chain", uint16(xem), int64(50_000)),
	)

	It("sweeps, rotates and raises for every asset that is named by 0, and none that does not exist", func() {
		for _, k := range []mx.Kind{mx.SweepToCold, mx.RotateHotKey, mx.RaiseConfirmations} {
			h.staff(mx.Command{Kind: k, Limit: 9})
			Expect(h.result).To(Equal(mx.Result{Count: 2}), k.String())
			h.staff(mx.Command{Kind: k, Limit: 99, Asset: 4})
			Expect(h.result).To(Equal(mx.Result{Code: reject.UnknownAsset}), k.String())
			h.staff(mx.Command{Kind: k, Limit: 99, Asset: yen})
			Expect(h.result).To(Equal(mx.Result{Code: reject.NothingToDo}), k.String())
		}
	})

	Describe("of a hot wallet that cannot pay", func() {
		It("is refilled from cold four hours after a pay-out failed, and then pays", func() {
			h.key(1, wish(5*coin, 1))
			h.key(2, wish(5*coin, 2))
			h.key(3, wish(5*coin, 3))
			hot := h.believed(btc)[0]
			events := h.pay(btc)
			Expect(h.result).To(Equal(mx.Result{Code: reject.HotWalletEmpty, Count: uint32(hot / (5 * coin))}))
			last := events[len(events)-1]
			Expect([]any{last.Type, last.Control}).To(Equal([]any{mx.WithdrawalHeld, reject.None}), "nobody's doing")
			h.mined(btc)
			h.now += 4*hour - 1
			h.pay(btc)
			Expect(h.nodes[btc-1].Pending()).To(BeEmpty())
			h.now++
			events = h.pay(btc)
			Expect(types(events)).To(Equal([]string{"wallet_moved"}))
			w, _ := h.Wallet(btc)
			Expect([]any{events[0].Address, events[0].Op}).To(Equal([]any{w.Hot, mx.PayOut}))
			h.mined(btc)
			h.pay(btc)
			h.mined(btc)
			Expect(h.state(3)).To(Equal([]any{custody.Confirmed, reject.None}))
			Expect(h.believed(btc)).To(Equal(h.truth(btc)))
		})
		It("names the sweep that emptied it, and is filled again all the same", func() {
			sweep(btc)
			h.mined(btc)
			h.key(1, wish(coin, 1))
			Expect(h.pay(btc)[0].Control).To(Equal(reject.SweepToCold))
			Expect(h.state(1)).To(Equal([]any{custody.Approved, reject.SweepToCold}))
			h.now += 4 * hour
			Expect(types(h.pay(btc))).To(Equal([]string{"wallet_moved"}))
			h.key(2, wish(coin, 2))
			Expect(h.pay(btc)[0].Control).To(Equal(reject.SweepToCold), "until the refill is in a block")
			h.mined(btc)
			Expect(types(h.pay(btc))).To(Equal([]string{"withdrawal_broadcast", "withdrawal_broadcast"}))
		})
		It("is not filled right after a sweep because somebody was sent for coins before", func() {
			h.key(1, wish(5*coin, 1))
			h.key(2, wish(5*coin, 2))
			h.key(3, wish(5*coin, 3))
			h.pay(btc)
			h.mined(btc)
			h.now += 4*hour - minute
			sweep(btc)
			h.mined(btc)
			h.now += minute
			h.pay(btc)
			Expect(h.nodes[btc-1].Pending()).To(BeEmpty(), "called back")
			h.now += 4 * hour
			Expect(types(h.pay(btc))).To(Equal([]string{"wallet_moved"}))
		})
		It("sends a refill back that was on its way when the wallet was swept", func() {
			sweep(btc)
			h.mined(btc)
			h.key(1, wish(coin, 1))
			h.pay(btc)
			h.now += 4 * hour
			h.pay(btc)
			sweep(btc)
			Expect(h.result).To(Equal(mx.Result{Count: 1}))
			Expect(types(h.mined(btc))).To(Equal([]string{"wallet_moved"}))
			h.mined(btc)
			Expect(h.truth(btc)[0]).To(BeZero())
			Expect(h.pay(btc)).To(BeEmpty(), "the reason is the same")
		})
		It("is not filled while withdrawals are halted", func() {
			sweep(btc)
			h.mined(btc)
			h.key(1, wish(coin, 1))
			h.pay(btc)
			h.staff(mx.Command{Kind: mx.HaltWithdrawals})
			h.now += 9 * hour
			Expect(h.pay(btc)[0].Control).To(Equal(reject.HaltWithdrawals))
			Expect(h.nodes[btc-1].Pending()).To(BeEmpty())
		})
		It("waits in vain when nothing lies cold", func() {
			open(func(g *mx.Genesis) { g.Assets[btc-1].HotShare = 1_000_000 })
			rotate(btc)
			h.key(1, wish(coin, 1))
			for range 10 {
				h.pay(btc)
				Expect(h.result.Code).To(Equal(reject.HotWalletEmpty))
				h.now += 4 * hour
			}
			Expect(h.state(1)).To(Equal([]any{custody.Approved, reject.RotateHotKey}))
		})
	})

	Describe("with a rotated key", func() {
		It("moves to a new address and leaves the coins where they are", func() {
			before, _ := h.Wallet(xem)
			hot := h.truth(xem)[0]
			events := plain(rotate(xem))
			after, _ := h.Wallet(xem)
			Expect(after.Hot).NotTo(Equal(before.Hot))
			Expect(events[0]).To(Equal(mx.Event{
				Type: mx.WalletMoved, Op: mx.RotateHotKey, Auth: mx.AuthOperator, Asset: xem, Address: after.Hot,
			}))
			h.mined(xem)
			Expect(h.nodes[xem-1].Balance(before.Hot)).To(Equal(hot))
			Expect(h.Addresses(xem)).To(Equal([]chain.Address{after.Hot, after.Cold, before.Hot}))
			Expect(h.believed(xem)).To(Equal(h.truth(xem)))
			h.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
			Expect(h.pay(xem)[0].Control).To(Equal(reject.RotateHotKey))
		})
		It("leaves the old address open to whoever holds its key", func() {
			rotate(xem)
			Expect(h.steal(theft{asset: xem, amount: 7_000_000})).To(Succeed())
			Expect(types(h.mined(xem))).To(Equal([]string{"outflow_seen"}))
			Expect(h.steal(theft{asset: xem, key: 1, amount: 1})).NotTo(Succeed(), "nothing there")
		})
		It("empties the old addresses when it is told to sweep", func() {
			rotate(btc)
			rotate(btc)
			Expect(h.deposit(2, btc, coin)).To(Succeed())
			h.mined(btc)
			h.mined(btc)
			Expect(types(sweep(btc))).To(Equal([]string{"wallet_moved", "wallet_moved", "operated"}))
			Expect(h.result).To(Equal(mx.Result{Count: 1}))
			h.mined(btc)
			Expect(h.truth(btc)[0]).To(BeZero())
			Expect(h.truth(btc)[1]).To(Equal(h.holdings(btc)), "all of it is cold")
			Expect(h.believed(btc)).To(Equal(h.truth(btc)))
		})
		It("credits what goes to the old address after a day, and says why", func() {
			w, _ := h.Wallet(xem)
			rotate(xem)
			k := h.Genesis().Outsider(xem)
			t := &chain.Transaction{
				From: k.Address(), Fee: 50_000, Policies: []chain.Policy{chain.Single(&k)},
				Outputs: []chain.Output{{To: w.Hot, Amount: coin, Memo: 2}},
			}
			t.Sign(&k)
			Expect(h.nodes[xem-1].Submit(t)).To(Succeed())
			events := h.mined(xem)
			Expect([]any{types(events), events[0].Control}).To(Equal([]any{[]string{"deposit_seen"}, reject.RotateHotKey}))
			h.now += 24*hour - 1
			Expect(h.mined(xem)).To(BeEmpty())
			h.now++
			events = h.mined(xem)
			Expect([]any{types(events), events[0].Control}).To(Equal([]any{[]string{"deposit_credited"}, reject.RotateHotKey}))
		})
		It("is not filled by a refill that went to the old address", func() {
			sweep(btc)
			h.mined(btc)
			h.key(1, wish(coin, 1))
			h.pay(btc)
			h.now += 4 * hour
			h.pay(btc)
			rotate(btc)
			h.mined(btc)
			Expect(h.pay(btc)[0].Control).To(Equal(reject.RotateHotKey))
			h.now += 4 * hour
			Expect(types(h.pay(btc))).To(Equal([]string{"wallet_moved"}))
			h.mined(btc)
			Expect(types(h.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
		})
	})

	It("carries miners' fees that neither the house nor its earnings can bear", func() {
		open(func(g *mx.Genesis) {
			g.Assets[xem-1].HouseFunds, g.Assets[xem-1].WithdrawalFee = 0, 20_000
		})
		sweep(xem)
		h.mined(xem)
		Expect(h.Unpaid(xem)).To(Equal(int64(50_000)))
		Expect(h.deposit(77, xem, 30_000)).To(Succeed()) // for nobody, so for the house
		h.mined(xem)
		h.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 1_000_000, Address: outside(1)})
		h.pay(xem)
		h.now += 4 * hour
		h.pay(xem)
		h.mined(xem)
		Expect(h.Unpaid(xem)).To(Equal(int64(50_000+50_000-30_000)), "the refill's fee too")
		h.pay(xem)
		h.mined(xem)
		Expect(h.Unpaid(xem)).To(Equal(int64(120_000 - 20_000)))
		Expect(h.Unpaid(yen)).To(BeZero())
	})
})
