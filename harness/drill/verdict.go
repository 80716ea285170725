package drill

import (
	"context"

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
}

// Run plays every scenario of the suite with every seed and holds the results
// against the thresholds and the baseline. told, which may be nil, hears of
// every finished run.
func (s *Suite) Run(ctx context.Context, engine string, told func(scenario string, seed uint64)) (*Report, error) {
	baseline, err := s.baseline(engine)
	if err != nil {
		return nil, err
	}
	rep := &Report{Defence: s.DefencePath(), Passed: true}
	for _, sc := range s.Scenarios {
		results, err := s.scenario(ctx, s.relative(sc.Text), engine, told)
		if err != nil {
			return nil, err
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

func (s *Suite) scenario(ctx context.Context, name, engine string, told func(string, uint64)) (results []score.Result, err error) {
	seeds, err := s.SeedList()
	if err != nil {
		return nil, err
	}
	scale, err := s.ScaleShare()
	if err != nil {
		return nil, err
	}
	for _, seed := range seeds {
		r, err := Run(ctx, name, WithDefence(s.DefencePath()), WithSeed(seed), WithScale(scale),
			WithVariation(s.variation()), WithEngine(engine))
		if err != nil {
			return nil, err
		}
		results = append(results, r.Result)
		if told != nil {
			told(name, seed)
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
