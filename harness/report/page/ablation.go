package page

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/harness/bench"
)

// Ablation is what the parts of a defence contribute to its score.
type Ablation struct {
	Scenario, Defence string
	Parts             []Part
	Missing           []Part // what the defence has not: what it would gain by it
}

// Part is what one part of a defence contributes, in points.
type Part struct {
	Name   string
	Points float64
	Error  float64 // how far Points may be off; 0 if it is exact
}

// ParseAblation reads what "exdrill ablate --format json" writes, as far as a
// page shows it.
func ParseAblation(text []byte) (*Ablation, error) {
	var file struct {
		Schema   string                `json:"schema"`
		Scenario struct{ ID string }   `json:"scenario"`
		Defence  struct{ Name string } `json:"defence"`
		Whole    struct{ Score float64 }
		Parts    []struct {
			Name  string                         `json:"name"`
			Score struct{ Value, Error float64 } `json:"score"`
		} `json:"parts"`
		Candidates []struct {
			Name  string  `json:"name"`
			Score float64 `json:"score"`
		} `json:"candidates"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	if file.Schema != bench.AblationSchema {
		return nil, fmt.Errorf(`schema %q, expected %q, which "exdrill ablate --format json" writes`, file.Schema, bench.AblationSchema)
	}
	if len(file.Parts)+len(file.Candidates) == 0 {
		return nil, errors.New("no parts in it, expected at least one")
	}
	a := &Ablation{Scenario: file.Scenario.ID, Defence: file.Defence.Name}
	for _, p := range file.Parts {
		a.Parts = append(a.Parts, Part{p.Name, p.Score.Value, p.Score.Error})
	}
	for _, c := range file.Candidates {
		a.Missing = append(a.Missing, Part{Name: c.Name, Points: c.Score - file.Whole.Score})
	}
	return a, nil
}
