package drill

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/exdrill/exdrill/harness/score"
)

// Baseline is what a suite scored when somebody last agreed with it. It is
// committed beside the suite.
type Baseline struct {
	Schema string             `json:"schema"` // "exdrill.baseline/v1"
	Engine string             `json:"engine"`
	Scores map[string]float64 `json:"scores"` // mean points by scenario
}

// regression is by how many points a mean score may fall below the baseline
// before that is a regression: less than a reader would act upon.
const regression = 1.0

// baseline reads the suite's baseline; none if the suite has none, or it was
// never recorded.
func (s *Suite) baseline(engine string) (*Baseline, error) {
	if s.Baseline == nil {
		return nil, nil
	}
	path := s.relative("./" + s.Baseline.Text)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file; record it with: exdrill test %s --update-baseline", path, s.File)
	}
	if err != nil {
		return nil, err
	}
	var b Baseline
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if b.Engine != engine {
		return nil, fmt.Errorf("%s: recorded with exdrill %s, this is %s; record it anew with: exdrill test %s --update-baseline", path, b.Engine, engine, s.File)
	}
	return &b, nil
}

// UpdateBaseline plays the suite and records what it scores now.
func (s *Suite) UpdateBaseline(r *Report, engine string) error {
	if s.Baseline == nil {
		return fmt.Errorf("%s: has no baseline, expected baseline: FILE", s.File)
	}
	b := Baseline{Schema: "exdrill.baseline/v1", Engine: engine, Scores: make(map[string]float64)}
	for id, list := range byScenario(r.Results) {
		b.Scores[id] = meanScore(list)
	}
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(s.relative("./"+s.Baseline.Text), append(text, '\n'), 0o644)
}

// WithoutBaseline is the suite held against its thresholds alone.
func (s *Suite) WithoutBaseline() *Suite {
	c := *s
	c.Baseline = nil
	return &c
}

func byScenario(results []score.Result) map[string][]score.Result {
	m := make(map[string][]score.Result)
	for _, r := range results {
		m[r.Scenario.ID] = append(m[r.Scenario.ID], r)
	}
	return m
}

func meanScore(results []score.Result) float64 {
	var sum float64
	for i := range results {
		sum += float64(results[i].Score) / 100
	}
	return sum / float64(len(results))
}

// judge holds one scenario's mean against the baseline; ok is false when there
// is nothing to hold it against.
func (b *Baseline) judge(results []score.Result) (v Verdict, ok bool) {
	if b == nil {
		return v, false
	}
	was, ok := b.Scores[results[0].Scenario.ID]
	if !ok {
		return v, false
	}
	now := meanScore(results)
	v = Verdict{
		Scenario: results[0].Scenario.ID, Threshold: "baseline", Wanted: fmt.Sprintf(">= %.2f", was-regression),
		Measured: fmt.Sprintf("%.2f", now), Passed: now >= was-regression,
		WorstSeed: results[0].Seed, Reproduce: results[0].Reproduce,
	}
	worst := results[0].Score
	for i := range results {
		if results[i].Score < worst {
			worst, v.WorstSeed, v.Reproduce = results[i].Score, results[i].Seed, results[i].Reproduce
		}
	}
	return v, true
}
