package lab

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

// Blame says who failed when a run could not be finished.
type Blame string

// Who can fail.
const (
	OfLab     Blame = "lab"     // the machinery: containers, files
	OfDefence Blame = "defence" // the program under test
)

// Failure is a run that did not come to its end.
type Failure struct {
	Of        Blame
	Err       error
	Reproduce string // one command that runs it again
}

func (f *Failure) Error() string {
	s := fmt.Sprintf("the %s failed: %v", f.Of, f.Err)
	if f.Reproduce != "" {
		s += "\nto see it again: " + f.Reproduce
	}
	return s
}

func (f *Failure) Unwrap() error { return f.Err }

// guarded is a monitor that cannot take the run down with it: its errors and
// its panics are the defence's failure, not the lab's.
type guarded struct{ defence.Monitor }

// newMonitor makes the monitor of one run and, if it is the one that may, shows
// it the ground truth.
func newMonitor(d *defence.Defence, seed uint64, sc *scenarios.Scenario, truth defence.Truth) (m defence.Monitor, err error) {
	defer blameDefence("was made", &err)
	if m, err = d.Monitor(seed, sc); err != nil {
		return nil, err
	}
	if seer, ok := m.(defence.TruthSeer); ok {
		seer.See(truth)
	}
	return guarded{m}, nil
}

func (g guarded) Hello(h *defence.Hello) (err error) {
	defer blameDefence("was told what it guards", &err)
	return g.Monitor.Hello(h)
}

func (g guarded) Step(b *defence.Batch) (a defence.Answer, err error) {
	defer blameDefence("made a step", &err)
	return g.Monitor.Step(b)
}

func (g guarded) Close() (err error) {
	defer blameDefence("was closed", &err)
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

// blameDefence turns what went wrong in a monitor, a panic included, into the
// defence's failure.
func blameDefence(when string, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("it panicked%s: %v", panicOrigin(), p)
	}
	if *err != nil {
		*err = &Failure{Of: OfDefence, Err: fmt.Errorf("when the monitor %s: %w", when, *err)}
	}
}

// panicOrigin is the line that panicked: the first one below the runtime's own.
// Functions that recover stand above it on the stack.
func panicOrigin() string {
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
