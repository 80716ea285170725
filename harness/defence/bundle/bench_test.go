package bundle_test

import (
	"testing"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
)

func BenchmarkLoad(b *testing.B) {
	sc := defencetest.Scenario()
	for b.Loop() {
		if _, err := bundle.Load("guardrails", sc); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList(b *testing.B) {
	for b.Loop() {
		if _, err := bundle.List(); err != nil {
			b.Fatal(err)
		}
	}
}
