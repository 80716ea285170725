package accounting

import (
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
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
func (a *Accounting) traded(e *mockexchange.Event) {
	taker, maker := a.legs(e)
	taker.thiefs, maker.thiefs = has(a.takings.orders, e.OrderID), has(a.takings.orders, e.MakerOrder)
	if !taker.thiefs && !maker.thiefs {
		return
	}
	b := booked{}
	b.taker = a.bookLeg(e.At, &taker, &maker)
	b.maker = a.bookLeg(e.At, &maker, &taker)
	a.takings.fills[fillOf(e)] = b
	a.observeFill(e, &taker, &maker)
	a.observeOwn(measure.OwnFill, e, &taker, &maker)
}

// bookLeg books one side of a trade, knowing the other.
func (a *Accounting) bookLeg(at int64, l, other *leg) bookedLeg {
	switch {
	case a.known.Own(l.account):
		a.takings.holding(l.account, l.gave.Asset).Amount -= l.gave.Amount
		a.takings.holding(l.account, l.received.Asset).Amount += l.received.Amount
		return bookedLeg{taking: -1, own: true}
	case l.thiefs || a.known.Own(other.account):
		worth := a.cost(l)
		return bookedLeg{taking: a.takings.take(at, l.account, worth), worth: worth}
	}
	return bookedLeg{taking: -1}
}

// cost is what a side of a trade gave beyond what it received, at reference
// prices.
func (a *Accounting) cost(l *leg) int64 {
	return a.known.Value(l.gave.Asset, l.gave.Amount) - a.known.Value(l.received.Asset, l.received.Amount)
}

// legs takes a trade apart. The event tells amounts before fees; each side
// pays its own out of what it receives.
func (a *Accounting) legs(e *mockexchange.Event) (taker, maker leg) {
	spec := a.known.Market(e.Market)
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

func fee(amount, ppm int64) int64 {
	f, _ := money.MulDiv(amount, ppm, money.Whole, money.Down)
	return f
}

// fill names a trade: two orders meet once.
type fill struct{ taker, maker uint64 }

func fillOf(e *mockexchange.Event) fill { return fill{e.OrderID, e.MakerOrder} }

// booked is what a trade with the thief was booked as.
type booked struct{ taker, maker bookedLeg }

// bookedLeg is one side of such a trade.
type bookedLeg struct {
	taking int   // its index, -1 for none
	worth  int64 // what it cost its account; below zero it gained
	own    bool  // the account is the thief's
}

// reversed hears that the defence undid a trade. One in which an order of the
// thief's took part, or an account of his, gives back what it took; whoever
// stood on the other side only loses what he should never have had. Undoing a
// trade between honest people harms both.
func (a *Accounting) reversed(env *sim.Envelope, e *mockexchange.Event) {
	a.observeIn(e.At, measure.TradeReversed, a.known.Market(e.Market).Base, 0)
	taker, maker := a.legs(e)
	b, thiefs := a.takings.fills[fillOf(e)]
	if !thiefs {
		c, _ := a.known.blame.CauseOf(env.Actor, e)
		a.fillReversed(e, c, &taker)
		a.fillReversed(e, c, &maker)
		return
	}
	if e.At > a.known.horizon {
		return
	}
	delete(a.takings.fills, fillOf(e))
	a.observeOwn(measure.OwnFillReversed, e, &taker, &maker)
	a.unbook(e.At, &taker, b.taker)
	a.unbook(e.At, &maker, b.maker)
}

// unbook undoes one side of a trade with the thief.
func (a *Accounting) unbook(at int64, l *leg, b bookedLeg) {
	if b.own {
		a.takings.holding(l.account, l.gave.Asset).Amount += l.gave.Amount
		a.takings.holding(l.account, l.received.Asset).Amount -= l.received.Amount
		return
	}
	if b.worth != 0 {
		a.takings.undo(at, l.account, b.taking, b.worth)
	}
}

// fillReversed charges for an honest side of a trade that was undone: for the
// trade, and for what it had gained by it at reference prices.
func (a *Accounting) fillReversed(e *mockexchange.Event, c impact.Cause, l *leg) {
	price := a.known.Tariff.Rates[impact.FillReversed].Price(e.Value, 0)
	price = money.AddCapped(price, max(0, -a.cost(l)))
	a.charge(impact.FillReversed, c, l.account, e.Value, price)
}
