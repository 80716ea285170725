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

// Recorder keeps a run for later: every command with its answer, and every
// event. The envelope says which of several venues the command went to and the
// events are from; an alert carries the venue's name where there are several.
// The slices are the run's own.
type Recorder interface {
	Record(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) error
	Alert(a *defence.Alert) error
}

// Attempter is a recorder that also wants to know which intents of customers
// the commands serve. It hears of each after its command.
type Attempter interface {
	Attempt(actor sim.Actor, at sim.Attempt)
}

// Banker is a recorder that also wants to know what a venue's coins come to:
// once at the start, and after every block in which anything moved. hot counts
// every address that was ever a hot one.
type Banker interface {
	Holding(at int64, venue uint8, asset uint16, hot, cold int64)
}

// run is one drill in progress: the houses of all venues on one clock, with
// one log.
type run struct {
	houses   []*house // by venue
	queue    *sim.Queue
	log      *sim.Log
	recorder Recorder
	progress func(now int64)

	end      int64        // of the settlement tail
	envelope sim.Envelope // reused for every command, like its answer
	result   mockexchange.Result
	commands uint64 // applied so far, by anybody
	honest   uint64 // of them, by the populations
	alerts   []defence.Alert
	acts     []Act
	failed   error // of the recorder
}

// The timers in the queue that are no customer's; customers' carry their own
// numbers.
const (
	tick    = sim.Clockwork
	watcher = sim.Operator
	thief   = sim.Attacker
)

// On the clock that all venues share, an actor's number has his venue in its
// highest byte: what is due at one time is done venue by venue, and within a
// venue by actor.
const venueShift = 24

// mostActors is how many actors one venue can have.
const mostActors = 1 << venueShift

func seat(venue uint8, a sim.Actor) sim.Actor { return sim.Actor(venue)<<venueShift | a }

func seated(s sim.Actor) (venue uint8, a sim.Actor) {
	return uint8(s >> venueShift), s & (mostActors - 1)
}

// finish plays the run and says goodbye to the monitors, however the run
// ended. What nobody else is to blame for is the lab's failure.
func (r *run) finish(ctx context.Context) error {
	stop := context.AfterFunc(ctx, r.interrupt)
	defer stop()
	err := r.play(ctx)
	if bye := r.dismiss(); err == nil {
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
	for _, h := range r.houses {
		if i, ok := h.watch.monitor.(interrupter); ok {
			i.Interrupt()
		}
	}
}

// dismiss says goodbye to every monitor and tells the first complaint.
func (r *run) dismiss() (err error) {
	for _, h := range r.houses {
		if h.watch.monitor != nil {
			if bye := h.watch.monitor.Close(); err == nil {
				err = bye
			}
		}
	}
	return err
}

// close ends every site.
func (r *run) close() {
	for _, h := range r.houses {
		h.site.Close()
	}
}

// play goes through the whole clock and the settlement tail.
func (r *run) play(ctx context.Context) error {
	for _, h := range r.houses {
		h.begin()
		if err := h.countAll(h.genesis.Start); err != nil {
			return dated(h.genesis.Start, err)
		}
	}
	for n := 0; ; n++ {
		now, who, ok := r.queue.Pop()
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
		venue, actor := seated(who)
		if err := r.houses[venue].turn(now, actor); err != nil {
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

// tally is what all venues together came to.
func (r *run) tally() score.Tally {
	list := make([]score.Tally, len(r.houses))
	for i, h := range r.houses {
		list[i] = h.account.Close(r.end)
	}
	t := score.Merge(list)
	t.Commands = r.commands
	return t
}

// deeds is what the thief did, by his own account, venue by venue.
func (r *run) deeds() (all []Deed, err error) {
	for _, h := range r.houses {
		teller, ok := h.site.(teller)
		if !ok {
			continue
		}
		list, err := teller.Deeds()
		if err != nil {
			return nil, err
		}
		all = slices.Grow(all, len(list))
		for _, d := range list {
			all = append(all, Deed{h.name, d})
		}
	}
	return all, nil
}
