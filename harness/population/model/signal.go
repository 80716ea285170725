package model

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// How programs come to trade together; synthetic. A vendor's word reaches all
// its customers' programs at once, the news those of everybody else.
const (
	vendorSignals = int64(time.Hour)     // one in each such span; 20 minutes to 4 hours
	newsSignals   = int64(6 * time.Hour) // 2 to 24 hours

	followVendor = 700_000 // share of a program's orders that wait for the next one; 30 % to 95 %
	followNews   = 20_000  // 0.5 % to 5 %
)

// Signal is what many programs act on within seconds, all on one market and
// one side.
type Signal struct {
	At     int64 // virtual nanoseconds
	Market uint16
	Side   market.Side
}

// Follows is the share of an owner's orders by key that wait for a signal, parts
// per million.
func (r *Holder) Follows() int64 {
	if r.Vendor > 0 {
		return followVendor
	}
	return followNews
}

// Signal is the next one for an owner's program after a moment. There is one in
// each span, any time in it.
func (m *Model) Signal(r *Holder, now int64) (next Signal) {
	span, group := newsSignals, uint64(0)
	if r.Vendor > 0 {
		span, group = vendorSignals, uint64(r.Group)<<8|uint64(r.Vendor)
	}
	for n := (now - m.Start) / span; next.At <= now; n++ {
		s := sim.NewStream(m.Seed, sim.Actor(n), ForSignals+group<<16)
		next.At = m.Start + n*span + s.N(span)
		byMarket := m.Groups[r.Group].Phase(next.At).ByMarket
		next.Market, next.Side = uint16(s.Pick(byMarket)+1), market.Sell
		if s.Chance(m.Groups[r.Group].Phase(next.At).Buys) {
			next.Side = market.Buy
		}
	}
	return next
}
