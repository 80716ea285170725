package sigma

import "sort"

// seen is what a window remembers of one event.
type seen[N any] struct {
	at    int64
	id    uint64
	value value
	rule  int // which of the correlation's rules it matched
	note  N
}

// window is the events of one group, by time and, among equals, by arrival.
type window[N any] struct {
	key        string
	prev, next *window[N] // by when an event last came

	events []seen[N]
	from   int // first event of the newest window; what comes before serves late events
	tally  tally
	held   bool // the condition held when it was last looked at
}

// bounds of a window: events at both its ends belong to it.
type bounds struct {
	span int64
	keep int64 // events before this time are of no use to anybody
	most int   // events of one group
}

// verdict is what the windows come to that an event changed.
type verdict struct {
	fired    bool
	first    bool // it did not hold when the group was last looked at
	from, to int  // events of the first window in which the condition held
	measure  measure
}

// insert takes in an event without judging. lost is how many events were given
// up because the group is full.
func (w *window[N]) insert(e seen[N], b bounds) (lost int) {
	for len(w.events)-w.from >= b.most {
		w.tally.remove(w.events[w.from].value, w.events[w.from].rule)
		w.from++
		lost++
	}
	if lost > 0 {
		w.drop(w.from)
	}
	n := len(w.events)
	if n == 0 || w.events[n-1].at <= e.at {
		w.slide(e.at - b.span)
		w.events = append(w.events, e)
		w.tally.add(e.at, e.value, e.rule)
		return lost
	}
	// The tally does not know of a late event until judge goes through it all.
	i := sort.Search(n, func(i int) bool { return w.events[i].at > e.at })
	w.events = append(w.events, e)
	copy(w.events[i+1:], w.events[i:])
	w.events[i] = e
	return lost
}

// slide moves the newest window on to one that begins at a time.
func (w *window[N]) slide(since int64) {
	for w.from < len(w.events) && w.events[w.from].at < since {
		w.tally.remove(w.events[w.from].value, w.events[w.from].rule)
		w.from++
	}
}

// settle forgets that the condition held if no event of the group is left in a
// window that begins at a time: whether a match is news must not hang on how
// long a silent group is remembered.
func (w *window[N]) settle(since int64) {
	if n := len(w.events); n > 0 && w.events[n-1].at < since {
		w.held = false
	}
}

// trim forgets what no window can need any more.
func (w *window[N]) trim(b bounds) {
	n := 0
	for n < len(w.events) && w.events[n].at < b.keep {
		n++
	}
	if n > w.from {
		w.slide(b.keep)
	}
	if n > 0 && (n == len(w.events) || n > len(w.events)/2 || n > 32) {
		w.drop(n)
	}
}

// drop removes the first events, none of which is in the newest window.
func (w *window[N]) drop(n int) {
	kept := copy(w.events, w.events[n:])
	clear(w.events[kept:])
	w.events = w.events[:kept]
	w.from -= n
}

// judge looks at every window that a new event at a time belongs to and that
// ends with an event: for the newest event that is one.
func (w *window[N]) judge(at int64, b bounds, holds func(measure) bool) (v verdict) {
	last := len(w.events) - 1
	if at >= w.events[last].at {
		m := w.tally.measure(at-b.span, w.events[last].value)
		first := !w.held
		w.held = holds(m)
		return verdict{w.held, first, w.from, last + 1, m}
	}
	first := !w.held
	v = w.sweep(at, b, holds)
	v.first = first
	return v
}

// sweep goes through all windows from the one that ends at a late event on.
// The tally is that of the newest window in the end, as it was before.
func (w *window[N]) sweep(at int64, b bounds, holds func(measure) bool) (v verdict) {
	w.tally.reset()
	w.from = sort.Search(len(w.events), func(i int) bool { return w.events[i].at >= at-b.span })
	for i := w.from; i < len(w.events); i++ {
		e := &w.events[i]
		for w.events[w.from].at < e.at-b.span {
			w.tally.remove(w.events[w.from].value, w.events[w.from].rule)
			w.from++
		}
		w.tally.add(e.at, e.value, e.rule)
		last := i == len(w.events)-1
		if e.at < at || !last && w.events[i+1].at == e.at {
			continue
		}
		m := w.tally.measure(e.at-b.span, e.value)
		held := holds(m)
		if held && !v.fired && e.at-at <= b.span {
			v = verdict{fired: true, from: w.from, to: i + 1, measure: m}
		}
		if last {
			w.held = held
		}
	}
	return v
}

// rest is the number of events that the window remembers.
func (w *window[N]) rest() int { return len(w.events) }
