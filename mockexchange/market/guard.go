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
	priceBand, priceRange, breaker, freeze, surveillance priceWindow

	stops         int64 // of the breaker that are not forgotten
	stopped       int64 // when it last stopped the market
	auctionLimits interval
	auctionBase   int64 // what the breaker measured by when it stopped the market

	// What holds for the order in hand. It is worked out anew for every time and
	// after every trade.
	ready            bool
	at               int64
	breakerLimits    interval // of the breaker
	freezeLimits     interval // of the freeze
	usual            interval // of the surveillance
	lowest, highest  int64    // of the range: the least a seller takes, the most a buyer pays
	bidBand, askBand interval // of the band
	stoppedBy        reject.Control
}

// interval is a range of prices, both ends included.
type interval struct{ low, high int64 }

var anyPrice = interval{0, math.MaxInt64}

func (c interval) holds(price int64) bool { return price >= c.low && price <= c.high }

// around is the interval of so many parts per million about a price, anywhere
// if there is no price.
func around(price, ppm int64) interval {
	return between(price, max(0, money.Whole-ppm), money.Whole+ppm)
}

// between is the interval from one share of a price to another, in parts per
// million. A share of 0 is no bound.
func between(price, down, up int64) interval {
	c := anyPrice
	if price <= 0 {
		return c
	}
	if low, ok := money.MulDiv(price, down, money.Whole, money.Up); ok {
		c.low = low
	}
	if high, ok := money.MulDiv(price, up, money.Whole, money.Down); ok && up > 0 {
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
		policy: p, priceBand: newPriceWindow(p.PriceBand.Over, opening), priceRange: newPriceWindow(p.PriceRange.Over, opening),
		breaker: newPriceWindow(p.CircuitBreaker.Over, opening), freeze: newPriceWindow(p.AnomalyFreeze.Over, opening),
		surveillance: newPriceWindow(p.Surveillance.Over, opening),
	}
}

// prepare works out what holds for an order at a time.
func (g *guard) prepare(now int64) {
	g.stoppedBy = reject.None
	if g.ready && g.at == now {
		return
	}
	g.ready, g.at = true, now
	g.lowest, g.highest, g.breakerLimits, g.freezeLimits, g.usual = 0, math.MaxInt64, anyPrice, anyPrice, anyPrice
	p := &g.policy
	if p.PriceBand != (PriceBand{}) {
		price := g.priceBand.average(now)
		g.bidBand = between(price, p.PriceBand.BidDown, p.PriceBand.BidUp)
		g.askBand = between(price, p.PriceBand.AskDown, p.PriceBand.AskUp)
	} else {
		g.bidBand, g.askBand = anyPrice, anyPrice
	}
	if p.PriceRange.Most > 0 {
		c := around(g.priceRange.average(now), p.PriceRange.Most)
		g.lowest, g.highest = c.low, c.high
	}
	if p.CircuitBreaker.Move > 0 {
		g.breakerLimits = around(g.breaker.ago(now), g.move(now))
	}
	if p.AnomalyFreeze.Move > 0 {
		g.freezeLimits = around(g.freeze.ago(now), p.AnomalyFreeze.Move)
	}
	if p.Surveillance.Every > 0 {
		g.usual = around(g.surveillance.ago(now), p.Surveillance.Move)
	}
}

// control says what keeps an arriving order from trading at a price.
func (g *guard) control(side Side, price int64) reject.Control {
	switch {
	case side == Buy && price > g.highest, side == Sell && price < g.lowest:
		return reject.PriceRangeExecution
	case !g.breakerLimits.holds(price):
		return reject.CircuitBreaker
	}
	return reject.None
}

// outsideRange reports whether an order's limit lies where it may not execute.
func (g *guard) outsideRange(o *Order) bool {
	return o.Type != Market && (o.Side == Buy && o.Price > g.highest || o.Side == Sell && o.Price < g.lowest)
}

// inPriceBand is the price band: whether an order's limit price is one the market
// takes.
func (g *guard) inPriceBand(o *Order) bool {
	if o.Type == Market {
		return true
	}
	if o.Side == Buy {
		return g.bidBand.holds(o.Price)
	}
	return g.askBand.holds(o.Price)
}

// sameOwner reports whether a resting order is the same account's as an
// arriving one that must not meet it.
func (g *guard) sameOwner(o, maker *Order) bool {
	return g.policy.SelfTradePrevention && maker.Account == o.Account
}

// addTrade notes a trade.
func (g *guard) addTrade(now, price, quantity int64) {
	g.ready = false
	p := &g.policy
	if p.PriceBand != (PriceBand{}) {
		g.priceBand.add(now, price, quantity)
	}
	if p.PriceRange.Most > 0 {
		g.priceRange.add(now, price, quantity)
	}
	if p.CircuitBreaker.Move > 0 {
		g.breaker.add(now, price, quantity)
	}
	if p.AnomalyFreeze.Move > 0 {
		g.freeze.add(now, price, quantity)
	}
	if p.Surveillance.Every > 0 {
		g.surveillance.add(now, price, quantity)
	}
}

// move is how far a price may be from the breaker's measure now, in parts per
// million.
func (g *guard) move(now int64) int64 {
	p := &g.policy.CircuitBreaker
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
	if now-g.stopped > g.policy.CircuitBreaker.Memory {
		g.stops = 0
	}
	g.stops, g.stopped = min(g.stops+1, mostStops), now
	g.auctionBase = g.breaker.ago(now)
	g.auctionLimits = around(g.auctionBase, g.move(now))
	g.ready = false
}

// AnomalyGainer says which side gained by a trade of the latest order at a
// price that the policy calls far: the seller where it is high, the buyer where
// it is low.
func (b *Book) AnomalyGainer(price int64) Side {
	switch {
	case b.guard == nil || b.guard.freezeLimits.holds(price):
		return SideNone
	case price > b.guard.freezeLimits.high:
		return Sell
	default:
		return Buy
	}
}

// OffMarket reports whether a price of a trade of the latest order is one that the
// surveillance counts.
func (b *Book) OffMarket(price int64) bool { return b.guard != nil && !b.guard.usual.holds(price) }

// blocks reports whether an order in hand may not trade at a price, and keeps
// the reason.
func (g *guard) blocks(side Side, price int64) bool {
	g.stoppedBy = g.control(side, price)
	return g.stoppedBy != reject.None
}

// selfTrades reports whether an order in hand meets one that it must not meet, and
// keeps the reason.
func (g *guard) selfTrades(o, maker *Order) bool {
	if !g.sameOwner(o, maker) {
		return false
	}
	g.stoppedBy = reject.SelfTradePrevention
	return true
}

// blocksLevel reports whether an order in hand would not get through a level.
func (g *guard) blocksLevel(b *Book, o *Order, at *level) bool {
	if g.blocks(o.Side, at.price) {
		return true
	}
	if !g.policy.SelfTradePrevention {
		return false
	}
	for i := at.head; i != 0; i = b.pool.at(i).next {
		if g.selfTrades(o, &b.pool.at(i).order) {
			return true
		}
	}
	return false
}

// concludeGuarded says what becomes of an order that could not trade as it
// liked: its rest goes, or waits for the auction that it has caused.
func (b *Book) concludeGuarded(o *Order, p *Placement) {
	g := b.guard
	if p.Stopped = g.stoppedBy; p.Stopped == reject.None && p.Rests && g.outsideRange(o) {
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
	if !g.inPriceBand(o) {
		return reject.OutsideBand
	}
	against := b.side(o.Side.Opposite())
	best := against.best()
	if best == nil || b.status == Auction || o.Type != Market && !against.crosses(o.Price) {
		if g.outsideRange(o) {
			return reject.OutsideRange
		}
		return reject.OK
	}
	switch {
	case g.control(o.Side, best.price) == reject.PriceRangeExecution:
		return reject.OutsideRange
	case g.sameOwner(o, &b.pool.at(best.head).order):
		return reject.OwnOrder
	}
	return reject.OK
}

// breaksAtOnce reports whether the first trade of an order would be one before
// which the breaker stops the market.
func (b *Book) breaksAtOnce(side Side) bool {
	best := b.side(side.Opposite()).best()
	return b.guard != nil && best != nil && b.guard.control(side, best.price) == reject.CircuitBreaker
}
