package accounting_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"pgregory.net/rapid"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

var _ = Describe("A rollback", func() {
	const at = Start + 16*Hour
	var s *Stage
	BeforeEach(func() { s = NewStage(Setup()) })

	// A victim's key pays the thief 3,000,000 for a bitcoin worth 1,000,000, and
	// 0.2 % of it as fee.
	sell := func() (taker, resting uint64) {
		resting = s.Rest(at, sim.Attacker, ThiefAccount)
		s.Trade(at+1, sim.Attacker, 1, ThiefAccount, market.Buy, Coin, 3_000_000, resting)
		return s.Orders, resting
	}

	It("takes back what the thief's own accounts got from victims", func() {
		taker, resting := sell()
		s.Undo(at+Hour, 1, ThiefAccount, market.Buy, Coin, 3_000_000, taker, resting)
		t := s.Tally()
		Expect(t.Taken).To(BeEquivalentTo(2_002_000))
		Expect(t.Net()).To(BeZero())
		Expect(t.HarmTotal()).To(BeZero())
		Expect(t.Changes).To(HaveLen(2))
	})

	It("leaves nothing of it in his account to be taken back again", func() {
		set := Setup()
		set.Holdings = []mx.Balance{{Account: ThiefAccount, Asset: BTC, Amount: Coin}}
		s = NewStage(set)
		taker, resting := sell()
		s.Withdraw(at+2, sim.Attacker, 2, 500_000, sim.Attempt{})
		s.Undo(at+Hour, 1, ThiefAccount, market.Buy, Coin, 3_000_000, taker, resting)
		s.Freeze(at+2*Hour, ThiefAccount)
		t := s.Tally()
		// The bitcoin that he came with lies there again. It is worth more than
		// the rest of what he took.
		Expect(t.Taken).To(BeEquivalentTo(2_502_000))
		Expect(t.Net()).To(BeZero())
	})

	It("gives back what honest people got from a victim's key, without harm to them", func() {
		s.Trade(at, sim.Attacker, 1, 5, market.Sell, Coin, 800_000, 0)
		Expect(s.Tally().Net()).To(BeEquivalentTo(200_000 + 1_600))
		s.Undo(at+Hour, 1, 5, market.Sell, Coin, 800_000, s.Orders, 0)
		Expect(s.Tally().Net()).To(BeZero())
		Expect(s.Tally().HarmTotal()).To(BeZero())
	})

	It("costs the hours of those who decide, as putting reviewed code in place of what runs costs theirs", func() {
		hour := impact.DefaultTariff(1000).Rates[impact.Ceremony].Price(0, Hour)
		before := s.Tally().HarmTotal()
		s.Acted(at, &defence.Action{Name: "rollback_trades"})
		Expect(s.Tally().HarmTotal() - before).To(Equal(3 * hour))
		s.Acted(at, &defence.Action{Name: "redeploy"})
		Expect(s.Tally().HarmTotal() - before).To(Equal(15 * hour))
	})

	It("keeps what could not be undone, and what was paid in its stead", func() {
		taker, resting := sell()
		s.Operate(at+Hour, mx.Command{Kind: mx.RollbackTrades, Market: BTCJPY}, mx.Event{
			Type: mx.TradeKept, Account: 1, Counterparty: ThiefAccount, Market: BTCJPY, OrderID: taker, MakerOrder: resting,
			Side: market.Buy, Quantity: Coin, Amount: 3_000_000,
		})
		for _, account := range []uint32{1, ThiefAccount} {
			s.Operate(at+2*Hour, mx.Command{Kind: mx.Compensate, Account: account, Asset: JPY, Amount: 2_002_000},
				mx.Event{Type: mx.Compensated, Account: account, Asset: JPY, Amount: 2_002_000, Value: 2_002_000})
		}
		s.Operate(at+2*Hour, mx.Command{Kind: mx.FundProtection, Amount: 100_000})
		Expect(s.Tally().Stolen()).To(BeEquivalentTo(2_002_000))
		Expect(s.Tally().Given).To(BeEquivalentTo(2_002_000), "the thief lost nothing")
		Expect(s.Tally().HarmTotal()).To(BeZero())
	})

	It("gains nothing in the last day", func() {
		taker, resting := sell()
		s.Undo(End-24*Hour+1, 1, ThiefAccount, market.Buy, Coin, 3_000_000, taker, resting)
		Expect(s.Tally().Net()).To(BeEquivalentTo(2_002_000))
	})

	It("undoes a lucky trade with its luck", func() {
		s.Trade(at, sim.Attacker, 1, 5, market.Sell, Coin, 1_100_000, 0)
		lucky := s.Orders
		s.Withdraw(at+1, sim.Attacker, 1, 1_097_800, sim.Attempt{})
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_000_000))
		s.Undo(at+2, 1, 5, market.Sell, Coin, 1_100_000, lucky, 0)
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_097_800))
	})

	It("charges both honest sides of a trade that had nothing to do with it, and the gain that one of them loses", func() {
		s.Trade(at, Customer(5), 5, 6, market.Buy, Coin, 1_200_000, 0)
		s.Undo(at+Hour, 5, 6, market.Buy, Coin, 1_200_000, s.Orders, 0)
		t := s.Tally()
		// The seller had 1,200,000 less 0.1 % for a bitcoin worth 1,000,000.
		Expect(Row(t, impact.FillReversed)).To(Equal(impact.Item{
			Count: 2, Value: 2_000_000, Price: 2*5_000 + 200_000 - 1_200,
		}))
		Expect(t.Net()).To(BeZero())
	})

	It("charges nothing for market makers", func() {
		s.Trade(at, Customer(5), 5, MarketMaker, market.Buy, Coin, 900_000, 0)
		s.Undo(at+Hour, 5, MarketMaker, market.Buy, Coin, 900_000, s.Orders, 0)
		Expect(Row(s.Tally(), impact.FillReversed).Count).To(BeEquivalentTo(1))
	})

	It("of all that he traded, newest first, leaves no loss, whatever the prices were", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			s := NewStage(Setup())
			var undo []func()
			for i := range rapid.IntRange(1, 12).Draw(t, "trades") {
				victim, side := rapid.Uint32Range(1, 2).Draw(t, "victim"), rapid.SampledFrom([]market.Side{market.Buy, market.Sell}).Draw(t, "side")
				quote := rapid.Int64Range(1, 3_000_000).Draw(t, "quote")
				maker, resting := uint32(5), uint64(0)
				if rapid.Bool().Draw(t, "to himself") {
					maker, resting = ThiefAccount, s.Rest(at+int64(i), sim.Attacker, ThiefAccount)
				}
				s.Trade(at+int64(i), sim.Attacker, victim, maker, side, Coin, quote, resting)
				taker := s.Orders
				undo = append(undo, func() { s.Undo(at+Hour, victim, maker, side, Coin, quote, taker, resting) })
			}
			for i := len(undo) - 1; i >= 0; i-- {
				undo[i]()
			}
			if net := s.Tally().Net(); net != 0 {
				t.Fatalf("a loss of %d is left", net)
			}
		})
	})
})

var _ = Describe("The thief's own accounts", func() {
	const at = Start + 16*Hour

	It("are followed to the last coin: what he brought is subtracted once, over all of them", func() {
		set := Setup()
		set.AttackerAccounts = []uint32{ThiefAccount, 8}
		set.Holdings = []mx.Balance{{Account: ThiefAccount, Asset: BTC, Amount: Coin}, {Account: 8, Asset: JPY, Amount: 400_000}}
		s := NewStage(set)
		// He sells his bitcoin to a victim for 3,000,000, withdraws 2,000,000 of
		// it, and the rest is frozen, together with an account that he never used.
		order := s.Rest(at, sim.Attacker, ThiefAccount)
		s.Trade(at+1, sim.Attacker, 1, ThiefAccount, market.Buy, Coin, 3_000_000, order)
		s.Tell(at+2, sim.Attacker, CommandOf(sim.Attacker, ThiefAccount, mx.RequestWithdrawal), sim.Attempt{}, mx.Result{Withdrawal: 9},
			mx.Event{Type: mx.WithdrawalRequested, Account: ThiefAccount, Asset: JPY, Withdrawal: 9, Amount: 2_000_000, Value: 2_000_000})
		Expect(s.Tally().Net()).To(BeEquivalentTo(2_002_000), "nothing is taken back yet")
		s.Freeze(at+3, ThiefAccount)
		s.Freeze(at+3, 8)
		// He is left with 2,000,000 and came with 1,400,000; fees of 5,000 are gone.
		Expect(s.Tally().Net()).To(BeEquivalentTo(2_000_000 - 1_400_000 + 5_000))
	})

	It("have not lost what was turned down on its way out", func() {
		s := NewStage(Setup())
		order := s.Rest(at, sim.Attacker, ThiefAccount)
		s.Trade(at+1, sim.Attacker, 1, ThiefAccount, market.Buy, Coin, 3_000_000, order)
		id := s.Withdraw(at+2, sim.Attacker, ThiefAccount, 1_000_000, sim.Attempt{})
		s.Freeze(at+3, ThiefAccount)
		Expect(s.Tally().Net()).To(BeZero(), "2,997,000 less a bitcoin are more than what he took")
		s.Reject(at+4, id)
		Expect(s.Tally().Net()).To(BeZero())
	})

	It("make an alert true that names them or their keys", func() {
		s := NewStage(Setup())
		s.Rest(at, sim.Attacker, ThiefAccount)
		s.Alert(&defence.Alert{At: at + 1, Accounts: []uint32{ThiefAccount}})
		s.Alert(&defence.Alert{At: at + 1, Keys: []uint32{ThiefAccount}})
		s.Alert(&defence.Alert{At: at + 1, Keys: []uint32{5}})
		t := s.Tally()
		Expect(t.Alerts).To(HaveExactElements(HaveField("True", true), HaveField("True", true), HaveField("True", false)))
		Expect(t.Entities[0]).To(Equal(score.Naming{Kind: "keys", Named: 2, Right: 1, Used: 1, Found: 1}))
	})

	It("hear of trades that an auction makes, whoever starts it", func() {
		s := NewStage(Setup())
		order := s.Rest(at, sim.Attacker, ThiefAccount)
		s.Operate(at+Hour, mx.Command{Kind: mx.ResumeMarket}, mx.Event{
			Type: mx.Traded, Account: 5, Counterparty: ThiefAccount, Market: BTCJPY, OrderID: 777, MakerOrder: order,
			Side: market.Buy, Quantity: Coin, Amount: 3_000_000,
		})
		Expect(s.Tally().Net()).To(BeEquivalentTo(2_002_000))
	})
})
