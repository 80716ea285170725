package market

import (
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Check holds an order against the market's filters: PriceFilter, LotFilter
// and NotionalFilter, Overflow if it is worth money.MaxSupply or more, and
// BadRequest if it makes no sense. A Market order has no price; it names
// either a quantity or an amount of the quote asset to spend or raise. Since
// nobody knows beforehand what a quantity will be worth, only the amount is
// held against the minimum worth.
func (s *Spec) Check(side Side, typ Type, price, qty, quote int64) reject.Code {
	if side != Buy && side != Sell {
		return reject.BadRequest
	}
	switch typ {
	case Limit, LimitMaker:
		return s.checkLimit(price, qty, quote)
	case Market:
		return s.checkMarket(price, qty, quote)
	default:
		return reject.BadRequest
	}
}

func (s *Spec) checkLimit(price, qty, quote int64) reject.Code {
	if price <= 0 || qty <= 0 || quote != 0 {
		return reject.BadRequest
	}
	if !within(price, s.MinPrice, s.MaxPrice) || !multiple(price, s.Tick) {
		return reject.PriceFilter
	}
	if !within(qty, s.MinQty, s.MaxQty) || !multiple(qty, s.Step) {
		return reject.LotFilter
	}
	worth, ok := s.Notional(price, qty, money.Down)
	if !ok || worth >= money.MaxSupply {
		return reject.Overflow
	}
	if worth < s.MinNotional {
		return reject.NotionalFilter
	}
	return reject.OK
}

func (s *Spec) checkMarket(price, qty, quote int64) reject.Code {
	// Exactly one of the two is given: the other is 0, and so is the price.
	if price != 0 || qty < 0 || quote < 0 || (qty == 0) == (quote == 0) {
		return reject.BadRequest
	}
	if quote > money.MaxSupply {
		return reject.Overflow
	}
	if qty > 0 && (!within(qty, s.MinQty, s.MaxQty) || !multiple(qty, s.Step)) {
		return reject.LotFilter
	}
	if quote > 0 && quote < s.MinNotional {
		return reject.NotionalFilter
	}
	return reject.OK
}

// within says whether n keeps to both bounds, where 0 is no bound.
func within(n, least, most int64) bool {
	return n >= least && (most == 0 || n <= most)
}

// multiple says whether n is a whole number of steps, where 0 is no step.
func multiple(n, step int64) bool { return step <= 1 || n%step == 0 }
