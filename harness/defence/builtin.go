package defence

import (
	"errors"
	"time"

	"github.com/exdrill/exdrill/scenarios"
)

// builtin is a monitor that ships with exdrill, as `builtin:` in a bundle
// names it.
type builtin struct {
	name      string
	immediate bool // its actions take effect at once
	sees      bool // it acts on the ground truth
	make      func(seed uint64, sc *scenarios.Scenario) (Monitor, error)
	plain     *builtin // the same where nobody asks how it fares; nil if nobody does
}

// nobody is the monitor that does nothing, so that no telemetry need be carried
// to it.
const nobody = "none"

// builtins lists the monitors in the order in which documents show them.
func builtins() []*builtin {
	return []*builtin{
		{name: nobody, make: always(func(uint64) Monitor { return idle{} })},
		{name: "history", immediate: true, make: recorded},
		{name: "halt-everything", make: always(func(uint64) Monitor { return &closure{} })},
		{name: "random", make: always(func(seed uint64) Monitor { return newRandom(seed) })},
		{name: "oracle", immediate: true, sees: true, make: always(func(uint64) Monitor { return &oracle{} })},
	}
}

func builtinNames() []string {
	var names []string
	for _, b := range builtins() {
		names = append(names, b.name)
	}
	return names
}

func builtinNamed(name string) *builtin {
	for _, b := range builtins() {
		if b.name == name {
			return b
		}
	}
	return nil
}

func always(monitor func(seed uint64) Monitor) func(uint64, *scenarios.Scenario) (Monitor, error) {
	return func(seed uint64, _ *scenarios.Scenario) (Monitor, error) { return monitor(seed), nil }
}

func recorded(_ uint64, sc *scenarios.Scenario) (Monitor, error) {
	if sc == nil {
		return nil, errors.New("history: there is no record without a scenario")
	}
	return &history{record: sc.History, said: sc.Statements, venues: sc.Venues}, nil
}

// closedFor is the length of the day that gives harm its unit.
const closedFor = 24 * time.Hour

// ClosedDay closes the whole venue for the first 24 hours and opens it again.
// The score measures harm by it; it is no defence that anybody would run.
func ClosedDay() *Defence {
	return &Defence{
		Name: "closed-day", Version: "1", Description: "closes the venue for its first 24 hours",
		Digest: digestOf("closed-day 1"),
		watch: &builtin{
			name: "closed-day", immediate: true,
			make: always(func(uint64) Monitor { return &closure{length: closedFor} }),
		},
	}
}
