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
	taken int
}

func (o *Outbox) add(sent []mockexchange.Broadcast) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = append(o.all, sent...)
}

// Take returns what nobody has taken yet and the number of the first of it.
func (o *Outbox) Take() (first uint64, sent []mockexchange.Broadcast) {
	o.mu.Lock()
	defer o.mu.Unlock()
	first, sent = uint64(o.taken+1), o.all[o.taken:len(o.all):len(o.all)]
	o.taken = len(o.all)
	return first, sent
}

// Untaken is how much Take would return.
func (o *Outbox) Untaken() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.all) - o.taken
}

// From returns everything from number first on, taken or not.
func (o *Outbox) From(first uint64) []mockexchange.Broadcast {
	o.mu.Lock()
	defer o.mu.Unlock()
	if first = max(first, 1); first > uint64(len(o.all)) {
		return nil
	}
	return o.all[first-1 : len(o.all) : len(o.all)]
}
