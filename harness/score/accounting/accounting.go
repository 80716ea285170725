package accounting

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Accounting listens to one run of one venue.
type Accounting struct {
	known *known

	commands uint64
	actions  int64

	takings   attackerTakings
	attack    attack
	harm      impact.Items
	impacts   []impact.Impact // all cases of harm, where they are itemised
	markets   markets
	liveKeys  int64 // keys at the venue that work
	intents   score.Intents
	requests  requests
	deposits  deposits
	freezes   freezes
	elsewhere elsewhere
	approved  approved
	staffWork map[uint64]staffWork // that the defence keeps waiting, by its number
	disabled  map[uint32]struct{}  // keys with honest use that the defence took

	ungraded       []defence.Alert // raised within the last minute
	findings       []score.Finding
	falseCases     falseCases
	named          entities
	used           entities
	status         serviceStatus
	venueAddresses orderedSet[chain.Address] // that the venue's own wallets spend from
	diverted       map[chain.Address]int64   // that he had put in the place of those that transfers were to pay, or had signed payments to, and when he asked
	movedTo        orderedSet[chain.Address] // that the thief's transactions paid beyond the venue's coins
	sent           map[chain.Hash]int64      // when the thief sent what to a chain, and when people of the venue's signed what
	evidence       measure.Evidence          // but for what the takings and the attack hold
	rebate         int64                     // the share of fees that is to be paid back, parts per million
}

// New starts to listen.
func New(s Setup) *Accounting {
	k := newKnown(s)
	return &Accounting{
		known:          k,
		takings:        newTakings(&k.Setup),
		requests:       newRequests(len(k.Assets)),
		deposits:       newDeposits(len(k.Assets)),
		freezes:        newFreezes(),
		elsewhere:      newElsewhere(),
		disabled:       make(map[uint32]struct{}),
		falseCases:     newFalseCases(),
		named:          newEntities(),
		used:           newEntities(),
		status:         newServiceStatus(len(k.Assets)),
		sent:           make(map[chain.Hash]int64),
		markets:        markets{state: make([]reject.Control, len(k.Markets))},
		liveKeys:       k.working,
		venueAddresses: newOrderedSet(k.VenueAddresses...),
		movedTo:        newOrderedSet[chain.Address](),
		diverted:       make(map[chain.Address]int64),
		evidence:       measure.Evidence{Reference: &k.Reference, Peaks: measure.Peaks(&k.Reference, k.Facts)},
	}
}

// Clone is an accounting that has heard the same so far and shares nothing that
// either still changes.
func (a *Accounting) Clone() *Accounting {
	c := *a
	c.takings, c.attack = a.takings.clone(), a.attack.clone()
	c.requests, c.deposits, c.freezes = a.requests.clone(), a.deposits.clone(), a.freezes.clone()
	c.elsewhere, c.approved = a.elsewhere.clone(), a.approved.clone()
	c.disabled, c.staffWork = maps.Clone(a.disabled), maps.Clone(a.staffWork)
	c.named, c.used = a.named.clone(), a.used.clone()
	c.findings, c.impacts = slices.Clone(a.findings), slices.Clone(a.impacts)
	c.ungraded, c.falseCases = slices.Clone(a.ungraded), a.falseCases.clone()
	c.status, c.markets = a.status.clone(), a.markets.clone()
	c.sent, c.venueAddresses, c.movedTo = maps.Clone(a.sent), a.venueAddresses.clone(), a.movedTo.clone()
	c.diverted, c.evidence = maps.Clone(a.diverted), a.evidence.Clone()
	return &c
}

// Command tells of one command: who sent it, which intent it serves, what the
// venue answered and which events it led to.
func (a *Accounting) Command(env *sim.Envelope, at sim.Attempt, r *mockexchange.Result, events []mockexchange.Event) {
	a.commands++
	a.gradeUntil(env.At)
	if a.rebate > 0 {
		a.rebated(events)
	}
	switch {
	case env.Actor >= sim.FirstCustomer:
		a.fromCustomer(env, &at, r, events)
	case env.Actor == sim.Attacker:
		a.fromAttacker(env, r, events)
	default:
		a.fromVenue(env, r, events)
	}
}

// blames reports whether the defence answers for a control.
func (a *Accounting) blames(c reject.Control) bool { return a.known.blame[c] }

// Close ends the run at a virtual time and gives everything that was measured.
// The accounting goes on afterwards if it is told more.
func (a *Accounting) Close(now int64) score.Tally {
	c := a.Clone()
	c.settle(min(now, c.known.End))
	return c.tally()
}

// Interim is what the run would come to if it ended now: the loss and the harm
// in base units of the currency, with everything that is still open counted
// until now. The accounting goes on. What it says at the end of the run is what
// Close says.
func (a *Accounting) Interim(now int64) (loss, harm int64) {
	c := a.Clone()
	c.impacts = nil
	end := min(now, c.known.End)
	c.settleRequests(end)
	c.settleDeposits(end)
	c.settleFreezes(end)
	c.settleStaffWork(end)
	c.settleStanding(end)
	return money.AddCapped(max(0, c.takings.taken-c.recovered()), c.given()), c.harm.Price()
}

// settle prices what is still open at the end.
func (a *Accounting) settle(end int64) {
	a.settleRequests(end)
	a.settleDeposits(end)
	a.settleFreezes(end)
	a.settleStaffWork(end)
	a.settleStanding(end)
	a.gradeAll()
	a.publish(end)
	a.promises(end)
	impact.Sort(a.impacts)
}

// charge books what was done to an honest customer.
func (a *Accounting) charge(k impact.Kind, c impact.Cause, account uint32, value, price int64) {
	a.chargeWeighted(k, c, account, value, price, a.known.weight(account))
}

// chargeWeighted books what somebody suffered who counts so much, in parts per
// million.
func (a *Accounting) chargeWeighted(k impact.Kind, c impact.Cause, account uint32, value, price, weight int64) {
	unweighted := value
	value, price = a.harm.Charge(k, value, price, weight)
	if weight > 0 && a.known.Itemise {
		a.impacts = append(a.impacts, impact.Impact{Kind: k, Cause: c, Venue: a.known.Venue, Account: account, Unweighted: unweighted, Value: value, Price: price})
	}
}

// cause is what stood in the way of a command, by the event that tells; where
// nobody wants the cases, without.
func (a *Accounting) cause(env *sim.Envelope, by reject.Control, events []mockexchange.Event) impact.Cause {
	if !a.known.Itemise {
		return impact.Cause{By: by, At: env.At}
	}
	for i := range events {
		if c, ok := a.known.blame.CauseOf(env.Actor, &events[i]); ok && c.By == by {
			return c
		}
	}
	return impact.Cause{By: by, At: env.At}
}

func (a *Accounting) tally() score.Tally {
	s := &a.known.Setup
	return score.Tally{
		Currency: s.currency(), Start: s.Start, ClockEnd: s.ClockEnd, End: s.End,
		Attack: s.Attack, Commands: a.commands, Tariff: s.Tariff.Version,
		Taken: a.takings.taken, Recovered: a.recovered(), Given: a.given(), Changes: a.takings.changes(),
		Harm: a.harm, Impacts: a.impacts, Intents: a.intents,
		Thief: a.attack.summary(&a.takings), Alerts: a.findings, Entities: a.naming(),
		Actions: a.actions, Statements: a.evidence.Statements, Facts: a.facts(),
	}
}

// facts reads the documented figures off the evidence.
func (a *Accounting) facts() []score.Measured {
	if len(a.known.Facts) == 0 {
		return nil
	}
	e := a.evidence
	e.Returned = a.takings.returned
	for _, t := range a.takings.list {
		e.Takings = append(e.Takings, t.Taking)
	}
	for _, w := range a.attack.withdrawals {
		e.Withdrawals = append(e.Withdrawals, w.Withdrawal)
	}
	return e.Measure(a.known.Facts, a.known.Venue)
}
