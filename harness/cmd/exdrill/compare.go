package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/store"
)

// compareFlags are the flags of the compare command.
type compareFlags struct {
	format choiceFlag
	failOn choiceFlag
}

func newCompare() *cobra.Command {
	f := compareFlags{format: formats("table", "json", "markdown"), failOn: choiceFlag{"nothing", []string{"nothing", "worse"}}}
	c := &cobra.Command{
		Use:   "compare BEFORE AFTER",
		Short: "Say whether one defence does better than another, seed by seed",
		Long: `Compare two series of scores: paired differences for every scenario, with an
interval and a verdict. Each side is a run store (STORE:DEFENCE where it holds
several), a run folder, a file of results as run --format json prints them, or
the baseline of a suite. Only what was drawn the same on both sides is compared.`,
		Example: `  exdrill compare runs.db:guardrails runs.db:both
  exdrill compare main.db branch.db --fail-on worse --format markdown
  exdrill compare runs/before runs/after`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("%d sides, expected BEFORE and AFTER", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0], args[1]) },
	}
	f.format.add(c)
	c.Flags().Var(&f.failOn, "fail-on", "`WHAT` ends with exit code 1: worse, a scenario that is provably worse; nothing")
	return c
}

func (f *compareFlags) run(c *cobra.Command, before, after string) error {
	a, err := sideOf(before)
	if err != nil {
		return err
	}
	b, err := sideOf(after)
	if err != nil {
		return err
	}
	if a.engine != b.engine && a.engine != "" && b.engine != "" {
		return fmt.Errorf("%s is of exdrill %s and %s of exdrill %s, expected one version", before, a.engine, after, b.engine)
	}
	result, err := bench.Compare(a.Series, b.Series)
	if err != nil {
		return err
	}
	if err := report.WriteComparison(c.OutOrStdout(), report.Format(f.format.value), result, look(c.OutOrStdout())); err != nil {
		return err
	}
	if f.failOn.value == "worse" && len(result.Worse()) > 0 {
		return &thresholdsFailed{}
	}
	return nil
}

// compared is one side of a comparison.
type compared struct {
	bench.Series
	engine string
}

// sideOf reads one side, whatever kind it is.
func sideOf(name string) (compared, error) {
	path, defence := name, ""
	if at := strings.LastIndex(name, ":"); at > 0 {
		if _, err := os.Stat(name); err != nil {
			path, defence = name[:at], name[at+1:]
		}
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return compared{}, fmt.Errorf("%s: no such file, expected a run store, a run folder, or a file of results", path)
	case info.IsDir():
		path = filepath.Join(path, store.ResultFile)
	}
	head, err := beginning(path)
	if err != nil {
		return compared{}, err
	}
	if strings.HasPrefix(head, "SQLite format 3") {
		return fromStore(path, defence)
	}
	return fromJSON(path)
}

// beginning is the first bytes of a file.
func beginning(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("%s: no such file, expected a run folder with its result", path)
	}
	defer f.Close()
	head := make([]byte, 16)
	n, _ := f.Read(head) // an empty file is no result either
	return string(head[:n]), nil
}

func fromStore(path, defence string) (compared, error) {
	s, err := runs.Read(path)
	if err != nil {
		return compared{}, err
	}
	defer s.Close()
	rows, err := s.All(false)
	if err != nil {
		return compared{}, err
	}
	if defence == "" {
		if defence, err = only(path, rows); err != nil {
			return compared{}, err
		}
	}
	series, err := bench.SeriesOf(rows, defence)
	if err != nil {
		return compared{}, fmt.Errorf("%s: %w", path, err)
	}
	return compared{series, rows[0].Engine}, nil
}

// only is the one defence that a store has.
func only(path string, rows []*runs.Row) (string, error) {
	var names []string
	for _, r := range rows {
		if !slices.Contains(names, r.Defence) {
			names = append(names, r.Defence)
		}
	}
	if len(names) != 1 {
		return "", fmt.Errorf("%s holds the defences %s, expected %s:DEFENCE", path, strings.Join(names, ", "), path)
	}
	return names[0], nil
}

// fromJSON reads one result, a list of them, or a baseline.
func fromJSON(path string) (compared, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return compared{}, err
	}
	var baseline drill.Baseline
	if json.Unmarshal(text, &baseline) == nil && baseline.Schema == drill.BaselineSchema {
		return compared{bench.Series{Name: path, Draws: drawsOf(&baseline)}, baseline.Engine}, nil
	}
	var results []score.Result
	if json.Unmarshal(text, &results) != nil {
		var one score.Result
		if err := json.Unmarshal(text, &one); err != nil || one.Schema != score.Schema {
			return compared{}, fmt.Errorf("%s: neither a run store nor results nor a baseline", path)
		}
		results = []score.Result{one}
	}
	if len(results) == 0 {
		return compared{}, fmt.Errorf("%s: no results in it", path)
	}
	c := compared{bench.Series{Name: path}, results[0].Engine}
	for _, r := range results {
		c.Draws = append(c.Draws, bench.Draw{Scenario: r.Scenario.ID, Seed: r.Seed, Salt: r.Salt, Level: r.Adaptation, Score: float64(r.Score) / 100})
	}
	return c, nil
}

// drawsOf are the scores that a baseline recorded, seed by seed.
func drawsOf(b *drill.Baseline) (list []bench.Draw) {
	for _, r := range b.Runs {
		list = append(list, bench.Draw{Scenario: r.Scenario, Seed: r.Seed, Score: r.Score})
	}
	return list
}
