package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
)

// checkSeparate sees that --separate names two defences of the benchmark,
// before any of it is run.
func (f *benchFlags) checkSeparate(jobs []bench.Job) error {
	if f.separate == "" {
		return nil
	}
	var names []string
	for _, j := range jobs {
		for _, r := range j.Runs {
			if !slices.Contains(names, r.Identity.Defence) {
				names = append(names, r.Identity.Defence)
			}
		}
	}
	one, other, two := strings.Cut(f.separate, ",")
	if !two || one == other || !slices.Contains(names, one) || !slices.Contains(names, other) {
		return fmt.Errorf("--separate %q, expected two of %s, separated by a comma", f.separate, strings.Join(names, ", "))
	}
	return nil
}

// compared holds the two defences against each other that --separate names, at
// the first level of the attacker; nil where it names none.
func (f *benchFlags) compared(rows []*runs.Row, levels []int) (*bench.Comparison, error) {
	if f.separate == "" {
		return nil, nil
	}
	one, other, _ := strings.Cut(f.separate, ",")
	shown := bench.AtLevel(rows, levels[0])
	before, err := bench.SeriesOf(shown, one)
	if err != nil {
		return nil, fmt.Errorf("--separate: %w", err)
	}
	after, err := bench.SeriesOf(shown, other)
	if err != nil {
		return nil, fmt.Errorf("--separate: %w", err)
	}
	return bench.Compare(before, after)
}
