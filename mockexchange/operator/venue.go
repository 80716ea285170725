package operator

import (
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
// turn, so it must not ask for another.
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
	v.Telemetry.show(v.stage())
	return v, nil
}

// replayed brings everything else in step with a command of the journal.
func (v *Venue) replayed(e *journal.Entry) error {
	v.last, v.applied = e.Now, e.Number
	v.spans.close(v.logged())
	v.stage()
	return v.carry(e.Now, &e.Command)
}

// logged is how many events there were since the genesis.
func (v *Venue) logged() uint64 { return v.Telemetry.staged + uint64(len(v.engine.Logged())) }

func (v *Venue) stage() uint64 {
	v.events = v.engine.TakeEvents(v.events[:0])
	return v.Telemetry.stage(v.events)
}

// carry takes what the venue wants sent.
func (v *Venue) carry(now int64, c *mockexchange.Command) error {
	sent := v.engine.TakeBroadcasts(nil)
	v.Outbox.add(sent)
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
func (v *Venue) Present() int64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.present()
}

func (v *Venue) present() int64 { return max(v.Clock.Now(), v.last) }

// SetClock makes a time the present; ErrBackwards if a later command was
// applied already.
func (v *Venue) SetClock(at int64) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if at < v.last {
		return fmt.Errorf("%w: %d is before the last command, at %d", ErrBackwards, at, v.last)
	}
	v.Clock.Set(at)
	return nil
}

// Turn runs f alone with the engine, and returns when the journal has what f
// did. An error means that nobody knows whether it does: the caller must not
// be told that anything succeeded, nor that it failed.
func (v *Venue) Turn(f func(t *Turn)) error {
	applied, logged, err := v.turn(f)
	if err != nil {
		return err
	}
	if err := v.journal.Wait(applied); err != nil {
		return v.stop(err)
	}
	v.Telemetry.show(logged)
	return nil
}

func (v *Venue) turn(f func(t *Turn)) (applied, logged uint64, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.broken != nil {
		return 0, 0, v.broken
	}
	t := &Turn{Exchange: v.engine, venue: v, now: v.present()}
	v.broken = ErrBroken // unless f comes back
	f(t)
	if v.broken = t.failed; v.broken != nil {
		return 0, 0, v.broken
	}
	return v.applied, v.stage(), nil
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
	if failed := v.carry(t.now, c); failed != nil && t.failed == nil {
		t.failed = fmt.Errorf("%w: %w", ErrBroken, failed)
	}
	return r, err
}
