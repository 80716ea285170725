package lab

import (
	"slices"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/accounting"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// venueRun is one venue of a run with everything that is its own: the backend
// where it and its chains live, its customers, its schedule, its security team,
// and the referee's accountant. Venues share the clock and the log of their run
// and nothing else.
type venueRun struct {
	run        *run
	venue      uint8  // its index
	name       string // where there are several venues, otherwise empty
	backend    backend.Backend
	genesis    *mockexchange.Genesis
	population *population.Population
	accounting *accounting.Accounting
	loop       monitorLoop
	external   []defence.Alert // raised elsewhere and not yet read
	operated   []sim.Envelope  // in a kept run, and not yet again
	schedule   *schedule
	signatures *chain.SignatureCache
	directory  *defence.Directory

	public []score.Statement // of others, that are still to be made

	outlives bool         // its staff goes on in the epilogue
	closed   *score.Tally // what the run came to, once the epilogue has begun

	attackAt   int64          // 0 if nobody attacks here
	next       *campaign.Turn // of the thief; nil when he never acts again
	operator   access.Credential
	depositors []depositor         // by asset: who sends honest deposits
	addresses  [][]chain.Address   // by asset: where the venue's coins lie
	attackerTx map[chain.Hash]bool // what the thief himself sent to a chain
	elsewhere  *otherExchanges
	issuers    *issuers
	fuelling   [][]chain.Address // by asset: who buys some of the coin for gas, with the next block
	payees     payees
	loot       []chain.Address // where his transactions in blocks paid to, each once
}

// push sets a timer of somebody at this venue.
func (v *venueRun) push(at int64, a sim.Actor) { v.run.queue.Push(at, timer(v.venue, a)) }

// begin sets the first timer of everybody here.
func (v *venueRun) begin() {
	var own sim.Queue
	v.population.Start(&own)
	for at, actor, ok := own.Pop(); ok; at, actor, ok = own.Pop() {
		v.push(at, actor)
	}
	v.push(v.schedule.next(), scheduleTimer)
	if v.attackAt > 0 {
		v.push(v.attackAt, attackerTimer)
	}
	if v.loop.monitor != nil {
		v.loop.nextAt, v.loop.timer = v.genesis.Start, v.genesis.Start
		v.push(v.genesis.Start, monitorTimer)
	} else if len(v.operated) > 0 {
		v.push(v.operated[0].At, monitorTimer)
	}
}

// turn lets one actor of this venue act.
func (v *venueRun) turn(now int64, actor sim.Actor) error {
	v.readExternal(now)
	for ; len(v.public) > 0 && v.public[0].At <= now; v.public = v.public[1:] {
		v.hear(now, &v.public[0])
	}
	switch actor {
	case scheduleTimer:
		err := v.schedule.due(now, func(j job) error { return v.runJob(now, j) })
		v.push(v.schedule.next(), scheduleTimer)
		return err
	case monitorTimer:
		if v.loop.monitor == nil {
			return v.operateAgain(now)
		}
		return v.monitorTurn(now)
	case attackerTimer:
		return v.attackerTurn(now)
	}
	return v.customerTurn(now, actor)
}

// customerTurn lets one of the population act.
func (v *venueRun) customerTurn(now int64, actor sim.Actor) error {
	e := &v.run.envelope
	*e = sim.Envelope{At: now, Venue: v.venue, Actor: actor}
	attempt, send, next := v.population.Wake(now, actor, &e.Command)
	if next > 0 {
		v.push(next, actor)
	}
	if !send {
		return nil
	}
	result := &v.run.result
	var events []mockexchange.Event
	var err error
	if *result, events, err = v.backend.Apply(now, &e.Command); err != nil {
		return err
	}
	v.run.honest++
	v.record(e, attempt, result, events)
	for _, o := range v.run.observers {
		if o.Attempt != nil {
			o.Attempt(actor, attempt)
		}
	}
	if extra := v.population.Observe(now, actor, &e.Command, result); extra > 0 {
		v.push(extra, actor)
	}
	return nil
}

// record tells everybody concerned what a command came to.
func (v *venueRun) record(e *sim.Envelope, at sim.Attempt, result *mockexchange.Result, events []mockexchange.Event) {
	r := v.run
	r.commands++
	r.log.Record(e, result)
	r.log.Events(events)
	v.accounting.Command(e, at, result, events)
	v.elsewhere.hear(e, result)
	v.issuers.hear(e, result)
	if at, rouse := v.loop.queue(e.At, e.Actor, events); rouse {
		v.push(at, monitorTimer)
	}
	for i := range events {
		if who, at := v.population.Ticker(e.At, &events[i]); at > 0 {
			v.push(at, who)
		}
		switch events[i].Type {
		case mockexchange.Operated:
			if events[i].Op == mockexchange.Announce && result.Code == reject.OK {
				v.hear(e.At, &score.Statement{Claim: e.Command.Label})
			}
		case mockexchange.TransferRequested:
			v.schedule.whenDue(events[i].Asset, v.genesis.Signatures(events[i].Asset, events[i].Op, e.At, signedBy(&e.Command)))
		case mockexchange.WalletMoved:
			v.noteHotAddress(&events[i])
		case mockexchange.WithdrawalHeld, mockexchange.WithdrawalBroadcast:
			v.notify(e.At, &events[i])
		case mockexchange.WithdrawalRequested, mockexchange.Traded:
			// Whoever did it himself needs no mail to know.
			if e.Actor != sim.Customer(events[i].Account) {
				v.notify(e.At, &events[i])
			}
		}
		v.orderUpdate(e, &events[i])
	}
	for _, o := range r.observers {
		if o.Command != nil && r.failed == nil {
			r.failed = o.Command(e, result, events)
		}
	}
}

// signedBy is when the last signature of a transfer out of cold storage comes that a
// command asks for, 0 for as people come to it.
func signedBy(c *mockexchange.Command) int64 {
	if c.Kind == mockexchange.TransferCold || c.Kind == mockexchange.UpgradeWallet {
		return c.Until
	}
	return 0
}

// hear lets customers hear what was said in public.
func (v *venueRun) hear(now int64, s *score.Statement) {
	if s.Alarms() {
		v.population.Hear(now, v.push)
	}
}

// notify tells a customer what happened to his account.
func (v *venueRun) notify(now int64, e *mockexchange.Event) {
	if who, at := v.population.Notify(now, e); at > 0 {
		v.push(at, who)
	}
}

// orderUpdate tells the owner of an order that rested what became of it.
func (v *venueRun) orderUpdate(e *sim.Envelope, ev *mockexchange.Event) {
	if ev.Type != mockexchange.Traded && (ev.Type != mockexchange.OrderCancelled || e.Actor == sim.Customer(ev.Account)) {
		return
	}
	if who, at := v.population.OrderUpdate(e.At, ev); at > 0 {
		v.push(at, who)
	}
}

// noteHotAddress notes the hot address that a rotation or a migration made, or a
// cold one in place of one that was lost;
// what is brought on later goes to the same one. The accountant hears of it by
// himself.
func (v *venueRun) noteHotAddress(e *mockexchange.Event) {
	if e.Op != mockexchange.RotateHotKey && e.Op != mockexchange.MigrateWallet && (e.Op != mockexchange.UpgradeWallet || e.Amount > 0) {
		return
	}
	if known := &v.addresses[e.Asset-1]; !slices.Contains(*known, e.Address) {
		*known = append(*known, e.Address)
	}
}

// operate sends a command of the venue's own schedule or staff.
func (v *venueRun) operate(now int64, actor sim.Actor, c mockexchange.Command) (mockexchange.Result, error) {
	if c.Auth == mockexchange.AuthStaff {
		c.Credential = access.DeskCredential(v.genesis.Seed, c.Target)
	} else {
		c.Auth, c.Credential = mockexchange.AuthOperator, v.operator
	}
	e := &v.run.envelope
	*e = sim.Envelope{At: now, Venue: v.venue, Actor: actor, Command: c}
	result, events, err := v.backend.Apply(now, &e.Command)
	if err != nil {
		return result, err
	}
	v.run.result = result
	v.record(e, sim.Attempt{}, &v.run.result, events)
	return result, v.broadcast()
}

// broadcast carries what the venue wants broadcast to its chains.
func (v *venueRun) broadcast() error {
	list, err := v.backend.Broadcasts()
	if err != nil {
		return err
	}
	for _, b := range list {
		if err := v.backend.Submit(b.Asset, b.Tx); err != nil {
			return err
		}
	}
	return nil
}
