package lab

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

// guarded is a monitor that cannot take the run down with it: its errors and
// its panics are the defence's failure, not the lab's.
type guarded struct{ defence.Monitor }

// summon makes the monitor of one run and, if it is the one that may, shows it
// the ground truth.
func summon(d *defence.Defence, seed uint64, sc *scenarios.Scenario, truth defence.Truth) (m defence.Monitor, err error) {
	defer fails("was made", &err)
	if m, err = d.Monitor(seed, sc); err != nil {
		return nil, err
	}
	if seer, ok := m.(defence.TruthSeer); ok {
		seer.See(truth)
	}
	return guarded{m}, nil
}

func (g guarded) Hello(h *defence.Hello) (err error) {
	defer fails("was told what it guards", &err)
	return g.Monitor.Hello(h)
}

func (g guarded) Step(b *defence.Batch) (a defence.Answer, err error) {
	defer fails("made a step", &err)
	return g.Monitor.Step(b)
}

func (g guarded) Close() (err error) {
	defer fails("was closed", &err)
	return g.Monitor.Close()
}

// interrupter is a monitor that can be ended while it makes a step.
type interrupter interface{ Interrupt() }

// Interrupt ends the monitor at once if it is one that can keep others waiting.
func (g guarded) Interrupt() {
	if i, ok := g.Monitor.(interrupter); ok {
		i.Interrupt()
	}
}

// fails turns what went wrong in a monitor, a panic included, into the
// defence's failure.
func fails(when string, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("it panicked%s: %v", origin(), p)
	}
	if *err != nil {
		*err = &Failure{Of: OfDefence, Err: fmt.Errorf("when the monitor %s: %w", when, *err)}
	}
}

// origin is the line that panicked: the first one below the runtime's own.
// Functions that recover stand above it on the stack.
func origin() string {
	pc := make([]uintptr, 32)
	frames := runtime.CallersFrames(pc[:runtime.Callers(1, pc)])
	panicked := false
	for {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicked = true
		case panicked && !strings.HasPrefix(f.Function, "runtime."):
			return fmt.Sprintf(" at %s:%d", f.File, f.Line)
		}
		if !more {
			return ""
		}
	}
}
