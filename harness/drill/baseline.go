package drill

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Baseline is what a suite scored when somebody last agreed with it. It is
// committed beside the suite. Scores are comparable only under the conditions
// that it names.
type Baseline struct {
	Schema    string             `json:"schema"` // BaselineSchema
	Engine    string             `json:"engine"`
	Seeds     string             `json:"seeds"`
	Scale     float64            `json:"scale"`
	Variation string             `json:"variation"`
	Scores    map[string]float64 `json:"scores"` // mean points by scenario
	// Runs are the scores behind the means, for those who compare seed by seed.
	Runs []BaselineRun `json:"runs,omitempty"`
}

// BaselineRun is one score of a baseline.
type BaselineRun struct {
	Scenario string  `json:"scenario"`
	Seed     uint64  `json:"seed"`
	Score    float64 `json:"score"` // points
}

// BaselineSchema names the format of a baseline.
const BaselineSchema = "exdrill.baseline/v1"

// regression is by how many points a mean score may fall below the baseline
// before that is a regression: less than a reader would act upon.
const regression = 1.0

// baseline reads the suite's baseline; nil if the suite has none.
func (s *Suite) baseline(engine string) (*Baseline, error) {
	if s.Baseline == nil {
		return nil, nil
	}
	text, err := os.ReadFile(s.BaselinePath())
	if err != nil {
		return nil, s.stale(unreadable("", err, "").Problem)
	}
	var b Baseline
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, s.stale("it is no JSON of a baseline: " + err.Error())
	}
	was, now := b.conditions(), s.conditions(engine)
	for i, name := range []string{"schema", "engine", "seeds", "scale", "variation"} {
		if was[i] != now[i] {
			return nil, s.stale(fmt.Sprintf("recorded with %s %q, this is %q", name, was[i], now[i]))
		}
	}
	return &b, nil
}

// conditions are what two suites must agree in to be comparable.
func (b *Baseline) conditions() [5]string {
	return [5]string{b.Schema, b.Engine, b.Seeds, fmt.Sprint(b.Scale), b.Variation}
}

func (s *Suite) conditions(engine string) [5]string {
	b := s.blank(engine)
	return b.conditions()
}

func (s *Suite) blank(engine string) Baseline {
	scale, _ := s.ScaleShare() // LoadSuite parsed it before
	return Baseline{
		Schema: BaselineSchema, Engine: engine, Seeds: s.Seeds.Text, Scale: scale, Variation: s.variation(),
		Scores: make(map[string]float64),
	}
}

// stale says that the baseline is of no use, and what to do about it.
func (s *Suite) stale(why string) error {
	return yamldoc.Errors{{
		Pos:      yamldoc.Position{File: filepath.ToSlash(s.BaselinePath()), Line: 1, Column: 1},
		Problem:  why,
		Expected: fmt.Sprintf("a baseline recorded with: exdrill test %s --update-baseline", s.File),
	}}
}

// BaselinePath is the file of the baseline that the suite names; it names one.
func (s *Suite) BaselinePath() string {
	if filepath.IsAbs(s.Baseline.Text) {
		return s.Baseline.Text
	}
	return filepath.Join(filepath.Dir(s.File), s.Baseline.Text)
}

// CheckBaseline reports whether a baseline can be recorded: the suite says
// where.
func (s *Suite) CheckBaseline() error {
	if s.Baseline != nil {
		return nil
	}
	return yamldoc.Errors{{Pos: s.APIVersion.Pos, Problem: "baseline is missing", Expected: "the file to record, such as baseline: baseline.json"}}
}

// UpdateBaseline records what the suite scored as its baseline.
func (s *Suite) UpdateBaseline(r *Report, engine string) error {
	if err := s.CheckBaseline(); err != nil {
		return err
	}
	b := s.blank(engine)
	for from := 0; from < len(r.Results); {
		to, id := from, r.Results[from].Scenario.ID
		for to < len(r.Results) && r.Results[to].Scenario.ID == id {
			to++
		}
		b.Scores[id] = math.Round(100*meanScore(r.Results[from:to])) / 100
		from = to
	}
	for i := range r.Results {
		one := &r.Results[i]
		b.Runs = append(b.Runs, BaselineRun{one.Scenario.ID, one.Seed, float64(one.Score) / 100})
	}
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return store.Replace(s.BaselinePath(), append(text, '\n'))
}

// WithoutBaseline is the suite held against its thresholds alone.
func (s *Suite) WithoutBaseline() *Suite {
	c := *s
	c.Baseline = nil
	return &c
}

func meanScore(results []score.Result) float64 {
	var sum float64
	for i := range results {
		sum += float64(results[i].Score) / 100
	}
	return sum / float64(len(results))
}

// judge holds one scenario's mean against the baseline.
func (b *Baseline) judge(results []score.Result) (v Verdict, err error) {
	id := results[0].Scenario.ID
	was, ok := b.Scores[id]
	if !ok {
		return v, fmt.Errorf("no score of %s", id)
	}
	now := meanScore(results)
	worst := &results[0]
	for i := range results {
		if results[i].Score < worst.Score {
			worst = &results[i]
		}
	}
	return Verdict{
		Scenario: id, Threshold: "baseline", Wanted: fmt.Sprintf(">= %.2f", was-regression),
		Measured: fmt.Sprintf("%.2f", now), Passed: now >= was-regression,
		WorstSeed: worst.Seed, Reproduce: worst.Reproduce,
	}, nil
}
