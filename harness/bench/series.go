package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/store"
)

// ReadSeries reads one side of a comparison: of a run store, STORE:DEFENCE where
// it holds several; a run folder, a file of results, or the baseline of a suite.
func ReadSeries(name string) (Series, error) {
	path, defence := name, ""
	if at := strings.LastIndex(name, ":"); at > 0 {
		if _, err := os.Stat(name); err != nil {
			path, defence = name[:at], name[at+1:]
		}
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return Series{}, fmt.Errorf("%s: no such file, expected a run store, a run folder, or a file of results", path)
	case info.IsDir():
		path = filepath.Join(path, store.ResultFile)
	}
	head, err := beginning(path)
	if err != nil {
		return Series{}, err
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

func fromStore(path, defence string) (Series, error) {
	s, err := runs.Read(path)
	if err != nil {
		return Series{}, err
	}
	defer s.Close()
	rows, err := s.All(false)
	if err != nil {
		return Series{}, err
	}
	if defence == "" {
		if defence, err = onlyDefence(path, rows); err != nil {
			return Series{}, err
		}
	}
	series, err := SeriesOf(rows, defence)
	if err != nil {
		return Series{}, fmt.Errorf("%s: %w", path, err)
	}
	return series, nil
}

// onlyDefence is the one defence that a store has.
func onlyDefence(path string, rows []*runs.Row) (string, error) {
	names := defencesOf(rows)
	if len(names) != 1 {
		return "", fmt.Errorf("%s holds the defences %s, expected %s:DEFENCE", path, strings.Join(names, ", "), path)
	}
	return names[0], nil
}

// fromJSON reads one result, a list of them, or a baseline.
func fromJSON(path string) (Series, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Series{}, err
	}
	var baseline drill.Baseline
	if json.Unmarshal(text, &baseline) == nil && baseline.Schema == drill.BaselineSchema {
		return Series{Name: path, Engine: baseline.Engine, Draws: drawsOf(&baseline)}, nil
	}
	var results []score.Result
	if json.Unmarshal(text, &results) != nil {
		var one score.Result
		if err := json.Unmarshal(text, &one); err != nil || one.Schema != score.Schema {
			return Series{}, fmt.Errorf("%s: neither a run store nor results nor a baseline", path)
		}
		results = []score.Result{one}
	}
	if len(results) == 0 {
		return Series{}, fmt.Errorf("%s: no results in it", path)
	}
	c := Series{Name: path, Engine: results[0].Engine}
	for _, r := range results {
		c.Of = append(c.Of, &runs.Row{Identity: runs.Identity{
			Scenario: r.Scenario.ID, ScenarioDigest: r.Scenario.Digest, Defence: r.Defence.Name, DefenceDigest: r.Defence.Digest,
		}})
		c.Draws = append(c.Draws, Draw{Scenario: r.Scenario.ID, Seed: r.Seed, Salt: r.SaltCommitment, Level: r.Adaptation, Score: float64(r.Score) / 100})
	}
	return c, nil
}

// drawsOf are the scores that a baseline recorded, seed by seed.
func drawsOf(b *drill.Baseline) (list []Draw) {
	for _, r := range b.Runs {
		list = append(list, Draw{Scenario: r.Scenario, Seed: r.Seed, Score: r.Score})
	}
	return list
}
