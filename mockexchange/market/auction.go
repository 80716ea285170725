package market

import "github.com/exdrill/exdrill/mockexchange/money"

// An auction begins when the circuit breaker stops the market: orders are
// collected, cancelled as ever, and nobody trades. Uncross ends it. All trade at
// one price, the one that lets the most trade; where several do, the one of
// them that is nearest to the price that the breaker measured by. That price is
// no further from it than the next stop would be. Whoever insists on more than
// that, so that his order would still meet another one, loses it.

// Crossed reports whether orders rest that would trade with each other.
func (b *Book) Crossed() bool {
	bid, some := b.BestBid()
	ask, more := b.BestAsk()
	return some && more && bid >= ask
}

// collectsOrders reports whether orders that cross may rest: in an auction, and
// in a market that was halted during one.
func (b *Book) collectsOrders() bool {
	return b.guard != nil && b.status != Open && b.status != PostOnly
}

// Crossing is one trade of an auction.
type Crossing struct {
	Fill
	// Taker is the younger one of the two orders, as the trade leaves it.
	Taker Order
	// TakerRelease goes back from locked to free beside the fill, as
	// Fill.MakerRelease does for the other one.
	TakerRelease int64
}

// Uncross ends an auction at a time. It calls traded for every trade and dropped
// for every order that it has to take out, in the order in which they happen,
// and leaves the status alone. A book that is not crossed stays as it is.
func (b *Book) Uncross(now int64, traded func(*Crossing), dropped func(*Order)) {
	if b.guard == nil {
		return
	}
	limits := b.roundToTick(b.guard.auctionLimits)
	if price, ok := b.clearing(limits); ok {
		for b.tradeAt(now, price, traded) {
		}
		b.guard.breaker.reset(price)
	}
	for b.Crossed() {
		side := Sell
		if bid, _ := b.BestBid(); bid > limits.high {
			side = Buy
		}
		o, _ := b.Cancel(b.pool.at(b.side(side).best().head).order.ID)
		dropped(&o)
	}
	b.guard.ready = false
}

// roundToTick is the part of an interval that prices can be in.
func (b *Book) roundToTick(c interval) interval {
	if t := b.spec.Tick; t > 1 {
		if rest := c.low % t; rest > 0 {
			c.low += min(t-rest, anyPrice.high-c.low)
		}
		c.high -= c.high % t
	}
	return c
}

// clearing finds the price of an auction; not ok if nobody would trade. Bids
// above the limits count as bids at their upper end, asks below as asks at their
// lower one. Going through both sides from the best orders on, the last two that
// meet are the ends of the prices at which the most is traded.
func (b *Book) clearing(limits interval) (price int64, ok bool) {
	i, j := len(b.bids.levels)-1, len(b.asks.levels)-1
	var bid, ask, wanted, offered int64
	for i >= 0 && j >= 0 {
		up, down := min(b.bids.levels[i].price, limits.high), max(b.asks.levels[j].price, limits.low)
		if up < down {
			break
		}
		bid, ask, ok = up, down, true
		if wanted == 0 {
			wanted = b.bids.levels[i].quantity
		}
		if offered == 0 {
			offered = b.asks.levels[j].quantity
		}
		quantity := min(wanted, offered)
		if wanted -= quantity; wanted == 0 {
			i--
		}
		if offered -= quantity; offered == 0 {
			j--
		}
	}
	return b.nearestPrice(bid, ask), ok
}

// nearestPrice is the price from ask to bid that is nearest to the breaker's
// measure.
func (b *Book) nearestPrice(bid, ask int64) int64 {
	price := max(ask, min(bid, b.guard.auctionBase))
	if t := b.spec.Tick; t > 1 && price > ask && price < bid {
		price = max(ask, price-price%t)
	}
	return price
}

// tradeAt lets the first bid and the first ask trade at a price, if both take it.
func (b *Book) tradeAt(now, price int64, traded func(*Crossing)) bool {
	bids, asks := b.bids.best(), b.asks.best()
	if bids == nil || asks == nil || bids.price < price || asks.price > price {
		return false
	}
	buyer, seller := &b.pool.at(bids.head).order, &b.pool.at(asks.head).order
	quantity := min(buyer.Remaining, seller.Remaining)
	worth, _ := b.spec.Notional(price, quantity, money.Down) // less than what the buyer reserved
	release := b.execute(buyer, seller, quantity, worth)
	bids.quantity -= quantity
	asks.quantity -= quantity
	b.last = price
	b.guard.addTrade(now, price, quantity)
	c := b.crossing(buyer, seller, release, quantity, worth)
	c.Price = price
	b.dropIfFilled(&b.bids, bids, buyer.Remaining)
	b.dropIfFilled(&b.asks, asks, seller.Remaining)
	traded(c)
	return true
}

// execute books a trade on two resting orders, and says what the buyer gets back
// of his reserve beside it: what he was ready to pay and did not have to.
func (b *Book) execute(buyer, seller *Order, quantity, worth int64) (release int64) {
	buyer.execute(quantity, worth)
	seller.execute(quantity, worth)
	release = buyer.Locked - b.spec.reserve(Buy, buyer.Price, buyer.Remaining)
	buyer.Locked -= release
	b.bids.quantity -= quantity
	b.bids.locked -= worth + release
	b.asks.quantity -= quantity
	b.asks.locked -= quantity
	return release
}

// crossing says which of two orders was there first, and who pays what.
func (b *Book) crossing(buyer, seller *Order, release, quantity, worth int64) *Crossing {
	c := &Crossing{Fill: Fill{Quantity: quantity, Quote: worth}}
	maker, taker := buyer, seller
	if seller.ID < buyer.ID {
		maker, taker = seller, buyer
		c.TakerRelease = release
		c.TakerFee, c.MakerFee = fee(quantity, b.spec.TakerFee), fee(worth, b.spec.MakerFee)
	} else {
		c.MakerRelease = release
		c.TakerFee, c.MakerFee = fee(worth, b.spec.TakerFee), fee(quantity, b.spec.MakerFee)
	}
	c.Taker = *taker
	c.Maker, c.MakerAccount, c.MakerKey = maker.ID, maker.Account, maker.Key
	c.MakerLeft, c.MakerDone = maker.Remaining, maker.Remaining == 0
	return c
}

// dropIfFilled takes the first order of a side's best level out if nothing is
// left of it.
func (b *Book) dropIfFilled(side *bookSide, at *level, left int64) {
	if left > 0 {
		return
	}
	b.remove(at, at.head)
	if at.orders == 0 {
		side.drop(len(side.levels) - 1)
	}
}
