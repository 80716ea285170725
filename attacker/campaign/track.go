package campaign

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/exdrill/exdrill/attacker/technique"
)

// track is one unit being worked on: the steps of one key, in their order.
type track struct {
	steps    []int // indices into Campaign.Steps, and behind them into what was added
	cursor   int   // of the step in progress, or of the next one
	run      technique.Run
	call     technique.Call // asked for and not answered yet
	at       int64          // when it is to be worked on next
	chance   technique.Chance
	attempt  attempt
	inserted int  // steps put behind the one in progress
	shift    int  // how many addresses further on than planned he calls from
	moved    bool // the call that is due was refused elsewhere
	done     bool // it is out of the agenda
	wallet   int  // index+1 into Campaign.Wallets; 0 for a key's track
}

// tracks makes one track for each key that has steps, in the order of the keys,
// and after them one for each chain.
func tracks(c *Campaign) []track {
	made := make([]track, len(c.Keys)+len(c.Wallets))
	for i := range c.Steps {
		at := c.Steps[i].Key
		if c.Steps[i].Chain != "" {
			at = len(c.Keys) + c.wallet(c.Steps[i].Chain)
		}
		made[at].steps = append(made[at].steps, i)
	}
	for i := range made {
		stream := uint64(i)
		if i >= len(c.Keys) {
			made[i].wallet = i - len(c.Keys) + 1
			stream = chainChance + uint64(i-len(c.Keys))
		}
		made[i].chance = technique.NewChance(c.Seed, stream)
	}
	made = slices.DeleteFunc(made, func(t track) bool { return len(t.steps) == 0 })
	for i := range made {
		made[i].at = c.Steps[made[i].steps[0]].At
	}
	return made
}

// partnerSources gives each key the source of its own first step, and keys
// without a step one of the sources in turn: an account that calls now as
// itself and now as a partner calls from one address.
func partnerSources(c *Campaign) []int {
	at := make([]int, len(c.Keys))
	for i := range at {
		at[i] = i % max(len(c.Sources), 1)
	}
	for i := len(c.Steps) - 1; i >= 0; i-- {
		if s := &c.Steps[i]; s.Chain == "" {
			at[s.Key] = s.Source
		}
	}
	return at
}

// chainChance is the first number of the streams of chance on chains: more
// than any dump has keys.
const chainChance = 1 << 32

// agenda is the tracks that still have something to do, as a heap by time and
// then by key.
type agenda struct {
	tracks []track
	heap   []int // indices into tracks
	place  []int // of each key, the index of its track; never changed
}

func newAgenda(c *Campaign) agenda {
	made := tracks(c)
	a := agenda{tracks: made, heap: make([]int, len(made)), place: make([]int, len(c.Keys))}
	for i := range a.heap {
		a.heap[i] = i
		if made[i].wallet == 0 {
			a.place[c.Steps[made[i].steps[0]].Key] = i
		}
	}
	heap.Init(&a)
	return a
}

// first is the track whose turn is next; nil when all are done.
func (a *agenda) first() *track {
	if len(a.heap) == 0 {
		return nil
	}
	return &a.tracks[a.heap[0]]
}

// settle puts the first track where its new time belongs, or takes it out when
// it is done.
func (a *agenda) settle(done bool) {
	if done {
		a.tracks[heap.Pop(a).(int)].done = true
		return
	}
	heap.Fix(a, 0)
}

// revive puts a track that was done back in.
func (a *agenda) revive(track int, at int64) {
	if t := &a.tracks[track]; t.done {
		t.done, t.at = false, at
		heap.Push(a, track)
	}
}

func (a *agenda) Len() int      { return len(a.heap) }
func (a *agenda) Swap(i, j int) { a.heap[i], a.heap[j] = a.heap[j], a.heap[i] }
func (a *agenda) Push(x any)    { a.heap = append(a.heap, x.(int)) }

func (a *agenda) Less(i, j int) bool {
	x, y := a.heap[i], a.heap[j]
	return cmp.Or(cmp.Compare(a.tracks[x].at, a.tracks[y].at), cmp.Compare(x, y)) < 0
}

func (a *agenda) Pop() any {
	last := len(a.heap) - 1
	x := a.heap[last]
	a.heap = a.heap[:last]
	return x
}
