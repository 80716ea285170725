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

// banMargin is how much weight over the limit an address may use in a minute
// before it is banned: it was told to stop and did not. Bans begin with two
// minutes and double up to three days.
const (
	banMargin = 60
	firstBan  = 2 * minute
	lastBan   = 3 * day
)

// rateLimiter counts what callers use. It is used within a venue's turns, one at a
// time. Counts and bans are the gateway's and not the venue's: a restart forgets
// them.
type rateLimiter struct {
	limits      Limits
	weights     windowCount[access.Source]
	ordersShort windowCount[uint32]
	ordersToday windowCount[uint32]
	bans        map[access.Source]ban
}

type ban struct{ until, length int64 }

func newRateLimiter(l Limits) *rateLimiter {
	return &rateLimiter{
		limits:      l,
		weights:     windowCount[access.Source]{length: minute},
		ordersShort: windowCount[uint32]{length: tenSeconds},
		ordersToday: windowCount[uint32]{length: day},
		bans:        make(map[access.Source]ban),
	}
}

// windowCount counts by key within the present window, and forgets the last one.
type windowCount[K comparable] struct {
	length int64
	window int64
	counts map[K]int
}

// add counts n more and returns the sum.
func (t *windowCount[K]) add(now int64, key K, n int) int {
	if window := now / t.length; window != t.window || t.counts == nil {
		t.window, t.counts = window, make(map[K]int)
	}
	t.counts[key] += n
	return t.counts[key]
}

// left is how many seconds the present window lasts, rounded up.
func (t *windowCount[K]) left(now int64) int64 {
	return (t.length - now%t.length + int64(time.Second) - 1) / int64(time.Second)
}

// addWeight counts a request and says whether it is too many.
func (l *rateLimiter) addWeight(now int64, from access.Source, weight int) (used int, no *refusal) {
	used = l.weights.add(now, from, weight)
	if b := l.bans[from]; now < b.until {
		return used, l.ban(now, b)
	}
	if l.limits.Weight == 0 || used <= l.limits.Weight {
		return used, nil
	}
	if used > l.limits.Weight+banMargin {
		b := ban{length: min(max(2*l.bans[from].length, firstBan), lastBan)}
		b.until = now + b.length
		l.bans[from] = b
		return used, l.ban(now, b)
	}
	no = overweight.about(l.limits.Weight, "1 MINUTE")
	no.retry = l.weights.left(now)
	return used, no
}

func (l *rateLimiter) ban(now int64, b ban) *refusal {
	no := banned.about(b.until / int64(time.Millisecond))
	no.retry = (b.until - now + int64(time.Second) - 1) / int64(time.Second)
	return no
}

// orders counts n more orders of an account, 0 to ask only, and returns what
// it has used.
func (l *rateLimiter) orders(now int64, account uint32, n int) (short, today int) {
	return l.ordersShort.add(now, account, n), l.ordersToday.add(now, account, n)
}

// checkOrders says whether an account may place one more order.
func (l *rateLimiter) checkOrders(now int64, account uint32) *refusal {
	short, today := l.orders(now, account, 0)
	switch {
	case l.limits.OrdersShort > 0 && short >= l.limits.OrdersShort:
		no := tooManyOrders.about(l.limits.OrdersShort, "10 SECOND")
		no.retry = l.ordersShort.left(now)
		return no
	case l.limits.OrdersPerDay > 0 && today >= l.limits.OrdersPerDay:
		no := tooManyOrders.about(l.limits.OrdersPerDay, "1 DAY")
		no.retry = l.ordersToday.left(now)
		return no
	}
	return nil
}
