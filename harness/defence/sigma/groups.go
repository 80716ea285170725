package sigma

// window finds the group of the key that was just written, or makes it, and
// puts it behind all others.
func (r *correlator[E, N]) window() *window[N] {
	w := r.groups[string(r.key)]
	if w == nil {
		w = r.fresh()
		w.key = string(r.key)
		r.groups[w.key] = w
		r.stats.Groups++
	} else if w == r.newest {
		return w
	} else {
		r.unlink(w)
	}
	w.prev, w.next = r.newest, nil
	if r.newest != nil {
		r.newest.next = w
	} else {
		r.oldest = w
	}
	r.newest = w
	return w
}

// fresh makes an empty window, out of one that is not used any more if there
// is one.
func (r *correlator[E, N]) fresh() *window[N] {
	if n := len(r.spare); n > 0 {
		w := r.spare[n-1]
		r.spare = r.spare[:n-1]
		return w
	}
	w := &window[N]{tally: tally{kind: r.c.kind, percentile: r.c.percentile, rules: len(r.c.rules)}}
	switch r.c.kind {
	case temporal:
		w.tally.hits = make([]int32, len(r.c.rules))
	case temporalOrdered:
		w.tally.starts = make([]int64, len(r.c.rules)*len(r.c.rules))
	}
	w.tally.reset()
	return w
}

func (r *correlator[E, N]) unlink(w *window[N]) {
	if w.prev != nil {
		w.prev.next = w.next
	} else {
		r.oldest = w.next
	}
	if w.next != nil {
		w.next.prev = w.prev
	} else {
		r.newest = w.prev
	}
	w.prev, w.next = nil, nil
}

// Bounds of what is kept for reuse.
const (
	maxSpare       = 1024
	maxSpareEvents = 64
)

// forget removes a group.
func (r *correlator[E, N]) forget(w *window[N]) {
	r.unlink(w)
	delete(r.groups, w.key)
	r.stored -= w.rest()
	if len(r.spare) >= maxSpare || cap(w.events) > maxSpareEvents {
		return
	}
	clear(w.events)
	w.key, w.events, w.from, w.held = "", w.events[:0], 0, false
	w.tally.reset()
	r.spare = append(r.spare, w)
}

// expire removes groups whose events no window can need any more, the longest
// silent first.
func (r *correlator[E, N]) expire(keep int64) {
	for w := r.oldest; w != nil && w.events[len(w.events)-1].at < keep; w = r.oldest {
		r.forget(w)
	}
}

// evict gives up the groups that were silent longest while there is more to
// remember than the limits allow, but never the group that was just touched.
func (r *correlator[E, N]) evict() {
	for len(r.groups) > r.limits.Groups || r.stored > r.limits.Events {
		w := r.oldest
		for _, t := range r.touched {
			if t == w {
				return
			}
		}
		r.stats.Evicted++
		r.forget(w)
	}
}
