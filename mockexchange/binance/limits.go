package binance

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange/access"
)

// Limits bound what one caller may ask for. Request weight is counted by
// address, orders are counted by account, both in windows that begin on the
// whole minute, ten seconds or day of the venue's time.
type Limits struct {
	Weight       int // a minute; 0 is no limit
	OrdersShort  int // accepted orders in ten seconds; 0 is no limit
	OrdersPerDay int // 0 is no limit
}

// DefaultLimits are the values that the documentation shows.
func DefaultLimits() Limits { return Limits{Weight: 6000, OrdersShort: 100, OrdersPerDay: 200_000} }

const (
	minute     = int64(time.Minute)
	tenSeconds = int64(10 * time.Second)
	day        = int64(24 * time.Hour)
)

// patience is how much weight over the limit an address may use in a minute
// before it is banned: it was told to stop and did not. Bans begin with two
// minutes and double up to three days.
const (
	patience = 60
	firstBan = 2 * minute
	lastBan  = 3 * day
)

// meter counts what callers use. It is used within a venue's turns, one at a
// time. Counts and bans are the gateway's and not the venue's: a restart forgets
// them.
type meter struct {
	limits  Limits
	weights tally[access.Source]
	shorts  tally[uint32]
	days    tally[uint32]
	bans    map[access.Source]ban
}

type ban struct{ until, length int64 }

func newMeter(l Limits) *meter {
	return &meter{
		limits:  l,
		weights: tally[access.Source]{length: minute},
		shorts:  tally[uint32]{length: tenSeconds},
		days:    tally[uint32]{length: day},
		bans:    make(map[access.Source]ban),
	}
}

// tally counts by key within the present window, and forgets the last one.
type tally[K comparable] struct {
	length int64
	window int64
	counts map[K]int
}

// add counts n more and returns the sum.
func (t *tally[K]) add(now int64, key K, n int) int {
	if window := now / t.length; window != t.window || t.counts == nil {
		t.window, t.counts = window, make(map[K]int)
	}
	t.counts[key] += n
	return t.counts[key]
}

// left is how many seconds the present window lasts, rounded up.
func (t *tally[K]) left(now int64) int64 {
	return (t.length - now%t.length + int64(time.Second) - 1) / int64(time.Second)
}

// weigh counts a request and says whether it is too many.
func (m *meter) weigh(now int64, from access.Source, weight int) (used int, no *refusal) {
	used = m.weights.add(now, from, weight)
	if b := m.bans[from]; now < b.until {
		return used, m.ban(now, b)
	}
	if m.limits.Weight == 0 || used <= m.limits.Weight {
		return used, nil
	}
	if used > m.limits.Weight+patience {
		b := ban{length: min(max(2*m.bans[from].length, firstBan), lastBan)}
		b.until = now + b.length
		m.bans[from] = b
		return used, m.ban(now, b)
	}
	no = overweight.about(m.limits.Weight, "1 MINUTE")
	no.retry = m.weights.left(now)
	return used, no
}

func (m *meter) ban(now int64, b ban) *refusal {
	no := banned.about(b.until / int64(time.Millisecond))
	no.retry = (b.until - now + int64(time.Second) - 1) / int64(time.Second)
	return no
}

// orders counts n more orders of an account, 0 to ask only, and returns what
// it has used.
func (m *meter) orders(now int64, account uint32, n int) (short, today int) {
	return m.shorts.add(now, account, n), m.days.add(now, account, n)
}

// mayOrder says whether an account may place one more order.
func (m *meter) mayOrder(now int64, account uint32) *refusal {
	short, today := m.orders(now, account, 0)
	switch {
	case m.limits.OrdersShort > 0 && short >= m.limits.OrdersShort:
		no := tooManyOrders.about(m.limits.OrdersShort, "10 SECOND")
		no.retry = m.shorts.left(now)
		return no
	case m.limits.OrdersPerDay > 0 && today >= m.limits.OrdersPerDay:
		no := tooManyOrders.about(m.limits.OrdersPerDay, "1 DAY")
		no.retry = m.days.left(now)
		return no
	}
	return nil
}
