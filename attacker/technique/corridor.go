package technique

import "github.com/exdrill/exdrill/attacker"

// corridor is the two prices of a round of counter_trade, and what others
// offer in between.
type corridor struct {
	high, low  int64 // that the victim buys and sells at
	asks, bids int64 // base units that others offer at prices no worse than these
}

// survey draws the corridor around a book: just inside the best prices if they
// are far enough apart, else Params.Through on both sides of their middle; and
// Params.Price above all where it is given. ok is false if there is nothing to
// go by.
func survey(d attacker.Depth, q marketMath, p Params) (c corridor, ok bool) {
	bid, ask := top(d.Bids), top(d.Asks)
	switch {
	case p.Price > 0:
		c.high = q.onTick(p.Price, false)
		c.low = q.beyond(c.high, p.Through, false)
		if bid > 0 {
			c.low = min(c.low, bid+max(q.Tick, 1))
		}
	case bid == 0 && ask == 0:
		return c, false
	default:
		c = q.around(bid, ask, p.Through)
	}
	for _, l := range d.Asks {
		if l.Price <= c.high {
			c.asks += l.Quantity
		}
	}
	for _, l := range d.Bids {
		if l.Price >= c.low {
			c.bids += l.Quantity
		}
	}
	return c, c.high > c.low
}

// around is a corridor between, or if need be beyond, the best bid and the best
// ask; 0 for a side that is empty.
func (q marketMath) around(bid, ask, through int64) corridor {
	middle := max(bid, ask)
	if bid > 0 && ask > 0 {
		middle = bid + (ask-bid)/2
	}
	wide := corridor{high: q.beyond(middle, through, true), low: q.beyond(middle, through, false)}
	tick := max(q.Tick, 1)
	inside := corridor{high: ask - tick, low: bid + tick}
	if bid == 0 || ask == 0 || inside.high-inside.low < wide.high-wide.low {
		return wide
	}
	return inside
}

// top is the best price of a side; 0 for an empty one.
func top(side []attacker.Level) int64 {
	if len(side) == 0 {
		return 0
	}
	return side[0].Price
}
