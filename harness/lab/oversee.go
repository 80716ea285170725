package lab

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// oversee carries out the actions that are due and, at the monitor's cadence,
// hands it the news.
func (h *house) oversee(now int64) error {
	if now != h.watch.timer {
		return nil
	}
	if err := h.carryOut(now); err != nil {
		return err
	}
	if h.watch.due(now) {
		if err := h.consult(now); err != nil {
			return err
		}
		// What takes no time takes effect at once.
		if err := h.carryOut(now); err != nil {
			return err
		}
	}
	if at := h.watch.wakeup(now); at != never {
		h.push(at, watcher)
	}
	return nil
}

// carryOut does every action that is due.
func (h *house) carryOut(now int64) error {
	for at, ok := h.watch.next(); ok && at <= now; at, ok = h.watch.next() {
		if err := h.act(now, h.watch.take()); err != nil {
			return err
		}
	}
	return nil
}

// consult is one step of the monitor.
func (h *house) consult(now int64) error {
	h.assess(now)
	alerts, err := h.watch.step(now)
	if err != nil {
		return err
	}
	r := h.run
	for i := range alerts {
		a := &alerts[i]
		a.At, a.Venue = now, h.name
		if !h.desk.open {
			h.account.Alert(a)
		}
		r.alerts = append(r.alerts, *a)
		if r.recorder != nil && r.failed == nil {
			r.failed = r.recorder.Alert(a)
		}
	}
	return nil
}

// act carries out one action, command by command. What it changed in sum is
// what the monitor hears; the first refusal is the code that it hears.
func (h *house) act(now int64, a defence.Action) error {
	commands, err := a.Commands(h.view)
	if err != nil {
		return &Failure{Of: OfDefence, Err: fmt.Errorf("it asked for what cannot be done: %w", err)}
	}
	code, changed := reject.OK, uint32(0)
	for _, c := range commands {
		result, err := h.system(now, sim.Operator, c)
		if err != nil {
			return err
		}
		changed += result.Count
		if code == reject.OK {
			code = result.Code
		}
	}
	h.account.Acted(now, &a)
	h.run.acts = append(h.run.acts, Act{At: now, Venue: h.name, Action: a, Code: code.String(), Changed: changed})
	h.watch.tell(now, &a, code, changed)
	return nil
}
