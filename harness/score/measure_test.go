package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

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
		minute = hour / 60
		at     = start + 10*hour
		twin   = uint32(8) // another account of the thief's
	)
	state := func(s *stage, at int64, kind mx.Kind, by reject.Control) {
		s.operate(at, mx.Command{Kind: kind, Market: btcjpy}, mx.Event{Type: mx.MarketState, Market: btcjpy, Control: by})
	}
	asks := func(s *stage, at int64, account uint32, yen int64) uint32 {
		s.withdrawals++
		s.tell(at, sim.Attacker, by(sim.Attacker, account, mx.RequestWithdrawal), sim.Attempt{}, mx.Result{Withdrawal: s.withdrawals},
			mx.Event{Type: mx.WithdrawalRequested, Account: account, Asset: jpy, Withdrawal: s.withdrawals, Amount: yen, Value: yen})
		return s.withdrawals
	}
	buys := func(s *stage, at int64, victim, from uint32, price int64) {
		order := s.rest(at-1, sim.Attacker, from)
		s.orders++
		c := by(sim.Attacker, victim, mx.PlaceOrder)
		c.Market = btcjpy
		s.tell(at, sim.Attacker, c, sim.Attempt{}, mx.Result{Order: s.orders},
			mx.Event{Type: mx.OrderAccepted, Account: victim, OrderID: s.orders},
			mx.Event{
				Type: mx.Traded, Account: victim, Counterparty: from, Market: btcjpy, OrderID: s.orders, MakerOrder: order,
				Side: market.Buy, Price: price, Quantity: coin, Amount: price,
			})
	}
	play := func(facts ...score.Fact) *score.Tally {
		set := setup()
		set.Facts, set.AttackerAccounts = facts, []uint32{thiefs, twin}
		set.Public = []score.Public{
			{At: start + hour, By: "vendor", Claim: score.ClaimAssetsSafe}, {At: at + day, By: "vendor", Claim: score.ClaimCauseKnown},
		}
		s := newStage(set)
		s.trade(at-hour, customer(5), 5, 6, market.Buy, coin, 999_000, 0)
		buys(s, at, 1, thiefs, 3_000_000)
		buys(s, at+minute, 1, twin, 9_000_000)
		buys(s, at+2*minute, 2, twin, 9_000_000)
		sent, undone := asks(s, at+3*minute, thiefs, 1_000_000), asks(s, at+3*minute, twin, 500_000)
		s.scheduled(at+4*minute, mx.WithdrawalBroadcast, sent, reject.None)
		s.scheduled(at+4*minute, mx.WithdrawalBroadcast, undone, reject.None)
		s.scheduled(at+5*minute, mx.WithdrawalHeld, undone, reject.None)
		s.tell(at+5*minute, sim.Attacker, mx.Command{Kind: mx.RequestWithdrawal, Auth: mx.AuthKey, Key: thiefs, Asset: jpy, Source: 1}, sim.Attempt{},
			mx.Result{Code: reject.WithdrawalsHalted, Control: reject.HaltWithdrawals}, mx.Event{Type: mx.WithdrawalRefused, Account: thiefs})
		s.tell(at+6*minute, customer(1), by(customer(1), 1, mx.Complain), sim.Attempt{}, mx.Result{},
			mx.Event{Type: mx.Complained, Account: 1, Label: history.ComplaintOfTheft})
		s.operate(at+7*minute, mx.Command{Kind: mx.HaltWithdrawals, Asset: jpy})
		state(s, at+7*minute, mx.HaltMarket, reject.HaltMarket)
		s.freeze(at+8*minute, thiefs)
		s.freeze(at+8*minute, 4)
		s.thaw(at+9*minute, 4)
		s.operate(at+10*minute, mx.Command{Kind: mx.RevokeKeys, Until: start},
			mx.Event{Type: mx.KeyDeleted, Key: 2, Account: 2}, mx.Event{Type: mx.KeyDeleted, Key: 4, Account: 4})
		s.undo(at+20*minute, 2, twin, market.Buy, coin, 9_000_000, 7, 6)
		s.operate(at+21*minute, mx.Command{Kind: mx.RollbackTrades, Market: btcjpy}, mx.Event{Type: mx.TradeKept, Market: btcjpy})
		state(s, at+30*minute, mx.CancelOnly, reject.CancelOnlyMode)
		state(s, at+63*minute+1, mx.ResumeMarket, reject.None)
		s.operate(at+64*minute, mx.Command{Kind: mx.ResumeWithdrawals, Asset: jpy})
		s.operate(at+2*hour, mx.Command{Kind: mx.Compensate, Account: 1, Asset: jpy, Amount: 700},
			mx.Event{Type: mx.Compensated, Account: 1, Asset: jpy, Amount: 700, Value: 700})
		s.operate(at+2*hour, mx.Command{Kind: mx.FundProtection, Amount: 100_000})
		buys(s, at+2*day, 1, twin, 1_000_000)
		return s.close()
	}

	DescribeTable("is measured", func(name, asset string, asOf, value int64) {
		m := play(score.Fact{Measure: name, Asset: asset, AsOf: asOf}).Facts[0]
		Expect(m.Known).To(BeTrue())
		Expect(m.Value).To(Equal(value))
	},
		Entry(nil, "own_accounts", "", end, int64(2)),
		Entry(nil, "own_accounts", "", at, int64(1)),
		Entry(nil, "own_accounts_held", "", end, int64(2)),
		Entry(nil, "abused_accounts", "", end, int64(2)),
		Entry(nil, "abused_keys", "", end, int64(2)),
		Entry(nil, "abused_key_created_min", "", end, start-2*day),
		Entry(nil, "abused_key_created_max", "", end, start-1*day),
		Entry(nil, "stolen_keys", "", end, int64(3)),
		Entry(nil, "stolen_keys_live", "", at, int64(3)),
		Entry(nil, "stolen_keys_live", "", end, int64(2)),
		Entry(nil, "stolen_key_created_max", "", end, start-1*day),
		Entry(nil, "redrained_accounts", "", end, int64(1)),
		Entry(nil, "redrained_accounts", "", at+day, int64(0)),
		Entry(nil, "redrained_at", "", end, at+2*day),
		Entry(nil, "redrain_pause_hours", "", end, int64(47)),
		Entry(nil, "victim_orders", "BTC", end, int64(4)),
		Entry(nil, "fills_of_victims", "BTC", end, int64(4)),
		Entry(nil, "fills_of_victims", "JPY", end, int64(0)),
		Entry(nil, "fills_of_one_account", "BTC", end, int64(3)),
		Entry(nil, "first_abuse_at", "", end, at),
		Entry(nil, "last_abuse_at", "", at+day, at+2*minute),
		Entry(nil, "burst_seconds", "BTC", at+day, int64(120)),
		Entry(nil, "own_withdrawals", "", end, int64(2)),
		Entry(nil, "own_withdrawals_succeeded", "", end, int64(1)),
		Entry("before one was undone", "withdrawals_succeeded", "", at+4*minute, int64(2)),
		Entry(nil, "withdrawals_succeeded", "JPY", end, int64(1)),
		Entry(nil, "withdrawals_succeeded", "BTC", end, int64(0)),
		Entry(nil, "own_withdrawals_refused", "", end, int64(1)),
		Entry(nil, "coins_withdrawn", "JPY", end, int64(1_000_000)),
		Entry(nil, "tenths_withdrawn", "JPY", end, int64(10_000_000)),
		Entry("before the rollback", "taken_coins", "", at+10*minute, int64(18_006_000)),
		Entry("after it", "taken_coins", "", at+hour, int64(10_004_000)),
		Entry(nil, "largest_account_loss", "", at+hour, int64(10_004_000)),
		Entry(nil, "peak_price", "BTC", end, int64(9_000_000)),
		Entry("by the figure's time", "peak_price", "BTC", at, int64(3_000_000)),
		Entry(nil, "peak_price_units", "BTC", end, int64(9_000_000)),
		Entry(nil, "peak_multiple", "BTC", end, int64(9)),
		Entry(nil, "peak_price_at", "BTC", end, at+minute),
		Entry(nil, "peak_quantity", "BTC", end, int64(2)),
		Entry(nil, "market_stopped_at", "BTC", end, at+7*minute),
		Entry(nil, "asset_trading_halted_at", "BTC", end, at+7*minute),
		Entry(nil, "all_markets_stopped_at", "", end, at+7*minute),
		Entry(nil, "cancel_only_at", "BTC", end, at+30*minute),
		Entry(nil, "cancel_only_minutes", "BTC", end, int64(33)),
		Entry(nil, "market_resumed_at", "", end, at+63*minute+1),
		Entry(nil, "all_markets_resumed_at", "", end, at+63*minute+1),
		Entry(nil, "trading_stop_minutes", "BTC", end, int64(56)),
		Entry(nil, "trades_reversed", "BTC", end, int64(1)),
		Entry(nil, "trades_kept", "", end, int64(1)),
		Entry(nil, "trades_reversed_at", "BTC", end, at+20*minute),
		Entry(nil, "asset_withdrawals_resumed_at", "JPY", end, at+64*minute),
		Entry(nil, "keys_removed", "", end, int64(2)),
		Entry(nil, "keys_removed_at", "", end, at+10*minute),
		Entry(nil, "accounts_frozen", "", at+8*minute, int64(2)),
		Entry(nil, "accounts_frozen", "", end, int64(1)),
		Entry(nil, "own_accounts_frozen", "", end, int64(1)),
		Entry("a million of his 2,997,000 is gone", "seized_coins", "JPY", end, int64(1_997_000)),
		Entry(nil, "compensated_accounts", "", end, int64(1)),
		Entry(nil, "compensation_coins", "JPY", end, int64(700)),
		Entry(nil, "compensation_coins", "", end, int64(700)),
		Entry(nil, "compensated_at", "", end, at+2*hour),
		Entry(nil, "protection_fund_percent", "", end, int64(10)),
		Entry(nil, "protection_fund_at", "", end, at+2*hour),
		Entry(nil, "complaints_of_theft", "", end, int64(1)),
		Entry(nil, "first_complaint_at", "", end, at+6*minute),
		Entry(nil, "first_theft_at", "", end, at),
		Entry(nil, "last_theft_at", "", at+day, at+2*minute),
		Entry(nil, "statements", "", end, int64(2)),
		Entry(nil, "statements", "", at, int64(1)),
		Entry(nil, "false_statements", "", end, int64(1)),
		Entry(nil, "false_statement_at", "", end, start+hour),
		Entry(nil, "disclosed_at", "", end, at+day),
		Entry(nil, "disclosure_days", "", end, int64(1)),
		Entry(nil, "disclosure_hours", "", end, int64(24)),
		Entry(nil, "disclosure_minutes", "", end, int64(24*60)),
	)

	It("is not known where nothing of the kind happened, or at another venue", func() {
		for _, f := range []score.Fact{
			{Measure: "all_keys_removed_at"},
			{Measure: "peak_price", Asset: "JPY"},
			{Measure: "peak_price"},
			{Measure: "redrained_at", AsOf: at},
			{Measure: "cancel_only_minutes", AsOf: at + 31*minute},
			{Measure: "first_true_alert_at"},
			{Measure: "own_accounts", Venue: "elsewhere"},
			{Measure: "coins_withdrawn"},
			{Measure: "protection_fund_at", AsOf: at},
		} {
			Expect(play(f).Facts[0].Known).To(BeFalse(), "%+v", f)
		}
	})

	It("knows when the last key was removed", func() {
		set := setup()
		set.Keys = []access.Key{{Account: 1}, {Account: 2}, {Account: 3, Deleted: start - day}}
		set.Facts = []score.Fact{{Measure: "all_keys_removed_at"}}
		s := newStage(set)
		s.tell(at-1, customer(4), by(customer(4), 4, mx.CreateKey), sim.Attempt{}, mx.Result{}, mx.Event{Type: mx.KeyCreated, Key: 4, Account: 4})
		s.tell(at, customer(1), by(customer(1), 1, mx.DeleteKey), sim.Attempt{}, mx.Result{}, mx.Event{Type: mx.KeyDeleted, Key: 1, Account: 1})
		s.revoke(at+1, 2)
		Expect(s.close().Facts[0].Known).To(BeFalse())
		s.revoke(at+2, 4)
		Expect(s.close().Facts[0].Value).To(Equal(at + 2))
	})
})

var _ = Describe("A hot wallet drained at once", func() {
	const at = start + 8*hour
	wallet, loot := chain.ExternalAddress(1, "hot", 0), chain.ExternalAddress(1, "loot", 0)
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
		set := setup()
		set.Assets[1].HouseFunds = 3 * coin
		set.Facts, set.VenueAddresses = facts, []chain.Address{wallet, hot.Address()}
		s := newStage(set)
		var spread []chain.Output
		for i := range uint32(12) {
			spread = append(spread, chain.Output{To: chain.ExternalAddress(2, "spread", i), Amount: coin / 2})
		}
		spread = append(spread, chain.Output{To: his.Address(), Amount: coin})
		piece := func(n uint32, amount int64) chain.Output {
			return chain.Output{To: chain.ExternalAddress(3, "piece", n), Amount: amount}
		}
		block := &chain.Block{At: at, Transactions: []*chain.Transaction{
			pay(hot, 131, chain.Output{To: loot, Amount: 86 * coin / 10}, chain.Output{To: hot.Address(), Amount: coin}),
			pay(his, 1, spread...),
			pay(his, 2, piece(1, 199*coin/100)), pay(his, 1, piece(2, 199*coin/100), chain.Output{To: his.Address(), Amount: 1}),
			pay(his, 1, piece(2, 5*coin)),
		}}
		s.Mined(at, btc, block, func(chain.Hash) bool { return true })
		return s.close()
	}

	DescribeTable("is measured", func(name string, value int64) {
		m := play(score.Fact{Measure: name, Asset: "BTC", AsOf: end}).Facts[0]
		Expect(m.Known).To(BeTrue())
		Expect(m.Value).To(Equal(value))
	},
		Entry(nil, "inputs_of_theft_transaction", int64(131)),
		Entry(nil, "tenths_stolen", int64(86)),
		Entry(nil, "house_tenths_stolen", int64(30)),
		Entry(nil, "customers_tenths_stolen", int64(56)),
		Entry(nil, "first_theft_at", at),
		Entry(nil, "fan_out_transactions", int64(1)),
		Entry(nil, "fan_out_addresses", int64(12)),
		Entry(nil, "moves_by_attacker", int64(4)),
		Entry(nil, "addresses_moved_to", int64(14)),
		Entry(nil, "pieces_under_2_coins", int64(2)),
		Entry(nil, "tenths_in_pieces_under_2_coins", int64(39)),
	)

	It("is a theft from addresses that came later, too", func() {
		for _, learn := range []func(*stage){
			func(s *stage) { s.VenueAddress(at-1, btc, his.Address()) },
			func(s *stage) {
				s.operate(at-1, mx.Command{Kind: mx.RotateHotKey, Asset: btc}, mx.Event{Type: mx.WalletMoved, Asset: btc, Address: his.Address()})
			},
		} {
			s := newStage(setup())
			before := s.Clone()
			learn(s)
			theft := &chain.Block{At: at, Transactions: []*chain.Transaction{pay(his, 1, chain.Output{To: loot, Amount: coin})}}
			for _, a := range []*score.Accountant{s.Accountant, before} {
				a.Mined(at, btc, theft, func(chain.Hash) bool { return true })
			}
			Expect(s.close().Net()).To(BeEquivalentTo(1_000_000))
			t := before.Close(end)
			Expect(t.Net()).To(BeZero(), "what is said to one is not said to its fork")
		}
	})
})
