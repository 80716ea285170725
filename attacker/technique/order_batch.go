package technique

import (
	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// orderBatch is one asset on its way through one market, in several orders.
type orderBatch struct {
	asset  string // what is given
	hop    hop
	amount int64 // base units of asset still to be given; an estimate while fed
	fed    bool  // the proceeds of other batches go in, so the amount has to be read again
	best   int64 // the best price on the other side when last looked at; 0: nobody is there
	worth  int64 // of the amount, in base units of the target
	parts  int   // orders still to be made
}

// terms is how a run words its orders.
type terms struct {
	style   Style
	through int64 // parts per million
}

// limited says whether the orders carry a limit.
func (t terms) limited(buy bool) bool {
	return t.style == StyleLimit || t.style == StyleMixed && !buy
}

func (b *orderBatch) market(v View) marketMath { return marketMath{&v.Markets[b.hop.market]} }

// price is the limit of an order, or for a market order a cautious guess of
// what it will cost.
func (b *orderBatch) price(v View, t terms) int64 {
	return b.market(v).beyond(b.best, t.through, b.hop.buy)
}

// least is the smallest part, in base units of the asset that is given.
func (b *orderBatch) least(v View, t terms) int64 {
	q, price := b.market(v), b.price(v, t)
	if b.hop.buy {
		return max(q.worth(price, q.least(price), money.Up), 1)
	}
	return q.least(price)
}

// most is how many orders the amount is enough for.
func (b *orderBatch) most(v View, t terms) int {
	least := b.least(v, t)
	amount := b.amount
	if step := b.step(v); step > 1 {
		amount -= amount % step
	}
	return fits(amount, least)
}

// step is what an amount that is given is a multiple of.
func (b *orderBatch) step(v View) int64 {
	if b.hop.buy {
		return 1
	}
	return max(b.market(v).Step, 1)
}

// proceeds is what some of the asset brings at the best price, in base units
// of the other asset, fees not counted.
func (b *orderBatch) proceeds(amount int64, v View) int64 {
	if b.hop.buy {
		return b.market(v).quantity(b.best, amount, money.Down)
	}
	return b.market(v).worth(b.best, amount, money.Down)
}

// order is the next order; ok is false if what is left is too little for one.
func (b *orderBatch) order(v View, t terms) (o attacker.Order, ok bool) {
	given := v.written(partSize(b.amount, b.parts, b.least(v, t), b.step(v), v.Chance), b.least(v, t), b.step(v))
	if given == 0 {
		return o, false
	}
	q, price := b.market(v), b.price(v, t)
	o = attacker.Order{Market: q.Name, Buy: b.hop.buy, Limit: t.limited(b.hop.buy)}
	switch {
	case !o.Buy:
		o.Quantity = given
	case o.Limit:
		o.Quantity = q.quantity(price, given, money.Down)
		o.Quantity -= o.Quantity % max(q.Step, 1)
	default:
		o.Quote = given
	}
	if q.MaxQty > 0 && o.Quantity > q.MaxQty {
		o.Quantity = q.MaxQty - q.MaxQty%max(q.Step, 1)
	}
	if o.Limit {
		o.Price = b.written(price, q, v)
	}
	return o, true
}

// written is a limit as he writes it, still through the best price.
func (b *orderBatch) written(price int64, q marketMath, v View) int64 {
	if b.hop.buy {
		return max(v.writtenPrice(price, q.Tick, false), min(b.best, price))
	}
	return min(v.writtenPrice(price, q.Tick, true), max(b.best, price))
}

// given is what an order took of the asset.
func (b *orderBatch) given(p attacker.Placed) int64 {
	if b.hop.buy {
		return p.Quote
	}
	return p.Filled
}

// poor says that an order was filled for less than half of what it asked for:
// the price that it relied on is out of date.
func poor(o attacker.Order, p attacker.Placed) bool {
	if o.Quote > 0 {
		return p.Quote < o.Quote/2
	}
	return p.Filled < o.Quantity/2
}
