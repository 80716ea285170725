package sim

// Queue holds everybody's timers. They come out by time, then by actor. Two
// timers of one actor at one time are alike, so their order among themselves,
// the actor's own counter, never shows; nor does the order in which timers
// were pushed. The zero value is an empty queue.
//
// It is a heap with four children a node, in one slice. A popped timer leaves
// its place at the top open until the next call, because an actor that was
// woken mostly sets its next timer at once: the new one then sinks from the
// top, and the heap is repaired once instead of twice.
type Queue struct {
	timers []timer
	open   bool // timers[0] was popped and its place is free
}

type timer struct {
	at    int64
	actor Actor
}

func (t timer) before(u timer) bool {
	return t.at < u.at || (t.at == u.at && t.actor < u.actor)
}

// Push sets a timer: actor a wakes up at the virtual time at.
func (q *Queue) Push(at int64, a Actor) {
	t := timer{at, a}
	if q.open {
		q.open = false
		q.sink(t)
		return
	}
	q.timers = append(q.timers, t)
	q.rise(t)
}

// Pop takes out the earliest timer; ok is false when there is none.
func (q *Queue) Pop() (at int64, a Actor, ok bool) {
	q.close()
	if len(q.timers) == 0 {
		return 0, 0, false
	}
	q.open = true
	return q.timers[0].at, q.timers[0].actor, true
}

// Peek is Pop that leaves the timer where it is.
func (q *Queue) Peek() (at int64, a Actor, ok bool) {
	q.close()
	if len(q.timers) == 0 {
		return 0, 0, false
	}
	return q.timers[0].at, q.timers[0].actor, true
}

// Len is how many timers wait.
func (q *Queue) Len() int {
	if q.open {
		return len(q.timers) - 1
	}
	return len(q.timers)
}

// close fills the place that Pop left at the top with the last timer.
func (q *Queue) close() {
	if !q.open {
		return
	}
	q.open = false
	last := len(q.timers) - 1
	t := q.timers[last]
	q.timers = q.timers[:last]
	if last > 0 {
		q.sink(t)
	}
}

// rise puts t, whose place is the last one, where it belongs.
func (q *Queue) rise(t timer) {
	i := len(q.timers) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if !t.before(q.timers[parent]) {
			break
		}
		q.timers[i] = q.timers[parent]
		i = parent
	}
	q.timers[i] = t
}

// sink puts t, whose place is the top, where it belongs.
func (q *Queue) sink(t timer) {
	timers, i := q.timers, 0
	for {
		first := 4*i + 1
		if first >= len(timers) {
			break
		}
		least := first
		for c := first + 1; c < min(first+4, len(timers)); c++ {
			if timers[c].before(timers[least]) {
				least = c
			}
		}
		if !timers[least].before(t) {
			break
		}
		timers[i] = timers[least]
		i = least
	}
	timers[i] = t
}
