package model

import (
	"sort"
	"time"

	"github.com/exdrill/exdrill/harness/sim"
)

// GroupKind is how a member of a group lives.
type GroupKind uint8

// The kinds of groups.
const (
	Customers     GroupKind = iota // people, their bots, vendors' bots
	ForgottenBots                  // presents a deleted key
	MarketMakers
	MomentumTraders
	BreakoutTraders
	AttackerAccounts // the thief's own: they live until he uses them, or nobody lives there
)

// Group is what members have in common.
type Group struct {
	Name     string
	Kind     GroupKind
	Scalable bool
	Members  int
	Phases   []Phase // of customers, and of own accounts of the thief's that live

	Profile                             int // index into the model's
	Balance, Order, Withdrawal, Deposit HeavyAmount
	Whales, WhaleTimes                  int64
	ByAPI, MarketOrders, Cancels        int64 // shares, parts per million
	TestLeast, TestMost                 int64 // nanoseconds
	Tries                               int
	TryAgain                            int64 // nanoseconds
	NewKey, NewKeySpread                int64 // median delay in nanoseconds, 0 for never, and its spread

	Resumes int64 // of owners of keys, those who come back while the clock runs, parts per million

	Every, Jitter int64 // nanoseconds: forgotten programs, makers, momentum and breakout traders
	Move          int64 // parts per million: makers
	Over          int64 // nanoseconds: momentum traders
	Threshold     int64 // parts per million: momentum and breakout traders

	// Of breakout traders: how long the last of them stay, nanoseconds; the most
	// that they pay, and the shares of those with stop orders and of arbitrageurs,
	// parts per million.
	Stay, Reach, Stops, Arbitrage int64
}

// Hour and Day are in nanoseconds.
const (
	Hour = int64(time.Hour)
	Day  = 24 * Hour
)

// HeavyAmount is an amount with a heavy tail, in base units of the currency.
type HeavyAmount struct{ Median, Spread int64 }

// Draw keeps amounts within a thousand medians: nobody is endlessly rich.
func (t HeavyAmount) Draw(s *sim.Stream, times int64) int64 {
	return min(s.Heavy(t.Median, t.Spread), t.Median*1000) * times
}

// Phase is a stretch of the clock in which the members of a group live in one
// way. A group without surges and bursts has one, which never ends. The arrival rates of the
// n-th phase of a group are RatesPerPhase*n behind those of its first.
type Phase struct {
	Until int64 // the first nanosecond after it

	Withdrawals, Orders, Reads, Logins, Complaints int64 // a day, millionths
	Deposits                                       int64 // a day, millionths
	FirstTime, TestSend, Buys                      int64 // shares, parts per million
	ByCoin, ByMarket                               []int64
}

// RatesPerPhase is how many arrival rates a group has in a phase: of members without a
// key, and with one.
const RatesPerPhase = 2

// PhaseIndex is the number of the phase that a moment lies in.
func (g *Group) PhaseIndex(now int64) int {
	return sort.Search(len(g.Phases)-1, func(n int) bool { return now < g.Phases[n].Until })
}

// Phase is the one that a moment lies in.
func (g *Group) Phase(now int64) *Phase { return &g.Phases[g.PhaseIndex(now)] }
