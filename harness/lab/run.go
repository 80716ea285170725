package lab

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Recorder keeps a run for later: every command with its answer, and every
// event. The slices are the run's own.
type Recorder interface {
	Record(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) error
	Alert(a *defence.Alert) error
}

// Attempter is a recorder that also wants to know which intents of customers
// the commands serve.
type Attempter interface {
	Attempt(actor sim.Actor, at score.Attempt)
}

// run is one drill in progress: one world, one defence, one site.
type run struct {
	site     Site
	genesis  *mockexchange.Genesis
	people   *population.Population
	account  *score.Accountant
	watch    watch
	clock    *clockwork
	queue    *sim.Queue
	log      *sim.Log
	recorder Recorder
	memo     *chain.Verifier

	clockEnd, end int64
	attackAt      int64
	operator      access.Credential
	envelope      sim.Envelope        // reused for every command
	depositors    []depositor         // by asset: who sends honest deposits
	thiefTx       map[chain.Hash]bool // what the thief himself sent to a chain
	commands      uint64              // applied so far, by anybody
	honest        uint64              // of them, by the population
	truth         truth
	view          *defence.View
	alerts        []defence.Alert
	acts          []Act
	addresses     [][]chain.Address // by asset: where the venue's coins lie
	progress      func(now int64)
	failed        error // of the recorder
}

// The timers in the queue that are no customer's; customers' carry their own
// numbers.
const (
	tick    = sim.Clockwork
	watcher = sim.Operator
	thief   = sim.Attacker
)

// finish plays the run and says goodbye to the monitor, however the run ended.
// What nobody else is to blame for is the lab's failure.
func (r *run) finish(ctx context.Context) error {
	err := r.play(ctx)
	if r.watch.monitor != nil {
		if bye := r.watch.monitor.Close(); err == nil {
			err = bye
		}
	}
	var failure *Failure
	if err == nil || ctx.Err() != nil || errors.Is(err, r.failed) || errors.As(err, &failure) {
		return err
	}
	return &Failure{Of: OfLab, Err: err}
}

// play goes through the whole clock and the settlement tail.
func (r *run) play(ctx context.Context) error {
	r.people.Start(r.queue)
	r.queue.Push(r.clock.next(), tick)
	if r.attackAt > 0 {
		r.queue.Push(r.attackAt, thief)
	}
	if r.watch.monitor != nil {
		r.queue.Push(r.genesis.Start, watcher)
	}
	for n := 0; ; n++ {
		now, actor, ok := r.queue.Pop()
		if !ok || now > r.end || r.failed != nil {
			return r.failed
		}
		if n&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if r.progress != nil {
				r.progress(now)
			}
		}
		if err := r.turn(now, actor); err != nil {
			return dated(now, err)
		}
	}
}

// dated says when in the run something went wrong.
func dated(now int64, err error) error {
	at := time.Unix(0, now).UTC().Format(time.RFC3339)
	var failure *Failure
	if errors.As(err, &failure) {
		failure.Err = fmt.Errorf("at %s, %w", at, failure.Err)
		return failure
	}
	return fmt.Errorf("at %s, %w", at, err)
}

func (r *run) turn(now int64, actor sim.Actor) error {
	switch actor {
	case tick:
		err := r.clock.due(now, func(j job) error { return r.job(now, j) })
		r.queue.Push(r.clock.next(), tick)
		return err
	case watcher:
		return r.oversee(now)
	case thief:
		return r.steal(now)
	}
	return r.customer(now, actor)
}

// customer lets one of the population act.
func (r *run) customer(now int64, actor sim.Actor) error {
	e := &r.envelope
	*e = sim.Envelope{At: now, Actor: actor}
	attempt, send, next := r.people.Wake(now, actor, &e.Command)
	if next > 0 {
		r.queue.Push(next, actor)
	}
	if !send {
		return nil
	}
	result, events, err := r.site.Apply(now, &e.Command)
	if err != nil {
		return err
	}
	r.honest++
	r.done(e, attempt, &result, events)
	if a, ok := r.recorder.(Attempter); ok {
		a.Attempt(actor, attempt)
	}
	if extra := r.people.Observe(now, actor, &e.Command, &result); extra > 0 {
		r.queue.Push(extra, actor)
	}
	return nil
}

// done tells everybody concerned what a command came to.
func (r *run) done(e *sim.Envelope, at score.Attempt, result *mockexchange.Result, events []mockexchange.Event) {
	r.commands++
	r.log.Record(e, result)
	r.log.Events(events)
	r.account.Command(e, at, result, events)
	r.truth.hear(e, result, events)
	r.watch.see(events)
	for i := range events {
		switch events[i].Type {
		case mockexchange.WalletMoved:
			r.moved(&events[i])
		case mockexchange.WithdrawalRequested, mockexchange.WithdrawalHeld, mockexchange.WithdrawalBroadcast:
			if who, at := r.people.Notify(e.At, &events[i]); at > 0 {
				r.queue.Push(at, who)
			}
		}
	}
	if r.recorder != nil && r.failed == nil {
		r.failed = r.recorder.Record(e, result, events)
	}
}

// moved notes the hot address that a rotation made.
func (r *run) moved(e *mockexchange.Event) {
	if e.Op == mockexchange.RotateHotKey {
		r.addresses[e.Asset-1] = append(r.addresses[e.Asset-1], e.Address)
	}
}

// system sends a command of the venue's own clockwork or staff.
func (r *run) system(now int64, actor sim.Actor, c mockexchange.Command) (mockexchange.Result, error) {
	c.Auth, c.Credential = mockexchange.AuthOperator, r.operator
	r.envelope = sim.Envelope{At: now, Actor: actor, Command: c}
	result, events, err := r.site.Apply(now, &r.envelope.Command)
	if err != nil {
		return result, err
	}
	r.done(&r.envelope, score.Attempt{}, &result, events)
	return result, r.send()
}

// send carries what the venue wants broadcast to its chains.
func (r *run) send() error {
	list, err := r.site.Broadcasts()
	if err != nil {
		return err
	}
	for _, b := range list {
		if err := r.site.Submit(b.Asset, b.Tx); err != nil {
			return err
		}
	}
	return nil
}
