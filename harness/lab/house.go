package lab

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// house is one venue of a run with everything that is its own: the site where
// it and its chains live, its customers, its clockwork, its security team, and
// the referee's accountant. Houses share the clock and the log of their run and
// nothing else.
type house struct {
	run     *run
	venue   uint8  // its index
	name    string // where there are several venues, otherwise empty
	site    Site
	genesis *mockexchange.Genesis
	people  *population.Population
	account *score.Accountant
	watch   watch
	desk    desk
	clock   *clockwork
	memo    *chain.Verifier
	view    *defence.View

	attackAt   int64 // 0 if nobody attacks here
	operator   access.Credential
	depositors []depositor         // by asset: who sends honest deposits
	addresses  [][]chain.Address   // by asset: where the venue's coins lie
	thiefTx    map[chain.Hash]bool // what the thief himself sent to a chain
	truth      truth
}

// push sets a timer of somebody at this venue.
func (h *house) push(at int64, a sim.Actor) { h.run.queue.Push(at, seat(h.venue, a)) }

// begin sets the first timer of everybody here.
func (h *house) begin() {
	var own sim.Queue
	h.people.Start(&own)
	for at, actor, ok := own.Pop(); ok; at, actor, ok = own.Pop() {
		h.push(at, actor)
	}
	h.push(h.clock.next(), tick)
	if h.attackAt > 0 {
		h.push(h.attackAt, thief)
	}
	if h.watch.monitor != nil {
		h.watch.nextAt, h.watch.timer = h.genesis.Start, h.genesis.Start
		h.push(h.genesis.Start, watcher)
	}
}

// turn lets one actor of this venue act.
func (h *house) turn(now int64, actor sim.Actor) error {
	h.read(now)
	switch actor {
	case tick:
		err := h.clock.due(now, func(j job) error { return h.job(now, j) })
		h.push(h.clock.next(), tick)
		return err
	case watcher:
		return h.oversee(now)
	case thief:
		return h.steal(now)
	}
	return h.customer(now, actor)
}

// customer lets one of the population act.
func (h *house) customer(now int64, actor sim.Actor) error {
	e := &h.run.envelope
	*e = sim.Envelope{At: now, Venue: h.venue, Actor: actor}
	attempt, send, next := h.people.Wake(now, actor, &e.Command)
	if next > 0 {
		h.push(next, actor)
	}
	if !send {
		return nil
	}
	result := &h.run.result
	var events []mockexchange.Event
	var err error
	if *result, events, err = h.site.Apply(now, &e.Command); err != nil {
		return err
	}
	h.run.honest++
	h.done(e, attempt, result, events)
	if a, ok := h.run.recorder.(Attempter); ok {
		a.Attempt(actor, attempt)
	}
	if extra := h.people.Observe(now, actor, &e.Command, result); extra > 0 {
		h.push(extra, actor)
	}
	return nil
}

// done tells everybody concerned what a command came to.
func (h *house) done(e *sim.Envelope, at sim.Attempt, result *mockexchange.Result, events []mockexchange.Event) {
	r := h.run
	r.commands++
	r.log.Record(e, result)
	r.log.Events(events)
	h.account.Command(e, at, result, events)
	h.truth.hear(e, result, events)
	if at, rouse := h.watch.see(e.At, e.Actor, events); rouse {
		h.push(at, watcher)
	}
	for i := range events {
		switch events[i].Type {
		case mockexchange.WalletMoved:
			h.moved(&events[i])
		case mockexchange.WithdrawalRequested, mockexchange.WithdrawalHeld, mockexchange.WithdrawalBroadcast:
			h.mail(e.At, &events[i])
		case mockexchange.Traded:
			// Whoever traded himself needs no mail to know.
			if e.Actor != sim.Customer(events[i].Account) {
				h.mail(e.At, &events[i])
			}
		}
	}
	if r.recorder != nil && r.failed == nil {
		r.failed = r.recorder.Record(e, result, events)
	}
}

// mail tells a customer what happened to his account.
func (h *house) mail(now int64, e *mockexchange.Event) {
	if who, at := h.people.Notify(now, e); at > 0 {
		h.push(at, who)
	}
}

// moved notes the hot address that a rotation or a migration made; what is
// brought on later goes to the same one. The accountant hears of it by himself.
func (h *house) moved(e *mockexchange.Event) {
	if e.Op != mockexchange.RotateHotKey && e.Op != mockexchange.MigrateWallet {
		return
	}
	if known := &h.addresses[e.Asset-1]; !slices.Contains(*known, e.Address) {
		*known = append(*known, e.Address)
	}
}

// system sends a command of the venue's own clockwork or staff.
func (h *house) system(now int64, actor sim.Actor, c mockexchange.Command) (mockexchange.Result, error) {
	c.Auth, c.Credential = mockexchange.AuthOperator, h.operator
	e := &h.run.envelope
	*e = sim.Envelope{At: now, Venue: h.venue, Actor: actor, Command: c}
	result, events, err := h.site.Apply(now, &e.Command)
	if err != nil {
		return result, err
	}
	h.run.result = result
	h.done(e, sim.Attempt{}, &h.run.result, events)
	return result, h.send()
}

// send carries what the venue wants broadcast to its chains.
func (h *house) send() error {
	list, err := h.site.Broadcasts()
	if err != nil {
		return err
	}
	for _, b := range list {
		if err := h.site.Submit(b.Asset, b.Tx); err != nil {
			return err
		}
	}
	return nil
}
