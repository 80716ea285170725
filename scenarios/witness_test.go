package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// listener hears every event of a run, with the command behind it.
type listener func(e *sim.Envelope, ev *mockexchange.Event)

func (l listener) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	for i := range events {
		l(e, &events[i])
	}
	return nil
}

// hear plays a run for a listener alone.
func hear(ctx SpecContext, stage *drill.Stage, l listener, options ...drill.Option) {
	GinkgoHelper()
	_, err := stage.Watch(ctx, append(options, drill.WithObserver(drill.Observer{Command: l.command}))...)
	Expect(err).NotTo(HaveOccurred())
}

// surge is when a surge of the scenario lasts, in virtual nanoseconds.
func surge(s *drill.Stage, number int) (from, to int64) {
	g := &s.World().Scenario.Population.Surges[number]
	return g.Start.Unix, g.End.Unix
}

const hour = int64(3_600_000_000_000)
