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
func (v *venue) believed(asset uint16) []int64 {
	w, _ := v.Wallet(asset)
	return []int64{w.HotBalance, w.ColdBalance, w.Held}
}

// truth is what the chain says of the same.
func (v *venue) truth(asset uint16) []int64 {
	w, _ := v.Wallet(asset)
	n := v.nodes[asset-1]
	return []int64{n.Balance(w.Hot), n.Balance(w.Cold), v.holdings(asset)}
}

var _ = Describe("Custody", Label("embedded"), func() {
	var v *venue
	open := func(change func(*mx.Genesis)) {
		g := smallGenesis(4)
		if change != nil {
			change(g)
		}
		v = openAudited(g)
	}
	BeforeEach(func() { open(nil) })
	sweep := func(asset uint16) []mx.Event { return v.staff(mx.Command{Kind: mx.SweepToCold, Asset: asset}) }
	rotate := func(asset uint16) []mx.Event { return v.staff(mx.Command{Kind: mx.RotateHotKey, Asset: asset}) }

	Describe("of deposits", func() {
		It("credits them after their confirmations, with every field told", func() {
			Expect(v.deposit(2, btc, coin)).To(Succeed())
			to, memo := v.DepositAddress(2, btc)
			Expect(memo).To(Equal(uint64(2)))
			like := mx.Event{
				Type: mx.DepositSeen, Op: mx.ObserveBlock, Auth: mx.AuthOperator, Account: 2, Asset: btc,
				Amount: coin, Value: 1_000_000_00, Address: to, Memo: 2,
			}
			Expect(plain(v.mined(btc))).To(Equal([]mx.Event{like}))
			Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC)))
			Expect(v.Booked(ledger.Depositing, btc)).To(Equal(int64(coin)))
			v.now += 10 * minute
			like.Type = mx.DepositCredited
			Expect(plain(v.mined(btc))).To(Equal([]mx.Event{like}))
			Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC + coin)))
			all := v.Deposits(2, 0)
			Expect(all).To(HaveLen(1))
			Expect([]int64{all[0].SeenAt, all[0].CreditedAt}).To(Equal([]int64{start, start + 10*minute}))
			Expect(v.Deposits(2, xem)).To(BeEmpty())
			Expect(v.mined(btc)).To(BeEmpty())
		})
		It("waits for more blocks once the staff asks for them", func() {
			Expect(types(v.staff(mx.Command{Kind: mx.RaiseConfirmations, Asset: btc, Limit: 4}))).To(Equal([]string{"operated"}))
			Expect(v.result).To(Equal(mx.Result{Count: 1}))
			for _, c := range []struct {
				limit uint32
				code  reject.Code
			}{{4, reject.NothingToDo}, {1, reject.NothingToDo}, {0, reject.BadRequest}} {
				v.staff(mx.Command{Kind: mx.RaiseConfirmations, Asset: btc, Limit: c.limit})
				Expect(v.result.Code).To(Equal(c.code))
			}
			Expect(v.deposit(2, btc, coin)).To(Succeed())
			for range 3 {
				v.mined(btc)
			}
			Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC)))
			v.mined(btc)
			Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC + coin)))
		})
		It("credits none while they are halted, and all with the next block after", func() {
			v.staff(mx.Command{Kind: mx.HaltDeposits, Asset: xem})
			_, halted := v.Suspended(xem)
			Expect(halted).To(BeTrue())
			Expect(v.deposit(2, xem, coin)).To(Succeed())
			Expect(types(v.mined(xem))).To(Equal([]string{"deposit_seen"}))
			Expect(v.mined(xem)).To(BeEmpty())
			v.staff(mx.Command{Kind: mx.HaltDeposits, Asset: xem})
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
			v.staff(mx.Command{Kind: mx.ResumeDeposits})
			Expect(types(v.mined(xem))).To(Equal([]string{"deposit_credited"}))
			v.staff(mx.Command{Kind: mx.ResumeDeposits})
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
		})
		It("keeps for the house what nobody's memo claims", func() {
			house := v.Booked(ledger.House, btc)
			Expect(v.deposit(77, btc, coin)).To(Succeed())
			Expect(v.mined(btc)).To(BeEmpty())
			Expect(v.Booked(ledger.House, btc)).To(Equal(house + coin))
		})
		It("has no address for money at a bank", func() {
			v.key(1, mx.Command{Kind: mx.ReadDepositAddress, Asset: btc})
			to, memo := v.DepositAddress(1, btc)
			Expect(v.result).To(Equal(mx.Result{Address: to, Memo: memo}))
			for _, asset := range []uint16{0, yen, 9} {
				v.key(1, mx.Command{Kind: mx.ReadDepositAddress, Asset: asset})
				Expect(v.result).To(Equal(mx.Result{Code: reject.UnknownAsset}))
				Expect(v.Addresses(asset)).To(BeEmpty())
				_, ok := v.Wallet(asset)
				Expect(ok).To(BeFalse())
			}
		})
	})

	Describe("of blocks", func() {
		show := func(b *chain.Block) reject.Code {
			v.staff(mx.Command{Kind: mx.ObserveBlock, Asset: xem, Block: b})
			return v.result.Code
		}
		It("takes each once and in order", func() {
			Expect(v.deposit(2, xem, coin)).To(Succeed())
			one, two := v.nodes[xem-1].Mine(v.now), v.nodes[xem-1].Mine(v.now)
			Expect(show(two)).To(Equal(reject.BadRequest))
			Expect(show(one)).To(Equal(reject.OK))
			Expect(show(one)).To(Equal(reject.BadRequest))
			Expect(show(two)).To(Equal(reject.OK))
			Expect(v.balance(2, xem)[0]).To(Equal(int64(startXEM+coin)), "once")
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
			v.staff(mx.Command{Kind: mx.ObserveBlock, Asset: yen, Block: &chain.Block{Height: 1}})
			Expect(v.result.Code).To(Equal(reject.UnknownAsset))
		})
	})

	It("reports what the chain says beside what the books expect", func() {
		Expect(plain(v.staff(mx.Command{Kind: mx.Reconcile, Asset: btc, Amount: v.Owed(btc) - coin}))).To(Equal([]mx.Event{{
			Type: mx.WalletReported, Op: mx.Reconcile, Auth: mx.AuthOperator, Asset: btc,
			Amount: v.Owed(btc) - coin, Quantity: v.Owed(btc), Value: -1_000_000_00,
		}}))
		v.staff(mx.Command{Kind: mx.Reconcile, Asset: yen})
		Expect(v.result.Code).To(Equal(reject.UnknownAsset))
		v.staff(mx.Command{Kind: mx.Reconcile, Asset: btc, Amount: -1})
		Expect(v.result.Code).To(Equal(reject.BadRequest))
	})

	DescribeTable("sweeps everything hot to cold", func(asset uint16, fee int64) {
		hot, cold := v.truth(asset)[0], v.truth(asset)[1]
		w, _ := v.Wallet(asset)
		events := plain(sweep(asset))
		Expect(events).To(HaveLen(2))
		Expect(events[0].Value).To(BeNumerically(">", 0))
		events[0].Value = 0
		Expect(events).To(Equal([]mx.Event{
			{Type: mx.WalletMoved, Op: mx.SweepToCold, Auth: mx.AuthOperator, Asset: asset, Amount: hot - fee, Address: w.Cold},
			{Type: mx.Operated, Op: mx.SweepToCold, Auth: mx.AuthOperator, Asset: asset, Count: 1},
		}))
		v.mined(asset)
		Expect(v.truth(asset)).To(Equal([]int64{0, cold + hot - fee, cold + hot - fee}))
		Expect(v.believed(asset)).To(Equal(v.truth(asset)))
		sweep(asset)
		Expect(v.result.Code).To(Equal(reject.NothingToDo))
	},
		Entry("on a UTXO chain", uint16(btc), int64(1_000)),
		Entry("on an account chain", uint16(xem), int64(50_000)),
	)

	It("sweeps, rotates and raises for every asset that is named by 0, and none that does not exist", func() {
		for _, k := range []mx.Kind{mx.SweepToCold, mx.RotateHotKey, mx.RaiseConfirmations} {
			v.staff(mx.Command{Kind: k, Limit: 9})
			Expect(v.result).To(Equal(mx.Result{Count: 2}), k.String())
			v.staff(mx.Command{Kind: k, Limit: 99, Asset: 4})
			Expect(v.result).To(Equal(mx.Result{Code: reject.UnknownAsset}), k.String())
			v.staff(mx.Command{Kind: k, Limit: 99, Asset: yen})
			Expect(v.result).To(Equal(mx.Result{Code: reject.NothingToDo}), k.String())
		}
	})

	Describe("of a hot wallet that cannot pay", func() {
		It("is refilled from cold four hours after a pay-out failed, and then pays", func() {
			v.key(1, wish(5*coin, 1))
			v.key(2, wish(5*coin, 2))
			v.key(3, wish(5*coin, 3))
			hot := v.believed(btc)[0]
			events := v.pay(btc)
			Expect(v.result).To(Equal(mx.Result{Code: reject.HotWalletEmpty, Count: uint32(hot / (5 * coin))}))
			last := events[len(events)-1]
			Expect([]any{last.Type, last.Control}).To(Equal([]any{mx.WithdrawalHeld, reject.None}), "nobody's doing")
			v.mined(btc)
			v.now += 4*hour - 1
			v.pay(btc)
			Expect(v.nodes[btc-1].Pending()).To(BeEmpty())
			v.now++
			events = v.pay(btc)
			Expect(types(events)).To(Equal([]string{"wallet_moved"}))
			w, _ := v.Wallet(btc)
			Expect([]any{events[0].Address, events[0].Op}).To(Equal([]any{w.Hot, mx.PayOut}))
			v.mined(btc)
			v.pay(btc)
			v.mined(btc)
			Expect(v.state(3)).To(Equal([]any{custody.Confirmed, reject.None}))
			Expect(v.believed(btc)).To(Equal(v.truth(btc)))
		})
		It("names the sweep that emptied it, and is filled again all the same", func() {
			sweep(btc)
			v.mined(btc)
			v.key(1, wish(coin, 1))
			Expect(v.pay(btc)[0].Control).To(Equal(reject.SweepToCold))
			Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.SweepToCold}))
			v.now += 4 * hour
			Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
			v.key(2, wish(coin, 2))
			Expect(v.pay(btc)[0].Control).To(Equal(reject.SweepToCold), "until the refill is in a block")
			v.mined(btc)
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast", "withdrawal_broadcast"}))
		})
		It("is not filled right after a sweep because somebody was sent for coins before", func() {
			v.key(1, wish(5*coin, 1))
			v.key(2, wish(5*coin, 2))
			v.key(3, wish(5*coin, 3))
			v.pay(btc)
			v.mined(btc)
			v.now += 4*hour - minute
			sweep(btc)
			v.mined(btc)
			v.now += minute
			v.pay(btc)
			Expect(v.nodes[btc-1].Pending()).To(BeEmpty(), "called back")
			v.now += 4 * hour
			Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
		})
		It("sends a refill back that was on its way when the wallet was swept", func() {
			sweep(btc)
			v.mined(btc)
			v.key(1, wish(coin, 1))
			v.pay(btc)
			v.now += 4 * hour
			v.pay(btc)
			sweep(btc)
			Expect(v.result).To(Equal(mx.Result{Count: 1}))
			Expect(types(v.mined(btc))).To(Equal([]string{"wallet_moved"}))
			v.mined(btc)
			Expect(v.truth(btc)[0]).To(BeZero())
			Expect(v.pay(btc)).To(BeEmpty(), "the reason is the same")
		})
		It("is not filled while withdrawals are halted", func() {
			sweep(btc)
			v.mined(btc)
			v.key(1, wish(coin, 1))
			v.pay(btc)
			v.staff(mx.Command{Kind: mx.HaltWithdrawals})
			v.now += 9 * hour
			Expect(v.pay(btc)[0].Control).To(Equal(reject.HaltWithdrawals))
			Expect(v.nodes[btc-1].Pending()).To(BeEmpty())
		})
		It("waits in vain when nothing lies cold", func() {
			open(func(g *mx.Genesis) { g.Assets[btc-1].HotShare = 1_000_000 })
			rotate(btc)
			v.key(1, wish(coin, 1))
			for range 10 {
				v.pay(btc)
				Expect(v.result.Code).To(Equal(reject.HotWalletEmpty))
				v.now += 4 * hour
			}
			Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.RotateHotKey}))
		})
	})

	Describe("with a rotated key", func() {
		It("moves to a new address and leaves the coins where they are", func() {
			before, _ := v.Wallet(xem)
			hot := v.truth(xem)[0]
			events := plain(rotate(xem))
			after, _ := v.Wallet(xem)
			Expect(after.Hot).NotTo(Equal(before.Hot))
			Expect(events[0]).To(Equal(mx.Event{
				Type: mx.WalletMoved, Op: mx.RotateHotKey, Auth: mx.AuthOperator, Asset: xem, Address: after.Hot,
			}))
			v.mined(xem)
			Expect(v.nodes[xem-1].Balance(before.Hot)).To(Equal(hot))
			Expect(v.Addresses(xem)).To(Equal([]chain.Address{after.Hot, after.Cold, before.Hot}))
			Expect(v.believed(xem)).To(Equal(v.truth(xem)))
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
			Expect(v.pay(xem)[0].Control).To(Equal(reject.RotateHotKey))
		})
		It("leaves the old address open to whoever holds its key", func() {
			rotate(xem)
			Expect(v.steal(theft{asset: xem, amount: 7_000_000})).To(Succeed())
			Expect(v.mined(xem)).To(BeEmpty(), "nobody watches")
			Expect(v.steal(theft{asset: xem, key: 1, amount: 1})).NotTo(Succeed(), "nothing there")
		})
		It("empties the old addresses when it is told to sweep", func() {
			rotate(btc)
			rotate(btc)
			Expect(v.deposit(2, btc, coin)).To(Succeed())
			v.mined(btc)
			v.mined(btc)
			Expect(types(sweep(btc))).To(Equal([]string{"wallet_moved", "wallet_moved", "operated"}))
			Expect(v.result).To(Equal(mx.Result{Count: 1}))
			v.mined(btc)
			Expect(v.truth(btc)[0]).To(BeZero())
			Expect(v.truth(btc)[1]).To(Equal(v.holdings(btc)), "all of it is cold")
			Expect(v.believed(btc)).To(Equal(v.truth(btc)))
		})
		It("credits what goes to the old address after a day, and says why", func() {
			w, _ := v.Wallet(xem)
			rotate(xem)
			k := v.Genesis().OutsideKey(xem)
			t := &chain.Transaction{
				From: k.Address(), Fee: 50_000, Policies: []chain.Policy{chain.Single(&k)},
				Outputs: []chain.Output{{To: w.Hot, Amount: coin, Memo: 2}},
			}
			t.Sign(&k)
			Expect(v.nodes[xem-1].Submit(t)).To(Succeed())
			events := v.mined(xem)
			Expect([]any{types(events), events[0].Control}).To(Equal([]any{[]string{"deposit_seen"}, reject.RotateHotKey}))
			v.now += 24*hour - 1
			Expect(v.mined(xem)).To(BeEmpty())
			v.now++
			events = v.mined(xem)
			Expect([]any{types(events), events[0].Control}).To(Equal([]any{[]string{"deposit_credited"}, reject.RotateHotKey}))
		})
		It("is not filled by a refill that went to the old address", func() {
			sweep(btc)
			v.mined(btc)
			v.key(1, wish(coin, 1))
			v.pay(btc)
			v.now += 4 * hour
			v.pay(btc)
			rotate(btc)
			v.mined(btc)
			Expect(v.pay(btc)[0].Control).To(Equal(reject.RotateHotKey))
			v.now += 4 * hour
			Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
			v.mined(btc)
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
		})
	})

	It("carries miners' fees that neither the house nor its earnings can bear", func() {
		open(func(g *mx.Genesis) {
			g.Assets[xem-1].HouseFunds, g.Assets[xem-1].WithdrawalFee = 0, 20_000
		})
		sweep(xem)
		v.mined(xem)
		Expect(v.Unpaid(xem)).To(Equal(int64(50_000)))
		Expect(v.deposit(77, xem, 30_000)).To(Succeed()) // for nobody, so for the house
		v.mined(xem)
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 1_000_000, Address: outside(1)})
		v.pay(xem)
		v.now += 4 * hour
		v.pay(xem)
		v.mined(xem)
		Expect(v.Unpaid(xem)).To(Equal(int64(50_000+50_000-30_000)), "the refill's fee too")
		v.pay(xem)
		v.mined(xem)
		Expect(v.Unpaid(xem)).To(Equal(int64(120_000 - 20_000)))
		Expect(v.Unpaid(yen)).To(BeZero())
	})
})
