package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// exceedsOrderCaps says whether an order that a book would take goes beyond
// what one order, one account or one key may do. All is measured at reference
// prices, which no trade moves. An order that its owner cannot pay is none of
// its business.
func (e *Exchange) exceedsOrderCaps(now int64, m uint16, o *market.Order, need int64) (reject.Code, reject.Control) {
	spec := e.books[m-1].Spec()
	reserved := reservedAsset(spec, o.Side)
	if e.ledger.Free(o.Account, reserved) < need {
		return reject.OK, reject.None
	}
	p := &e.schedule.policy
	switch most := e.genesis.Settings.Access.DayTurnover; {
	case p.NotionalCap > 0 && e.notionalValue(spec, o, need) > p.NotionalCap:
		return reject.NotionalFilter, reject.NotionalCap
	case p.PositionCap > 0 && o.Side == market.Buy && e.positionValue(m, o) > p.PositionCap:
		return reject.PositionFilter, reject.PositionCap
	case most > 0 && o.Key != 0 && e.value(reserved, need) > most-e.registry.Turnover(now, o.Key):
		return reject.TurnoverExceeded, reject.KeyNotionalLimit
	}
	return reject.OK, reject.None
}

// notionalValue is what an order is worth at its own price, in the reference
// currency. One that has no price is worth what it would spend, or what it
// would sell.
func (e *Exchange) notionalValue(s *market.Spec, o *market.Order, need int64) int64 {
	switch {
	case o.Type != market.Market:
		worth, _ := s.Notional(o.Price, o.Quantity, money.Down) // the book has seen that it fits
		return e.value(s.Quote, worth)
	case o.Quote > 0:
		return e.value(s.Quote, o.Quote)
	}
	return e.value(reservedAsset(s, o.Side), need)
}

// positionValue is what an account would hold of a market's base asset if all its
// open bids and one more were filled, in the reference currency.
func (e *Exchange) positionValue(m uint16, o *market.Order) int64 {
	b := e.books[m-1]
	s := b.Spec()
	held := money.AddCapped(e.ledger.Free(o.Account, s.Base), e.ledger.Locked(o.Account, s.Base))
	e.openOrders = b.Orders(o.Account, e.openOrders[:0])
	for i := range e.openOrders {
		if e.openOrders[i].Side == market.Buy {
			held = money.AddCapped(held, e.openOrders[i].Remaining)
		}
	}
	return money.AddCapped(e.value(s.Base, money.AddCapped(held, o.Quantity)), e.value(s.Quote, o.Quote))
}

// countTurnover notes what the keys behind a trade gave away in it.
func (e *Exchange) countTurnover(now int64, s *market.Spec, taker *market.Order, f *market.Fill) {
	paid, delivered := e.value(s.Quote, f.Quote), e.value(s.Base, f.Quantity)
	if taker.Side == market.Sell {
		paid, delivered = delivered, paid
	}
	e.registry.AddTurnover(now, taker.Key, paid)
	e.registry.AddTurnover(now, f.MakerKey, delivered)
}

// Caps is what a market's policy lets an order be worth and an account hold at
// most, in base units of the quote and of the base asset; 0 is no cap.
func (g *Genesis) Caps(m uint16) (notional, position int64) {
	s, p := &g.Markets[m-1], &g.Settings.Market
	return g.amountWorth(s.Quote, p.NotionalCap), g.amountWorth(s.Base, p.PositionCap)
}

// amountWorth is how much of an asset a value of the reference currency is at the
// reference price, rounded down; 0 if that is out of all bounds.
func (g *Genesis) amountWorth(asset uint16, value int64) int64 {
	a := &g.Assets[asset-1]
	amount, _ := money.MulDiv(value, money.Pow10(a.Decimals), a.Reference, money.Down)
	return amount
}
