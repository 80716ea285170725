package access

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// requestCount counts what one key asked for in one window.
type requestCount struct{ window, requests, orders int64 }

// CountRequest counts a request that a key has made, and says whether it was
// one too many; order says that it places an order. It is for keys that
// CheckKey let in.
func (r *Registry) CountRequest(now int64, id uint32, order bool) Verdict {
	rate := &r.policy.RateLimit
	if rate.Window <= 0 {
		return Verdict{Account: r.keys[id].Account}
	}
	for int(id) >= len(r.requestCounts) {
		r.requestCounts = append(r.requestCounts, make([]requestCount, len(r.keys)-len(r.requestCounts))...)
	}
	m := &r.requestCounts[id]
	if window := now / rate.Window; m.window != window {
		*m = requestCount{window: window}
	}
	m.requests++
	if order {
		m.orders++
	}
	v := Verdict{Account: r.keys[id].Account}
	if rate.Requests > 0 && m.requests > rate.Requests || order && rate.Orders > 0 && m.orders > rate.Orders {
		v.Code, v.Control = reject.RateLimited, reject.KeyRateLimit
	}
	return v
}

// hours is how many hours make sure that the last 24 are among them.
const (
	hours = 25
	hour  = 3600 * 1_000_000_000
)

// turnover is what one key gave away in trades, hour by hour, in the reference
// currency.
type turnover struct {
	newest int64 // hours since the Unix epoch
	hours  [hours]int64
}

// AddTurnover notes that a key gave away so much in a trade, in the reference
// currency; key 0 is none. It remembers nothing unless a limit is in force.
func (r *Registry) AddTurnover(now int64, id uint32, value int64) {
	if r.policy.DayTurnover == 0 || !r.HasKey(id) {
		return
	}
	if int(id) >= len(r.turnoverIndex) {
		r.turnoverIndex = append(r.turnoverIndex, make([]uint32, len(r.keys)-len(r.turnoverIndex))...)
	}
	if r.turnoverIndex[id] == 0 {
		r.turnovers = append(r.turnovers, turnover{})
		r.turnoverIndex[id] = uint32(len(r.turnovers))
	}
	t := &r.turnovers[r.turnoverIndex[id]-1]
	t.advance(now)
	at := &t.hours[t.newest%hours]
	*at += min(value, math.MaxInt64-*at)
}

// Turnover is what a key gave away in trades within the last 24 hours, and up
// to one hour more.
func (r *Registry) Turnover(now int64, id uint32) (sum int64) {
	if int(id) >= len(r.turnoverIndex) || r.turnoverIndex[id] == 0 {
		return 0
	}
	t := &r.turnovers[r.turnoverIndex[id]-1]
	t.advance(now)
	for _, v := range t.hours {
		sum += min(v, math.MaxInt64-sum)
	}
	return sum
}

// advance forgets the hours that are over for long.
func (t *turnover) advance(now int64) {
	until := now / hour
	for n := max(t.newest, until-hours) + 1; n <= until; n++ {
		t.hours[n%hours] = 0
	}
	t.newest = max(t.newest, until)
}
