package operator

import (
	"sync"

	"github.com/exdrill/exdrill/mockexchange"
)

// Outbox holds what the venue wants sent to the chains. Transactions are
// numbered from 1 and stay, so that whoever lost an answer can ask again.
type Outbox struct {
	mu    sync.Mutex
	all   []mockexchange.Broadcast
	shown int // those that the journal can account for
	taken int
}

// stage appends transactions that are not to be shown yet.
func (o *Outbox) stage(sent []mockexchange.Broadcast) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = append(o.all, sent...)
}

// staged is how many there are in all.
func (o *Outbox) staged() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.all)
}

// show lets readers have the first n.
func (o *Outbox) show(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.shown = max(o.shown, n)
}

// Take returns what nobody has taken yet and the number of the first of it.
func (o *Outbox) Take() (first uint64, sent []mockexchange.Broadcast) {
	o.mu.Lock()
	defer o.mu.Unlock()
	first, sent = uint64(o.taken+1), o.all[o.taken:o.shown:o.shown]
	o.taken = o.shown
	return first, sent
}

// Untaken is how much Take would return.
func (o *Outbox) Untaken() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.shown - o.taken
}

// From returns everything from number first on, taken or not.
func (o *Outbox) From(first uint64) []mockexchange.Broadcast {
	o.mu.Lock()
	defer o.mu.Unlock()
	if first = max(first, 1); first > uint64(o.shown) {
		return nil
	}
	return o.all[first-1 : o.shown : o.shown]
}
