package market

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// guard enforces a policy on a book. All that it goes by are the trades of the
// book and the price that it opened with.
type guard struct {
	policy Policy
	// What prices are measured by, each over a window of its own.
	band, near, breaker, freeze trail

	stops   int64 // of the breaker that are not forgotten
	stopped int64 // when it last stopped the market
	auction corridor
	base    int64 // what the breaker measured by when it stopped the market

	// What holds for the order in hand. It is worked out anew for every time and
	// after every trade.
	ready        bool
	at           int64
	within       corridor // of the breaker
	calm         corridor // of the freeze
	cheap, dear  int64    // of the range: the least a seller takes, the most a buyer pays
	bids, offers corridor // of the band
	cut          reject.Control
}

// corridor is a range of prices, both ends included.
type corridor struct{ low, high int64 }

var anywhere = corridor{0, math.MaxInt64}

func (c corridor) holds(price int64) bool { return price >= c.low && price <= c.high }

// around is the corridor of so many parts per million about a price, anywhere
// if there is no price.
func around(price, ppm int64) corridor { return between(price, max(0, million-ppm), million+ppm) }

// between is the corridor from one share of a price to another, in parts per
// million. A share of 0 is no bound.
func between(price, down, up int64) corridor {
	c := anywhere
	if price <= 0 {
		return c
	}
	if low, ok := money.MulDiv(price, down, million, money.Up); ok {
		c.low = low
	}
	if high, ok := money.MulDiv(price, up, million, money.Down); ok && up > 0 {
		c.high = high
	}
	return c
}

// Guard puts a policy in force over a book that opens at a price, 0 if that is
// not known. It is for books in which nothing was traded yet.
func (b *Book) Guard(p Policy, opening int64) {
	if !p.guards() {
		return
	}
	b.guard = &guard{
		policy: p, band: newTrail(p.Band.Over, opening), near: newTrail(p.Range.Over, opening),
		breaker: newTrail(p.Breaker.Over, opening), freeze: newTrail(p.Freeze.Over, opening),
	}
}

// prepare works out what holds for an order at a time.
func (g *guard) prepare(now int64) {
	g.cut = reject.None
	if g.ready && g.at == now {
		return
	}
	g.ready, g.at = true, now
	g.cheap, g.dear, g.within, g.calm = 0, math.MaxInt64, anywhere, anywhere
	p := &g.policy
	if p.Band != (Band{}) {
		price := g.band.average(now)
		g.bids = between(price, p.Band.BidDown, p.Band.BidUp)
		g.offers = between(price, p.Band.AskDown, p.Band.AskUp)
	} else {
		g.bids, g.offers = anywhere, anywhere
	}
	if p.Range.Most > 0 {
		c := around(g.near.average(now), p.Range.Most)
		g.cheap, g.dear = c.low, c.high
	}
	if p.Breaker.Move > 0 {
		g.within = around(g.breaker.ago(now), g.move(now))
	}
	if p.Freeze.Move > 0 {
		g.calm = around(g.freeze.ago(now), p.Freeze.Move)
	}
}

// bars says what keeps an arriving order from trading at a price.
func (g *guard) bars(side Side, price int64) reject.Control {
	switch {
	case side == Buy && price > g.dear, side == Sell && price < g.cheap:
		return reject.PriceRangeExecution
	case !g.within.holds(price):
		return reject.CircuitBreaker
	}
	return reject.None
}

// beyond reports whether an order's limit lies where it may not execute.
func (g *guard) beyond(o *Order) bool {
	return o.Type != Market && (o.Side == Buy && o.Price > g.dear || o.Side == Sell && o.Price < g.cheap)
}

// inBand reports whether the limit price of an order is one that the market
// takes.
func (g *guard) inBand(o *Order) bool {
	if o.Type == Market {
		return true
	}
	if o.Side == Buy {
		return g.bids.holds(o.Price)
	}
	return g.offers.holds(o.Price)
}

// own reports whether a resting order is the same account's as an arriving one
// that must not meet it.
func (g *guard) own(o, maker *Order) bool { return g.policy.NoSelfTrade && maker.Account == o.Account }

// traded notes a trade.
func (g *guard) traded(now, price, quantity int64) {
	g.ready = false
	p := &g.policy
	if p.Band != (Band{}) {
		g.band.note(now, price, quantity)
	}
	if p.Range.Most > 0 {
		g.near.note(now, price, quantity)
	}
	if p.Breaker.Move > 0 {
		g.breaker.note(now, price, quantity)
	}
	if p.Freeze.Move > 0 {
		g.freeze.note(now, price, quantity)
	}
}

// move is how far a price may be from the breaker's measure now, in parts per
// million.
func (g *guard) move(now int64) int64 {
	p := &g.policy.Breaker
	if g.stops == 0 || now-g.stopped > p.Memory {
		return p.Move
	}
	return min(p.Move+g.stops*p.Widen, max(p.Move, p.Widest))
}

// mostStops keeps what they widen within 64 bits.
const mostStops = 1_000

// stop notes that the breaker stops the market. The auction that follows may go
// as far as the next stop.
func (g *guard) stop(now int64) {
	if now-g.stopped > g.policy.Breaker.Memory {
		g.stops = 0
	}
	g.stops, g.stopped = min(g.stops+1, mostStops), now
	g.base = g.breaker.ago(now)
	g.auction = around(g.base, g.move(now))
	g.ready = false
}

// Strayed says which side gained by a trade of the latest order at a price that
// the policy calls far: the seller where it is high, the buyer where it is low.
func (b *Book) Strayed(price int64) Side {
	switch {
	case b.guard == nil || b.guard.calm.holds(price):
		return SideNone
	case price > b.guard.calm.high:
		return Sell
	default:
		return Buy
	}
}

// halts reports whether an order in hand may not trade at a price, and keeps
// the reason.
func (g *guard) halts(side Side, price int64) bool {
	g.cut = g.bars(side, price)
	return g.cut != reject.None
}

// meets reports whether an order in hand meets one that it must not meet, and
// keeps the reason.
func (g *guard) meets(o, maker *Order) bool {
	if !g.own(o, maker) {
		return false
	}
	g.cut = reject.SelfTradePrevention
	return true
}

// parts reports whether an order in hand would not get through a level.
func (g *guard) parts(b *Book, o *Order, at *level) bool {
	if g.halts(o.Side, at.price) {
		return true
	}
	if !g.policy.NoSelfTrade {
		return false
	}
	for i := at.head; i != 0; i = b.shelf.at(i).next {
		if g.meets(o, &b.shelf.at(i).order) {
			return true
		}
	}
	return false
}

// guarded says what becomes of an order that could not trade as it liked: its
// rest goes, or waits for the auction that it has caused.
func (b *Book) guarded(o *Order, p *Placement) {
	g := b.guard
	if p.Stopped = g.cut; p.Stopped == reject.None && p.Rests && g.beyond(o) {
		p.Stopped = reject.PriceRangeExecution
	}
	switch {
	case p.Stopped == reject.CircuitBreaker && o.TimeInForce != FOK:
		g.stop(o.Placed)
		b.status = Auction
	case p.Stopped != reject.None:
		p.Rests = false
	}
}

// refusedByPolicy says whether a policy lets an order in: its price has to be
// within the band, and there must be something that it can do.
func (b *Book) refusedByPolicy(o *Order) reject.Code {
	g := b.guard
	g.prepare(o.Placed)
	if !g.inBand(o) {
		return reject.OutsideBand
	}
	against := b.ladder(o.Side.Opposite())
	best := against.best()
	if best == nil || b.status == Auction || o.Type != Market && !against.crosses(o.Price) {
		if g.beyond(o) {
			return reject.OutsideRange
		}
		return reject.OK
	}
	switch {
	case g.bars(o.Side, best.price) == reject.PriceRangeExecution:
		return reject.OutsideRange
	case g.own(o, &b.shelf.at(best.head).order):
		return reject.OwnOrder
	}
	return reject.OK
}

// stoppedAtOnce reports whether the first trade of an order would be one before
// which the breaker stops the market.
func (b *Book) stoppedAtOnce(side Side) bool {
	best := b.ladder(side.Opposite()).best()
	return b.guard != nil && best != nil && b.guard.bars(side, best.price) == reject.CircuitBreaker
}
