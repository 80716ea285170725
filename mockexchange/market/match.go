package market

import (
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Place takes an order whose Reserve is locked, or refuses it and changes
// nothing. It appends one Fill for every trade, in the order in which they
// happen, and brings o up to date. Beyond what Reserve refuses, it refuses an
// id that is not higher than all before, with BadRequest.
//
// A Limit order matches as far as its price goes; the rest waits, expires or
// prevents the whole, as its TimeInForce says. A Market order matches whatever
// is there, up to its Quantity or its Quote, and the rest expires. A LimitMaker
// order only rests. An owner may trade with himself unless a policy says
// otherwise: the venues of the time did not prevent it.
//
// An order that a policy keeps from trading on does not rest, but for one that
// the circuit breaker stops: what is left of it is the first in the auction.
func (b *Book) Place(o *Order, fills []Fill) (Placement, []Fill, reject.Code) {
	need, code := b.Reserve(o)
	if code == reject.OK && o.ID <= b.newest {
		code = reject.BadRequest
	}
	if code != reject.OK {
		return Placement{}, fills, code
	}
	b.newest = o.ID
	o.Remaining, o.Locked = o.Quantity, need
	o.Executed, o.ExecutedQuote = 0, 0
	if b.status != Auction && (o.Type == Market || o.TimeInForce != FOK || b.fillable(o)) {
		fills = b.match(o, fills)
	}
	return b.conclude(o), fills, reject.OK
}

// fillable says whether enough rests within an order's limit to fill it whole.
func (b *Book) fillable(o *Order) bool {
	against, missing := b.side(o.Side.Opposite()), o.Quantity
	for i := len(against.levels) - 1; i >= 0 && missing > 0; i-- {
		if against.sign*against.levels[i].price < against.sign*o.Price {
			return false
		}
		if b.guard != nil && b.guard.blocksLevel(b, o, &against.levels[i]) {
			return false
		}
		missing -= against.levels[i].quantity
	}
	return missing <= 0
}

// match trades an order against what rests, best price first and oldest first,
// until it wants less than the next one offers.
func (b *Book) match(o *Order, fills []Fill) []Fill {
	against := b.side(o.Side.Opposite())
	for best := against.best(); best != nil; best = against.best() {
		if o.Type != Market && !against.crosses(o.Price) {
			return fills
		}
		if b.guard != nil && b.guard.blocks(o.Side, best.price) {
			return fills
		}
		for best.head != 0 {
			if b.guard != nil && b.guard.selfTrades(o, &b.pool.at(best.head).order) {
				return fills
			}
			qty := b.wanted(o, best.price, b.pool.at(best.head).order.Remaining)
			if qty == 0 {
				return fills
			}
			fills = append(fills, Fill{})
			fill := &fills[len(fills)-1]
			b.trade(o, against, best, qty, fill)
			if !fill.MakerDone {
				return fills
			}
		}
		against.drop(len(against.levels) - 1)
	}
	return fills
}

// trade executes a quantity between an order and the first one of a level. That
// it is worth a number that fits was made sure when the buyer reserved it.
func (b *Book) trade(o *Order, against *bookSide, at *level, qty int64, f *Fill) {
	i := at.head
	maker := &b.pool.at(i).order
	worth, _ := b.spec.Notional(at.price, qty, money.Down)
	f.Maker, f.MakerAccount, f.MakerKey = maker.ID, maker.Account, maker.Key
	f.Price, f.Quantity, f.Quote = at.price, qty, worth

	_, received := o.execute(qty, worth)
	f.TakerFee = fee(received, b.spec.TakerFee)
	given, received := maker.execute(qty, worth)
	f.MakerFee = fee(received, b.spec.MakerFee)

	at.quantity -= qty
	against.quantity -= qty
	against.locked -= given
	b.last = at.price
	if b.guard != nil {
		b.guard.addTrade(o.Placed, at.price, qty)
	}
	f.MakerLeft = maker.Remaining
	if maker.Remaining == 0 {
		f.MakerDone, f.MakerRelease = true, maker.Locked
		against.locked -= maker.Locked
		b.remove(at, i)
	}
}

// execute books a trade on an order, and says what its owner gives from the
// reserve and receives for it.
func (o *Order) execute(qty, worth int64) (given, received int64) {
	given, received = qty, worth
	if o.Side == Buy {
		given, received = worth, qty
	}
	if o.Quantity > 0 { // an order by Quote has no quantity of which some remains
		o.Remaining -= qty
	}
	o.Executed += qty
	o.ExecutedQuote += worth
	o.Locked -= given
	return given, received
}

// conclude rests what is left of an order, or lets it expire.
func (b *Book) conclude(o *Order) Placement {
	p := Placement{
		Rests:   o.Remaining > 0 && (o.Type == LimitMaker || o.Type == Limit && o.TimeInForce == GTC),
		Release: o.Locked,
	}
	if b.guard != nil {
		b.concludeGuarded(o, &p)
	}
	if !p.Rests {
		o.Locked = 0
		return p
	}
	if o.Executed > 0 {
		o.Locked = b.spec.reserve(o.Side, o.Price, o.Remaining)
	}
	p.Release -= o.Locked
	b.insert(o)
	return p
}
