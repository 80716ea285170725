package population_test

import (
	"testing"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

func world(b *testing.B) *draw.World {
	b.Helper()
	sc, err := scenarios.Load("zaif-api-keys-2018-01")
	if err != nil {
		b.Fatal(err)
	}
	w, err := draw.Build(sc, draw.Options{Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	return w
}

// BenchmarkLife is one wake-up of one of 20,000 customers: queue, plan and
// answer, without a venue.
func BenchmarkLife(b *testing.B) {
	w := world(b)
	var p *population.Population
	var q sim.Queue
	var c mockexchange.Command
	var r mockexchange.Result
	for b.Loop() {
		now, a, ok := q.Pop()
		if !ok {
			p = w.People.Clone()
			p.Start(&q)
			continue
		}
		_, send, next := p.Wake(now, a, &c)
		if next != 0 {
			q.Push(next, a)
		}
		if send {
			if extra := p.Observe(now, a, &c, &r); extra != 0 {
				q.Push(extra, a)
			}
		}
	}
}

func BenchmarkClone(b *testing.B) {
	w := world(b)
	for b.Loop() {
		w.People.Clone()
	}
}
