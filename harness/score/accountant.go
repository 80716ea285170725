package score

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Accountant listens to one run of one venue.
type Accountant struct {
	truth *truth

	commands uint64
	actions  int64

	loot     loot
	thief    thief
	harm     impact.Items
	impacts  []impact.Impact // all cases of harm, where they are itemised
	markets  markets
	liveKeys int64 // keys at the venue that work
	paid     []payment
	seizures []seizure
	intents  Intents
	requests requests
	deposits deposits
	freezes  freezes
	disabled map[uint32]struct{} // keys with honest use that the defence took

	findings   []Finding
	named      entities
	used       entities
	statements []Statement
	doors      doors
	sightings  []sighting
	wallets    bag[chain.Address]   // addresses that the venue's own wallets spend from
	sent       map[chain.Hash]int64 // when the thief sent what to a chain
	transfers  []transfer           // of his, in blocks
}

// NewAccountant starts to listen.
func NewAccountant(s Setup) *Accountant {
	t := newTruth(s)
	return &Accountant{
		truth:    t,
		loot:     newLoot(&t.Setup),
		requests: newRequests(),
		deposits: newDeposits(len(t.Assets)),
		freezes:  newFreezes(),
		disabled: make(map[uint32]struct{}),
		named:    newEntities(),
		used:     newEntities(),
		doors:    newDoors(len(t.Assets)),
		sent:     make(map[chain.Hash]int64),
		markets:  newMarkets(t),
		liveKeys: t.working,
		wallets:  newBag(t.VenueAddresses...),
	}
}

// Clone is an accountant that has heard the same so far and shares nothing that
// either still changes: the start of a run that forks from this one.
func (a *Accountant) Clone() *Accountant {
	c := *a
	c.loot, c.thief = a.loot.clone(), a.thief.clone()
	c.requests, c.deposits, c.freezes = a.requests.clone(), a.deposits.clone(), a.freezes.clone()
	c.disabled = maps.Clone(a.disabled)
	c.named, c.used = a.named.clone(), a.used.clone()
	c.findings, c.statements = slices.Clone(a.findings), slices.Clone(a.statements)
	c.doors, c.sightings = a.doors.clone(), slices.Clone(a.sightings)
	c.impacts = slices.Clone(a.impacts)
	c.sent, c.transfers = maps.Clone(a.sent), slices.Clone(a.transfers)
	c.markets, c.wallets = a.markets.clone(), a.wallets.clone()
	c.paid, c.seizures = slices.Clone(a.paid), slices.Clone(a.seizures)
	return &c
}

// Command tells of one command: who sent it, which intent it serves, what the
// venue answered and which events it led to.
func (a *Accountant) Command(env *sim.Envelope, at sim.Attempt, r *mockexchange.Result, events []mockexchange.Event) {
	a.commands++
	switch {
	case env.Actor >= sim.FirstCustomer:
		a.customer(env, &at, r, events)
	case env.Actor == sim.Attacker:
		a.attacker(env, r, events)
	default:
		a.venue(env, r, events)
	}
}

// Acted tells that an action of the defence took effect. What it changed is
// heard through Command, sent by sim.Operator.
func (a *Accountant) Acted(_ int64, _ *defence.Action) { a.actions++ }

// blames reports whether the defence answers for a control.
func (a *Accountant) blames(c reject.Control) bool { return a.truth.blame[c] }

// Close ends the run at a virtual time and gives everything that was measured.
// The accountant can go on listening afterwards.
func (a *Accountant) Close(now int64) Tally {
	c := a.Clone()
	c.settle(min(now, c.truth.End))
	return c.tally()
}

// settle prices what is still open at the end.
func (a *Accountant) settle(end int64) {
	a.settleRequests(end)
	a.settleDeposits(end)
	a.settleFreezes(end)
	a.promises()
	a.publish(end)
	impact.Sort(a.impacts)
}

// charge books what was done to an honest customer.
func (a *Accountant) charge(k impact.Kind, c impact.Cause, account uint32, value, price int64) {
	weight := a.truth.weight(account)
	value, price = a.harm.Charge(k, value, price, weight)
	if weight > 0 && a.truth.Itemise {
		a.impacts = append(a.impacts, impact.Impact{Kind: k, Cause: c, Venue: a.truth.Venue, Account: account, Value: value, Price: price})
	}
}

// cause is what stood in the way of a command, by the event that tells; where
// nobody wants the cases, without.
func (a *Accountant) cause(env *sim.Envelope, by reject.Control, events []mockexchange.Event) impact.Cause {
	if !a.truth.Itemise {
		return impact.Cause{By: by, At: env.At}
	}
	for i := range events {
		if c, ok := a.truth.blame.CauseOf(env.Actor, &events[i]); ok && c.By == by {
			return c
		}
	}
	return impact.Cause{By: by, At: env.At}
}

func (a *Accountant) tally() Tally {
	s := &a.truth.Setup
	return Tally{
		Currency: s.currency(), Start: s.Start, ClockEnd: s.ClockEnd, End: s.End,
		Attack: s.Attack, Commands: a.commands, Tariff: s.Tariff.Version,
		Taken: a.loot.taken, Recovered: a.recovered(), Changes: a.loot.changes(),
		Harm: a.harm.Rows(), Impacts: a.impacts, Intents: a.intents,
		Thief: a.thief.summary(&a.loot), Alerts: a.findings, Entities: a.naming(),
		Actions: a.actions, Statements: a.statements, Facts: a.measure(),
	}
}
