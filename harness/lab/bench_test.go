package lab

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

func world(b *testing.B, id string, scale int64) *Series {
	sc, err := scenarios.Load(id)
	if err != nil {
		b.Fatal(err)
	}
	s, err := NewSeries(Conditions{
		Scenario: sc, Seed: 1, Scale: scale, Variation: draw.Record, Lab: Embedded, Engine: "bench",
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func load(b *testing.B, s *Series, name string) *defence.Defence {
	d, err := bundle.Load(name, s.World().Scenario)
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// BenchmarkDrill is one run of the whole clock and its tail at a tenth of the
// population: customers, thief, authentication, risk, ledger, books, chains,
// telemetry, the referee and the log's hash, on one core.
func BenchmarkDrill(b *testing.B) {
	s := world(b, zaif, sim.Whole/10)
	d := load(b, s, "history")
	b.ReportAllocs()
	b.ResetTimer()
	commands := uint64(0)
	for range b.N {
		o, err := s.Play(context.Background(), d, false)
		if err != nil {
			b.Fatal(err)
		}
		commands += o.Commands
	}
	b.ReportMetric(float64(commands)/b.Elapsed().Seconds(), "commands/s")
}

// BenchmarkScore is the full drill as a user waits for it: the population of
// 20,000 is drawn, and the five runs of a score are played.
func BenchmarkScore(b *testing.B) { benchmarkScore(b, zaif) }

// BenchmarkScoreSeveral is the same for three venues over 72 days, with a dump
// of 100,000 keys.
func BenchmarkScoreSeveral(b *testing.B) { benchmarkScore(b, "threecommas-2022-10") }

func benchmarkScore(b *testing.B, id string) {
	var peak atomic.Uint64
	stop := make(chan struct{})
	go watchHeap(&peak, stop)
	defer close(stop)
	b.ResetTimer()
	for range b.N {
		s := world(b, id, sim.Whole)
		both := defence.New("both", control.Posture{control.KeyAllowList{}}, func() (defence.Monitor, error) { return &diary{}, nil })
		scored, err := s.Score(context.Background(), both)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(scored.Outcome.Honest), "honest-commands")
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/score")
	b.ReportMetric(float64(peak.Load())/(1<<20), "peak-MiB")
}

// watchHeap notes the most memory that the heap ever took from the system.
func watchHeap(peak *atomic.Uint64, stop <-chan struct{}) {
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak.Store(max(peak.Load(), m.HeapInuse))
		select {
		case <-stop:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}
