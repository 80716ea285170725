package bench

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// Series is the scores of one defence, drawing by drawing, for a comparison.
type Series struct {
	Name   string // of the defence
	Engine string // that made them; empty if nobody knows
	Draws  []Draw
	Of     []*runs.Row // what each was made from; none of a baseline, which does not say
}

// Draw is one score and what was drawn for it.
type Draw struct {
	Scenario string  `json:"scenario"`
	Seed     uint64  `json:"seed"`
	Salt     string  `json:"salt,omitempty"` // its commitment
	Level    int     `json:"adaptation"`
	Score    float64 `json:"score"` // points
}

// SeriesOf takes one defence's scores out of runs that compare.
func SeriesOf(rows []*runs.Row, defence string) (Series, error) {
	mine := only(rows, func(r *runs.Row) bool { return r.Defence == defence })
	if len(mine) == 0 {
		return Series{}, fmt.Errorf("no runs of %q, expected one of %v", defence, defencesOf(rows))
	}
	if err := Uniform(mine); err != nil {
		return Series{}, err
	}
	s := Series{Name: defence, Engine: mine[0].Engine, Of: mine}
	for _, r := range mine {
		s.Draws = append(s.Draws, Draw{r.Scenario, r.Seed, r.Salt, r.Adaptation, points(r.Score)})
	}
	return s, nil
}

// Comparison is what two series differ by.
type Comparison struct {
	Before string `json:"before"`
	After  string `json:"after"`
	// Scenarios are the differences scenario by scenario, corrected for their
	// number; All is over all of them. A seed's runs count as one: its scenarios,
	// and the levels of the attacker, rise and fall together.
	Scenarios []statistics.Difference `json:"scenarios"`
	All       statistics.Difference   `json:"all"`
	// Unpaired counts scores of one side that the other has not.
	Unpaired int `json:"unpaired"`
}

// Compare pairs two series draw by draw. It fails if they share none.
func Compare(before, after Series) (*Comparison, error) {
	c := &Comparison{Before: before.Name, After: after.Name}
	was := make(map[Draw]float64)
	for _, d := range before.Draws {
		was[d.key()] = d.Score
	}
	pairs := make(map[string][]statistics.Pair)
	var all []statistics.Pair
	for _, d := range slices.SortedFunc(slices.Values(after.Draws), order) {
		old, ok := was[d.key()]
		if !ok {
			continue
		}
		p := statistics.Pair{Cluster: fmt.Sprint(d.Seed, " ", d.Salt), Before: old, After: d.Score}
		pairs[d.Scenario], all = append(pairs[d.Scenario], p), append(all, p)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s and %s share no run of one scenario and seed, expected at least one", before.Name, after.Name)
	}
	c.Unpaired = len(before.Draws) + len(after.Draws) - 2*len(all)
	for _, name := range slices.Sorted(maps.Keys(pairs)) {
		c.Scenarios = append(c.Scenarios, statistics.Clustered(name, pairs[name], pointRange))
	}
	statistics.Holm(c.Scenarios)
	c.All = statistics.Clustered("all", all, pointRange)
	return c, nil
}

// key is a draw without its score.
func (d Draw) key() Draw {
	d.Score = 0
	return d
}

func order(a, b Draw) int {
	return cmp.Or(cmp.Compare(a.Scenario, b.Scenario), cmp.Compare(a.Level, b.Level), cmp.Compare(a.Salt, b.Salt), cmp.Compare(a.Seed, b.Seed))
}

// Worse lists the scenarios in which the later one does provably worse.
func (c *Comparison) Worse() (names []string) {
	for _, d := range c.Scenarios {
		if d.Verdict == statistics.Worse {
			names = append(names, d.Name)
		}
	}
	if len(names) == 0 && c.All.Verdict == statistics.Worse {
		names = append(names, "all scenarios together")
	}
	return names
}

// Lines are the differences of the scenarios and, if there are several, that
// over all of them.
func (c *Comparison) Lines() []statistics.Difference {
	if len(c.Scenarios) < 2 {
		return c.Scenarios
	}
	return append(slices.Clone(c.Scenarios), c.All)
}
