// Package scoretest is a small venue on which specs of the score let stories
// happen, in the words of the story.
package scoretest

import (
	"cmp"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/accounting"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// The venue is one of yen and bitcoin with ten accounts. Key n belongs to
// account n. Accounts 1 to 3 are victims, 9 is a market maker, 10 the thief's.
const (
	Minute = int64(time.Minute)
	Hour   = 60 * Minute
	Day    = 24 * Hour

	Start    = int64(1_515_164_400) * int64(time.Second) // 6 January 2018, 00:00 in Tokyo
	ClockEnd = Start + 3*Day
	End      = ClockEnd + 3*Day

	JPY, BTC     = uint16(1), uint16(2)
	BTCJPY       = uint16(1)
	Coin         = int64(100_000_000) // base units of bitcoin
	ThiefAccount = uint32(10)
	MarketMaker  = uint32(9)
	OldKey       = uint32(3) // deleted by its owner
)

// Setup is what is known of the venue beforehand.
func Setup() accounting.Setup {
	s := accounting.Setup{
		Reference: measure.Reference{
			Assets: []mx.Asset{
				{Code: "JPY", Reference: 1},
				{
					Code: "BTC", Decimals: 8, Reference: 1_000_000, Confirmations: 3,
					Chain: &chain.Spec{Network: "btc", Model: chain.UTXO, BlockInterval: 10 * time.Minute},
				},
			},
			Markets: []market.Spec{{
				Symbol: "BTCJPY", Base: BTC, Quote: JPY, BaseDecimals: 8, MakerFee: 1_000, TakerFee: 2_000,
			}},
			Start: Start, AttackerAccounts: []uint32{ThiefAccount}, CompromisedKeys: []uint32{1, 2, OldKey},
		},
		ClockEnd: ClockEnd, End: End, Attack: true,
		CompromisedAccounts: []uint32{1, 2, 3}, CompromisedWallets: []string{"BTC"},
		HonestUse:     []bool{true, false, false, true, true, true},
		AccountWeight: make([]int64, 10),
	}
	for n := uint32(1); n <= 10; n++ {
		s.Keys = append(s.Keys, access.Key{Account: n, Created: Start - int64(n)*Day})
		s.AccountWeight[n-1] = money.Whole
	}
	s.AccountWeight[MarketMaker-1] = 0
	return s
}

// Stage tells an accounting what happens.
type Stage struct {
	*accounting.Accounting
	Orders      uint64 // placed so far
	Withdrawals uint32 // taken so far
}

// NewStage is one on which nothing has happened yet.
func NewStage(s accounting.Setup) *Stage { return &Stage{Accounting: accounting.New(s)} }

// Customer is who owns an account.
func Customer(account uint32) sim.Actor { return sim.FirstCustomer + sim.Actor(account) }

// Tell tells of any command, with its answer and its events.
func (s *Stage) Tell(at int64, who sim.Actor, c mx.Command, intent sim.Attempt, r mx.Result, events ...mx.Event) {
	for i := range events {
		events[i].At = at
		events[i].Op = cmp.Or(events[i].Op, c.Kind)
	}
	s.Command(&sim.Envelope{At: at, Actor: who, Command: c}, intent, &r, events)
}

// CommandOf is a command of an account's: with its key if the thief sends it, with a
// login if its owner does.
func CommandOf(who sim.Actor, account uint32, kind mx.Kind) mx.Command {
	if who == sim.Attacker {
		return mx.Command{Kind: kind, Auth: mx.AuthKey, Key: account, Source: 0x0A000001}
	}
	return mx.Command{Kind: kind, Auth: mx.AuthLogin, Account: account}
}

// Trade lets an account trade with another's resting order; resting 0 means
// that nobody special placed it.
func (s *Stage) Trade(at int64, who sim.Actor, account, maker uint32, side market.Side, quantity, quote int64, resting uint64) {
	s.Orders++
	s.Tell(at, who, CommandOf(who, account, mx.PlaceOrder), sim.Attempt{}, mx.Result{Order: s.Orders},
		mx.Event{Type: mx.OrderAccepted, Account: account, OrderID: s.Orders},
		mx.Event{
			Type: mx.Traded, Account: account, Counterparty: maker, Market: BTCJPY, OrderID: s.Orders, MakerOrder: resting,
			Side: side, Quantity: quantity, Amount: quote,
		})
}

// Rest lets an account leave an order in the book.
func (s *Stage) Rest(at int64, who sim.Actor, account uint32) (order uint64) {
	s.Orders++
	s.Tell(at, who, CommandOf(who, account, mx.PlaceOrder), sim.Attempt{}, mx.Result{Order: s.Orders, Resting: true},
		mx.Event{Type: mx.OrderAccepted, Account: account, OrderID: s.Orders})
	return s.Orders
}

// Withdraw lets an account ask for coins of a value, taken by the venue.
func (s *Stage) Withdraw(at int64, who sim.Actor, account uint32, value int64, intent sim.Attempt) (id uint32) {
	s.Withdrawals++
	amount := value * (Coin / 1_000_000)
	s.Tell(at, who, CommandOf(who, account, mx.RequestWithdrawal), intent, mx.Result{Withdrawal: s.Withdrawals},
		mx.Event{
			Type: mx.WithdrawalRequested, Account: account, Asset: BTC, Withdrawal: s.Withdrawals,
			Amount: amount, Value: value, Address: chain.ExternalAddress(1, "somewhere", account),
		})
	return s.Withdrawals
}

// Refuse lets an attempt fail at a control, None for bad luck.
func (s *Stage) Refuse(at int64, who sim.Actor, account uint32, kind mx.Kind, control reject.Control, intent sim.Attempt) {
	s.Tell(at, who, CommandOf(who, account, kind), intent, mx.Result{Code: reject.AccountFrozen, Control: control},
		mx.Event{Type: mx.AuthRefuse, Account: account, Code: reject.AccountFrozen, Control: control})
}

// Scheduled lets the venue log something about a withdrawal by itself.
func (s *Stage) Scheduled(at int64, t mx.EventType, withdrawal uint32, c reject.Control) {
	s.Tell(at, sim.Schedule, mx.Command{Kind: mx.PayOut}, sim.Attempt{}, mx.Result{},
		mx.Event{Type: t, Withdrawal: withdrawal, Control: c})
}

// Operate lets the defence act.
func (s *Stage) Operate(at int64, c mx.Command, events ...mx.Event) {
	c.Auth = mx.AuthOperator
	s.Tell(at, sim.Operator, c, sim.Attempt{}, mx.Result{Count: 1}, events...)
}

// Reject lets the defence reject a withdrawal.
func (s *Stage) Reject(at int64, withdrawal uint32) {
	s.Operate(at, mx.Command{Kind: mx.RejectWithdrawal, Withdrawal: withdrawal},
		mx.Event{Type: mx.WithdrawalRejected, Withdrawal: withdrawal, Control: reject.RejectWithdrawal})
}

// Freeze lets it freeze an account.
func (s *Stage) Freeze(at int64, account uint32) {
	s.Operate(at, mx.Command{Kind: mx.FreezeAccount, Account: account})
}

// Thaw lets it release one.
func (s *Stage) Thaw(at int64, account uint32) {
	s.Operate(at, mx.Command{Kind: mx.UnfreezeAccount, Account: account})
}

// Revoke lets it revoke a key.
func (s *Stage) Revoke(at int64, key uint32) {
	s.Operate(at, mx.Command{Kind: mx.RevokeKeys, Target: key}, mx.Event{Type: mx.KeyDeleted, Key: key, Account: key})
}

// Tally is what it all comes to at the end.
func (s *Stage) Tally() *score.Tally {
	t := s.Close(End)
	return &t
}

// Undo rolls the trade of two orders back that Trade told.
func (s *Stage) Undo(at int64, account, maker uint32, side market.Side, quantity, quote int64, taker, resting uint64) {
	s.Operate(at, mx.Command{Kind: mx.RollbackTrades, Market: BTCJPY}, mx.Event{
		Type: mx.TradeReversed, Account: account, Counterparty: maker, Market: BTCJPY, OrderID: taker, MakerOrder: resting,
		Side: side, Quantity: quantity, Amount: quote, Value: quantity / 100,
	})
}

// Wish is an intent of a value, the n-th of its customer.
func Wish(n uint32, kind sim.IntentKind, at, value int64) sim.Attempt {
	return sim.Attempt{Intent: n, Kind: kind, At: at, Value: value}
}

// Again is another try at the same.
func Again(a sim.Attempt) sim.Attempt {
	a.Again = true
	return a
}

// Row finds the row of a kind of harm.
func Row(t *score.Tally, k impact.Kind) impact.Item { return t.Harm[k] }

// ClosedDay is a venue whose closing for a day costs a round sum.
func ClosedDay(harm int64) *score.Tally {
	return &score.Tally{Harm: impact.Items{impact.WithdrawalRefused: {Count: 1, Price: harm}}}
}

// Undefended is a run in which the thief shows himself at 16:00 on the first
// day and takes 100,000 an hour for ten hours.
func Undefended() *score.Tally {
	s := NewStage(Setup())
	s.Refuse(Start+16*Hour, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
	for n := int64(1); n <= 10; n++ {
		s.Withdraw(Start+16*Hour+n*Hour, sim.Attacker, 1, 100_000, sim.Attempt{})
	}
	return s.Tally()
}
