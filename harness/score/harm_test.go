package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// minute in virtual nanoseconds.
const minute = hour / 60

var _ = Describe("What honest people suffer", func() {
	const at = start + 8*hour
	var s *stage
	var five sim.Actor
	BeforeEach(func() { s, five = newStage(setup()), customer(5) })

	bill := func() []impact.Item {
		var rows []impact.Item
		for _, r := range s.close().Harm {
			if r != (impact.Item{Kind: r.Kind}) {
				rows = append(rows, r)
			}
		}
		return rows
	}

	Describe("an order that a control cuts short", func() {
		rest := func(by reject.Control) (mx.Event, mx.Event) {
			return mx.Event{Type: mx.OrderExpired, Account: 5, Market: btcjpy, OrderID: 1, Quantity: coin, Control: by},
				mx.Event{Type: mx.OrderCancelled, Account: 6, Market: btcjpy, OrderID: 2, Value: 400_000, Control: by}
		}
		told := func(who sim.Actor, imposed ...reject.Control) {
			set := setup()
			set.Imposed = imposed
			s = newStage(set)
			expired, cancelled := rest(reject.PriceRangeExecution)
			s.tell(at, who, by(five, 5, mx.PlaceOrder), sim.Attempt{}, mx.Result{Order: 1}, expired, cancelled)
		}

		It("costs what an order costs that is taken away, if the control is the defence's, whoever sets it off", func() {
			for _, who := range []sim.Actor{five, sim.Operator, sim.Schedule} {
				told(who, reject.PriceRangeExecution)
				Expect(row(s.close(), impact.OrderCancelled)).To(Equal(impact.Item{
					Kind: impact.OrderCancelled, Count: 2, Value: 1_400_000, Price: 7_000,
				}), "%v", who)
			}
		})

		It("costs nothing if the venue had the control anyway", func() {
			told(five)
			Expect(bill()).To(BeEmpty())
		})
	})

	Describe("a withdrawal", func() {
		intent := wish(1, sim.IntentWithdrawal, at, 1_000_000)

		It("costs nothing when it goes out as usual, however long that takes", func() {
			id := s.withdraw(at, five, 5, 1_000_000, intent)
			s.scheduled(at+3*hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(bill()).To(BeEmpty())
		})

		It("costs nothing when the hot wallet was empty for reasons of its own", func() {
			id := s.withdraw(at, five, 5, 1_000_000, intent)
			s.scheduled(at+minute, mx.WithdrawalHeld, id, reject.None)
			s.scheduled(at+3*hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(bill()).To(BeEmpty())
		})

		It("waits again where a competing spend undid its payment", func() {
			id := s.withdraw(at, five, 5, 1_000_000, intent)
			s.scheduled(at, mx.WithdrawalHeld, id, reject.Hold)
			s.scheduled(at+hour, mx.WithdrawalBroadcast, id, reject.None)
			s.scheduled(at+2*hour, mx.WithdrawalHeld, id, reject.None)
			Expect(row(s.close(), impact.WithdrawalLate).Price).To(BeEquivalentTo(20_000), "open at the end")
			s.scheduled(at+4*hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(row(s.close(), impact.WithdrawalLate).Price).To(BeEquivalentTo(4 * 500))
		})

		DescribeTable("that the defence holds costs 0.05 % an hour after ten minutes' grace",
			func(lasted, price int64) {
				id := s.withdraw(at, five, 5, 1_000_000, intent)
				s.scheduled(at, mx.WithdrawalHeld, id, reject.Hold)
				s.scheduled(at+lasted, mx.WithdrawalBroadcast, id, reject.None)
				Expect(row(s.close(), impact.WithdrawalLate).Price).To(Equal(price))
			},
			Entry("ten minutes", 10*minute, int64(0)),
			Entry("a moment more", 10*minute+1, int64(84)),
			Entry("one hour", hour, int64(500)),
			Entry("a day", day, int64(12_000)),
			Entry("forty hours", 40*hour, int64(20_000)),
			Entry("two days, at the cap of 2 %", 48*hour, int64(20_000)),
		)

		It("is late by the hold of a control that the defence imposed, and not by one that the venue had anyway", func() {
			held := func(imposed ...reject.Control) int64 {
				set := setup()
				set.Imposed = imposed
				s = newStage(set)
				id := s.withdraw(at, five, 5, 1_000_000, intent)
				s.scheduled(at, mx.WithdrawalHeld, id, reject.FirstSeenHold)
				s.scheduled(at+day, mx.WithdrawalBroadcast, id, reject.None)
				return s.close().HarmTotal()
			}
			Expect(held(reject.FirstSeenHold)).To(BeEquivalentTo(12_000))
			Expect(held()).To(BeZero())
		})

		It("counts 24 hours at the least while it is still open at the end", func() {
			due := end - 30*hour
			id := s.withdraw(due, five, 5, 1_000_000, wish(1, sim.IntentWithdrawal, due, 1_000_000))
			s.scheduled(due, mx.WithdrawalHeld, id, reject.Hold)
			Expect(row(s.close(), impact.WithdrawalLate).Price).To(BeEquivalentTo(30 * 500))
			due = end - hour
			id = s.withdraw(due, five, 5, 1_000_000, wish(2, sim.IntentWithdrawal, due, 1_000_000))
			s.scheduled(due, mx.WithdrawalHeld, id, reject.Hold)
			Expect(row(s.close(), impact.WithdrawalLate)).To(Equal(impact.Item{
				Kind: impact.WithdrawalLate, Count: 2, Value: 2_000_000, Price: 30*500 + 24*500,
			}))
		})

		It("that goes out only in the last day counts as never sent", func() {
			due := end - 30*hour
			id := s.withdraw(due, five, 5, 1_000_000, wish(1, sim.IntentWithdrawal, due, 1_000_000))
			s.scheduled(due, mx.WithdrawalHeld, id, reject.Hold)
			s.scheduled(end-12*hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(row(s.close(), impact.WithdrawalLate).Price).To(BeEquivalentTo(30 * 500))
		})

		It("refused by a halt and never met costs 2 %", func() {
			s.refused(at, five, 5, mx.RequestWithdrawal, reject.HaltWithdrawals, intent)
			s.refused(at+2*hour, five, 5, mx.RequestWithdrawal, reject.HaltWithdrawals, again(intent))
			t := s.close()
			Expect(row(t, impact.WithdrawalRefused)).To(Equal(impact.Item{
				Kind: impact.WithdrawalRefused, Count: 1, Value: 1_000_000, Price: 20_000,
			}))
			Expect(t.Intents.All[sim.IntentWithdrawal]).To(BeEquivalentTo(money.Whole))
			Expect(t.Intents.Refused[sim.IntentWithdrawal]).To(BeEquivalentTo(money.Whole))
		})

		It("refused by a halt and met at another try is late from when the customer set out", func() {
			s.refused(at, five, 5, mx.RequestWithdrawal, reject.HaltWithdrawals, intent)
			id := s.withdraw(at+3*hour, five, 5, 1_000_000, again(intent))
			s.scheduled(at+4*hour, mx.WithdrawalBroadcast, id, reject.None)
			t := s.close()
			Expect(bill()).To(HaveLen(1))
			Expect(row(t, impact.WithdrawalLate).Price).To(BeEquivalentTo(4 * 500))
			Expect(t.Intents.Availability()).To(BeEquivalentTo(money.Whole))
		})

		It("rejected by the defence counts as refused, and as late if it is asked for once more and sent", func() {
			id := s.withdraw(at, five, 5, 1_000_000, intent)
			s.reject(at+hour, id)
			Expect(bill()).To(ConsistOf(impact.Item{Kind: impact.WithdrawalRefused, Count: 1, Value: 1_000_000, Price: 20_000}))
			id = s.withdraw(at+2*hour, five, 5, 1_000_000, again(intent))
			s.scheduled(at+3*hour, mx.WithdrawalBroadcast, id, reject.None)
			Expect(bill()).To(ConsistOf(impact.Item{Kind: impact.WithdrawalLate, Count: 1, Value: 1_000_000, Price: 1_500}))
		})

		It("that its owner gives up counts as refused only while the defence held it", func() {
			quit := func(held bool) int64 {
				s = newStage(setup())
				id := s.withdraw(at, five, 5, 1_000_000, intent)
				if held {
					s.scheduled(at, mx.WithdrawalHeld, id, reject.HaltWithdrawals)
				}
				s.tell(at+hour, five, by(five, 5, mx.CancelWithdrawal), sim.Attempt{}, mx.Result{},
					mx.Event{Type: mx.WithdrawalRejected, Withdrawal: id})
				return s.close().HarmTotal()
			}
			Expect(quit(true)).To(BeEquivalentTo(20_000))
			Expect(quit(false)).To(BeZero())
		})

		It("refused for want of money is nobody's fault", func() {
			s.refused(at, five, 5, mx.RequestWithdrawal, reject.None, intent)
			t := s.close()
			Expect(t.HarmTotal()).To(BeZero())
			Expect(t.Intents.Availability()).To(BeEquivalentTo(money.Whole))
		})
	})

	Describe("a deposit", func() {
		const amount, value = coin / 2, int64(500_000)
		block := func(at int64, t mx.EventType, c reject.Control) {
			s.tell(at, sim.Schedule, mx.Command{Kind: mx.ObserveBlock, Asset: btc}, sim.Attempt{}, mx.Result{},
				mx.Event{Type: t, Account: 5, Asset: btc, Amount: amount, Control: c})
		}
		send := func() {
			s.DepositSent(wish(1, sim.IntentDeposit, at, value), 5, btc, amount, at)
			block(at+10*minute, mx.DepositSeen, reject.None)
		}

		It("costs nothing when its confirmations take their time", func() {
			send()
			block(at+2*hour, mx.DepositCredited, reject.None)
			t := s.close()
			Expect(t.HarmTotal()).To(BeZero())
			Expect(t.Intents.All[sim.IntentDeposit]).To(BeEquivalentTo(money.Whole))
		})

		It("is late by what a halt of deposits added to the usual confirmations", func() {
			send() // due 30 minutes after it was sent: the block and two more
			s.operate(at+20*minute, mx.Command{Kind: mx.HaltDeposits})
			s.operate(at+5*hour, mx.Command{Kind: mx.ResumeDeposits})
			block(at+5*hour+30*minute, mx.DepositCredited, reject.None)
			Expect(bill()).To(ConsistOf(impact.Item{Kind: impact.DepositLate, Count: 1, Value: value, Price: 5 * 250}))
		})

		It("does not mind a halt that was over before it came, or one of another asset", func() {
			s.operate(at, mx.Command{Kind: mx.HaltDeposits, Asset: btc})
			s.operate(at+minute, mx.Command{Kind: mx.ResumeDeposits})
			s.operate(at+2*minute, mx.Command{Kind: mx.HaltDeposits, Asset: jpy})
			send()
			block(at+5*hour, mx.DepositCredited, reject.None)
			Expect(bill()).To(BeEmpty())
		})

		It("is late when more confirmations are asked for", func() {
			send()
			s.operate(at+20*minute, mx.Command{Kind: mx.RaiseConfirmations, Asset: btc, Limit: 30})
			block(at+5*hour, mx.DepositCredited, reject.None)
			Expect(row(s.close(), impact.DepositLate).Price).To(BeEquivalentTo(250 * 9 / 2))
		})

		It("is late when it went to an address that the defence had given up", func() {
			send()
			block(at+24*hour+30*minute, mx.DepositCredited, reject.RotateHotKey)
			Expect(row(s.close(), impact.DepositLate).Price).To(BeEquivalentTo(24 * 250))
		})

		It("that is never credited counts until the end, at the cap", func() {
			send()
			s.operate(at+20*minute, mx.Command{Kind: mx.HaltDeposits})
			Expect(row(s.close(), impact.DepositLate).Price).To(BeEquivalentTo(10_000))
		})

		It("is told apart from another of the same amount by its order", func() {
			s.DepositSent(wish(1, sim.IntentDeposit, at, value), 5, btc, amount, at)
			s.DepositSent(wish(2, sim.IntentDeposit, at, value), 5, btc, amount, at)
			block(at+10*minute, mx.DepositSeen, reject.None)
			block(at+30*minute, mx.DepositCredited, reject.None)
			block(at+40*minute, mx.DepositSeen, reject.None)
			s.operate(at+41*minute, mx.Command{Kind: mx.HaltDeposits})
			s.operate(at+3*hour, mx.Command{Kind: mx.ResumeDeposits})
			block(at+4*hour, mx.DepositCredited, reject.None)
			Expect(row(s.close(), impact.DepositLate)).To(Equal(impact.Item{Kind: impact.DepositLate, Count: 1, Value: value, Price: 750}))
		})
	})

	Describe("an order", func() {
		intent := wish(1, sim.IntentOrder, at, 200_000)

		It("refused by the defence costs 0.5 %, and the availability", func() {
			s.refused(at, five, 5, mx.PlaceOrder, reject.HaltMarket, intent)
			t := s.close()
			Expect(row(t, impact.OrderRefused)).To(Equal(impact.Item{Kind: impact.OrderRefused, Count: 1, Value: 200_000, Price: 1_000}))
			Expect(t.Intents.Availability()).To(BeZero())
		})

		It("refused by a standing control counts only if the defence imposed it", func() {
			s.refused(at, five, 5, mx.PlaceOrder, reject.TradingExpiry, intent)
			Expect(bill()).To(BeEmpty())
		})

		It("that rests and is cancelled by the defence costs 0.5 % of what was left of it", func() {
			s.operate(at, mx.Command{Kind: mx.FreezeAccount, Account: 1}, mx.Event{Type: mx.OrderCancelled, Account: 5, OrderID: 77, Value: 80_000})
			Expect(bill()).To(ConsistOf(impact.Item{Kind: impact.OrderCancelled, Count: 1, Value: 80_000, Price: 400}))
		})

		It("cancelled by its owner costs nothing, nor does one that the thief had left", func() {
			s.tell(at, five, by(five, 5, mx.CancelOrder), sim.Attempt{}, mx.Result{}, mx.Event{Type: mx.OrderCancelled, Account: 5, Value: 80_000})
			order := s.rest(at, sim.Attacker, 1)
			s.operate(at, mx.Command{Kind: mx.FreezeAccount, Account: 1}, mx.Event{Type: mx.OrderCancelled, Account: 1, OrderID: order, Value: 80_000})
			Expect(bill()).To(BeEmpty())
		})

		It("of a market maker has no intent and costs nothing", func() {
			s.refused(at, customer(marketMaker), marketMaker, mx.PlaceOrder, reject.HaltMarket, intent)
			Expect(bill()).To(BeEmpty())
		})
	})

	It("counts a refused login against availability alone", func() {
		s.refused(at, five, 5, mx.Login, reject.FreezeAccounts, wish(1, sim.IntentLogin, at, 0))
		t := s.close()
		Expect(t.HarmTotal()).To(BeZero())
		Expect(t.Intents.Availability()).To(BeZero())
		s.refused(at+1, five, 5, mx.Login, reject.FreezeAccounts, again(wish(1, sim.IntentLogin, at, 0)))
		Expect(s.close().Intents).To(Equal(t.Intents), "another try is the same intent")
	})

	Describe("a key with honest use", func() {
		It("costs 2,000 yen when the defence takes it or restricts it, once", func() {
			s.revoke(at, 4)
			s.operate(at, mx.Command{Kind: mx.RestrictKeys}, mx.Event{Type: mx.KeyRestricted, Key: 4, Account: 4}, mx.Event{Type: mx.KeyRestricted, Key: 5, Account: 5})
			Expect(bill()).To(ConsistOf(impact.Item{Kind: impact.KeyDisabled, Count: 2, Price: 4_000}))
		})

		It("costs it also when the thief has a copy, and nothing when nobody honest uses it", func() {
			s.revoke(at, 1)
			s.revoke(at, 2)
			s.revoke(at, 8)
			Expect(row(s.close(), impact.KeyDisabled).Price).To(BeEquivalentTo(2_000))
		})

		It("costs nothing when its owner deletes it", func() {
			s.tell(at, five, by(five, 5, mx.DeleteKey), sim.Attempt{}, mx.Result{}, mx.Event{Type: mx.KeyDeleted, Key: 5, Account: 5})
			Expect(bill()).To(BeEmpty())
		})
	})

	Describe("a frozen account", func() {
		It("costs an innocent owner 500 yen an hour", func() {
			s.freeze(at, 5)
			s.thaw(at+3*hour+1, 5)
			Expect(bill()).To(ConsistOf(impact.Item{Kind: impact.AccountFrozen, Count: 1, Price: 1_501}))
		})

		It("that is never released counts until the end, 24 hours at the least", func() {
			s.freeze(end-30*hour, 5)
			s.freeze(end-1, 6)
			Expect(row(s.close(), impact.AccountFrozen).Price).To(BeEquivalentTo(30*500 + 24*500))
		})

		It("that is released in the last day counts as never released", func() {
			s.freeze(end-30*hour, 5)
			s.thaw(end-12*hour, 5)
			Expect(row(s.close(), impact.AccountFrozen).Price).To(BeEquivalentTo(30 * 500))
		})

		It("costs nothing when the thief has it in his hands, or it is his own", func() {
			s.freeze(at, 1)
			s.freeze(at, thiefs)
			Expect(bill()).To(BeEmpty())
		})
	})

	It("weighs people whom the scale does not shrink by the scale", func() {
		set := setup()
		set.AccountWeight[4] = 20_000 // account 5 stands for a fiftieth of itself
		s = newStage(set)
		s.refused(at, five, 5, mx.PlaceOrder, reject.HaltMarket, wish(1, sim.IntentOrder, at, 1_000_000))
		s.refused(at, customer(6), 6, mx.Login, reject.None, wish(1, sim.IntentLogin, at, 0))
		t := s.close()
		Expect(row(t, impact.OrderRefused)).To(Equal(impact.Item{Kind: impact.OrderRefused, Count: 1, Value: 20_000, Price: 100}))
		Expect(t.Intents.Availability()).To(BeEquivalentTo(money.Whole - 19_608))
	})
})
