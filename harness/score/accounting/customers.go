package accounting

import (
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// fromCustomer hears a command of an honest customer's. Nearly all of them are
// taken and concern nobody else, so this is the way that has to be short.
func (a *Accounting) fromCustomer(env *sim.Envelope, at *sim.Attempt, r *mockexchange.Result, events []mockexchange.Event) {
	if at.Intent != 0 {
		a.intent(env, at, r, events)
	}
	if a.blames(at.Leaves) {
		a.lost(env, at, events)
	}
	if a.takings.rests || a.known.listens {
		a.hearTrading(env, events)
	}
	switch env.Command.Kind {
	case mockexchange.RequestWithdrawal, mockexchange.CancelWithdrawal,
		mockexchange.CreateKey, mockexchange.DeleteKey, mockexchange.Complain:
		for i := range events {
			a.venueEvent(env, &events[i])
		}
	}
}

// lost prices a customer whom a control of the defence's has driven away.
func (a *Accounting) lost(env *sim.Envelope, at *sim.Attempt, events []mockexchange.Event) {
	price := a.known.Tariff.Rates[impact.CustomerLost].Price(0, 0)
	a.charge(impact.CustomerLost, causeOf(env, at.Leaves, events), a.account(&env.Command), 0, price)
}

// hearTrading looks for trades with an order that the thief left in a book, for
// what figures about markets ask, and for orders that a control of the
// defence's cut short. A venue that ends an auction does so with whatever
// command comes next.
func (a *Accounting) hearTrading(env *sim.Envelope, events []mockexchange.Event) {
	for i := range events {
		switch e := &events[i]; e.Type {
		case mockexchange.Traded:
			a.priced(e)
			a.traded(e)
		case mockexchange.MarketState:
			a.marketState(e)
		case mockexchange.SurveillanceAlert:
			a.observeIn(e.At, measure.MarketReported, a.known.Market(e.Market).Base, 0)
		case mockexchange.OrderExpired:
			a.orderTaken(env, e, a.known.Value(a.known.Market(e.Market).Base, e.Quantity))
		case mockexchange.OrderCancelled:
			if e.Control.Standing() {
				a.orderTaken(env, e, e.Value)
			}
		}
	}
}

// intent counts what a customer set out to do and what the defence made of it.
func (a *Accounting) intent(env *sim.Envelope, at *sim.Attempt, r *mockexchange.Result, events []mockexchange.Event) {
	account := a.account(&env.Command)
	weight := a.known.weight(account)
	if weight == 0 || int(at.Kind) >= sim.IntentKinds {
		return
	}
	if !at.Again {
		a.intents.All[at.Kind] += weight
	}
	switch {
	case env.Command.Kind == mockexchange.RequestWithdrawal:
		a.requested(env, at, r, events, account)
	case at.PutOff != reject.None:
		a.putOff(env, at, events, account)
	case r.Code != reject.OK && !at.Again && a.blames(r.Control):
		a.intents.Refused[at.Kind] += weight
		if at.Kind == sim.IntentOrder { // what a refused login was for has a price, itself it has none
			price := a.known.Tariff.Rates[impact.OrderRefused].Price(at.Value, 0)
			a.charge(impact.OrderRefused, a.cause(env, r.Control, events), account, at.Value, price)
		}
	}
}

// account is whose command it is, by the proof that it carries.
func (a *Accounting) account(c *mockexchange.Command) uint32 {
	if c.Auth == mockexchange.AuthKey {
		return a.known.Owner(c.Key)
	}
	return c.Account
}
