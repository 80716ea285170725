package drill_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// FuzzSuite reads anything as a suite: it loads, or every complaint has a
// place.
func FuzzSuite(f *testing.F) {
	// A scenario that is nowhere: to read one that is there takes a while.
	f.Add([]byte(strings.Replace(suiteText, zaif, "x", 1)))
	f.Add([]byte("apiVersion: exdrill/v1\ndefence: none\nscenarios: []\nseeds: 1-\nscale: -1 %\nthresholds: {detect: \">= 1h\"}\n"))
	f.Add([]byte("- a\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "exdrill.yaml")
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := drill.LoadSuite(path)
		var places yamldoc.Errors
		if err != nil && !errors.As(err, &places) {
			t.Fatalf("%v has no place", err)
		}
		for _, e := range places {
			if e.Pos.Line < 1 || e.Pos.Column < 1 || e.Expected == "" {
				t.Fatalf("%v, expected line, column and what was expected", e)
			}
		}
	})
}
