package operator

import (
	"sync"

	"github.com/exdrill/exdrill/mockexchange"
)

// spans knows which events each command led to. Commands and events are both
// numbered from 1 without a gap, so for each command the number of the last
// event says it all.
type spans struct {
	mu   sync.RWMutex
	ends []uint64 // command n's is element n-1
}

// close notes how many events there were when a command had been applied.
func (s *spans) close(last uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ends = append(s.ends, last)
}

// of gives the first and last event of command n; last is before first if it
// led to none.
func (s *spans) of(n uint64) (first, last uint64, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if n == 0 || n > uint64(len(s.ends)) {
		return 0, 0, false
	}
	if n > 1 {
		first = s.ends[n-2]
	}
	return first + 1, s.ends[n-1], true
}

// EventsOf appends the events that command n led to, from 1 on, to dst; not ok
// while they cannot be shown.
func (v *Venue) EventsOf(dst []mockexchange.Event, n uint64) (events []mockexchange.Event, ok bool) {
	first, last, ok := v.spans.of(n)
	if !ok || last > v.Telemetry.Len() {
		return dst, false
	}
	return v.Telemetry.Read(dst, first, int(last+1-first)), true
}
