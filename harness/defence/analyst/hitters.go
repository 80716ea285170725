package analyst

import "math/bits"

// Hitters are the heaviest of many entities, as many as there is room for. One that
// is not among them takes the place of the lightest, whose weight it inherits as
// what it may have had (Space-Saving); what it counts of others it does not
// inherit.
type Hitters[K comparable] struct {
	room   int
	window int64 // nanoseconds after which an entity begins anew
	index  map[K]int
	list   []Hitter[K]
}

// Hitter is one entity.
type Hitter[K comparable] struct {
	Who      K
	Weight   int64 // of how often it was seen, at most
	Since    int64 // virtual nanoseconds
	Evidence Bits  // against it
	Done     bool  // something was done about it
	Knocks   int   // how often it came with what does not open

	Keys          []uint32 // that it was seen with, the first few
	Winners       []uint32 // accounts that its keys strangely lost to, the latest few
	Withdrawals   []uint32 // of those that are under way, the latest few
	Met, Accusers Crowd    // accounts that it had to do with, and those whose dealings with it were strange
}

// Crowd counts how many different accounts it was told of, by linear counting: up to
// some tens of them well enough, and never one too many.
type Crowd [4]uint64

// NewHitters have room for so many.
func NewHitters[K comparable](room int, window int64) *Hitters[K] {
	return &Hitters[K]{room: room, window: window, index: make(map[K]int, room)}
}

// See counts an entity once more. The pointer is good until the next call.
func (h *Hitters[K]) See(who K, now int64) *Hitter[K] {
	at, known := h.index[who]
	switch {
	case known:
	case len(h.list) < h.room:
		at = len(h.list)
		h.list = append(h.list, Hitter[K]{Who: who, Since: now})
	default:
		at = h.lightest()
		delete(h.index, h.list[at].Who)
		h.list[at] = Hitter[K]{Who: who, Since: now, Weight: h.list[at].Weight}
	}
	h.index[who] = at
	e := &h.list[at]
	if now-e.Since > h.window && !e.Done {
		*e = Hitter[K]{Who: who, Since: now}
	}
	e.Weight++
	return e
}

func (h *Hitters[K]) lightest() int {
	at := 0
	for i := range h.list {
		if h.list[i].Weight < h.list[at].Weight {
			at = i
		}
	}
	return at
}

// Known is an entity that is among them; nil for another.
func (h *Hitters[K]) Known(who K) *Hitter[K] {
	if at, ok := h.index[who]; ok {
		return &h.list[at]
	}
	return nil
}

// Add tells it of one, and reports whether that is news.
func (c *Crowd) Add(account uint32) bool {
	h := mix(uint64(account)) % (64 * uint64(len(c)))
	news := c[h/64]>>(h%64)&1 == 0
	c[h/64] |= 1 << (h % 64)
	return news
}

// Size is how many there are.
func (c *Crowd) Size() (n int) {
	for _, word := range c {
		n += bits.OnesCount64(word)
	}
	return n
}

// few is how many keys and withdrawals an entity keeps.
const few = 64

func keep(list []uint32, id uint32) []uint32 {
	if id == 0 {
		return list
	}
	for _, have := range list {
		if have == id {
			return list
		}
	}
	if len(list) >= few {
		list = append(list[:0], list[1:]...)
	}
	return append(list, id)
}
