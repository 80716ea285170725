package measure_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score/accounting"
	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/defence/history"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// A pump: the thief's two accounts sell to the keys of two victims, one of whom
// is robbed again two days later; he withdraws, the venue stops, cuts keys,
// undoes trades and pays.
var _ = Describe("A pump with stolen keys", func() {
	const (
		at   = Start + 10*Hour
		twin = uint32(8) // another account of the thief's
	)
	state := func(s *Stage, at int64, kind mx.Kind, by reject.Control) {
		s.Operate(at, mx.Command{Kind: kind, Market: BTCJPY}, mx.Event{Type: mx.MarketState, Market: BTCJPY, Control: by})
	}
	asks := func(s *Stage, at int64, account uint32, yen int64) uint32 {
		s.Withdrawals++
		s.Tell(at, sim.Attacker, CommandOf(sim.Attacker, account, mx.RequestWithdrawal), sim.Attempt{}, mx.Result{Withdrawal: s.Withdrawals},
			mx.Event{Type: mx.WithdrawalRequested, Account: account, Asset: JPY, Withdrawal: s.Withdrawals, Amount: yen, Value: yen})
		return s.Withdrawals
	}
	buys := func(s *Stage, at int64, victim, from uint32, price int64) {
		order := s.Rest(at-1, sim.Attacker, from)
		s.Orders++
		c := CommandOf(sim.Attacker, victim, mx.PlaceOrder)
		c.Market = BTCJPY
		s.Tell(at, sim.Attacker, c, sim.Attempt{}, mx.Result{Order: s.Orders},
			mx.Event{Type: mx.OrderAccepted, Account: victim, OrderID: s.Orders},
			mx.Event{
				Type: mx.Traded, Account: victim, Counterparty: from, Market: BTCJPY, OrderID: s.Orders, MakerOrder: order,
				Side: market.Buy, Price: price, Quantity: Coin, Amount: price,
			})
	}
	play := func(facts ...score.Fact) *score.Tally {
		set := Setup()
		set.Facts, set.AttackerAccounts = facts, []uint32{ThiefAccount, twin}
		set.Public = []score.Statement{
			{At: Start + Hour, By: "vendor", Claim: score.ClaimAssetsSafe}, {At: at + Day, By: "vendor", Claim: score.ClaimCauseKnown},
		}
		s := NewStage(set)
		s.Trade(at-Hour, Customer(5), 5, 6, market.Buy, Coin, 999_000, 0)
		buys(s, at, 1, ThiefAccount, 3_000_000)
		buys(s, at+Minute, 1, twin, 9_000_000)
		buys(s, at+2*Minute, 2, twin, 9_000_000)
		s.Tell(at+2*Minute+1, Customer(5), CommandOf(Customer(5), 5, mx.ReadAccount), sim.Attempt{}, mx.Result{},
			mx.Event{Type: mx.SurveillanceAlert, Market: BTCJPY, Count: 3})
		sent, undone := asks(s, at+3*Minute, ThiefAccount, 1_000_000), asks(s, at+3*Minute, twin, 500_000)
		s.Scheduled(at+4*Minute, mx.WithdrawalBroadcast, sent, reject.None)
		s.Scheduled(at+4*Minute, mx.WithdrawalBroadcast, undone, reject.None)
		s.Scheduled(at+5*Minute, mx.WithdrawalHeld, undone, reject.None)
		s.Tell(at+5*Minute, sim.Attacker, mx.Command{Kind: mx.RequestWithdrawal, Auth: mx.AuthKey, Key: ThiefAccount, Asset: JPY, Source: 1}, sim.Attempt{},
			mx.Result{Code: reject.WithdrawalsHalted, Control: reject.HaltWithdrawals}, mx.Event{Type: mx.WithdrawalRefused, Account: ThiefAccount})
		s.Tell(at+6*Minute, Customer(1), CommandOf(Customer(1), 1, mx.Complain), sim.Attempt{}, mx.Result{},
			mx.Event{Type: mx.Complained, Account: 1, Label: history.ComplaintOfTheft})
		s.Operate(at+7*Minute, mx.Command{Kind: mx.HaltWithdrawals, Asset: JPY})
		state(s, at+7*Minute, mx.HaltMarket, reject.HaltMarket)
		s.Freeze(at+8*Minute, ThiefAccount)
		s.Freeze(at+8*Minute, 4)
		s.Thaw(at+9*Minute, 4)
		s.Operate(at+10*Minute, mx.Command{Kind: mx.RevokeKeys, Until: Start},
			mx.Event{Type: mx.KeyDeleted, Key: 2, Account: 2}, mx.Event{Type: mx.KeyDeleted, Key: 4, Account: 4})
		s.Undo(at+20*Minute, 2, twin, market.Buy, Coin, 9_000_000, 7, 6)
		s.Operate(at+21*Minute, mx.Command{Kind: mx.RollbackTrades, Market: BTCJPY}, mx.Event{Type: mx.TradeKept, Market: BTCJPY})
		state(s, at+30*Minute, mx.CancelOnly, reject.CancelOnlyMode)
		state(s, at+63*Minute+1, mx.ResumeMarket, reject.None)
		s.Operate(at+64*Minute, mx.Command{Kind: mx.ResumeWithdrawals, Asset: JPY})
		s.Operate(at+2*Hour, mx.Command{Kind: mx.Compensate, Account: 1, Asset: JPY, Amount: 700},
			mx.Event{Type: mx.Compensated, Account: 1, Asset: JPY, Amount: 700, Value: 700})
		s.Operate(at+2*Hour, mx.Command{Kind: mx.FundProtection, Amount: 100_000})
		s.Operate(at+3*Hour, mx.Command{Kind: mx.EnforceAllowLists})
		s.Operate(at+4*Hour, mx.Command{Kind: mx.WaiveFees, Account: 5, Until: at + 4*Hour + 10*Day})
		s.Operate(at+4*Hour, mx.Command{Kind: mx.WaiveFees, Account: 6, Until: at + 5*Hour + 10*Day})
		s.Operate(at+4*Hour, mx.Command{Kind: mx.RebateFees, Asset: BTC, Amount: 700_000, Until: at + 5*Hour})
		s.Tell(at+5*Hour, Customer(5), CommandOf(Customer(5), 5, mx.ReadAccount), sim.Attempt{}, mx.Result{},
			mx.Event{Type: mx.Compensated, Op: mx.RebateFees, Account: 5, Asset: BTC, Amount: 7, Value: 70})
		buys(s, at+2*Day, 1, twin, 1_000_000)
		return s.Tally()
	}

	DescribeTable("is measured", func(name, asset string, asOf, value int64) {
		m := play(score.Fact{Measure: name, Asset: asset, AsOf: asOf}).Facts[0]
		Expect(m.Known).To(BeTrue())
		Expect(m.Value).To(Equal(value))
	},
		Entry(nil, "own_accounts", "", End, int64(2)),
		Entry(nil, "own_accounts", "", at, int64(1)),
		Entry(nil, "own_accounts_held", "", End, int64(2)),
		Entry(nil, "abused_accounts", "", End, int64(2)),
		Entry(nil, "abused_keys", "", End, int64(2)),
		Entry(nil, "abused_key_created_min", "", End, Start-2*Day),
		Entry(nil, "abused_key_created_max", "", End, Start-1*Day),
		Entry(nil, "stolen_keys", "", End, int64(3)),
		Entry(nil, "stolen_keys_live", "", at, int64(3)),
		Entry(nil, "stolen_keys_live", "", End, int64(2)),
		Entry(nil, "stolen_key_created_max", "", End, Start-1*Day),
		Entry(nil, "accounts_redrained_after_24_hours", "", End, int64(1)),
		Entry(nil, "accounts_redrained_after_24_hours", "", at+Day, int64(0)),
		Entry(nil, "redrained_after_24_hours_at", "", End, at+2*Day),
		Entry("whose pause was 47 hours", "redrained_after_47_hours_at", "", End, at+2*Day),
		Entry("whose pause was 47 hours", "accounts_redrained_after_48_hours", "", End, int64(0)),
		Entry(nil, "victim_orders", "BTC", End, int64(4)),
		Entry(nil, "fills_of_victims", "BTC", End, int64(4)),
		Entry(nil, "fills_of_victims", "JPY", End, int64(0)),
		Entry(nil, "fills_of_one_account", "BTC", End, int64(3)),
		Entry(nil, "first_abuse_at", "", End, at),
		Entry(nil, "last_abuse_at", "", at+Day, at+2*Minute),
		Entry(nil, "burst_seconds", "BTC", at+Day, int64(120)),
		Entry(nil, "own_withdrawals", "", End, int64(2)),
		Entry(nil, "own_withdrawals_succeeded", "", End, int64(1)),
		Entry("before one was undone", "withdrawals_succeeded", "", at+4*Minute, int64(2)),
		Entry(nil, "withdrawals_succeeded", "JPY", End, int64(1)),
		Entry(nil, "withdrawals_succeeded", "BTC", End, int64(0)),
		Entry(nil, "own_withdrawals_refused", "", End, int64(1)),
		Entry(nil, "coins_withdrawn", "JPY", End, int64(1_000_000)),
		Entry("before the rollback", "taken_coins", "", at+10*Minute, int64(18_006_000)),
		Entry("after it", "taken_coins", "", at+Hour, int64(10_004_000)),
		Entry(nil, "largest_account_loss", "", at+Hour, int64(10_004_000)),
		Entry(nil, "peak_price", "BTC", End, int64(9_000_000)),
		Entry("by the figure's time", "peak_price", "BTC", at, int64(3_000_000)),
		Entry(nil, "peak_multiple", "BTC", End, int64(9_000)),
		Entry(nil, "peak_price_at", "BTC", End, at+Minute),
		Entry(nil, "market_reported_at", "BTC", End, at+2*Minute+1),
		Entry(nil, "peak_quantity", "BTC", End, int64(2*Coin)),
		Entry(nil, "market_stopped_at", "BTC", End, at+7*Minute),
		Entry(nil, "asset_trading_halted_at", "BTC", End, at+7*Minute),
		Entry(nil, "all_markets_stopped_at", "", End, at+7*Minute),
		Entry(nil, "cancel_only_at", "BTC", End, at+30*Minute),
		Entry(nil, "cancel_only_minutes", "BTC", End, int64(33)),
		Entry(nil, "market_resumed_at", "", End, at+63*Minute+1),
		Entry(nil, "all_markets_resumed_at", "", End, at+63*Minute+1),
		Entry(nil, "trading_stop_minutes", "BTC", End, int64(56)),
		Entry(nil, "trades_reversed", "BTC", End, int64(1)),
		Entry(nil, "trades_kept", "", End, int64(1)),
		Entry("all four trades", "own_trades_standing", "BTC", at+10*Minute, int64(3)),
		Entry("after the rollback of one", "own_trades_standing", "BTC", at+Day, int64(2)),
		Entry("in another market", "own_trades_standing", "", End, int64(3)),
		Entry(nil, "trades_reversed_at", "BTC", End, at+20*Minute),
		Entry(nil, "asset_withdrawals_resumed_at", "JPY", End, at+64*Minute),
		Entry(nil, "keys_removed", "", End, int64(2)),
		Entry(nil, "keys_removed_at", "", End, at+10*Minute),
		Entry(nil, "accounts_frozen", "", at+8*Minute, int64(2)),
		Entry(nil, "accounts_frozen", "", End, int64(1)),
		Entry(nil, "own_accounts_frozen", "", End, int64(1)),
		Entry("a million of his 2,997,000 is gone", "seized_coins", "JPY", End, int64(1_997_000)),
		Entry(nil, "compensated_accounts", "", End, int64(1)),
		Entry(nil, "compensation_coins", "JPY", End, int64(700)),
		Entry(nil, "compensation_coins", "", End, int64(700)),
		Entry(nil, "compensated_at", "", End, at+2*Hour),
		Entry(nil, "protection_fund_percent", "", End, int64(10_0000)),
		Entry(nil, "protection_fund_at", "", End, at+2*Hour),
		Entry(nil, "allow_lists_enforced_at", "", End, at+3*Hour),
		Entry(nil, "fee_free_accounts", "", End, int64(2)),
		Entry(nil, "fee_free_days", "", End, int64(10)),
		Entry(nil, "fee_free_at", "", End, at+4*Hour),
		Entry(nil, "fees_rebated_percent", "BTC", End, int64(70_0000)),
		Entry(nil, "fees_rebated_at", "", End, at+5*Hour),
		Entry(nil, "complaints_of_theft", "", End, int64(1)),
		Entry(nil, "first_complaint_at", "", End, at+6*Minute),
		Entry(nil, "first_theft_at", "", End, at),
		Entry(nil, "last_theft_at", "", at+Day, at+2*Minute),
		Entry(nil, "statements", "", End, int64(2)),
		Entry(nil, "statements", "", at, int64(1)),
		Entry(nil, "false_statements", "", End, int64(1)),
		Entry(nil, "false_statement_at", "", End, Start+Hour),
		Entry(nil, "disclosed_at", "", End, at+Day),
		Entry(nil, "disclosure_days", "", End, int64(1)),
		Entry(nil, "disclosure_hours", "", End, int64(24)),
		Entry(nil, "disclosure_minutes", "", End, int64(24*60)),
	)

	It("knows when a claim was first made", func() {
		said := func(claim string) score.Measured {
			return play(score.Fact{Measure: "statement_at", Claim: claim, AsOf: End}).Facts[0]
		}
		Expect(said("").Value).To(Equal(Start + Hour))
		Expect(said(score.ClaimCauseKnown).Value).To(Equal(at + Day))
		Expect(said(score.ClaimReopening).Known).To(BeFalse())
	})

	It("is not known where nothing of the kind happened, or at another venue", func() {
		for _, f := range []score.Fact{
			{Measure: "all_keys_removed_at"},
			{Measure: "peak_price", Asset: "JPY"},
			{Measure: "peak_price"},
			{Measure: "redrained_after_24_hours_at", AsOf: at},
			{Measure: "cancel_only_minutes", AsOf: at + 31*Minute},
			{Measure: "first_true_alert_at"},
			{Measure: "own_accounts", Venue: "elsewhere"},
			{Measure: "own_trades_standing", Asset: "BTC", AsOf: at - 1},
			{Measure: "coins_withdrawn"},
			{Measure: "protection_fund_at", AsOf: at},
		} {
			Expect(play(f).Facts[0].Known).To(BeFalse(), "%+v", f)
		}
	})

	It("knows when the last key was removed", func() {
		set := Setup()
		set.Keys = []access.Key{{Account: 1}, {Account: 2}, {Account: 3, Deleted: Start - Day}}
		set.Facts = []score.Fact{{Measure: "all_keys_removed_at"}}
		s := NewStage(set)
		s.Tell(at-1, Customer(4), CommandOf(Customer(4), 4, mx.CreateKey), sim.Attempt{}, mx.Result{}, mx.Event{Type: mx.KeyCreated, Key: 4, Account: 4})
		s.Tell(at, Customer(1), CommandOf(Customer(1), 1, mx.DeleteKey), sim.Attempt{}, mx.Result{}, mx.Event{Type: mx.KeyDeleted, Key: 1, Account: 1})
		s.Revoke(at+1, 2)
		Expect(s.Tally().Facts[0].Known).To(BeFalse())
		s.Revoke(at+2, 4)
		Expect(s.Tally().Facts[0].Value).To(Equal(at + 2))
	})
})

var _ = Describe("A hot wallet drained at once", func() {
	const at = Start + 8*Hour
	wallet, takings := chain.ExternalAddress(1, "hot", 0), chain.ExternalAddress(1, "loot", 0)
	policy := func(n uint64) chain.Policy {
		k := chain.DeriveKey(n, "test", 0)
		return chain.Single(&k)
	}
	hot, his := policy(1), policy(2)
	pay := func(from chain.Policy, inputs int, outputs ...chain.Output) *chain.Transaction {
		t := &chain.Transaction{Policies: []chain.Policy{from}, Outputs: outputs}
		for i := range inputs {
			t.Inputs = append(t.Inputs, chain.OutPoint{Index: uint32(i)})
		}
		return t
	}
	play := func(facts ...score.Fact) *score.Tally {
		set := Setup()
		set.Assets[1].HouseFunds = 3 * Coin
		set.Facts, set.VenueAddresses = facts, []chain.Address{wallet, hot.Address()}
		s := NewStage(set)
		var spread []chain.Output
		for i := range uint32(12) {
			spread = append(spread, chain.Output{To: chain.ExternalAddress(2, "spread", i), Amount: Coin / 2})
		}
		spread = append(spread, chain.Output{To: his.Address(), Amount: Coin})
		piece := func(n uint32, amount int64) chain.Output {
			return chain.Output{To: chain.ExternalAddress(3, "piece", n), Amount: amount}
		}
		block := &chain.Block{At: at, Transactions: []*chain.Transaction{
			pay(hot, 131, chain.Output{To: takings, Amount: 86 * Coin / 10}, chain.Output{To: hot.Address(), Amount: Coin}),
			pay(his, 1, spread...),
			pay(his, 2, piece(1, 199*Coin/100)), pay(his, 1, piece(2, 199*Coin/100), chain.Output{To: his.Address(), Amount: 1}),
			pay(his, 1, piece(2, 5*Coin)),
		}}
		s.Mined(at, BTC, block, func(chain.Hash) bool { return true })
		return s.Tally()
	}

	DescribeTable("is measured", func(name string, value int64) {
		m := play(score.Fact{Measure: name, Asset: "BTC", AsOf: End}).Facts[0]
		Expect(m.Known).To(BeTrue())
		Expect(m.Value).To(Equal(value))
	},
		Entry(nil, "inputs_of_theft_transaction", int64(131)),
		Entry(nil, "coins_stolen", int64(86*Coin/10)),
		Entry(nil, "house_coins_stolen", int64(3*Coin)),
		Entry(nil, "customers_coins_stolen", int64(56*Coin/10)),
		Entry(nil, "first_theft_at", at),
		Entry(nil, "moves_paying_10_addresses", int64(1)),
		Entry(nil, "moves_paying_13_addresses", int64(0)),
		Entry(nil, "addresses_in_moves_paying_12_addresses", int64(12)),
		Entry(nil, "addresses_in_moves_paying_1_addresses", int64(14)),
		Entry(nil, "moves_by_attacker", int64(4)),
		Entry(nil, "addresses_moved_to", int64(14)),
		Entry(nil, "pieces_under_2_coins_at_most_9_at_once", int64(2)),
		Entry(nil, "pieces_under_1.99_coins_at_most_9_at_once", int64(0)),
		Entry(nil, "pieces_under_0.500000001_coins_at_most_12_at_once", int64(12)),
		Entry(nil, "coins_in_pieces_under_2_coins_at_most_9_at_once", int64(398*Coin/100)),
	)

	It("is a theft from addresses that came later, too", func() {
		for _, learn := range []func(*Stage){
			func(s *Stage) { s.VenueAddress(at-1, BTC, his.Address()) },
			func(s *Stage) {
				s.Operate(at-1, mx.Command{Kind: mx.RotateHotKey, Asset: BTC}, mx.Event{Type: mx.WalletMoved, Asset: BTC, Address: his.Address()})
			},
		} {
			s := NewStage(Setup())
			before := s.Clone()
			learn(s)
			theft := &chain.Block{At: at, Transactions: []*chain.Transaction{pay(his, 1, chain.Output{To: takings, Amount: Coin})}}
			for _, a := range []*accounting.Accounting{s.Accounting, before} {
				a.Mined(at, BTC, theft, func(chain.Hash) bool { return true })
			}
			Expect(s.Tally().Net()).To(BeEquivalentTo(1_000_000))
			t := before.Close(End)
			Expect(t.Net()).To(BeZero(), "what is said to one is not said to its fork")
		}
	})
})
