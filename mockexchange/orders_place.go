package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// placeOrder reserves what the order may cost, lets the book match it, and
// posts every fill.
func (e *Exchange) placeOrder(now int64, account uint32, c *Command) Result {
	o := market.Order{
		Account: account, Key: c.presented(), Side: c.Side, Type: c.Type, TimeInForce: c.TimeInForce,
		Price: c.Price, Quantity: c.Quantity, Quote: c.Quote, Placed: now, Label: c.Label,
	}
	if c.Market == 0 || int(c.Market) > len(e.books) {
		return e.refuseOrder(now, &o, c, reject.UnknownMarket, reject.None)
	}
	book := e.books[c.Market-1]
	need, code := book.Reserve(&o)
	if code == reject.OK && c.Label != "" && e.clientOrderOpen(book, c.Market, account, c.Label) {
		code = reject.DuplicateOrder
	}
	if code == reject.OK && e.orderCaps {
		var by reject.Control
		if code, by = e.exceedsOrderCaps(now, c.Market, &o, need); code != reject.OK {
			return e.refuseOrder(now, &o, c, code, by)
		}
	}
	reserved := reservedAsset(book.Spec(), c.Side)
	if code == reject.OK && need > 0 {
		code = e.ledger.Post(reserved, need, pocket(ledger.Free, account), pocket(ledger.Locked, account))
	}
	if code != reject.OK {
		return e.refuseOrder(now, &o, c, code, e.refusingControl(c.Market, &o, code))
	}
	o.ID, o.Locked = e.orders+1, need
	var placed market.Placement
	placed, e.fills, code = book.Place(&o, e.fills[:0])
	if code != reject.OK {
		e.release(reserved, account, need)
		return e.refuseOrder(now, &o, c, code, reject.None)
	}
	e.orders++
	e.accepted(now, &o, c)
	for i := range e.fills {
		e.settle(now, &o, &e.fills[i], c)
	}
	e.release(reserved, account, placed.Release)
	if !placed.Rests && o.Remaining > 0 {
		ev := e.log(now, OrderExpired, c)
		ev.Account, ev.OrderID, ev.Side, ev.Order, ev.Price, ev.Quantity = account, o.ID, o.Side, o.Type, o.Price, o.Remaining
		ev.Control = placed.Stopped
	}
	if placed.Rests && o.Label != "" {
		e.clientOrders[clientOrderID{c.Market, account, o.Label}] = o.ID
	}
	e.history.order(now, c.Market, &o, placed.Rests)
	if placed.Stopped == reject.CircuitBreaker && book.Status() == market.Auction {
		e.startAuction(now, c.Market)
		e.freezeMakers(now, c.Market)
	}
	return Result{Order: o.ID, Control: placed.Stopped, Resting: placed.Rests, Filled: o.Executed, Quote: o.ExecutedQuote}
}

// clientOrderID is a customer's own name of an order; it is unique among his open
// orders in a market.
type clientOrderID struct {
	market  uint16
	account uint32
	text    string
}

// clientOrderOpen reports whether an open order of the account in the same market
// already carries the label. Once it is filled or cancelled the label is free.
func (e *Exchange) clientOrderOpen(b *market.Book, m uint16, account uint32, text string) bool {
	id, ok := e.clientOrders[clientOrderID{m, account, text}]
	if !ok {
		return false
	}
	_, open := b.Get(id)
	return open
}

// reservedAsset is what an order locks: a buyer's quote, a seller's base.
func reservedAsset(s *market.Spec, side market.Side) uint16 {
	if side == market.Buy {
		return s.Quote
	}
	return s.Base
}

// release gives a reservation back.
func (e *Exchange) release(asset uint16, account uint32, amount int64) {
	if amount > 0 {
		e.mustPost(e.ledger.Post(asset, amount, pocket(ledger.Locked, account), pocket(ledger.Free, account)))
	}
}

func (e *Exchange) accepted(now int64, o *market.Order, c *Command) {
	spec := e.books[c.Market-1].Spec()
	ev := e.log(now, OrderAccepted, c)
	ev.Account, ev.OrderID, ev.Side, ev.Order = o.Account, o.ID, o.Side, o.Type
	ev.Price, ev.Quantity, ev.Label = o.Price, o.Quantity, o.Label
	ev.Asset, ev.Amount = spec.Quote, o.Quote
	ev.Value = e.orderValue(spec, o)
}

// orderValue is what an order is worth at reference prices, whatever it asks.
func (e *Exchange) orderValue(s *market.Spec, o *market.Order) int64 {
	if o.Quantity > 0 {
		return e.value(s.Base, o.Quantity)
	}
	return e.value(s.Quote, o.Quote)
}

func (e *Exchange) refuseOrder(now int64, o *market.Order, c *Command, code reject.Code, by reject.Control) Result {
	ev := e.log(now, OrderRefused, c)
	if code != reject.UnknownMarket {
		spec := e.books[c.Market-1].Spec()
		ev.Value, ev.Asset, ev.Amount = e.orderValue(spec, o), spec.Quote, o.Quote
	}
	ev.Account, ev.Code, ev.Control, ev.Side, ev.Order = o.Account, code, by, o.Side, o.Type
	ev.Price, ev.Quantity, ev.Label = o.Price, o.Quantity, o.Label
	return Result{Code: code, Control: by}
}

// refusingControl is the control behind a book's refusal of an order.
func (e *Exchange) refusingControl(m uint16, o *market.Order, code reject.Code) reject.Control {
	switch code {
	case reject.MarketHalted, reject.CancelOnly:
		return e.marketControl[m-1]
	case reject.WouldMatch:
		if o.Type != market.LimitMaker {
			return e.marketControl[m-1] // the market takes only orders that rest
		}
	case reject.OutsideBand:
		return reject.PriceBand
	case reject.OutsideRange:
		return reject.PriceRangeExecution
	case reject.OwnOrder:
		return reject.SelfTradePrevention
	}
	return reject.None
}

// settle posts one fill: what the buyer locked in quote goes to the seller,
// what the seller locked in base goes to the buyer, each less his fee.
func (e *Exchange) settle(now int64, taker *market.Order, f *market.Fill, c *Command) {
	spec := e.books[c.Market-1].Spec()
	buyer, seller, buyerFee, sellerFee := taker.Account, f.MakerAccount, f.TakerFee, f.MakerFee
	if taker.Side == market.Sell {
		buyer, seller, buyerFee, sellerFee = seller, buyer, sellerFee, buyerFee
	}
	sellerFee = e.deliver(spec.Quote, buyer, seller, f.Quote, e.relieved(now, seller, sellerFee))
	buyerFee = e.deliver(spec.Base, seller, buyer, f.Quantity, e.relieved(now, buyer, buyerFee))
	e.noteFee(seller, spec.Quote, sellerFee)
	e.noteFee(buyer, spec.Base, buyerFee)
	if f.TakerFee, f.MakerFee = buyerFee, sellerFee; taker.Side == market.Sell {
		f.TakerFee, f.MakerFee = sellerFee, buyerFee
	}
	e.release(reservedAsset(spec, taker.Side.Opposite()), f.MakerAccount, f.MakerRelease)

	ev := e.log(now, Traded, c)
	ev.Account, ev.Counterparty, ev.OrderID, ev.MakerOrder = taker.Account, f.MakerAccount, taker.ID, f.Maker
	ev.Side, ev.Order, ev.Price, ev.Quantity = taker.Side, taker.Type, f.Price, f.Quantity
	ev.Asset, ev.Amount, ev.Value = spec.Quote, f.Quote, e.value(spec.Base, f.Quantity)
	e.tradeHistory[c.Market-1].add(now, taker, f)
	e.history.fill(now, c.Market, taker, f)
	if e.orderCaps {
		e.countTurnover(now, spec, taker, f)
	}
	if e.schedule.policy.AnomalyFreeze.Move > 0 {
		e.freezeGainer(now, c.Market, taker, f)
	}
	if e.surveillance.policy.Every > 0 && e.books[c.Market-1].OffMarket(f.Price) {
		e.surveillance.notice(now, c.Market, taker, f)
	}
}

// deliver moves one leg of a trade from a locked pocket to a free one, and the
// receiver's fee to the venue. A fee below zero comes out of the house's own
// coins, as far as it has any. It returns the fee that was paid.
func (e *Exchange) deliver(asset uint16, from, to uint32, amount, fee int64) int64 {
	kept := max(fee, 0)
	if amount-kept > 0 {
		e.mustPost(e.ledger.Post(asset, amount-kept, pocket(ledger.Locked, from), pocket(ledger.Free, to)))
	}
	switch {
	case fee > 0:
		e.bookFee(asset, fee, pocket(ledger.Locked, from))
	case fee < 0:
		return -e.fromHouse(asset, -fee, pocket(ledger.Free, to))
	}
	return fee
}

// cancelOrder takes a resting order of the caller out of its book. Market 0
// searches all books.
func (e *Exchange) cancelOrder(now int64, account uint32, c *Command) Result {
	for i, book := range e.books {
		if c.Market != 0 && int(c.Market) != i+1 {
			continue
		}
		if o, ok := book.Get(c.Order); ok && o.Account == account {
			return e.cancel(now, uint16(i+1), c)
		}
	}
	ev := e.log(now, OrderRefused, c)
	ev.Account, ev.Code, ev.OrderID = account, reject.UnknownOrder, c.Order
	return Result{Code: reject.UnknownOrder}
}

// cancel takes order c.Order out of a market and gives its reservation back.
func (e *Exchange) cancel(now int64, m uint16, c *Command) Result {
	o, code := e.books[m-1].Cancel(c.Order)
	if code != reject.OK {
		return Result{Code: code}
	}
	e.cancelled(now, m, &o, c)
	return Result{Order: o.ID, Filled: o.Executed, Quote: o.ExecutedQuote}
}

// cancelled gives back what was reserved for an order that left its book.
func (e *Exchange) cancelled(now int64, m uint16, o *market.Order, c *Command) *Event {
	book := e.books[m-1]
	e.release(reservedAsset(book.Spec(), o.Side), o.Account, o.Locked)
	ev := e.log(now, OrderCancelled, c)
	ev.Account, ev.Market, ev.OrderID, ev.Side, ev.Order = o.Account, m, o.ID, o.Side, o.Type
	ev.Price, ev.Quantity, ev.Label = o.Price, o.Remaining, o.Label
	ev.Value = e.value(book.Spec().Base, o.Remaining)
	if o.Label != "" {
		delete(e.clientOrders, clientOrderID{m, o.Account, o.Label})
	}
	e.history.cancelled(now, m, o)
	return ev
}
