package bench

import (
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
)

// Matrix is a table of scenarios against defences.
type Matrix struct {
	Scenarios []string `json:"scenarios"`
	Defences  []string `json:"defences"`
	Cells     []Cell   `json:"cells"` // those that have runs, by scenario, then by defence

	// Robust tells that each cell is the attacker's best level of adaptation.
	Robust bool `json:"robust,omitempty"`
}

// NewMatrix sums up runs of one level of adaptation. It fails on runs that do
// not compare.
func NewMatrix(rows []*runs.Row) (*Matrix, error) {
	if err := Uniform(rows); err != nil {
		return nil, err
	}
	if err := same("adaptation", rows, level); err != nil {
		return nil, err
	}
	return newMatrix(rows), nil
}

func newMatrix(rows []*runs.Row) *Matrix {
	m := &Matrix{Scenarios: scenariosOf(rows), Defences: defencesOf(rows)}
	for _, s := range m.Scenarios {
		for _, d := range m.Defences {
			if list := only(rows, func(r *runs.Row) bool { return r.Scenario == s && r.Defence == d }); len(list) > 0 {
				m.Cells = append(m.Cells, newCell(list))
			}
		}
	}
	return m
}

// Robust takes, for every scenario and defence, the level of adaptation at
// which the defence does worst on average: a defence is as good as it is
// against the thief who adapts.
func Robust(rows []*runs.Row) (*Matrix, error) {
	if err := Uniform(rows); err != nil {
		return nil, err
	}
	whole := &Matrix{Scenarios: scenariosOf(rows), Defences: defencesOf(rows), Robust: true}
	for _, l := range Levels(rows) {
		m := newMatrix(only(rows, func(r *runs.Row) bool { return r.Adaptation == l }))
		for _, c := range m.Cells {
			at := slices.IndexFunc(whole.Cells, func(have Cell) bool { return have.Scenario == c.Scenario && have.Defence == c.Defence })
			switch {
			case at < 0:
				whole.Cells = append(whole.Cells, c)
			case c.Mean < whole.Cells[at].Mean:
				whole.Cells[at] = c
			}
		}
	}
	return whole, nil
}

// Levels lists the levels of adaptation that runs have, in order.
func Levels(rows []*runs.Row) []int {
	return distinct(rows, func(r *runs.Row) int { return r.Adaptation })
}

func level(r *runs.Row) string { return string(rune('0' + r.Adaptation)) }

// Cell finds a cell; nil if it has no runs.
func (m *Matrix) Cell(scenario, defence string) *Cell {
	for i := range m.Cells {
		if c := &m.Cells[i]; c.Scenario == scenario && c.Defence == defence {
			return c
		}
	}
	return nil
}
