package score

import (
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// leg is one side of a trade: what an account gave and what it received, the
// fee taken off already.
type leg struct {
	account  uint32
	order    uint64
	gave     mockexchange.Balance
	received mockexchange.Balance
	thiefs   bool // the thief placed the order
}

// traded books a trade if an order of the thief's took part in it. An honest
// customer on the other side of a victim's order only did a good bargain; on
// the other side of the thief's own account he may be a victim himself.
func (a *Accountant) traded(e *mockexchange.Event) {
	taker, maker := a.legs(e)
	taker.thiefs, maker.thiefs = has(a.loot.orders, e.OrderID), has(a.loot.orders, e.MakerOrder)
	if !taker.thiefs && !maker.thiefs {
		return
	}
	b := booked{}
	b.taker = a.bookLeg(e.At, &taker, &maker)
	b.maker = a.bookLeg(e.At, &maker, &taker)
	a.loot.fills[fillOf(e)] = b
	a.sawFill(e, &taker, &maker)
}

// bookLeg books one side of a trade, knowing the other.
func (a *Accountant) bookLeg(at int64, l, other *leg) stake {
	switch {
	case a.truth.own.has(l.account):
		a.loot.purse(l.account, l.gave.Asset).Amount -= l.gave.Amount
		a.loot.purse(l.account, l.received.Asset).Amount += l.received.Amount
		return stake{move: -1, own: true}
	case l.thiefs || a.truth.own.has(other.account):
		worth := a.cost(l)
		return stake{move: a.loot.take(at, l.account, worth), worth: worth}
	}
	return stake{move: -1}
}

// cost is what a side of a trade gave beyond what it received, at reference
// prices.
func (a *Accountant) cost(l *leg) int64 {
	return a.truth.value(l.gave.Asset, l.gave.Amount) - a.truth.value(l.received.Asset, l.received.Amount)
}

// legs takes a trade apart. The event tells amounts before fees; each side
// pays its own out of what it receives.
func (a *Accountant) legs(e *mockexchange.Event) (taker, maker leg) {
	spec := a.truth.market(e.Market)
	base := mockexchange.Balance{Asset: spec.Base, Amount: e.Quantity}
	quote := mockexchange.Balance{Asset: spec.Quote, Amount: e.Amount}
	taker = leg{account: e.Account, order: e.OrderID, gave: quote, received: base}
	maker = leg{account: e.Counterparty, order: e.MakerOrder, gave: base, received: quote}
	if e.Side == market.Sell {
		taker.gave, taker.received, maker.gave, maker.received = base, quote, quote, base
	}
	taker.received.Amount -= fee(taker.received.Amount, spec.TakerFee)
	maker.received.Amount -= fee(maker.received.Amount, spec.MakerFee)
	return taker, maker
}

func (t *truth) market(id uint16) *market.Spec {
	if id == 0 || int(id) > len(t.Markets) {
		return &market.Spec{}
	}
	return &t.Markets[id-1]
}

func fee(amount, ppm int64) int64 {
	f, _ := money.MulDiv(amount, ppm, money.Whole, money.Down)
	return f
}
