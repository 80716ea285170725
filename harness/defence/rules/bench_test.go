package rules_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// BenchmarkRuleWatch feeds telemetry to a bundle's rules, 100 events a step.
func BenchmarkRuleWatch(b *testing.B) {
	m, err := benchWatch(b)
	if err != nil {
		b.Fatal(err)
	}
	events := make([]mockexchange.Event, 100)
	types := []mockexchange.EventType{mockexchange.APICall, mockexchange.OrderAccepted, mockexchange.Traded, mockexchange.AuthRefuse, mockexchange.WithdrawalRequested}
	now := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		for i := range events {
			now += 10_000_000
			events[i] = mockexchange.Event{
				Seq: uint64(now), At: now, Type: types[i%len(types)], Account: uint32(i + 1), Key: uint32(i + 1), Source: access.Source(i%7 + 1), Value: 1000,
			}
		}
		if _, err := m.Step(&defence.Batch{Now: now, Events: events}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(events))/b.Elapsed().Seconds(), "events/s")
}

func benchWatch(b *testing.B) (defence.Monitor, error) {
	dir := b.TempDir()
	for name, text := range map[string]string{"defence.yaml": defencetest.Head, "rules/a.yml": defencetest.DeadKeys, "rules/b.yml": defencetest.Large} {
		write(b, dir, name, text)
	}
	d, err := bundle.Load(dir, defencetest.Scenario())
	if err != nil {
		return nil, err
	}
	m, err := d.Monitor(1, defencetest.Scenario())
	if err != nil {
		return nil, err
	}
	return m, m.Hello(&defence.Hello{Assets: []mockexchange.Asset{{Code: "JPY"}}})
}

func write(b *testing.B, dir, name, text string) {
	b.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}
