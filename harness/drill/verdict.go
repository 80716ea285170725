package drill

import (
	"context"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
)

// Verdict is one threshold in one scenario, over all seeds.
type Verdict struct {
	Scenario  string `json:"scenario"`
	Threshold string `json:"threshold"` // its name
	Wanted    string `json:"wanted"`
	Measured  string `json:"measured"`   // the mean, or of the worst seed
	WorstSeed uint64 `json:"worst_seed"` // the seed that comes off worst
	Passed    bool   `json:"passed"`
	Reproduce string `json:"reproduce"` // one command that runs the worst seed again
}

// Report is a suite's outcome.
type Report struct {
	Defence  string         `json:"defence"`
	Verdicts []Verdict      `json:"verdicts"`
	Results  []score.Result `json:"results"`
	Passed   bool           `json:"passed"`
	Runs     []SuiteRun     `json:"-"` // all that the suite asks for, in their order
}

// SuiteRun is one run of a suite.
type SuiteRun struct {
	Scenario string // its id
	Seed     uint64
	Began    time.Time // zero if it was not come to
	Took     time.Duration
	Err      error // why it did not come to its end
}

// Run plays every scenario of the suite with every seed and holds the results
// against the thresholds and the baseline. told, which may be nil, hears of
// every finished run. If one does not come to its end there is an error, and the
// report is of what had been done by then; nil if nothing had.
func (s *Suite) Run(ctx context.Context, engine string, told func(scenario string, seed uint64)) (*Report, error) {
	baseline, err := s.baseline(engine)
	if err != nil {
		return nil, err
	}
	seeds, err := s.SeedList()
	if err != nil {
		return nil, err
	}
	rep := &Report{Defence: s.DefencePath(), Passed: true}
	for _, sc := range s.Scenarios {
		for _, seed := range seeds {
			rep.Runs = append(rep.Runs, SuiteRun{Scenario: idOf(sc.Text), Seed: seed})
		}
	}
	for i, sc := range s.Scenarios {
		results, err := s.scenario(ctx, s.relative(sc.Text), engine, rep.Runs[i*len(seeds):][:len(seeds)], told)
		if err != nil {
			rep.Passed = false
			return rep, err
		}
		rep.Results = append(rep.Results, results...)
		rep.Verdicts = append(rep.Verdicts, s.judge(results)...)
		if baseline != nil {
			v, err := baseline.judge(results)
			if err != nil {
				return nil, s.stale(err.Error())
			}
			rep.Verdicts = append(rep.Verdicts, v)
		}
	}
	for _, v := range rep.Verdicts {
		rep.Passed = rep.Passed && v.Passed
	}
	return rep, nil
}

// idOf is the id of a scenario by its name or path: its folder is called so.
func idOf(nameOrPath string) string {
	return path.Base(strings.TrimSuffix(filepath.ToSlash(nameOrPath), "/scenario.yaml"))
}

func (s *Suite) scenario(ctx context.Context, name, engine string, runs []SuiteRun, told func(string, uint64)) (results []score.Result, err error) {
	scale, err := s.ScaleShare()
	if err != nil {
		return nil, err
	}
	for i := range runs {
		now := &runs[i]
		now.Began = time.Now()
		r, err := Run(ctx, name, WithDefence(s.DefencePath()), WithSeed(now.Seed), WithScale(scale),
			WithVariation(s.variation()), WithEngine(engine))
		now.Took, now.Err = time.Since(now.Began), err
		if err != nil {
			return nil, err
		}
		results = append(results, r.Result)
		if told != nil {
			told(name, now.Seed)
		}
	}
	return results, nil
}

// judge holds one scenario's results against every threshold stated. The
// floor of availability is always one.
func (s *Suite) judge(results []score.Result) []Verdict {
	list := []Verdict{floorVerdict(results)}
	for _, d := range demands() {
		if text := d.text(&s.Thresholds); text != nil {
			l, _ := parseLimit(text.Text, d.unit) // LoadSuite parsed it before
			list = append(list, d.judge(results, l, text.Text))
		}
	}
	return list
}

func (d *demand) judge(results []score.Result, l limit, wanted string) Verdict {
	v := Verdict{Scenario: results[0].Scenario.ID, Threshold: d.name, Wanted: wanted, Passed: true}
	var sum, worst float64
	known := true
	for i := range results {
		r := &results[i]
		value, ok := d.of(r)
		sum += value
		worse := i == 0 || known && (!ok || l.least && value < worst || !l.least && value > worst)
		if worse {
			worst, v.WorstSeed, v.Reproduce = value, r.Seed, r.Reproduce
		}
		known = known && ok
	}
	shown := worst
	if d.mean {
		shown = sum / float64(len(results))
	}
	v.Passed = known && l.met(shown)
	v.Measured = d.unit.show(shown, known)
	return v
}

func floorVerdict(results []score.Result) Verdict {
	worst := &results[0]
	passed := true
	for i := range results {
		r := &results[i]
		if r.Harm.Availability < worst.Harm.Availability {
			worst = r
		}
		passed = passed && r.Harm.OK
	}
	share := func(s score.Share) string { return percents.show(float64(s)/10_000, true) }
	return Verdict{
		Scenario: worst.Scenario.ID, Threshold: "floor", Wanted: ">= " + share(worst.Harm.Floor),
		Measured: share(worst.Harm.Availability), WorstSeed: worst.Seed, Passed: passed, Reproduce: worst.Reproduce,
	}
}

func (s *Suite) variation() string {
	if s.Variation == nil {
		return draw.Record
	}
	return s.Variation.Text
}
