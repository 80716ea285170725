package accounting_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("What honest people suffer", func() {
	const at = Start + 8*Hour
	var s *Stage
	var five sim.Actor
	BeforeEach(func() { s, five = NewStage(Setup()), Customer(5) })

	items := func() impact.Items { return s.Tally().Harm }

	Describe("an order that a control cuts short", func() {
		rest := func(by reject.Control) (mx.Event, mx.Event) {
			return mx.Event{Type: mx.OrderExpired, Account: 5, Market: BTCJPY, OrderID: 1, Quantity: Coin, Control: by},
				mx.Event{Type: mx.OrderCancelled, Account: 6, Market: BTCJPY, OrderID: 2, Value: 400_000, Control: by}
		}
		told := func(who sim.Actor, imposed ...reject.Control) {
			set := Setup()
			set.Imposed = imposed
			s = NewStage(set)
			expired, cancelled := rest(reject.PriceRangeExecution)
			s.Tell(at, who, CommandOf(five, 5, mx.PlaceOrder), sim.Attempt{}, mx.Result{Order: 1}, expired, cancelled)
		}

		It("costs what an order costs that is taken away, if the control is the defence's, whoever sets it off", func() {
			for _, who := range []sim.Actor{five, sim.Operator, sim.Schedule} {
				told(who, reject.PriceRangeExecution)
				Expect(Row(s.Tally(), impact.OrderCancelled)).To(Equal(impact.Item{
					Count: 2, Value: 1_400_000, Price: 7_000,
				}), "%v", who)
			}
		})

		It("costs nothing if the venue had the control anyway", func() {
			told(five)
			Expect(items()).To(BeZero())
		})
	})

	Describe("a withdrawal", func() {
		intent := Wish(1, sim.IntentWithdrawal, at, 1_000_000)

		It("costs nothing when it goes out as usual, however long that takes", func() {
			id := s.Withdraw(at, five, 5, 1_000_000, intent)
			s.Scheduled(at+3*Hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(items()).To(BeZero())
		})

		It("costs nothing when the hot wallet was empty for reasons of its own", func() {
			id := s.Withdraw(at, five, 5, 1_000_000, intent)
			s.Scheduled(at+Minute, mx.WithdrawalHeld, id, reject.None)
			s.Scheduled(at+3*Hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(items()).To(BeZero())
		})

		It("waits again where a competing spend undid its payment", func() {
			id := s.Withdraw(at, five, 5, 1_000_000, intent)
			s.Scheduled(at, mx.WithdrawalHeld, id, reject.Hold)
			s.Scheduled(at+Hour, mx.WithdrawalBroadcast, id, reject.None)
			s.Scheduled(at+2*Hour, mx.WithdrawalHeld, id, reject.None)
			Expect(Row(s.Tally(), impact.WithdrawalLate).Price).To(BeEquivalentTo(20_000), "open at the end")
			s.Scheduled(at+4*Hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(Row(s.Tally(), impact.WithdrawalLate).Price).To(BeEquivalentTo(4 * 500))
		})

		DescribeTable("that the defence holds costs 0.05 % an hour, from the first moment on",
			func(lasted, price int64) {
				id := s.Withdraw(at, five, 5, 1_000_000, intent)
				s.Scheduled(at, mx.WithdrawalHeld, id, reject.Hold)
				s.Scheduled(at+lasted, mx.WithdrawalBroadcast, id, reject.None)
				Expect(Row(s.Tally(), impact.WithdrawalLate).Price).To(Equal(price))
			},
			Entry("no time", int64(0), int64(0)),
			Entry("a second", Minute/60, int64(1)),
			Entry("9 minutes and 59 seconds", 10*Minute-Minute/60, int64(84)),
			Entry("ten minutes", 10*Minute, int64(84)),
			Entry("eleven", 11*Minute, int64(92)),
			Entry("one hour", Hour, int64(500)),
			Entry("a day", Day, int64(12_000)),
			Entry("forty hours", 40*Hour, int64(20_000)),
			Entry("two days, at the cap of 2 %", 48*Hour, int64(20_000)),
		)

		It("is late by the hold of a control that the defence imposed, and not by one that the venue had anyway", func() {
			held := func(imposed ...reject.Control) int64 {
				set := Setup()
				set.Imposed = imposed
				s = NewStage(set)
				id := s.Withdraw(at, five, 5, 1_000_000, intent)
				s.Scheduled(at, mx.WithdrawalHeld, id, reject.FirstSeenHold)
				s.Scheduled(at+Day, mx.WithdrawalBroadcast, id, reject.None)
				return s.Tally().HarmTotal()
			}
			Expect(held(reject.FirstSeenHold)).To(BeEquivalentTo(12_000))
			Expect(held()).To(BeZero())
		})

		It("that drives a customer away costs what the venue would have earned by him, once, and nothing where its own control did", func() {
			leaves := Wish(0, sim.IntentOrder, 0, 0)
			leaves.Leaves = reject.FirstSeenHold
			for imposed, price := range map[reject.Control]int64{reject.FirstSeenHold: 5_000, reject.AddressBook: 0} {
				set := Setup()
				set.Imposed = []reject.Control{imposed}
				s = NewStage(set)
				s.Withdraw(at, five, 5, 700_000, leaves)
				s.Withdraw(at+Hour, five, 5, 300_000, sim.Attempt{})
				Expect(Row(s.Tally(), impact.CustomerLost).Price).To(Equal(price))
				Expect(s.Tally().HarmTotal()).To(Equal(price))
			}
		})

		It("that a limit refuses whole costs what comes of each of its parts, and the fee of each but one", func() {
			set := Setup()
			set.Imposed = []reject.Control{reject.WithdrawalLimit}
			set.Assets[1].WithdrawalFee = Coin / 1000 // 1,000 yen
			s = NewStage(set)
			part := func(at, value, rest int64) {
				p := Again(intent)
				p.Value, p.Rest = value, rest
				c := CommandOf(five, 5, mx.RequestWithdrawal)
				c.Asset, s.Withdrawals = BTC, s.Withdrawals+1
				s.Tell(at, five, c, p, mx.Result{Withdrawal: s.Withdrawals}, mx.Event{Type: mx.WithdrawalRequested, Account: 5, Asset: BTC, Withdrawal: s.Withdrawals})
				s.Scheduled(at, mx.WithdrawalBroadcast, s.Withdrawals, reject.None)
			}
			s.Refuse(at, five, 5, mx.RequestWithdrawal, reject.WithdrawalLimit, intent)
			part(at+Hour, 400_000, 600_000)
			Expect(Row(s.Tally(), impact.WithdrawalLate)).To(Equal(impact.Item{Count: 1, Value: 400_000, Price: 200 + 1_000}))
			Expect(Row(s.Tally(), impact.WithdrawalRefused)).To(Equal(impact.Item{Count: 1, Value: 600_000, Price: 12_000}))
			part(at+25*Hour, 400_000, 200_000)
			part(at+49*Hour, 200_000, 0)
			Expect(Row(s.Tally(), impact.WithdrawalLate)).To(Equal(impact.Item{
				Count: 3, Value: 1_000_000, Price: 200 + 1_000 + 5_000 + 1_000 + 4_000, // the last at its cap
			}))
			Expect(Row(s.Tally(), impact.WithdrawalRefused)).To(BeZero())
			Expect(s.Tally().Intents.Refused[sim.IntentWithdrawal]).To(BeZero())
		})

		It("is due with the next pay-out: waiting for that is nobody's fault", func() {
			pay := func(at int64) {
				s.Tell(at, sim.Schedule, mx.Command{Kind: mx.PayOut, Asset: BTC}, sim.Attempt{}, mx.Result{})
			}
			pay(at - Minute)
			c := CommandOf(five, 5, mx.RequestWithdrawal)
			c.Asset = BTC
			s.Tell(at, five, c, intent, mx.Result{Withdrawal: 1}, mx.Event{Type: mx.WithdrawalRequested, Account: 5, Asset: BTC, Withdrawal: 1})
			s.Scheduled(at, mx.WithdrawalHeld, 1, reject.Hold)
			pay(at + 9*Minute)
			s.Scheduled(at+9*Minute, mx.WithdrawalBroadcast, 1, reject.None)
			Expect(items()).To(BeZero())
			s.Scheduled(at+19*Minute, mx.WithdrawalHeld, 1, reject.Hold)
			pay(at + 69*Minute)
			s.Scheduled(at+69*Minute, mx.WithdrawalBroadcast, 1, reject.None)
			Expect(Row(s.Tally(), impact.WithdrawalLate).Price).To(BeEquivalentTo(500), "an hour after it was due")
		})

		It("counts until the end while it is still open there", func() {
			due := End - 30*Hour
			id := s.Withdraw(due, five, 5, 1_000_000, Wish(1, sim.IntentWithdrawal, due, 1_000_000))
			s.Scheduled(due, mx.WithdrawalHeld, id, reject.Hold)
			Expect(Row(s.Tally(), impact.WithdrawalLate).Price).To(BeEquivalentTo(30 * 500))
			due = End - Hour
			id = s.Withdraw(due, five, 5, 1_000_000, Wish(2, sim.IntentWithdrawal, due, 1_000_000))
			s.Scheduled(due, mx.WithdrawalHeld, id, reject.Hold)
			Expect(Row(s.Tally(), impact.WithdrawalLate)).To(Equal(impact.Item{
				Count: 2, Value: 2_000_000, Price: 30*500 + 500,
			}))
		})

		It("that goes out only in the last day counts as never sent", func() {
			due := End - 30*Hour
			id := s.Withdraw(due, five, 5, 1_000_000, Wish(1, sim.IntentWithdrawal, due, 1_000_000))
			s.Scheduled(due, mx.WithdrawalHeld, id, reject.Hold)
			s.Scheduled(End-12*Hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(Row(s.Tally(), impact.WithdrawalLate).Price).To(BeEquivalentTo(30 * 500))
		})

		It("refused by a halt and never met costs 2 %", func() {
			s.Refuse(at, five, 5, mx.RequestWithdrawal, reject.HaltWithdrawals, intent)
			s.Refuse(at+2*Hour, five, 5, mx.RequestWithdrawal, reject.HaltWithdrawals, Again(intent))
			t := s.Tally()
			Expect(Row(t, impact.WithdrawalRefused)).To(Equal(impact.Item{
				Count: 1, Value: 1_000_000, Price: 20_000,
			}))
			Expect(t.Intents.All[sim.IntentWithdrawal]).To(BeEquivalentTo(money.Whole))
			Expect(t.Intents.Refused[sim.IntentWithdrawal]).To(BeEquivalentTo(money.Whole))
		})

		It("refused by a halt and met at another try is late from when the customer set out", func() {
			s.Refuse(at, five, 5, mx.RequestWithdrawal, reject.HaltWithdrawals, intent)
			id := s.Withdraw(at+3*Hour, five, 5, 1_000_000, Again(intent))
			s.Scheduled(at+4*Hour, mx.WithdrawalBroadcast, id, reject.None)
			t := s.Tally()
			Expect(t.Harm).To(Equal(impact.Items{impact.WithdrawalLate: {Count: 1, Value: 1_000_000, Price: 4 * 500}}))
			Expect(t.Intents.Availability()).To(BeEquivalentTo(money.Whole))
		})

		It("rejected by the defence counts as refused, and as late if it is asked for once more and sent", func() {
			id := s.Withdraw(at, five, 5, 1_000_000, intent)
			s.Reject(at+Hour, id)
			Expect(items()).To(Equal(impact.Items{impact.WithdrawalRefused: {Count: 1, Value: 1_000_000, Price: 20_000}}))
			id = s.Withdraw(at+2*Hour, five, 5, 1_000_000, Again(intent))
			s.Scheduled(at+3*Hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(items()).To(Equal(impact.Items{impact.WithdrawalLate: {Count: 1, Value: 1_000_000, Price: 1_500}}))
		})

		It("that its owner gives up counts as refused only while the defence held it", func() {
			quit := func(held bool) int64 {
				s = NewStage(Setup())
				id := s.Withdraw(at, five, 5, 1_000_000, intent)
				if held {
					s.Scheduled(at, mx.WithdrawalHeld, id, reject.HaltWithdrawals)
				}
				s.Tell(at+Hour, five, CommandOf(five, 5, mx.CancelWithdrawal), sim.Attempt{}, mx.Result{},
					mx.Event{Type: mx.WithdrawalRejected, Withdrawal: id})
				return s.Tally().HarmTotal()
			}
			Expect(quit(true)).To(BeEquivalentTo(20_000))
			Expect(quit(false)).To(BeZero())
		})

		It("refused for want of money is nobody's fault", func() {
			s.Refuse(at, five, 5, mx.RequestWithdrawal, reject.None, intent)
			t := s.Tally()
			Expect(t.HarmTotal()).To(BeZero())
			Expect(t.Intents.Availability()).To(BeEquivalentTo(money.Whole))
		})
	})

	Describe("a deposit", func() {
		const amount, value = Coin / 2, int64(500_000)
		block := func(at int64, t mx.EventType, c reject.Control) {
			s.Tell(at, sim.Schedule, mx.Command{Kind: mx.ObserveBlock, Asset: BTC}, sim.Attempt{}, mx.Result{},
				mx.Event{Type: t, Account: 5, Asset: BTC, Amount: amount, Control: c})
		}
		send := func() {
			s.DepositSent(Wish(1, sim.IntentDeposit, at, value), 5, BTC, amount, at)
			block(at+10*Minute, mx.DepositSeen, reject.None)
		}

		It("costs nothing when its confirmations take their time", func() {
			send()
			block(at+2*Hour, mx.DepositCredited, reject.None)
			t := s.Tally()
			Expect(t.HarmTotal()).To(BeZero())
			Expect(t.Intents.All[sim.IntentDeposit]).To(BeEquivalentTo(money.Whole))
		})

		It("is late by what a halt of deposits added to the usual confirmations", func() {
			send() // due 30 minutes after it was sent: the block and two more
			s.Operate(at+20*Minute, mx.Command{Kind: mx.HaltDeposits})
			s.Operate(at+5*Hour, mx.Command{Kind: mx.ResumeDeposits})
			block(at+5*Hour+30*Minute, mx.DepositCredited, reject.None)
			Expect(items()).To(Equal(impact.Items{impact.DepositLate: {Count: 1, Value: value, Price: 5 * 250}}))
		})

		It("does not mind a halt that was over before it came, or one of another asset", func() {
			s.Operate(at, mx.Command{Kind: mx.HaltDeposits, Asset: BTC})
			s.Operate(at+Minute, mx.Command{Kind: mx.ResumeDeposits})
			s.Operate(at+2*Minute, mx.Command{Kind: mx.HaltDeposits, Asset: JPY})
			send()
			block(at+5*Hour, mx.DepositCredited, reject.None)
			Expect(items()).To(BeZero())
		})

		It("is late when more confirmations are asked for", func() {
			send()
			s.Operate(at+20*Minute, mx.Command{Kind: mx.RaiseConfirmations, Asset: BTC, Limit: 30})
			block(at+5*Hour, mx.DepositCredited, reject.None)
			Expect(Row(s.Tally(), impact.DepositLate).Price).To(BeEquivalentTo(250 * 9 / 2))
		})

		It("is late when it went to an address that the defence had given up", func() {
			send()
			block(at+24*Hour+30*Minute, mx.DepositCredited, reject.RotateHotKey)
			Expect(Row(s.Tally(), impact.DepositLate).Price).To(BeEquivalentTo(24 * 250))
		})

		It("that is never credited counts until the end, at the cap", func() {
			send()
			s.Operate(at+20*Minute, mx.Command{Kind: mx.HaltDeposits})
			Expect(Row(s.Tally(), impact.DepositLate).Price).To(BeEquivalentTo(10_000))
		})

		It("is told apart from another of the same amount by its order", func() {
			s.DepositSent(Wish(1, sim.IntentDeposit, at, value), 5, BTC, amount, at)
			s.DepositSent(Wish(2, sim.IntentDeposit, at, value), 5, BTC, amount, at)
			block(at+10*Minute, mx.DepositSeen, reject.None)
			block(at+30*Minute, mx.DepositCredited, reject.None)
			block(at+40*Minute, mx.DepositSeen, reject.None)
			s.Operate(at+41*Minute, mx.Command{Kind: mx.HaltDeposits})
			s.Operate(at+3*Hour, mx.Command{Kind: mx.ResumeDeposits})
			block(at+4*Hour, mx.DepositCredited, reject.None)
			Expect(Row(s.Tally(), impact.DepositLate)).To(Equal(impact.Item{Count: 1, Value: value, Price: 750}))
		})
	})

	Describe("an order", func() {
		intent := Wish(1, sim.IntentOrder, at, 200_000)

		It("refused by the defence costs 0.5 %, and the availability", func() {
			s.Refuse(at, five, 5, mx.PlaceOrder, reject.HaltMarket, intent)
			t := s.Tally()
			Expect(Row(t, impact.OrderRefused)).To(Equal(impact.Item{Count: 1, Value: 200_000, Price: 1_000}))
			Expect(t.Intents.Availability()).To(BeZero())
		})

		It("refused by a standing control counts only if the defence imposed it", func() {
			s.Refuse(at, five, 5, mx.PlaceOrder, reject.TradingExpiry, intent)
			Expect(items()).To(BeZero())
		})

		It("that rests and is cancelled by the defence costs 0.5 % of what was left of it", func() {
			s.Operate(at, mx.Command{Kind: mx.FreezeAccount, Account: 1}, mx.Event{Type: mx.OrderCancelled, Account: 5, OrderID: 77, Value: 80_000})
			Expect(items()).To(Equal(impact.Items{impact.OrderCancelled: {Count: 1, Value: 80_000, Price: 400}}))
		})

		It("cancelled by its owner costs nothing, nor does one that the thief had left", func() {
			s.Tell(at, five, CommandOf(five, 5, mx.CancelOrder), sim.Attempt{}, mx.Result{}, mx.Event{Type: mx.OrderCancelled, Account: 5, Value: 80_000})
			order := s.Rest(at, sim.Attacker, 1)
			s.Operate(at, mx.Command{Kind: mx.FreezeAccount, Account: 1}, mx.Event{Type: mx.OrderCancelled, Account: 1, OrderID: order, Value: 80_000})
			Expect(items()).To(BeZero())
		})

		It("of a market maker has no intent and costs nothing", func() {
			s.Refuse(at, Customer(MarketMaker), MarketMaker, mx.PlaceOrder, reject.HaltMarket, intent)
			Expect(items()).To(BeZero())
		})
	})

	It("counts a refused login against availability alone", func() {
		s.Refuse(at, five, 5, mx.Login, reject.FreezeAccounts, Wish(1, sim.IntentLogin, at, 0))
		t := s.Tally()
		Expect(t.HarmTotal()).To(BeZero())
		Expect(t.Intents.Availability()).To(BeZero())
		s.Refuse(at+1, five, 5, mx.Login, reject.FreezeAccounts, Again(Wish(1, sim.IntentLogin, at, 0)))
		Expect(s.Tally().Intents).To(Equal(t.Intents), "another try is the same intent")
	})

	Describe("a key with honest use", func() {
		It("costs 2,000 yen when the defence takes it or restricts it, once", func() {
			s.Revoke(at, 4)
			s.Operate(at, mx.Command{Kind: mx.RestrictKeys}, mx.Event{Type: mx.KeyRestricted, Key: 4, Account: 4}, mx.Event{Type: mx.KeyRestricted, Key: 5, Account: 5})
			Expect(items()).To(Equal(impact.Items{impact.KeyDisabled: {Count: 2, Price: 4_000}}))
		})

		It("costs it also when the thief has a copy, and nothing when nobody honest uses it", func() {
			s.Revoke(at, 1)
			s.Revoke(at, 2)
			s.Revoke(at, 8)
			Expect(Row(s.Tally(), impact.KeyDisabled).Price).To(BeEquivalentTo(2_000))
		})

		It("costs nothing when its owner deletes it", func() {
			s.Tell(at, five, CommandOf(five, 5, mx.DeleteKey), sim.Attempt{}, mx.Result{}, mx.Event{Type: mx.KeyDeleted, Key: 5, Account: 5})
			Expect(items()).To(BeZero())
		})
	})

	Describe("a frozen account", func() {
		It("costs an innocent owner 500 yen an hour", func() {
			s.Freeze(at, 5)
			s.Thaw(at+3*Hour+1, 5)
			Expect(items()).To(Equal(impact.Items{impact.AccountFrozen: {Count: 1, Price: 1_501}}))
		})

		It("that is never released counts until the end, 24 hours at the least while acting is of use", func() {
			s.Freeze(End-30*Hour, 5)
			s.Freeze(End-24*Hour-1, 6)
			Expect(Row(s.Tally(), impact.AccountFrozen).Price).To(BeEquivalentTo(30*500 + 24*500 + 1))
		})

		It("that is released in the last day counts as never released", func() {
			s.Freeze(End-30*Hour, 5)
			s.Thaw(End-12*Hour, 5)
			Expect(Row(s.Tally(), impact.AccountFrozen).Price).To(BeEquivalentTo(30 * 500))
		})

		It("costs nothing when the thief has it in his hands, or it is his own", func() {
			s.Freeze(at, 1)
			s.Freeze(at, ThiefAccount)
			Expect(items()).To(BeZero())
		})
	})

	It("weighs people whom the scale does not shrink by the scale", func() {
		set := Setup()
		set.AccountWeight[4] = 20_000 // account 5 stands for a fiftieth of itself
		s = NewStage(set)
		s.Refuse(at, five, 5, mx.PlaceOrder, reject.HaltMarket, Wish(1, sim.IntentOrder, at, 1_000_000))
		s.Refuse(at, Customer(6), 6, mx.Login, reject.None, Wish(1, sim.IntentLogin, at, 0))
		t := s.Tally()
		Expect(Row(t, impact.OrderRefused)).To(Equal(impact.Item{Count: 1, Value: 20_000, Price: 100}))
		Expect(t.Intents.Availability()).To(BeEquivalentTo(money.Whole - 19_608))
	})
})
