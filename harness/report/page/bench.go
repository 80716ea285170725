package page

import (
	"fmt"
	"io"
	"slices"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/bill"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/score"
)

// Bench is everything that the page of a run store shows.
type Bench struct {
	Name   string // of the store
	Level  int    // of the attacker, in board and matrix
	Rows   []*runs.Row
	Opened []string // commitments of salts that were revealed
	Matrix *bench.Matrix
	Board  []bench.Entry

	Earlier string // the name of an earlier store; empty for none
	Then    []difference
	Engine  [2]string // the engines of the earlier runs and of these, where they differ

	Difficulty []bench.Difficulty // how hard thieves are, by what they hold and their level

	Year *bill.Year // what the defences cost in a year; nil where nobody asked

	Stability *bench.Stability // how firmly the order stands; nil where nobody asked

	Sweeps []sweep
	Decay  []decay
}

// difference is what a defence gained or lost since an earlier store.
type difference struct {
	Defence string
	*bench.Comparison
}

// decay is how a defence fares against thieves who adapt.
type decay struct {
	Defence string
	Scores  map[int]float64 // by level
}

// NewBench sums up the runs of a store: at the lowest level of the attacker,
// with a decay over levels where there are several. Defences whose name ends in
// [parameter=value] are points of a sweep and stand apart. unranked ones are
// shown without a place. The error is a *bench.MixedError where the runs do not
// compare.
func NewBench(name string, rows []*runs.Row, unranked ...string) (*Bench, error) {
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s holds no runs, expected some that `exdrill bench` made", name)
	}
	if err := bench.Uniform(rows); err != nil {
		return nil, err
	}
	b := &Bench{Name: name, Rows: rows, Sweeps: sweeps(rows)}
	whole := slices.DeleteFunc(slices.Clone(rows), func(r *runs.Row) bool { _, ok := parseVariant(r.Defence); return ok })
	if len(whole) == 0 {
		whole = rows
	}
	levels := bench.Levels(whole)
	b.Level = levels[0]
	shown := bench.AtLevel(whole, b.Level)
	var err error
	if b.Matrix, err = bench.NewMatrix(shown); err != nil {
		return nil, err
	}
	b.Board, b.Difficulty = bench.Board(b.Matrix, shown, unranked...), bench.Difficulties(whole)
	if len(levels) > 1 {
		b.Decay, err = decays(b.Board, whole, levels)
	}
	return b, err
}

// AddYear adds what the defences of the board cost in a year. Rows need their
// results.
func (b *Bench) AddYear(r *bill.Rates, unranked ...string) {
	b.Year = bill.Of(r, b.Matrix.Shown(b.Rows), unranked...)
}

// AddStability adds how firmly the order of the board stands. Rows need their
// results.
func (b *Bench) AddStability(unranked ...string) (err error) {
	b.Stability, err = bench.Stable(b.Matrix.Shown(b.Rows), nil, bench.NewMatrix, unranked...)
	return err
}

// decays are the means over all scenarios, level by level.
func decays(board []bench.Entry, rows []*runs.Row, levels []int) (list []decay, err error) {
	for _, e := range board {
		list = append(list, decay{e.Defence, make(map[int]float64)})
	}
	for _, l := range levels {
		at := bench.AtLevel(rows, l)
		m, err := bench.NewMatrix(at)
		if err != nil {
			return nil, err
		}
		for i := range list {
			var means []float64
			for _, s := range m.Scenarios {
				if c := m.Cell(s, list[i].Defence); c != nil {
					means = append(means, c.Mean)
				}
			}
			if len(means) > 0 {
				list[i].Scores[l] = statistics.Mean(means)
			}
		}
	}
	return slices.DeleteFunc(list, func(d decay) bool { return len(d.Scores) < 2 }), nil
}

// Since compares the runs with those of an earlier store, defence by defence,
// as far as both have them.
func (b *Bench) Since(name string, rows []*runs.Row) error {
	b.Earlier = name
	rows = bench.AtLevel(rows, b.Level)
	now := bench.AtLevel(b.Rows, b.Level)
	for _, e := range b.Board {
		before, err := bench.SeriesOf(rows, e.Defence)
		if err != nil {
			continue // it was not there yet
		}
		after, err := bench.SeriesOf(now, e.Defence)
		if err != nil {
			return err
		}
		c, err := bench.Compare(before, after)
		if err != nil {
			continue // they share no run
		}
		b.Then = append(b.Then, difference{e.Defence, c})
	}
	if len(b.Then) == 0 {
		return fmt.Errorf("%s shares no run of one scenario, defence and seed with %s, expected at least one", name, b.Name)
	}
	if before, after := rows[0].Engine, b.Rows[0].Engine; before != after {
		b.Engine = [2]string{before, after}
	}
	return nil
}

// WriteBench writes the page of a store in a language.
func WriteBench(w io.Writer, b *Bench, language string) error {
	v := &boardView{Bench: b, W: boardIn(language), Style: style()}
	v.draw()
	return render(w, "board.html", v)
}

// sampled counts distinct seeds and salts.
func sampled(rows []*runs.Row) int {
	type draw struct {
		seed uint64
		salt string
	}
	seen := make(map[draw]bool)
	for _, r := range rows {
		seen[draw{r.Seed, r.Salt}] = true
	}
	return len(seen)
}

// share is a scale as people read it.
func share(ppm int64) string { return score.Share(ppm).String() }
