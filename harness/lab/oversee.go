package lab

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/fault"
)

// oversee carries out the actions that are due and, at the monitor's cadence,
// hands it the news.
func (r *run) oversee(now int64) error {
	if err := r.carryOut(now); err != nil {
		return err
	}
	if r.watch.due(now) {
		if err := r.consult(now); err != nil {
			return err
		}
		// What takes no time takes effect at once.
		if err := r.carryOut(now); err != nil {
			return err
		}
	}
	r.queue.Push(r.watch.wakeup(now), watcher)
	return nil
}

// carryOut does every action that is due.
func (r *run) carryOut(now int64) error {
	for at, ok := r.watch.next(); ok && at <= now; at, ok = r.watch.next() {
		if err := r.act(now, r.watch.take()); err != nil {
			return err
		}
	}
	return nil
}

// consult is one step of the monitor.
func (r *run) consult(now int64) error {
	alerts, err := r.watch.step(now)
	if err != nil {
		return err
	}
	for i := range alerts {
		a := &alerts[i]
		a.At = now
		r.account.Alert(a)
		r.alerts = append(r.alerts, *a)
		if r.recorder != nil && r.failed == nil {
			r.failed = r.recorder.Alert(a)
		}
	}
	return nil
}

// act carries out one action, command by command. What it changed in sum is
// what the monitor hears; the first refusal is the code that it hears.
func (r *run) act(now int64, a defence.Action) error {
	commands, err := a.Commands(r.view)
	if err != nil {
		return &Failure{Of: OfDefence, Err: fmt.Errorf("it asked for what cannot be done: %w", err)}
	}
	code, changed := fault.OK, uint32(0)
	for _, c := range commands {
		result, err := r.system(now, sim.Operator, c)
		if err != nil {
			return err
		}
		changed += result.Count
		if code == fault.OK {
			code = result.Code
		}
	}
	r.account.Acted(now, &a)
	r.acts = append(r.acts, Act{At: now, Action: a, Code: code.String(), Changed: changed})
	r.watch.tell(now, &a, code, changed)
	return nil
}
