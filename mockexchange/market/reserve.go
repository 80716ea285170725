package market

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Reserve says how much of the order's owner has to be locked before the order
// is placed, in the quote asset for a buyer and in the base asset for a seller,
// or why the book would refuse it. It changes nothing; Place asks the same. The
// order needs no id yet.
//
// Refusals are those of Spec.Check, MarketHalted, CancelOnly, WouldMatch,
// NoLiquidity for a Market order that nobody rests against, NotionalFilter for
// one whose Quote does not pay for a single step, UnknownAccount for account 0,
// and Overflow when more than money.MaxSupply would rest on one side. A policy
// adds OutsideBand, OutsideRange and OwnOrder; an auction takes Limit orders
// that may rest and refuses the others with MarketHalted.
//
// A buyer at a limit reserves its worth rounded up, and a seller the quantity.
// A Market order reserves what it offers, Quote for a buyer and Quantity for a
// seller; one that names what it wants instead reserves exactly what that costs
// at the moment, which can be nothing.
func (b *Book) Reserve(o *Order) (need int64, code reject.Code) {
	if code := b.accepts(o); code != reject.OK {
		return 0, code
	}
	if o.Type != Market && b.wouldMatch(o) {
		return 0, reject.WouldMatch
	}
	if b.guard != nil {
		if code := b.refusedByPolicy(o); code != reject.OK {
			return 0, code
		}
	}
	if o.Type == Market {
		return b.reserveMarket(o)
	}
	need = b.spec.reserve(o.Side, o.Price, o.Quantity)
	side := b.side(o.Side)
	if side.quantity > money.MaxSupply-o.Quantity || side.locked > money.MaxSupply-need {
		return 0, reject.Overflow
	}
	return need, reject.OK
}

// accepts says whether an order may come in at all, without a look at what rests.
func (b *Book) accepts(o *Order) reject.Code {
	switch {
	case b.status == Halted:
		return reject.MarketHalted
	case b.status == CancelOnly:
		return reject.CancelOnly
	case b.status == Auction && (o.Type != Limit || o.TimeInForce != GTC):
		return reject.MarketHalted
	case o.TimeInForce >= timesInForce:
		return reject.BadRequest
	case o.Account == 0:
		return reject.UnknownAccount
	}
	return b.spec.Check(o.Side, o.Type, o.Price, o.Quantity, o.Quote)
}

// wouldMatch says whether a limit order has to rest and cannot.
func (b *Book) wouldMatch(o *Order) bool {
	if o.Type != LimitMaker && b.status != PostOnly {
		return false
	}
	rests := o.Type == LimitMaker || o.TimeInForce == GTC
	return !rests || b.side(o.Side.Opposite()).crosses(o.Price)
}

// reserve is what an order at a limit needs for a quantity of it. Spec.Check
// has made sure that it fits.
func (s *Spec) reserve(side Side, price, qty int64) int64 {
	if side == Sell {
		return qty
	}
	worth, _ := s.Notional(price, qty, money.Up)
	return worth
}

func (b *Book) reserveMarket(o *Order) (need int64, code reject.Code) {
	if b.status == PostOnly {
		return 0, reject.WouldMatch
	}
	if b.side(o.Side.Opposite()).best() == nil {
		return 0, reject.NoLiquidity
	}
	if o.Side == Sell && o.Quantity > 0 {
		return o.Quantity, reject.OK
	}
	quantity, cost, ok := b.walk(o)
	switch {
	case !ok:
		return 0, reject.Overflow
	case quantity == 0 && !b.breaksAtOnce(o.Side):
		return 0, reject.NotionalFilter
	case o.Side == Sell:
		return quantity, reject.OK
	case o.Quote > 0:
		return o.Quote, reject.OK
	default:
		return cost, reject.OK
	}
}

// walk says how much a Market order would trade now, and for how much; not ok
// if the sum leaves the range of amounts.
func (b *Book) walk(o *Order) (quantity, cost int64, ok bool) {
	probe := *o
	probe.Remaining, probe.ExecutedQuote = o.Quantity, 0
	against := b.side(o.Side.Opposite())
	for i := len(against.levels) - 1; i >= 0; i-- {
		price := against.levels[i].price
		if b.guard != nil && b.guard.control(o.Side, price) != reject.None {
			break
		}
		for at := against.levels[i].head; at != 0; at = b.pool.at(at).next {
			if b.guard != nil && b.guard.sameOwner(o, &b.pool.at(at).order) {
				return quantity, probe.ExecutedQuote, true
			}
			left := b.pool.at(at).order.Remaining
			qty := b.wanted(&probe, price, left)
			worth, fits := b.spec.Notional(price, qty, money.Down)
			if !fits || worth > money.MaxSupply-probe.ExecutedQuote {
				return 0, 0, false
			}
			probe.ExecutedQuote += worth
			probe.Remaining -= qty
			quantity += qty
			if qty < left {
				return quantity, probe.ExecutedQuote, true
			}
		}
	}
	return quantity, probe.ExecutedQuote, true
}

// wanted is how much an order takes from another one, of which so much is left.
func (b *Book) wanted(o *Order, price, left int64) int64 {
	if o.Quote == 0 {
		return min(o.Remaining, left)
	}
	pays, ok := money.MulDiv(o.Quote-o.ExecutedQuote, b.spec.unit(), price, money.Down)
	if !ok {
		pays = math.MaxInt64
	}
	if pays >= left {
		return left
	}
	if b.spec.Step > 1 {
		pays -= pays % b.spec.Step
	}
	return pays
}
