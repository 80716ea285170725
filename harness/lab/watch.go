package lab

import (
	"container/heap"
	"math"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// watch feeds a monitor at a fixed cadence and carries its orders to the venue
// after the time that each takes. Times of the cadence at which there would be
// nothing to hand over are passed over: it sleeps until there is.
type watch struct {
	monitor  defence.Monitor
	interval int64
	delay    int64 // of telemetry, nanoseconds
	latency  func(*defence.Action) int64

	events  []mockexchange.Event // not yet delivered
	results []defence.ActionResult
	wakeAt  int64
	nextAt  int64 // of the regular cadence
	timer   int64 // the only time at which the watch is to be woken; others are out of date
	begun   bool  // the first step was made
	orders  orders
	counter uint64
}

// order is an action on its way.
type order struct {
	at      int64
	counter uint64
	action  defence.Action
}

// orders is a heap by time, then by the order in which they were given.
type orders []order

func (o orders) Len() int { return len(o) }
func (o orders) Less(i, j int) bool {
	return o[i].at < o[j].at || (o[i].at == o[j].at && o[i].counter < o[j].counter)
}
func (o orders) Swap(i, j int) { o[i], o[j] = o[j], o[i] }
func (o *orders) Push(x any)   { *o = append(*o, x.(order)) }
func (o *orders) Pop() any {
	last := len(*o) - 1
	x := (*o)[last]
	*o = (*o)[:last]
	return x
}

// never is when nothing is to be done any more.
const never = int64(math.MaxInt64)

// see queues telemetry of a command for the next step. rouse means that the
// watch slept and wants to be woken at that time. Within one moment the watch
// comes after the clockwork and before everybody else.
func (w *watch) see(now int64, by sim.Actor, events []mockexchange.Event) (at int64, rouse bool) {
	if w.monitor == nil || len(events) == 0 {
		return 0, false
	}
	asleep := len(w.events) == 0 && by != watcher
	w.events = append(w.events, events...)
	if !asleep {
		return 0, false
	}
	if by > watcher {
		now++
	}
	if at = w.cadence(max(now, events[0].At+w.delay)); at >= w.timer {
		return 0, false
	}
	w.timer = at
	return at, true
}

// cadence is the first regular time that is not before a time.
func (w *watch) cadence(at int64) int64 {
	if at <= w.nextAt {
		return w.nextAt
	}
	late := (at - w.nextAt + w.interval - 1) / w.interval
	return w.nextAt + late*w.interval
}

// ready counts the events that the telemetry delay lets through by now.
func (w *watch) ready(now int64) int {
	n := len(w.events)
	for n > 0 && w.events[n-1].At > now-w.delay {
		n--
	}
	return n
}

// step hands the monitor its batch. It is skipped when there is no news and no
// wake-up was asked for; the first step, at the clock's start, never is.
func (w *watch) step(now int64) (alerts []defence.Alert, err error) {
	n := w.ready(now)
	woken := w.wakeAt != 0 && w.wakeAt <= now
	if n == 0 && len(w.results) == 0 && !woken && w.begun {
		return nil, nil
	}
	w.begun = true
	if woken {
		w.wakeAt = 0
	}
	answer, err := w.monitor.Step(&defence.Batch{Now: now, Events: w.events[:n], Results: w.results})
	if err != nil {
		return nil, err
	}
	w.events = append(w.events[:0], w.events[n:]...)
	w.results = w.results[:0]
	if answer.WakeAt > now {
		w.wakeAt = answer.WakeAt
	}
	for _, a := range answer.Actions {
		w.counter++
		heap.Push(&w.orders, order{now + w.latency(&a), w.counter, a})
	}
	return answer.Alerts, nil
}

// next is when the monitor's next order takes effect; not ok when none is on
// its way.
func (w *watch) next() (at int64, ok bool) {
	if len(w.orders) == 0 {
		return 0, false
	}
	return w.orders[0].at, true
}

// due reports whether the monitor is to be asked now, and if so plans the next
// regular time.
func (w *watch) due(now int64) bool {
	w.nextAt = w.cadence(now)
	regular := now == w.nextAt
	if regular {
		w.nextAt += w.interval
	}
	return regular || (w.wakeAt != 0 && w.wakeAt <= now)
}

// wakeup is when something is to be done next: a step, an order, a wake-up;
// never if only news can change that.
func (w *watch) wakeup(now int64) int64 {
	at := never
	switch {
	case len(w.results) > 0:
		at = w.nextAt
	case len(w.events) > 0:
		at = w.cadence(w.events[0].At + w.delay)
	}
	if w.wakeAt > now {
		at = min(at, w.wakeAt)
	}
	if next, ok := w.next(); ok {
		at = min(at, next)
	}
	w.timer = max(at, now+1)
	return w.timer
}

// take gives the order that is due first.
func (w *watch) take() defence.Action { return heap.Pop(&w.orders).(order).action }

// tell queues an action's outcome for the monitor.
func (w *watch) tell(now int64, a *defence.Action, code reject.Code, changed uint32) {
	w.results = append(w.results, defence.ActionResult{
		ID: a.ID, Name: a.Name, At: now, Code: code.String(), Changed: changed,
	})
}
