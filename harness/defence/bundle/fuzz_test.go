package bundle_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// FuzzLoad reads arbitrary files as a bundle: what does not load is told with
// a place in one of the files, and what loads is a defence.
func FuzzLoad(f *testing.F) {
	f.Add(defencetest.Head, defencetest.Posture)
	f.Add(defencetest.Head+"builtin: none\n", "controls: {first_seen_hold: {for: 1d}, withdrawal_limit: {per_day: 1.5}}")
	f.Add("name: [", "controls:\n  - a\n")
	f.Add("? a\n: b\n", "controls: &a {x: *a}\n")
	f.Add("<<: {name: a}\n", "controls: !!map {}\n---\n")
	f.Add("a", "\xff")
	f.Add("name: |\n  a\n", "controls: {trading_expiry: {after: }}")
	sc := defencetest.Scenario()
	f.Fuzz(func(t *testing.T, first, second string) {
		dir := t.TempDir()
		for name, text := range map[string]string{"defence.yaml": first, "posture.yaml": second} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		d, err := bundle.Load(dir, sc)
		if err == nil {
			if d.Name == "" || d.Version == "" || d.Digest == "" {
				t.Fatalf("a defence without a name: %+v", d)
			}
			return
		}
		var all yamldoc.Errors
		if d != nil || !errors.As(err, &all) {
			t.Fatalf("neither a defence nor a place: %v", err)
		}
		for i, e := range all {
			if !strings.HasPrefix(e.Pos.File, filepath.ToSlash(dir)) || e.Pos.Line < 1 || e.Pos.Column < 1 {
				t.Fatalf("no place: %v", e)
			}
			if i > 0 && e.Pos.Line < all[i-1].Pos.Line {
				t.Fatalf("out of order: %v", err)
			}
		}
	})
}
