package lab

import (
	"container/heap"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/fault"
)

// watch feeds a monitor at a fixed cadence and carries its orders to the venue
// after the time that each takes.
type watch struct {
	monitor  defence.Monitor
	interval int64
	delay    int64 // of telemetry, nanoseconds
	latency  func(*defence.Action) int64

	events  []mockexchange.Event // not yet delivered
	results []defence.ActionResult
	wakeAt  int64
	nextAt  int64 // of the regular cadence
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

// see queues telemetry for the next step.
func (w *watch) see(events []mockexchange.Event) {
	if w.monitor != nil {
		w.events = append(w.events, events...)
	}
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
	regular := now >= w.nextAt
	if regular {
		w.nextAt = now + w.interval
	}
	return regular || (w.wakeAt != 0 && w.wakeAt <= now)
}

// wakeup is when something is to be done next: a step, an order, a wake-up.
func (w *watch) wakeup(now int64) int64 {
	at := w.nextAt
	if w.wakeAt > now {
		at = min(at, w.wakeAt)
	}
	if next, ok := w.next(); ok {
		at = min(at, next)
	}
	return max(at, now+1)
}

// take gives the order that is due first.
func (w *watch) take() defence.Action { return heap.Pop(&w.orders).(order).action }

// tell queues an action's outcome for the monitor.
func (w *watch) tell(now int64, a *defence.Action, code fault.Code, changed uint32) {
	w.results = append(w.results, defence.ActionResult{
		ID: a.ID, Name: a.Name, At: now, Code: code.String(), Changed: changed,
	})
}
