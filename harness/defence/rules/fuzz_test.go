package rules_test

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

// FuzzPlaybook reads arbitrary files as playbook, mapping and fixtures of a
// bundle of rules: what does not load is told with a place in one of them.
func FuzzPlaybook(f *testing.F) {
	f.Add("responses: [{when: {rule: large, level: low, tag: a.b}, by: operator, delay: 1m, hours: {}, do: [{action: hold, withdrawals: alert, for: 1d}]}]",
		"fields: {a: account}\nvalues: {a: {b: c}}\nlogsources: [{from: {product: a}, to: {service: b}}]",
		"must_fire: [{name: a, events: [{type: withdrawal_requested, value: 5, repeat: 3, every: 1s, vary: [value]}]}]")
	f.Add("quiet: 1m\nresponses:\n  - escalate: {alerts: 1, within: 1m, do: [{action: set_limit, amount: 5}]}\n    undo: {after: 1h, unless: [large]}", "", "rule: large\nmust_not_fire: [a]")
	f.Add("responses: [null, [], {do: null}]", "logsources: [null]", "must_fire: [{events: [null]}]")
	f.Fuzz(func(t *testing.T, playbook, mapping, tests string) {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"defence.yaml": defencetest.Head, "playbook.yaml": playbook, "mapping.yaml": mapping, "rules/large.yml": defencetest.Large, "rules/tests/large.yml": tests,
		} {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		err := bundle.Lint(dir)
		if err == nil {
			return
		}
		var all yamldoc.Errors
		if !errors.As(err, &all) {
			t.Fatalf("no place: %v", err)
		}
		for _, e := range all {
			if !strings.HasPrefix(e.Pos.File, filepath.ToSlash(dir)) || e.Pos.Line < 1 || e.Pos.Column < 1 {
				t.Fatalf("no place: %v", e)
			}
		}
	})
}
