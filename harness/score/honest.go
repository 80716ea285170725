package score

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/fault"
)

// customer hears a command of an honest customer's. Nearly all of them are
// taken and concern nobody else, so this is the way that has to be short.
func (a *Accountant) customer(env *sim.Envelope, at *Attempt, r *mockexchange.Result, events []mockexchange.Event) {
	if at.Intent != 0 {
		a.intent(env, at, r)
	}
	switch env.Command.Kind {
	case mockexchange.PlaceOrder:
		if len(a.loot.resting) > 0 {
			a.metThief(events)
		}
	case mockexchange.RequestWithdrawal, mockexchange.CancelWithdrawal:
		for i := range events {
			a.venueEvent(env, &events[i])
		}
	}
}

// metThief looks for trades with an order that the thief left in a book.
func (a *Accountant) metThief(events []mockexchange.Event) {
	for i := range events {
		if events[i].Type == mockexchange.Traded {
			a.traded(&events[i], false)
		}
	}
}

// intent counts what a customer set out to do and what the defence made of it.
func (a *Accountant) intent(env *sim.Envelope, at *Attempt, r *mockexchange.Result) {
	account := a.account(&env.Command)
	weight := a.truth.weight(account)
	if weight == 0 || at.Kind >= intentKinds {
		return
	}
	if !at.Again {
		a.intents.All[at.Kind] += weight
	}
	switch {
	case env.Command.Kind == mockexchange.RequestWithdrawal:
		a.requested(env, at, r, weight)
	case r.Code != fault.OK && !at.Again && a.blames(r.Control):
		a.turnedAway(at, weight)
	}
}

// account is whose command it is, by the proof that it carries.
func (a *Accountant) account(c *mockexchange.Command) uint32 {
	if c.Auth == mockexchange.AuthKey {
		return a.truth.owner(c.Key)
	}
	return c.Account
}

// turnedAway books an order or a login that the defence refused. A refused
// login has no price of its own: what it was for has one.
func (a *Accountant) turnedAway(at *Attempt, weight int64) {
	a.intents.Refused[at.Kind] += weight
	if at.Kind == IntentOrder {
		price := a.truth.Tariff.Rates[OrderRefused].Price(at.Value, 0)
		a.bill.charge(OrderRefused, at.Value, price, weight)
	}
}
