package lab

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// run is one drill in progress: all venues on one clock, with one log.
type run struct {
	venues    []*venueRun // by venue
	queue     *sim.Queue
	log       *sim.Log
	observers []Observer

	end      int64        // of the settlement tail
	epilogue int64        // until when the record goes on after that; end if it does not
	envelope sim.Envelope // reused for every command, like its answer
	result   mockexchange.Result
	commands uint64 // applied so far, by anybody
	honest   uint64 // of them, by the populations
	alerts   []defence.Alert
	actions  []AppliedAction
	failed   error // of an observer
}

// The timers in the queue that are no customer's; customers' carry their own
// numbers.
const (
	scheduleTimer = sim.Schedule
	monitorTimer  = sim.Operator
	attackerTimer = sim.Attacker
)

// On the clock that all venues share, an actor's number has his venue in its
// highest byte: what is due at one time is done venue by venue, and within a
// venue by actor.
const venueShift = 24

// maxActors is how many actors one venue can have.
const maxActors = 1 << venueShift

func timer(venue uint8, a sim.Actor) sim.Actor { return sim.Actor(venue)<<venueShift | a }

func splitTimer(s sim.Actor) (venue uint8, a sim.Actor) {
	return uint8(s >> venueShift), s & (maxActors - 1)
}

// finish plays the run and closes the monitors, however the run ended. What
// nobody else is to blame for is the lab's failure.
func (r *run) finish(ctx context.Context) error {
	stop := context.AfterFunc(ctx, r.interrupt)
	defer stop()
	err := r.play(ctx)
	if bye := r.closeMonitors(); err == nil {
		err = bye
	}
	if ctx.Err() != nil {
		return ctx.Err() // whatever else went wrong came of that
	}
	var failure *Failure
	if err == nil || errors.Is(err, r.failed) || errors.As(err, &failure) {
		return err
	}
	return &Failure{Of: OfLab, Err: err}
}

// interrupt ends every monitor that could keep the run waiting.
func (r *run) interrupt() {
	for _, v := range r.venues {
		if i, ok := v.loop.monitor.(interrupter); ok {
			i.Interrupt()
		}
	}
}

// closeMonitors closes every monitor and tells the first complaint.
func (r *run) closeMonitors() (err error) {
	for _, v := range r.venues {
		if v.loop.monitor != nil {
			if bye := v.loop.monitor.Close(); err == nil {
				err = bye
			}
		}
	}
	return err
}

// close ends every backend.
func (r *run) close() {
	for _, v := range r.venues {
		v.backend.Close()
	}
}

// play goes through the whole clock and the settlement tail.
func (r *run) play(ctx context.Context) error {
	for _, v := range r.venues {
		v.begin()
		if err := v.reportBalances(v.genesis.Start); err != nil {
			return dated(v.genesis.Start, err)
		}
	}
	for n := 0; ; n++ {
		now, who, ok := r.queue.Pop()
		if !ok || now > r.epilogue || r.failed != nil {
			return r.failed
		}
		if now > r.end && !r.goesOn(who) {
			continue
		}
		if n&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			for _, o := range r.observers {
				if o.Progress != nil {
					o.Progress(now)
				}
			}
		}
		venue, actor := splitTimer(who)
		if err := r.venues[venue].turn(now, actor); err != nil {
			return dated(now, err)
		}
	}
}

// goesOn reports whether somebody's turn is to be taken after the end of the run:
// staff's, and of those customers who trade on. What they do then is scored no
// more.
func (r *run) goesOn(who sim.Actor) bool {
	venue, actor := splitTimer(who)
	v := r.venues[venue]
	if !v.outlives || actor != monitorTimer && (actor < sim.FirstCustomer || !v.population.TradesOn(actor)) {
		return false
	}
	if v.closed == nil {
		v.readExternal(never)
		v.elsewhere.sold(r.end, v.accounting.CoinsSold)
		t := v.accounting.Close(r.end)
		v.closed = &t
	}
	return true
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

// tally is what all venues together came to.
func (r *run) tally() score.Tally {
	list := make([]score.Tally, len(r.venues))
	for i, v := range r.venues {
		v.readExternal(never)
		v.elsewhere.sold(r.end, v.accounting.CoinsSold)
		list[i] = v.accounting.Close(r.end)
		if v.closed != nil {
			facts := list[i].Facts // which the epilogue told of, too
			list[i] = *v.closed
			list[i].Facts = facts
		}
	}
	t := score.Merge(list)
	t.Commands = r.commands
	return t
}

// attackLog is what the thief did, by his own account, venue by venue.
func (r *run) attackLog() (all []LogEntry, err error) {
	for _, v := range r.venues {
		list, err := v.backend.AttackLog()
		if err != nil {
			return nil, err
		}
		all = slices.Grow(all, len(list))
		for _, d := range list {
			all = append(all, LogEntry{v.name, d})
		}
	}
	return all, nil
}
