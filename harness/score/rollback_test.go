package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// undo rolls the trade of two orders back that trade told.
func (s *stage) undo(at int64, account, maker uint32, side market.Side, quantity, quote int64, taker, resting uint64) {
	s.operate(at, mx.Command{Kind: mx.RollbackTrades, Market: btcjpy}, mx.Event{
		Type: mx.TradeReversed, Account: account, Counterparty: maker, Market: btcjpy, OrderID: taker, MakerOrder: resting,
		Side: side, Quantity: quantity, Amount: quote, Value: quantity / 100,
	})
}

var _ = Describe("A rollback", func() {
	const at = start + 16*hour
	var s *stage
	BeforeEach(func() { s = newStage(setup()) })

	// A victim's key pays the thief 3,000,000 for a bitcoin worth 1,000,000, and
	// 0.2 % of it as fee.
	sell := func() (taker, resting uint64) {
		resting = s.rest(at, sim.Attacker, thiefs)
		s.trade(at+1, sim.Attacker, 1, thiefs, market.Buy, coin, 3_000_000, resting)
		return s.orders, resting
	}

	It("takes back what the thief's own accounts got from victims", func() {
		taker, resting := sell()
		s.undo(at+hour, 1, thiefs, market.Buy, coin, 3_000_000, taker, resting)
		t := s.close()
		Expect(t.Taken).To(BeEquivalentTo(2_002_000))
		Expect(t.Net()).To(BeZero())
		Expect(t.HarmTotal()).To(BeZero())
		Expect(t.Changes).To(HaveLen(2))
	})

	It("leaves nothing of it in his account to be taken back again", func() {
		set := setup()
		set.Holdings = []mx.Balance{{Account: thiefs, Asset: btc, Amount: coin}}
		s = newStage(set)
		taker, resting := sell()
		s.withdraw(at+2, sim.Attacker, 2, 500_000, sim.Attempt{})
		s.undo(at+hour, 1, thiefs, market.Buy, coin, 3_000_000, taker, resting)
		s.freeze(at+2*hour, thiefs)
		t := s.close()
		// The bitcoin that he came with lies there again. It is worth more than
		// the rest of what he took.
		Expect(t.Taken).To(BeEquivalentTo(2_502_000))
		Expect(t.Net()).To(BeZero())
	})

	It("gives back what honest people got from a victim's key, without harm to them", func() {
		s.trade(at, sim.Attacker, 1, 5, market.Sell, coin, 800_000, 0)
		Expect(s.close().Net()).To(BeEquivalentTo(200_000 + 1_600))
		s.undo(at+hour, 1, 5, market.Sell, coin, 800_000, s.orders, 0)
		Expect(s.close().Net()).To(BeZero())
		Expect(s.close().HarmTotal()).To(BeZero())
	})

	It("keeps what could not be undone, and what was paid in its stead", func() {
		taker, resting := sell()
		s.operate(at+hour, mx.Command{Kind: mx.RollbackTrades, Market: btcjpy}, mx.Event{
			Type: mx.TradeKept, Account: 1, Counterparty: thiefs, Market: btcjpy, OrderID: taker, MakerOrder: resting,
			Side: market.Buy, Quantity: coin, Amount: 3_000_000,
		})
		for _, account := range []uint32{1, thiefs} {
			s.operate(at+2*hour, mx.Command{Kind: mx.Compensate, Account: account, Asset: jpy, Amount: 2_002_000},
				mx.Event{Type: mx.Compensated, Account: account, Asset: jpy, Amount: 2_002_000, Value: 2_002_000})
		}
		s.operate(at+2*hour, mx.Command{Kind: mx.FundProtection, Amount: 100_000})
		Expect(s.close().Net()).To(BeEquivalentTo(2_002_000))
		Expect(s.close().HarmTotal()).To(BeZero())
	})

	It("gains nothing in the last day", func() {
		taker, resting := sell()
		s.undo(end-24*hour+1, 1, thiefs, market.Buy, coin, 3_000_000, taker, resting)
		Expect(s.close().Net()).To(BeEquivalentTo(2_002_000))
	})

	It("undoes a lucky trade with its luck", func() {
		s.trade(at, sim.Attacker, 1, 5, market.Sell, coin, 1_100_000, 0)
		lucky := s.orders
		s.withdraw(at+1, sim.Attacker, 1, 1_097_800, sim.Attempt{})
		Expect(s.close().Net()).To(BeEquivalentTo(1_000_000))
		s.undo(at+2, 1, 5, market.Sell, coin, 1_100_000, lucky, 0)
		Expect(s.close().Net()).To(BeEquivalentTo(1_097_800))
	})

	It("charges both honest sides of a trade that had nothing to do with it, and the gain that one of them loses", func() {
		s.trade(at, customer(5), 5, 6, market.Buy, coin, 1_200_000, 0)
		s.undo(at+hour, 5, 6, market.Buy, coin, 1_200_000, s.orders, 0)
		t := s.close()
		// The seller had 1,200,000 less 0.1 % for a bitcoin worth 1,000,000.
		Expect(row(t, impact.FillReversed)).To(Equal(impact.Item{
			Kind: impact.FillReversed, Count: 2, Value: 2_000_000, Price: 2*5_000 + 200_000 - 1_200,
		}))
		Expect(t.Net()).To(BeZero())
	})

	It("charges nothing for market makers", func() {
		s.trade(at, customer(5), 5, marketMaker, market.Buy, coin, 900_000, 0)
		s.undo(at+hour, 5, marketMaker, market.Buy, coin, 900_000, s.orders, 0)
		Expect(row(s.close(), impact.FillReversed).Count).To(BeEquivalentTo(1))
	})

	It("of all that he traded, newest first, leaves no loss, whatever the prices were", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			s := newStage(setup())
			var undo []func()
			for i := range rapid.IntRange(1, 12).Draw(t, "trades") {
				victim, side := rapid.Uint32Range(1, 2).Draw(t, "victim"), rapid.SampledFrom([]market.Side{market.Buy, market.Sell}).Draw(t, "side")
				quote := rapid.Int64Range(1, 3_000_000).Draw(t, "quote")
				maker, resting := uint32(5), uint64(0)
				if rapid.Bool().Draw(t, "to himself") {
					maker, resting = thiefs, s.rest(at+int64(i), sim.Attacker, thiefs)
				}
				s.trade(at+int64(i), sim.Attacker, victim, maker, side, coin, quote, resting)
				taker := s.orders
				undo = append(undo, func() { s.undo(at+hour, victim, maker, side, coin, quote, taker, resting) })
			}
			for i := len(undo) - 1; i >= 0; i-- {
				undo[i]()
			}
			if net := s.close().Net(); net != 0 {
				t.Fatalf("a loss of %d is left", net)
			}
		})
	})
})

var _ = Describe("The thief's own accounts", func() {
	const at = start + 16*hour

	It("are followed to the last coin: what he brought is subtracted once, over all of them", func() {
		set := setup()
		set.AttackerAccounts = []uint32{thiefs, 8}
		set.Holdings = []mx.Balance{{Account: thiefs, Asset: btc, Amount: coin}, {Account: 8, Asset: jpy, Amount: 400_000}}
		s := newStage(set)
		// He sells his bitcoin to a victim for 3,000,000, withdraws 2,000,000 of
		// it, and the rest is frozen, together with an account that he never used.
		order := s.rest(at, sim.Attacker, thiefs)
		s.trade(at+1, sim.Attacker, 1, thiefs, market.Buy, coin, 3_000_000, order)
		s.tell(at+2, sim.Attacker, by(sim.Attacker, thiefs, mx.RequestWithdrawal), sim.Attempt{}, mx.Result{Withdrawal: 9},
			mx.Event{Type: mx.WithdrawalRequested, Account: thiefs, Asset: jpy, Withdrawal: 9, Amount: 2_000_000, Value: 2_000_000})
		Expect(s.close().Net()).To(BeEquivalentTo(2_002_000), "nothing is taken back yet")
		s.freeze(at+3, thiefs)
		s.freeze(at+3, 8)
		// He is left with 2,000,000 and came with 1,400,000; fees of 5,000 are gone.
		Expect(s.close().Net()).To(BeEquivalentTo(2_000_000 - 1_400_000 + 5_000))
	})

	It("have not lost what was turned down on its way out", func() {
		s := newStage(setup())
		order := s.rest(at, sim.Attacker, thiefs)
		s.trade(at+1, sim.Attacker, 1, thiefs, market.Buy, coin, 3_000_000, order)
		id := s.withdraw(at+2, sim.Attacker, thiefs, 1_000_000, sim.Attempt{})
		s.freeze(at+3, thiefs)
		Expect(s.close().Net()).To(BeZero(), "2,997,000 less a bitcoin are more than what he took")
		s.reject(at+4, id)
		Expect(s.close().Net()).To(BeZero())
	})

	It("make an alert true that names them or their keys", func() {
		s := newStage(setup())
		s.rest(at, sim.Attacker, thiefs)
		s.Alert(&defence.Alert{At: at + 1, Accounts: []uint32{thiefs}})
		s.Alert(&defence.Alert{At: at + 1, Keys: []uint32{thiefs}})
		s.Alert(&defence.Alert{At: at + 1, Keys: []uint32{5}})
		t := s.close()
		Expect(t.Alerts).To(HaveExactElements(HaveField("True", true), HaveField("True", true), HaveField("True", false)))
		Expect(t.Entities[0]).To(Equal(score.Naming{Kind: "keys", Named: 2, Right: 1, Used: 1, Found: 1}))
	})

	It("hear of trades that an auction makes, whoever starts it", func() {
		s := newStage(setup())
		order := s.rest(at, sim.Attacker, thiefs)
		s.operate(at+hour, mx.Command{Kind: mx.ResumeMarket}, mx.Event{
			Type: mx.Traded, Account: 5, Counterparty: thiefs, Market: btcjpy, OrderID: 777, MakerOrder: order,
			Side: market.Buy, Quantity: coin, Amount: 3_000_000,
		})
		Expect(s.close().Net()).To(BeEquivalentTo(2_002_000))
	})
})
