package score_test

import (
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// The stage is a venue of yen and bitcoin with ten accounts. Key n belongs to
// account n. Accounts 1 to 3 are victims, 9 is a market maker, 10 the thief's.
const (
	hour = int64(time.Hour)
	day  = 24 * hour

	start    = int64(1_515_164_400) * int64(time.Second) // 6 January 2018, 00:00 in Tokyo
	clockEnd = start + 3*day
	end      = clockEnd + 3*day

	jpy, btc    = uint16(1), uint16(2)
	btcjpy      = uint16(1)
	coin        = int64(100_000_000) // base units of bitcoin
	thiefs      = uint32(10)
	marketMaker = uint32(9)
	oldKey      = uint32(3) // deleted by its owner
)

func setup() score.Setup {
	s := score.Setup{
		Assets: []mx.Asset{
			{Code: "JPY", Reference: 1},
			{
				Code: "BTC", Decimals: 8, Reference: 1_000_000, Confirmations: 3,
				Chain: &chain.Spec{Network: "btc", Model: chain.UTXO, BlockInterval: 10 * time.Minute},
			},
		},
		Markets: []market.Spec{{
			Symbol: "BTCJPY", Base: btc, Quote: jpy, BaseDecimals: 8, MakerFee: 1_000, TakerFee: 2_000,
		}},
		Start: start, ClockEnd: clockEnd, End: end, Attack: true,
		AttackerAccounts: []uint32{thiefs}, CompromisedKeys: []uint32{1, 2, oldKey},
		CompromisedAccounts: []uint32{1, 2, 3}, CompromisedWallets: []string{"BTC"},
		HonestUse:     []bool{true, false, false, true, true, true},
		AccountWeight: make([]int64, 10),
	}
	for n := uint32(1); n <= 10; n++ {
		s.Keys = append(s.Keys, access.Key{Account: n, Created: start - int64(n)*day})
		s.AccountWeight[n-1] = money.Whole
	}
	s.AccountWeight[marketMaker-1] = 0
	return s
}

// stage tells an accountant what happens, in the words of the story.
type stage struct {
	*score.Accountant
	orders      uint64
	withdrawals uint32
}

func newStage(s score.Setup) *stage { return &stage{Accountant: score.NewAccountant(s)} }

func customer(account uint32) sim.Actor { return sim.FirstCustomer + sim.Actor(account) }

func (s *stage) tell(at int64, who sim.Actor, c mx.Command, intent sim.Attempt, r mx.Result, events ...mx.Event) {
	for i := range events {
		events[i].At = at
		events[i].Op = c.Kind
	}
	s.Command(&sim.Envelope{At: at, Actor: who, Command: c}, intent, &r, events)
}

// by is a command of an account's: with its key if the thief sends it, with a
// login if its owner does.
func by(who sim.Actor, account uint32, kind mx.Kind) mx.Command {
	if who == sim.Attacker {
		return mx.Command{Kind: kind, Auth: mx.AuthKey, Key: account, Source: 0x0A000001}
	}
	return mx.Command{Kind: kind, Auth: mx.AuthLogin, Account: account}
}

// trade lets an account trade with another's resting order; resting 0 means
// that nobody special placed it.
func (s *stage) trade(at int64, who sim.Actor, account, maker uint32, side market.Side, quantity, quote int64, resting uint64) {
	s.orders++
	s.tell(at, who, by(who, account, mx.PlaceOrder), sim.Attempt{}, mx.Result{Order: s.orders},
		mx.Event{Type: mx.OrderAccepted, Account: account, OrderID: s.orders},
		mx.Event{
			Type: mx.Traded, Account: account, Counterparty: maker, Market: btcjpy, OrderID: s.orders, MakerOrder: resting,
			Side: side, Quantity: quantity, Amount: quote,
		})
}

// rest lets an account leave an order in the book.
func (s *stage) rest(at int64, who sim.Actor, account uint32) (order uint64) {
	s.orders++
	s.tell(at, who, by(who, account, mx.PlaceOrder), sim.Attempt{}, mx.Result{Order: s.orders, Resting: true},
		mx.Event{Type: mx.OrderAccepted, Account: account, OrderID: s.orders})
	return s.orders
}

// withdraw lets an account ask for coins of a value, taken by the venue.
func (s *stage) withdraw(at int64, who sim.Actor, account uint32, value int64, intent sim.Attempt) (id uint32) {
	s.withdrawals++
	amount := value * (coin / 1_000_000)
	s.tell(at, who, by(who, account, mx.RequestWithdrawal), intent, mx.Result{Withdrawal: s.withdrawals},
		mx.Event{
			Type: mx.WithdrawalRequested, Account: account, Asset: btc, Withdrawal: s.withdrawals,
			Amount: amount, Value: value, Address: chain.ExternalAddress(1, "somewhere", account),
		})
	return s.withdrawals
}

// refused lets an attempt fail at a control, None for bad luck.
func (s *stage) refused(at int64, who sim.Actor, account uint32, kind mx.Kind, control reject.Control, intent sim.Attempt) {
	s.tell(at, who, by(who, account, kind), intent, mx.Result{Code: reject.AccountFrozen, Control: control},
		mx.Event{Type: mx.AuthRefuse, Account: account, Code: reject.AccountFrozen, Control: control})
}

// scheduled lets the venue log something about a withdrawal by itself.
func (s *stage) scheduled(at int64, t mx.EventType, withdrawal uint32, c reject.Control) {
	s.tell(at, sim.Schedule, mx.Command{Kind: mx.PayOut}, sim.Attempt{}, mx.Result{},
		mx.Event{Type: t, Withdrawal: withdrawal, Control: c})
}

// operate lets the defence act.
func (s *stage) operate(at int64, c mx.Command, events ...mx.Event) {
	c.Auth = mx.AuthOperator
	s.tell(at, sim.Operator, c, sim.Attempt{}, mx.Result{Count: 1}, events...)
}

func (s *stage) reject(at int64, withdrawal uint32) {
	s.operate(at, mx.Command{Kind: mx.RejectWithdrawal, Withdrawal: withdrawal},
		mx.Event{Type: mx.WithdrawalRejected, Withdrawal: withdrawal, Control: reject.RejectWithdrawal})
}

func (s *stage) freeze(at int64, account uint32) {
	s.operate(at, mx.Command{Kind: mx.FreezeAccount, Account: account})
}

func (s *stage) thaw(at int64, account uint32) {
	s.operate(at, mx.Command{Kind: mx.UnfreezeAccount, Account: account})
}

func (s *stage) revoke(at int64, key uint32) {
	s.operate(at, mx.Command{Kind: mx.RevokeKeys, Target: key}, mx.Event{Type: mx.KeyDeleted, Key: key, Account: key})
}

func (s *stage) close() *score.Tally {
	t := s.Close(end)
	return &t
}

// wish is an intent of a value, the n-th of its customer.
func wish(n uint32, kind sim.IntentKind, at, value int64) sim.Attempt {
	return sim.Attempt{Intent: n, Kind: kind, At: at, Value: value}
}

func again(a sim.Attempt) sim.Attempt {
	a.Again = true
	return a
}

// row finds the row of a bill.
func row(t *score.Tally, k impact.Kind) impact.Item { return t.Harm[k] }
