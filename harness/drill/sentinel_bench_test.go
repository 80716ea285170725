package drill_test

import (
	"context"
	"testing"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// telemetry keeps every event of a run.
type telemetry struct{ events []mockexchange.Event }

func (t *telemetry) command(_ *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	t.events = append(t.events, events...)
	return nil
}

// BenchmarkSentinel hands the telemetry of an undefended theft to the rules
// that ship, step by step as a drill does.
func BenchmarkSentinel(b *testing.B) {
	const interval = int64(10 * time.Second)
	kept := &telemetry{}
	stage, err := drill.Open("zaif-api-keys-2018-01", drill.WithScale(0.1), drill.WithObserver(drill.Observer{Command: kept.command}))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := stage.Watch(context.Background()); err != nil {
		b.Fatal(err)
	}
	world := stage.World()
	guard, err := bundle.Load("sentinel", world.Scenario)
	if err != nil {
		b.Fatal(err)
	}
	hello := &defence.Hello{
		Venue: world.Genesis.Name, Now: world.Genesis.Start, Interval: interval,
		Assets: world.Genesis.Assets, Currency: world.Genesis.Assets[0].Code,
	}
	for _, m := range world.Genesis.Markets {
		hello.Markets = append(hello.Markets, m.Symbol)
	}
	b.ReportAllocs()
	for b.Loop() {
		m, err := guard.Monitor(1, world.Scenario)
		if err == nil {
			err = m.Hello(hello)
		}
		for at, next := 0, 0; err == nil && at < len(kept.events); at = next {
			end := kept.events[at].At/interval*interval + interval
			for next = at; next < len(kept.events) && kept.events[next].At < end; next++ {
				continue
			}
			_, err = m.Step(&defence.Batch{Now: end, Events: kept.events[at:next]})
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(kept.events))/b.Elapsed().Seconds(), "events/s")
}
