package score

import (
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// fill names a trade: two orders meet once.
type fill struct{ taker, maker uint64 }

func fillOf(e *mockexchange.Event) fill { return fill{e.OrderID, e.MakerOrder} }

// booked is what a trade with the thief was booked as.
type booked struct{ taker, maker stake }

// stake is one side of such a trade.
type stake struct {
	move  int   // index into loot.moves, -1 for none
	worth int64 // what it cost its account; below zero it gained
	own   bool  // the account is the thief's
}

// reversed hears that the defence undid a trade. One in which an order of the
// thief's took part, or an account of his, gives back what it took; whoever
// stood on the other side only loses what he should never have had. Undoing a
// trade between honest people harms both.
func (a *Accountant) reversed(env *sim.Envelope, e *mockexchange.Event) {
	a.sawIn(e.At, sawReversed, a.truth.market(e.Market).Base, 0)
	taker, maker := a.legs(e)
	b, thiefs := a.loot.fills[fillOf(e)]
	if !thiefs {
		c, _ := a.truth.blame.CauseOf(env.Actor, e)
		a.fillReversed(e, c, &taker)
		a.fillReversed(e, c, &maker)
		return
	}
	if e.At > a.truth.horizon {
		return
	}
	delete(a.loot.fills, fillOf(e))
	a.unbook(e.At, &taker, b.taker)
	a.unbook(e.At, &maker, b.maker)
}

// unbook undoes one side of a trade with the thief.
func (a *Accountant) unbook(at int64, l *leg, s stake) {
	if s.own {
		a.loot.purse(l.account, l.gave.Asset).Amount += l.gave.Amount
		a.loot.purse(l.account, l.received.Asset).Amount -= l.received.Amount
		return
	}
	if s.worth != 0 {
		a.loot.undo(at, l.account, s.move, s.worth)
	}
}

// fillReversed charges for an honest side of a trade that was undone: for the
// trade, and for what it had gained by it at reference prices.
func (a *Accountant) fillReversed(e *mockexchange.Event, c impact.Cause, l *leg) {
	price := a.truth.Tariff.Rates[impact.FillReversed].Price(e.Value, 0)
	price = money.AddCapped(price, max(0, -a.cost(l)))
	a.charge(impact.FillReversed, c, l.account, e.Value, price)
}
