package draw_test

import (
	"testing"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/scenarios"
)

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		sc, err := scenarios.Load("zaif-api-keys-2018-01")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := draw.Build(sc, draw.Options{Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuildAll(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sc, err := scenarios.Load("zaif-api-keys-2018-01")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := draw.BuildAll(populationtest.Trio(sc, 100_000), draw.Options{Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
