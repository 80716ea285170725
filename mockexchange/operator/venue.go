package operator

import (
	"cmp"
	"errors"
	"fmt"
	"sync"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/journal"
)

// ErrBroken is the answer of a venue that can no longer vouch for its books:
// it stopped in the middle of a command, or its journal cannot be written.
var ErrBroken = errors.New("the venue is out of order")

// Venue is one engine, one lock, and what must stay in step with them.
type Venue struct {
	Clock     *Clock
	Telemetry *Telemetry
	Outbox    *Outbox
	Peers     *Peers

	journal *journal.Journal
	spans   spans
	watch   Watch

	mu      sync.Mutex
	engine  *mockexchange.Exchange
	last    int64  // time of the last command
	applied uint64 // commands so far
	broken  error
	events  []mockexchange.Event // reused
}

// Watch is told of every command after it was applied, in order, replayed ones
// included, and of what the venue wants sent because of it. It runs inside the
// turn, so it must not ask for another, and the journal does not have the
// command yet: what it does must be seen in turns alone.
type Watch func(now int64, c *mockexchange.Command, sent []mockexchange.Broadcast) error

// Options say how a venue is opened. Every field may be left out.
type Options struct {
	Clock   *Clock           // default: a clock that stands at the genesis' start
	Journal *journal.Journal // default: one in memory
	Watch   Watch
}

// Open builds the venue from its genesis and replays the journal into it.
func Open(g *mockexchange.Genesis, o Options) (*Venue, error) {
	engine, err := mockexchange.New(g, nil)
	if err != nil {
		return nil, err
	}
	engine.KeepHistory()
	if o.Clock == nil {
		o.Clock = ClockAt(g.Start)
	}
	if o.Journal == nil {
		o.Journal = journal.InMemory()
	}
	v := &Venue{
		Clock: o.Clock, Telemetry: NewTelemetry(), Outbox: &Outbox{}, Peers: &Peers{},
		journal: o.Journal, watch: o.Watch, engine: engine, last: g.Start,
	}
	if err := o.Journal.Replay(engine, v.replayed); err != nil {
		return nil, err
	}
	v.show(v.stage())
	return v, nil
}

// replayed brings everything else in step with a command of the journal.
func (v *Venue) replayed(e *journal.Entry) error {
	v.last, v.applied = e.Now, e.Number
	v.spans.close(v.logged())
	v.stage()
	return v.takeBroadcasts(e.Now, &e.Command)
}

// logged is how many events there were since the genesis.
func (v *Venue) logged() uint64 { return v.Telemetry.staged + uint64(len(v.engine.Logged())) }

// extent is how much there is of everything that is kept outside the engine for
// those who watch: what belongs to the commands so far.
type extent struct {
	commands, events uint64
	broadcasts       int
}

// stage takes the events over from the engine.
func (v *Venue) stage() extent {
	v.events = v.engine.TakeEvents(v.events[:0])
	return extent{v.applied, v.Telemetry.stage(v.events), v.Outbox.staged()}
}

// show lets those who watch see as much, once the journal has the commands.
func (v *Venue) show(e extent) {
	v.Telemetry.show(e.events)
	v.Outbox.show(e.broadcasts)
}

// takeBroadcasts takes what the venue wants sent.
func (v *Venue) takeBroadcasts(now int64, c *mockexchange.Command) error {
	sent := v.engine.TakeBroadcasts(nil)
	v.Outbox.stage(sent)
	if v.watch == nil {
		return nil
	}
	return v.watch(now, c, sent)
}

// Genesis is what the venue started with; it is for reading only.
func (v *Venue) Genesis() *mockexchange.Genesis { return v.engine.Genesis() }

// Journal is what the venue has done.
func (v *Venue) Journal() *journal.Journal { return v.journal }

// Present is the venue's time: its clock's, but never before the last command.
func (v *Venue) Present() (now int64, err error) {
	err = v.Turn(func(t *Turn) { now = t.Now() })
	return now, err
}

// SetClock makes a time the present; ErrBackwards if a later command was
// applied already.
func (v *Venue) SetClock(at int64) error {
	var backwards error
	err := v.Turn(func(*Turn) {
		if at < v.last {
			backwards = fmt.Errorf("%w: %d is before the last command, at %d", ErrBackwards, at, v.last)
			return
		}
		v.Clock.Set(at)
	})
	return cmp.Or(err, backwards)
}

// Turn runs f alone with the engine, and returns when the journal has what f
// did, and whatever f may have seen. An error means that nobody knows whether
// it does: the caller must not be told that anything succeeded, nor that it
// failed.
func (v *Venue) Turn(f func(t *Turn)) error {
	e, err := v.turn(f)
	if err != nil {
		return err
	}
	if err := v.journal.Wait(e.commands); err != nil {
		return v.stop(err)
	}
	v.show(e)
	return nil
}

func (v *Venue) turn(f func(t *Turn)) (extent, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.broken != nil {
		return extent{}, v.broken
	}
	t := &Turn{Exchange: v.engine, venue: v, now: max(v.Clock.Now(), v.last)}
	v.broken = ErrBroken // unless f comes back
	f(t)
	if v.broken = t.failed; v.broken != nil {
		return extent{}, v.broken
	}
	return v.stage(), nil
}

// stop puts the venue out of order.
func (v *Venue) stop(why error) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.broken == nil {
		v.broken = fmt.Errorf("%w: %w", ErrBroken, why)
	}
	return v.broken
}

// Close ends all streams and closes the journal. Turns that come later fail.
func (v *Venue) Close() error {
	v.stop(journal.ErrClosed)
	v.Telemetry.Close()
	return v.journal.Close()
}

// Turn is one caller's time alone with the engine. Its views are the engine's;
// its Apply is the engine's too, and keeps everything else in step. It must
// not be used after the turn.
type Turn struct {
	*mockexchange.Exchange
	venue  *Venue
	now    int64
	failed error
}

// Now is the present, for the whole of the turn unless a command is applied at
// a later time.
func (t *Turn) Now() int64 { return t.now }

// Applied is how many commands the venue has applied since its genesis.
func (t *Turn) Applied() uint64 { return t.venue.applied }

// Apply applies a command at a time from the present on. An earlier time counts
// as the present: time does not go backwards.
func (t *Turn) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, error) {
	v := t.venue
	t.now = max(t.now, now)
	r, err := t.Exchange.Apply(t.now, c)
	v.last = t.now
	v.applied = v.journal.Append(t.now, c, &r)
	v.spans.close(v.logged())
	if failed := v.takeBroadcasts(t.now, c); failed != nil && t.failed == nil {
		t.failed = fmt.Errorf("%w: %w", ErrBroken, failed)
	}
	return r, err
}
