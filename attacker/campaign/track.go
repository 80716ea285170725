package campaign

import "github.com/exdrill/exdrill/attacker/technique"

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
	byKey := make([][]int, len(c.Keys))
	chains := make([][]int, len(c.Wallets))
	for i := range c.Steps {
		if c.Steps[i].Chain != "" {
			at := c.wallet(c.Steps[i].Chain)
			chains[at] = append(chains[at], i)
			continue
		}
		k := c.Steps[i].Key
		byKey[k] = append(byKey[k], i)
	}
	var made []track
	for key, steps := range byKey {
		if len(steps) > 0 {
			made = append(made, track{
				steps:  steps,
				at:     c.Steps[steps[0]].At,
				chance: technique.NewChance(c.Seed, uint64(key)),
			})
		}
	}
	for i, steps := range chains {
		if len(steps) > 0 {
			made = append(made, track{
				steps:  steps,
				at:     c.Steps[steps[0]].At,
				wallet: i + 1,
				chance: technique.NewChance(c.Seed, chainChance+uint64(i)),
			})
		}
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

// agenda is the tracks that still have something to do, as a binary heap by
// time and then by key.
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
	for i := len(a.heap)/2 - 1; i >= 0; i-- {
		a.sink(i)
	}
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
		a.tracks[a.heap[0]].done = true
		last := len(a.heap) - 1
		a.heap[0] = a.heap[last]
		a.heap = a.heap[:last]
	}
	a.sink(0)
}

// revive puts a track that was done back in.
func (a *agenda) revive(track int, at int64) {
	t := &a.tracks[track]
	if !t.done {
		return
	}
	t.done, t.at = false, at
	a.heap = append(a.heap, track)
	for i := len(a.heap) - 1; i > 0 && a.before(i, (i-1)/2); i = (i - 1) / 2 {
		a.heap[i], a.heap[(i-1)/2] = a.heap[(i-1)/2], a.heap[i]
	}
}

func (a *agenda) sink(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(a.heap); child++ {
			if a.before(child, least) {
				least = child
			}
		}
		if least == i {
			return
		}
		a.heap[i], a.heap[least] = a.heap[least], a.heap[i]
		i = least
	}
}

func (a *agenda) before(i, j int) bool {
	x, y := a.heap[i], a.heap[j]
	if a.tracks[x].at != a.tracks[y].at {
		return a.tracks[x].at < a.tracks[y].at
	}
	return x < y
}
