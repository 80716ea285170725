package lab

import (
	"math"
	"slices"
	"sort"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// monitorLoop feeds a monitor at a fixed cadence and hands its actions to the
// venue after the time that each takes. Times of the cadence at which there
// would be nothing to hand over are passed over: it sleeps until there is.
type monitorLoop struct {
	monitor  defence.Monitor
	interval int64
	delay    int64 // of telemetry, nanoseconds
	latency  func(*defence.Action) int64

	events  []mockexchange.Event // not yet delivered
	results []defence.ActionResult
	wakeAt  int64
	nextAt  int64           // of the regular cadence
	timer   int64           // the only time at which the loop is to be woken; others are out of date
	begun   bool            // the first step was made
	pending []pendingAction // by time, then in the order in which they were asked for
}

// pendingAction is an action on its way.
type pendingAction struct {
	at     int64
	action defence.Action
}

// never is when nothing is to be done any more.
const never = int64(math.MaxInt64)

// queue queues telemetry of a command for the next step. rouse means that the
// loop slept and wants to be woken at that time. Within one moment its turn
// comes after the schedule and before everybody else.
func (l *monitorLoop) queue(now int64, by sim.Actor, events []mockexchange.Event) (at int64, rouse bool) {
	if l.monitor == nil || len(events) == 0 {
		return 0, false
	}
	asleep := len(l.events) == 0 && by != monitorTimer
	l.events = append(l.events, events...)
	if !asleep {
		return 0, false
	}
	if by > monitorTimer {
		now++
	}
	if at = l.cadence(max(now, events[0].At+l.delay)); at >= l.timer {
		return 0, false
	}
	l.timer = at
	return at, true
}

// cadence is the first regular time that is not before a time.
func (l *monitorLoop) cadence(at int64) int64 {
	if at <= l.nextAt {
		return l.nextAt
	}
	late := (at - l.nextAt + l.interval - 1) / l.interval
	return l.nextAt + late*l.interval
}

// ready counts the events that the telemetry delay lets through by now.
func (l *monitorLoop) ready(now int64) int {
	n := len(l.events)
	for n > 0 && l.events[n-1].At > now-l.delay {
		n--
	}
	return n
}

// step hands the monitor its batch. It is skipped when there is no news and no
// wake-up was asked for; the first step, at the clock's start, never is.
func (l *monitorLoop) step(now int64) (alerts []defence.Alert, err error) {
	n := l.ready(now)
	woken := l.wakeAt != 0 && l.wakeAt <= now
	if n == 0 && len(l.results) == 0 && !woken && l.begun {
		return nil, nil
	}
	l.begun = true
	if woken {
		l.wakeAt = 0
	}
	answer, err := l.monitor.Step(&defence.Batch{Now: now, Events: l.events[:n], Results: l.results})
	if err != nil {
		return nil, err
	}
	l.events = append(l.events[:0], l.events[n:]...)
	l.results = l.results[:0]
	if answer.WakeAt > now {
		l.wakeAt = answer.WakeAt
	}
	for _, a := range answer.Actions {
		at := now + l.latency(&a)
		place := sort.Search(len(l.pending), func(i int) bool { return l.pending[i].at > at })
		l.pending = slices.Insert(l.pending, place, pendingAction{at, a})
	}
	return answer.Alerts, nil
}

// nextAction is when the monitor's next action takes effect; not ok when none is
// on its way.
func (l *monitorLoop) nextAction() (at int64, ok bool) {
	if len(l.pending) == 0 {
		return 0, false
	}
	return l.pending[0].at, true
}

// due reports whether the monitor is to be asked now, and if so plans the next
// regular time.
func (l *monitorLoop) due(now int64) bool {
	l.nextAt = l.cadence(now)
	regular := now == l.nextAt
	if regular {
		l.nextAt += l.interval
	}
	return regular || (l.wakeAt != 0 && l.wakeAt <= now)
}

// nextTurn is when something is to be done next: a step, an action, a wake-up;
// never if only news can change that.
func (l *monitorLoop) nextTurn(now int64) int64 {
	at := never
	switch {
	case len(l.results) > 0:
		at = l.nextAt
	case len(l.events) > 0:
		at = l.cadence(l.events[0].At + l.delay)
	}
	if l.wakeAt > now {
		at = min(at, l.wakeAt)
	}
	if next, ok := l.nextAction(); ok {
		at = min(at, next)
	}
	l.timer = max(at, now+1)
	return l.timer
}

// pop gives the action that is due first.
func (l *monitorLoop) pop() defence.Action {
	first := l.pending[0].action
	l.pending = slices.Delete(l.pending, 0, 1)
	return first
}

// queueResult queues an action's outcome for the monitor.
func (l *monitorLoop) queueResult(now int64, a *defence.Action, code reject.Code, changed uint32) {
	l.results = append(l.results, defence.ActionResult{
		ID: a.ID, Name: a.Name, At: now, Code: code.String(), Changed: changed,
	})
}
