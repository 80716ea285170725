package technique_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("present_key", func() {
	It("asks once, and knows then that the key lives and what it may do", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k").Rights.Withdraw = false
		s.use(technique.PresentKey{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"rights"}))
		Expect(s.key.Presented).To(BeTrue())
		Expect(s.key.Alive).To(BeTrue())
		Expect(s.key.Rights.Trade).To(BeTrue())
		Expect(s.key.Rights.Withdraw).To(BeFalse())
	})

	It("knows that a deleted key is dead", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k").Dead = true
		s.use(technique.PresentKey{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"rights"}))
		Expect(s.key.Presented).To(BeTrue())
		Expect(s.key.Alive).To(BeFalse())
	})

	It("notices that a key died or lost a right since", func() {
		s := opened()
		account := s.account()
		s.use(technique.PresentKey{}, technique.Params{})
		account.Rights.Withdraw = false
		s.use(technique.PresentKey{}, technique.Params{})
		Expect(s.key.Rights.Withdraw).To(BeFalse())
		account.Dead = true
		s.use(technique.PresentKey{}, technique.Params{})
		Expect(s.key.Alive).To(BeFalse())
		Expect(s.key.Rights).To(Equal(attacker.Rights{}))
	})

	It("takes a venue that is too busy for no answer about the key", func() {
		s := opened()
		s.use(technique.PresentKey{}, technique.Params{})
		s.refuse("rights", attacker.RateRefused)
		s.use(technique.PresentKey{}, technique.Params{})
		Expect(s.key.Alive).To(BeTrue())
		Expect(s.key.Refusals).To(Equal(1))
	})
})

var _ = Describe("read_account", func() {
	It("asks once and knows the balances then", func() {
		s := opened(holding("BTC", 3), attacker.Balance{Asset: "JPY", Locked: 9})
		Expect(s.key.HasFunds()).To(BeFalse())
		s.use(technique.ReadAccount{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"balances"}))
		Expect(s.key.Read).To(BeTrue())
		Expect(s.key.Free("BTC")).To(Equal(int64(3)))
		Expect(s.key.Free("JPY")).To(BeZero())
		Expect(s.key.HasFunds()).To(BeTrue())
	})

	It("counts locked money as something to be had, and an empty account as nothing", func() {
		s := opened(attacker.Balance{Asset: "JPY", Locked: 9})
		account := s.account()
		s.use(technique.ReadAccount{}, technique.Params{})
		Expect(s.key.HasFunds()).To(BeTrue())
		account.Money = []attacker.Balance{{Asset: "JPY"}}
		s.use(technique.ReadAccount{}, technique.Params{})
		Expect(s.key.HasFunds()).To(BeFalse())
	})
})

var _ = Describe("cancel_orders", func() {
	resting := func(s *stage) *attackertest.Account {
		a := s.shop.Open("k", attacker.Balance{Asset: "JPY", Locked: 300_000}, attacker.Balance{Asset: "XEM", Locked: 100_000})
		a.Orders = []attacker.OpenOrder{
			{Market: "BTCJPY", ID: 4, Buy: true, Price: 1_000_000, Remaining: BTC / 10},
			{Market: "BTCJPY", ID: 7, Buy: true, Price: 2_000_000, Remaining: BTC / 10},
			{Market: "XEMJPY", ID: 9, Price: 2_500_000, Remaining: 100_000},
		}
		return a
	}

	It("asks what rests, then cancels each order by one request", func() {
		s := newStage(attackertest.NewZaif())
		account := resting(s)
		s.use(technique.CancelOrders{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"open_orders", "cancel", "cancel", "cancel"}))
		Expect(account.Orders).To(BeEmpty())
		Expect(account.Free("JPY")).To(Equal(int64(300_000)))
		Expect(account.Free("XEM")).To(Equal(int64(100_000)))
		Expect(s.key.Orders).To(BeEmpty())
		Expect(s.key.Stale).To(BeTrue())
	})

	It("makes one request where nothing rests", func() {
		s := opened()
		s.use(technique.CancelOrders{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"open_orders"}))
		Expect(s.key.Stale).To(BeFalse())
	})

	It("goes on after an order that is gone, and after a market that stands still", func() {
		for _, r := range []attacker.Refusal{attacker.OrderUnknown, attacker.MarketRefused, attacker.RateRefused} {
			s := newStage(attackertest.NewZaif())
			resting(s)
			s.refuse("cancel", r)
			s.use(technique.CancelOrders{}, technique.Params{})
			Expect(s.ops()).To(Equal([]string{"open_orders", "cancel", "cancel", "cancel"}), string(r))
		}
	})

	It("gives up when the key may not", func() {
		s := newStage(attackertest.NewZaif())
		resting(s).Rights.Trade = false
		s.use(technique.CancelOrders{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"open_orders", "cancel"}))
		Expect(s.key.Rights.Trade).To(BeFalse())

		s = newStage(attackertest.NewZaif())
		resting(s).Dead = true
		s.use(technique.CancelOrders{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"open_orders"}))
	})
})

var _ = Describe("wait", func() {
	It("waits until a time", func() {
		s := newStage(attackertest.NewZaif())
		s.use(technique.Wait{}, technique.Params{Until: 5_000 * second})
		Expect(s.now).To(Equal(5_000 * second))
		Expect(s.ops()).To(BeEmpty())
	})

	It("waits for a duration from its first moment on", func() {
		s := newStage(attackertest.NewZaif())
		s.use(technique.Wait{}, technique.Params{For: time.Minute})
		Expect(s.now).To(Equal(1_060 * second))
	})

	It("is over at once when the time has passed", func() {
		s := newStage(attackertest.NewZaif())
		s.use(technique.Wait{}, technique.Params{Until: 10 * second})
		Expect(s.pauses).To(BeEmpty())
	})
})
