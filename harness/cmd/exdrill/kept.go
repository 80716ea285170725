package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios"
)

// isRun reports whether a folder is one that "run --out" kept.
func isRun(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, store.ManifestFile))
	return err == nil
}

// eventsOfFolder goes through a kept run's telemetry.
func eventsOfFolder(folder string, q *query, p *printer) error {
	sc, err := scenarioOf(folder)
	if err != nil {
		return err
	}
	if err := p.about(sc); err != nil {
		return err
	}
	if err := q.offset(sc.Clock.Zone.Offset); err != nil {
		return err
	}
	f, err := store.Open(folder, store.EventsFile)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		fields, err := flat(lines.Bytes())
		if err != nil {
			return fmt.Errorf("%s:%d:1: %w, expected an event as exdrill writes them", filepath.Join(folder, store.EventsFile), n, err)
		}
		if q.matches(fields) {
			if err := p.print(fields, q.zone); err != nil {
				return err
			}
		}
	}
	return lines.Err()
}

// scenarioOf reads the scenario of a kept run.
func scenarioOf(folder string) (*scenarios.Scenario, error) {
	path := filepath.Join(folder, "scenario", "scenario.yaml")
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return scenarios.Parse(path, src)
}

// flat reads the flat record inside an event's line, in its order, with the
// venue before it where there are several.
func flat(line []byte) ([]telemetry.Field, error) {
	var outer struct {
		Venue    string          `json:"venue"`
		Unmapped json.RawMessage `json:"unmapped"`
	}
	if err := json.Unmarshal(line, &outer); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(outer.Unmapped))
	d.UseNumber()
	var fields []telemetry.Field
	if outer.Venue != "" {
		fields = located(nil, outer.Venue)
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if n, ok := value.(json.Number); ok {
			if value, err = n.Int64(); err != nil {
				return nil, err
			}
		}
		fields = append(fields, telemetry.Field{Name: name.(string), Value: value})
	}
	return fields, nil
}
