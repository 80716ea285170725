package operator

import (
	"context"
	"sync"

	"github.com/exdrill/exdrill/mockexchange"
)

// chunk is how many events lie in one piece of memory, so that a growing log
// is never copied.
const chunk = 4096

// Telemetry is the venue's audit log for those who watch. Event n of the
// venue's gapless sequence is the n-th entry.
type Telemetry struct {
	mu     sync.RWMutex
	chunks [][]mockexchange.Event
	staged uint64        // events logged; written by one goroutine at a time, which may read it unlocked
	shown  uint64        // events that the journal can account for
	more   chan struct{} // closed when shown grows, or nothing more will come
	closed bool
}

// NewTelemetry makes an empty log.
func NewTelemetry() *Telemetry { return &Telemetry{more: make(chan struct{})} }

// stage appends events that are not to be shown yet, and returns how many
// there are in all.
func (t *Telemetry) stage(events []mockexchange.Event) uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range events {
		if t.staged%chunk == 0 {
			t.chunks = append(t.chunks, make([]mockexchange.Event, 0, chunk))
		}
		last := len(t.chunks) - 1
		t.chunks[last] = append(t.chunks[last], e)
		t.staged++
	}
	return t.staged
}

// show lets readers have the first n events.
func (t *Telemetry) show(n uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n <= t.shown {
		return
	}
	t.shown = n
	if !t.closed {
		close(t.more)
		t.more = make(chan struct{})
	}
}

// Len is how many events can be read; the last one's sequence number.
func (t *Telemetry) Len() uint64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.shown
}

// Read appends events to dst, from sequence number from on (0 means 1), at
// most limit of them.
func (t *Telemetry) Read(dst []mockexchange.Event, from uint64, limit int) []mockexchange.Event {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for n := max(from, 1); n <= t.shown && limit > 0; n++ {
		dst = append(dst, t.chunks[(n-1)/chunk][(n-1)%chunk])
		limit--
	}
	return dst
}

// Wait returns true as soon as event number from can be read, false when the
// context ends or the log is closed before that.
func (t *Telemetry) Wait(ctx context.Context, from uint64) bool {
	for {
		t.mu.RLock()
		there, closed, more := from <= t.shown, t.closed, t.more
		t.mu.RUnlock()
		if there || closed {
			return there
		}
		select {
		case <-ctx.Done():
			return false
		case <-more:
		}
	}
}

// Close ends all waiting: streams end where they are.
func (t *Telemetry) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.closed {
		t.closed = true
		close(t.more)
	}
}
