package mockexchange_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// outside is an address of somebody's own wallet.
func outside(n uint32) chain.Address { return chain.ExternalAddress(seed, "customer", n) }

// wish is a withdrawal of bitcoin to an own wallet.
func wish(amount int64, to uint32) mx.Command {
	return mx.Command{Kind: mx.RequestWithdrawal, Asset: btc, Amount: amount, Address: outside(to), Memo: 9}
}

// pay is one pay-out of an asset.
func (v *venue) pay(asset uint16) []mx.Event {
	return v.staff(mx.Command{Kind: mx.PayOut, Asset: asset})
}

// types lists what kinds of events there were.
func types(events []mx.Event) (all []string) {
	for _, e := range events {
		all = append(all, e.Type.String())
	}
	return all
}

// state is how far a withdrawal has come, and what holds it up.
func (v *venue) state(id uint32) []any {
	w, ok := v.Withdrawal(id)
	Expect(ok).To(BeTrue())
	return []any{w.State, w.Control}
}

var _ = Describe("Withdrawals", Label("embedded"), func() {
	var v *venue
	open := func(change func(*mx.Genesis)) {
		g := smallGenesis(4)
		if change != nil {
			change(g)
		}
		v = openAudited(g)
	}
	BeforeEach(func() { open(nil) })

	It("go from the request through a pay-out to a block, with every field told", func() {
		like := func(t mx.EventType, op mx.Kind, auth mx.Auth) mx.Event {
			return mx.Event{
				Type: t, Op: op, Auth: auth, Source: home, Account: 1, Key: 1, Asset: btc, Withdrawal: 1, First: true,
				Amount: coin, Value: 1_000_000_00, Address: outside(1), Memo: 9,
			}
		}
		fees := v.Booked(ledger.Fees, btc)
		Expect(plain(v.key(1, wish(coin, 1)))).To(Equal([]mx.Event{like(mx.WithdrawalRequested, mx.RequestWithdrawal, mx.AuthKey)}))
		Expect(v.result).To(Equal(mx.Result{Withdrawal: 1}))
		Expect(v.balance(1, btc)).To(Equal([2]int64{startBTC - coin, 0}))
		Expect(v.Booked(ledger.Withdrawing, btc)).To(Equal(int64(coin)))
		Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.None}))

		Expect(plain(v.pay(btc))).To(Equal([]mx.Event{like(mx.WithdrawalBroadcast, mx.PayOut, mx.AuthOperator)}))
		Expect(v.result).To(Equal(mx.Result{Count: 1}))
		Expect(v.state(1)).To(Equal([]any{custody.Broadcast, reject.None}))
		Expect(v.Booked(ledger.Fees, btc)).To(Equal(fees), "nothing is earned before a block has it")

		Expect(plain(v.mined(btc))).To(Equal([]mx.Event{like(mx.WithdrawalConfirmed, mx.ObserveBlock, mx.AuthOperator)}))
		Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
		Expect(v.nodes[btc-1].Balance(outside(1))).To(Equal(int64(coin - 50_000)))
		Expect(v.Booked(ledger.Withdrawing, btc)).To(BeZero())
		Expect(v.Booked(ledger.Fees, btc)).To(Equal(fees + 50_000))
		Expect(v.pay(btc)).To(BeEmpty())
	})

	It("can be of all that no order and no other withdrawal has taken", func() {
		v.key(1, wish(coin, 1))
		all := wish(0, 1)
		all.Flag = true
		v.key(1, all)
		Expect(v.result).To(Equal(mx.Result{Withdrawal: 2}))
		Expect(v.balance(1, btc)).To(Equal([2]int64{0, 0}))
		Expect(v.Booked(ledger.Withdrawing, btc)).To(Equal(int64(startBTC)))
	})

	It("are told from first-time ones once they were paid", func() {
		v.key(1, wish(coin, 1))
		v.pay(btc)
		Expect(v.key(1, wish(coin, 1))[0].First).To(BeFalse())
		Expect(v.key(2, wish(coin, 1))[0].First).To(BeTrue(), "new to this account")
		open(func(g *mx.Genesis) { g.Known = []mx.KnownAddress{{Account: 2, Address: outside(1)}} })
		Expect(v.key(2, wish(coin, 1))[0].First).To(BeFalse())
	})

	DescribeTable("are refused", func(code reject.Code, change func(*mx.Command)) {
		c := wish(coin, 1)
		change(&c)
		before := v.Balances(1)
		events := v.key(1, c)
		Expect(v.result).To(Equal(mx.Result{Code: code}))
		Expect(events).To(HaveLen(1))
		Expect([]any{events[0].Type, events[0].Code, events[0].Control, events[0].Withdrawal, events[0].Amount}).To(
			Equal([]any{mx.WithdrawalRefused, code, reject.None, uint32(0), c.Amount}))
		Expect(v.Balances(1)).To(Equal(before))
	},
		Entry("of no asset", reject.UnknownAsset, func(c *mx.Command) { c.Asset = 0 }),
		Entry("of an asset that does not exist", reject.UnknownAsset, func(c *mx.Command) { c.Asset = 4 }),
		Entry("of money at a bank", reject.UnknownAsset, func(c *mx.Command) { c.Asset = yen }),
		Entry("to nowhere", reject.BadAddress, func(c *mx.Command) { c.Address = chain.Address{} }),
		Entry("below the minimum", reject.AmountTooSmall, func(c *mx.Command) { c.Amount = 99_999 }),
		Entry("of nothing", reject.AmountTooSmall, func(c *mx.Command) { c.Amount = 0 }),
		Entry("of less than nothing", reject.AmountTooSmall, func(c *mx.Command) { c.Amount = -1 << 63 }),
		Entry("of more than there is", reject.InsufficientBalance, func(c *mx.Command) { c.Amount = startBTC + 1 }),
		Entry("of more than there can be", reject.InsufficientBalance, func(c *mx.Command) { c.Amount = 1<<63 - 1 }),
	)

	It("need a second factor by login, where the account has one, and none by key", func() {
		open(func(g *mx.Genesis) { g.Accounts[0].Factor = true })
		v.login(1, mx.Command{Kind: mx.Login, Factor: access.FactorCode(seed, 1, v.now)})
		c := wish(coin, 1)
		events := v.login(1, c)
		Expect(v.result.Code).To(Equal(reject.FactorRequired))
		Expect(events[0].Type).To(Equal(mx.WithdrawalRefused))
		c.Factor = 1_000_000
		v.login(1, c)
		Expect(v.result.Code).To(Equal(reject.BadFactor))
		c.Factor = access.FactorCode(seed, 1, v.now)
		c.Key = 3
		Expect(v.login(1, c)[0].Key).To(BeZero(), "no key was presented")
		v.key(1, wish(coin, 1))
		Expect(v.result.Code).To(Equal(reject.OK))
	})

	It("can be cancelled by their owner, by login, as long as they wait", func() {
		v.key(1, wish(coin, 1))
		v.login(1, mx.Command{Kind: mx.Login})
		v.login(2, mx.Command{Kind: mx.Login})
		v.login(2, mx.Command{Kind: mx.CancelWithdrawal, Withdrawal: 1})
		Expect(v.result).To(Equal(mx.Result{Code: reject.UnknownWithdrawal}))
		events := v.login(1, mx.Command{Kind: mx.CancelWithdrawal, Withdrawal: 1})
		Expect(v.result).To(Equal(mx.Result{Withdrawal: 1, Count: 1}))
		Expect([]any{events[0].Type, events[0].Control, events[0].Amount}).To(Equal([]any{mx.WithdrawalRejected, reject.None, int64(coin)}))
		Expect(v.balance(1, btc)[0]).To(Equal(int64(startBTC)))
		events = v.login(1, mx.Command{Kind: mx.CancelWithdrawal, Withdrawal: 1})
		Expect([]any{v.result.Code, events[0].Type, events[0].Code}).To(
			Equal([]any{reject.NotPending, mx.WithdrawalRefused, reject.NotPending}))
		v.key(1, wish(coin, 1))
		v.pay(btc)
		v.login(1, mx.Command{Kind: mx.CancelWithdrawal, Withdrawal: 2})
		Expect(v.result.Code).To(Equal(reject.NotPending), "sent")
	})

	It("to a deposit address of the venue arrive there", func() {
		to, memo := v.DepositAddress(2, btc)
		c := wish(coin, 0)
		c.Address, c.Memo = to, memo
		v.key(1, c)
		v.pay(btc)
		Expect(types(v.mined(btc))).To(Equal([]string{"withdrawal_confirmed", "deposit_seen"}))
		v.mined(btc)
		Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC + coin - 50_000)))
		w, _ := v.Wallet(btc)
		Expect(w.Held).To(Equal(v.holdings(btc)), "no coin is forgotten")
	})

	Describe("with a hold on first-seen addresses", func() {
		BeforeEach(func() {
			open(func(g *mx.Genesis) {
				g.Settings.Custody.FirstSeenHold = 10 * minute
				g.Known = []mx.KnownAddress{{Account: 1, Address: outside(2)}}
			})
		})
		It("wait there, and nowhere else", func() {
			events := v.key(1, wish(coin, 1))
			Expect(types(events)).To(Equal([]string{"withdrawal_requested", "withdrawal_held"}))
			Expect(events[1].Control).To(Equal(reject.FirstSeenHold))
			Expect(v.result).To(Equal(mx.Result{Withdrawal: 1, Control: reject.FirstSeenHold}))
			Expect(types(v.key(1, wish(coin, 2)))).To(Equal([]string{"withdrawal_requested"}))
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}), "the known one")
			v.now += 10*minute - 1
			Expect(v.pay(btc)).To(BeEmpty())
			v.now++
			events = v.pay(btc)
			Expect(types(events)).To(Equal([]string{"withdrawal_released", "withdrawal_broadcast"}))
			Expect([]any{events[0].Control, events[1].Control}).To(Equal([]any{reject.FirstSeenHold, reject.None}))
		})
	})

	Describe("with a limit a day", func() {
		It("are counted by value over 24 hours, what came back excepted", func() {
			open(func(g *mx.Genesis) { g.Settings.Custody.DayLimit = 2_000_000_00 })
			v.key(1, wish(coin, 1))
			v.now += minute
			v.key(1, wish(coin, 1))
			events := v.key(1, wish(100_000, 1))
			Expect(v.result).To(Equal(mx.Result{Code: reject.LimitExceeded, Control: reject.WithdrawalLimit}))
			Expect([]any{events[0].Type, events[0].Control}).To(Equal([]any{mx.WithdrawalRefused, reject.WithdrawalLimit}))
			v.key(2, wish(coin, 1))
			Expect(v.result.Code).To(Equal(reject.OK), "another customer's")
			v.staff(mx.Command{Kind: mx.RejectWithdrawal, Withdrawal: 2})
			v.key(1, wish(coin, 1))
			Expect(v.result.Code).To(Equal(reject.OK))
			v.now += int64(24*time.Hour) - 1 - minute
			v.key(1, wish(coin, 1))
			Expect(v.result.Code).To(Equal(reject.LimitExceeded))
			v.now++
			v.key(1, wish(coin, 1))
			Expect(v.result.Code).To(Equal(reject.OK), "a day after the first")
		})
		It("follow what the staff sets, until it is lifted", func() {
			v.staff(mx.Command{Kind: mx.SetLimit, Amount: 500_000_00})
			v.key(1, wish(coin, 1))
			Expect(v.result).To(Equal(mx.Result{Code: reject.LimitExceeded, Control: reject.SetLimit}))
			v.staff(mx.Command{Kind: mx.SetLimit, Amount: 500_000_00})
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
			v.staff(mx.Command{Kind: mx.SetLimit, Amount: -1})
			Expect(v.result.Code).To(Equal(reject.BadRequest))
			v.staff(mx.Command{Kind: mx.SetLimit})
			v.key(1, wish(coin, 1))
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("do not slip through when their value leaves 64 bits", func() {
			open(func(g *mx.Genesis) {
				g.Assets[btc-1].Reference = 1 << 60
				g.Settings.Custody.DayLimit = 1 << 62
			})
			v.key(1, wish(3*coin, 1))
			Expect(v.result.Code).To(Equal(reject.OK))
			v.key(1, wish(2*coin, 1))
			Expect(v.result.Code).To(Equal(reject.LimitExceeded))
			open(func(g *mx.Genesis) {
				g.Assets[btc-1].Reference = 1 << 62
				g.Settings.Custody.DayLimit = 1 << 62
			})
			v.key(1, wish(5*coin, 1))
			Expect(v.result.Code).To(Equal(reject.LimitExceeded))
		})
	})

	Describe("that are halted", func() {
		It("are refused and not sent, until they are resumed", func() {
			v.key(1, wish(coin, 1))
			Expect(types(v.staff(mx.Command{Kind: mx.HaltWithdrawals, Asset: btc}))).To(Equal([]string{"operated"}))
			w, d := v.Suspended(btc)
			Expect([]bool{w, d}).To(Equal([]bool{true, false}))
			events := v.pay(btc)
			Expect(v.result).To(Equal(mx.Result{Code: reject.WithdrawalsHalted}))
			Expect([]any{types(events), events[0].Control}).To(Equal([]any{[]string{"withdrawal_held"}, reject.HaltWithdrawals}))
			Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.HaltWithdrawals}))
			Expect(v.pay(btc)).To(BeEmpty(), "said once")
			v.key(1, wish(coin, 1))
			Expect(v.result).To(Equal(mx.Result{Code: reject.WithdrawalsHalted, Control: reject.HaltWithdrawals}))
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
			Expect(v.result.Code).To(Equal(reject.OK), "another asset")
			v.staff(mx.Command{Kind: mx.HaltWithdrawals, Asset: btc})
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
			v.staff(mx.Command{Kind: mx.ResumeWithdrawals, Asset: btc})
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
			v.staff(mx.Command{Kind: mx.ResumeWithdrawals, Asset: btc})
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
		})
		It("to new addresses only, are sent and taken to known ones", func() {
			v.key(1, wish(coin, 1))
			v.staff(mx.Command{Kind: mx.HaltWithdrawals, Flag: true})
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}), "asked for before")
			v.key(1, wish(coin, 2))
			Expect(v.result).To(Equal(mx.Result{Code: reject.NewAddressesHalted, Control: reject.HaltWithdrawals}))
			v.key(1, wish(coin, 1))
			Expect(v.result.Code).To(Equal(reject.OK))
			v.staff(mx.Command{Kind: mx.ResumeWithdrawals})
			v.key(1, wish(coin, 2))
			Expect(v.result.Code).To(Equal(reject.OK))
		})
	})

	It("to a blocked address are refused; those asked for before go on", func() {
		v.key(1, wish(coin, 1))
		v.staff(mx.Command{Kind: mx.BlockAddress, Address: outside(1)})
		Expect(v.result).To(Equal(mx.Result{Count: 1}))
		v.key(2, wish(coin, 1))
		Expect(v.result).To(Equal(mx.Result{Code: reject.AddressBlocked, Control: reject.BlockAddress}))
		Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
		v.staff(mx.Command{Kind: mx.BlockAddress, Address: outside(1)})
		Expect(v.result.Code).To(Equal(reject.NothingToDo))
		v.staff(mx.Command{Kind: mx.BlockAddress})
		Expect(v.result.Code).To(Equal(reject.BadAddress))
		v.staff(mx.Command{Kind: mx.UnblockAddress, Address: outside(1)})
		v.key(2, wish(coin, 1))
		Expect(v.result.Code).To(Equal(reject.OK))
	})

	It("of a frozen account keep their place and wait; nobody else does", func() {
		v.key(1, wish(coin, 1))
		v.key(2, wish(coin, 2))
		v.staff(mx.Command{Kind: mx.FreezeAccount, Account: 1})
		events := v.pay(btc)
		Expect(types(events)).To(Equal([]string{"withdrawal_broadcast", "withdrawal_held"}))
		Expect([]any{events[0].Account, events[1].Account, events[1].Control}).To(
			Equal([]any{uint32(2), uint32(1), reject.FreezeAccounts}))
		Expect(v.result).To(Equal(mx.Result{Count: 1}), "the hot wallet is not empty")
		Expect(v.pay(btc)).To(BeEmpty())
		v.staff(mx.Command{Kind: mx.UnfreezeAccount, Account: 1})
		Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
	})

	It("of a revoked or deleted key go on", func() {
		v.key(1, wish(coin, 1))
		v.staff(mx.Command{Kind: mx.RevokeKeys, Target: 1})
		Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
	})

	Describe("that the staff decides on", func() {
		decide := func(k mx.Kind, until int64) []mx.Event {
			return v.staff(mx.Command{Kind: k, Withdrawal: 1, Until: until})
		}
		BeforeEach(func() { v.key(1, wish(coin, 1)) })

		It("wait until a hold ends", func() {
			events := decide(mx.HoldWithdrawal, v.now+minute)
			Expect(types(events)).To(Equal([]string{"withdrawal_held", "operated"}))
			Expect([]any{events[0].Control, v.result}).To(Equal([]any{reject.Hold, mx.Result{Withdrawal: 1, Count: 1}}))
			Expect(v.pay(btc)).To(BeEmpty())
			v.now += minute
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_released", "withdrawal_broadcast"}))
			Expect(types(decide(mx.HoldWithdrawal, 0))).To(Equal([]string{"operated"}))
			Expect(v.result.Code).To(Equal(reject.NotPending))
		})
		It("wait for a decision, if the hold has no end", func() {
			decide(mx.HoldWithdrawal, 0)
			v.now += int64(1000 * time.Hour)
			Expect(v.pay(btc)).To(BeEmpty())
			Expect(types(decide(mx.ApproveWithdrawal, 0))).To(Equal([]string{"withdrawal_released", "operated"}))
			Expect(types(decide(mx.ApproveWithdrawal, 0))).To(Equal([]string{"operated"}))
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
		})
		It("are held longer, never shorter", func() {
			decide(mx.HoldWithdrawal, v.now+10*minute)
			for _, until := range []int64{v.now + 10*minute, v.now + minute, v.now, -5} {
				Expect(types(decide(mx.HoldWithdrawal, until))).To(Equal([]string{"operated"}))
				Expect(v.result.Code).To(Equal(reject.NothingToDo))
			}
			decide(mx.HoldWithdrawal, v.now+11*minute)
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("come back when they are rejected, held or not", func() {
			events := decide(mx.RejectWithdrawal, 0)
			Expect(types(events)).To(Equal([]string{"withdrawal_rejected", "operated"}))
			Expect(events[0].Control).To(Equal(reject.RejectWithdrawal))
			Expect(v.balance(1, btc)[0]).To(Equal(int64(startBTC)))
			for _, k := range []mx.Kind{mx.RejectWithdrawal, mx.ApproveWithdrawal, mx.HoldWithdrawal} {
				Expect(types(decide(k, 0))).To(Equal([]string{"operated"}))
				Expect(v.result.Code).To(Equal(reject.NotPending), k.String())
			}
			v.key(1, wish(coin, 1))
			v.staff(mx.Command{Kind: mx.HoldWithdrawal, Withdrawal: 2})
			v.staff(mx.Command{Kind: mx.RejectWithdrawal, Withdrawal: 2})
			Expect(v.result.Code).To(Equal(reject.OK))
			Expect(v.pay(btc)).To(BeEmpty())
		})
		It("must exist", func() {
			for _, k := range []mx.Kind{mx.RejectWithdrawal, mx.ApproveWithdrawal, mx.HoldWithdrawal} {
				for _, id := range []uint32{0, 2} {
					Expect(types(v.staff(mx.Command{Kind: k, Withdrawal: id}))).To(Equal([]string{"operated"}))
					Expect(v.result.Code).To(Equal(reject.UnknownWithdrawal))
				}
			}
		})
	})

	It("are listed for their owner, newest first", func() {
		v.key(1, wish(coin, 1))
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(1)})
		v.key(2, wish(coin, 2))
		all := v.Withdrawals(1, 0)
		Expect([]uint32{all[0].ID, all[1].ID}).To(Equal([]uint32{2, 1}))
		Expect(v.Withdrawals(1, btc)).To(HaveLen(1))
		Expect(v.Withdrawals(99, 0)).To(BeEmpty())
		_, ok := v.Withdrawal(99)
		Expect(ok).To(BeFalse())
	})

	It("go out fifty to a transaction, oldest first", func() {
		open(func(g *mx.Genesis) { g.Assets[btc-1].HotShare = 1_000_000 })
		for i := range 120 {
			v.key(uint32(1+i%4), wish(100_000, uint32(i)))
		}
		v.pay(btc)
		Expect(v.result.Count).To(Equal(uint32(120)))
		Expect(v.nodes[btc-1].Pending()).To(HaveLen(3))
		v.mined(btc)
		Expect(v.nodes[btc-1].Balance(outside(119))).To(Equal(int64(50_000)))
	})
})
