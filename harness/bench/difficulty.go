package bench

import (
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

// AnyHolding stands in a Difficulty for thieves who hold whatever it is.
const AnyHolding = "any"

// Difficulty is how hard thieves of one sort are: what the best defence of each
// kind scores where one came. A kind is nil where no defence of it has runs in
// every scenario of the line.
type Difficulty struct {
	Holds     string   `json:"holds"`      // what he holds: one of scenarios.Holdings, or AnyHolding
	Level     int      `json:"adaptation"` // his
	Scenarios []string `json:"scenarios"`  // of such a thief, that have runs
	Posture   *Best    `json:"posture"`
	Monitor   *Best    `json:"monitor"` // under the posture that the venue had
	Both      *Best    `json:"both"`
	Oracle    *Best    `json:"oracle"`
}

// Best is the best defence of its kind over the scenarios of a line. It is chosen
// by the same runs that its score is the mean of: of many alike one looks better
// than it is.
type Best struct {
	Defence string  `json:"defence"`
	Of      int     `json:"of"`    // so many of its kind
	Runs    int     `json:"runs"`  // in which a thief came
	Score   float64 `json:"score"` // mean over the scenarios of the mean over their runs
}

// Difficulties tell how hard thieves are, by level, and within one by what they
// hold, all together last. A level without runs has one line. Nothing is told
// where no run tells what the thief held; defences that ran unconfined, and those
// that play the record, are nobody's best.
func Difficulties(rows []*runs.Row) (list []Difficulty) {
	t := tellApart(rows)
	rows = only(runs.Told(rows), func(r *runs.Row) bool { return r.Attack && r.Unconfined == "" && t.holds(r) != "" })
	if len(rows) == 0 {
		return nil
	}
	holdings := scenarios.Holdings()
	for _, h := range distinct(rows, t.holds) {
		if !slices.Contains(holdings, h) {
			holdings = append(holdings, h)
		}
	}
	for l := range drill.MaxAdaptation + 1 {
		at := AtLevel(rows, l)
		for _, h := range holdings {
			if len(at) > 0 {
				list = append(list, t.difficulty(h, l, only(at, func(r *runs.Row) bool { return t.holds(r) == h })))
			}
		}
		list = append(list, t.difficulty(AnyHolding, l, at))
	}
	return list
}

// sorts say what thieves hold and what defences are. A run that its defence ended
// says neither, so its neighbours do.
type sorts struct {
	held map[drawing]string
	kind map[string]string // by the defence's name
}

// drawing is what decides what a thief holds.
type drawing struct {
	scenario, salt string
	seed           uint64
	adoption       int64
}

func drawingOf(r *runs.Row) drawing { return drawing{r.Scenario, r.Salt, r.Seed, r.Adoption} }

func tellApart(rows []*runs.Row) sorts {
	t := sorts{make(map[drawing]string), make(map[string]string)}
	for _, r := range rows {
		if r.Result != nil {
			t.held[drawingOf(r)], t.kind[r.Defence] = r.Result.Scenario.Holds, r.Result.Defence.Kind
		}
	}
	return t
}

func (t *sorts) holds(r *runs.Row) string { return t.held[drawingOf(r)] }

func (t *sorts) difficulty(held string, level int, rows []*runs.Row) Difficulty {
	d := Difficulty{Holds: held, Level: level, Scenarios: scenariosOf(rows)}
	best := func(kind string) *Best {
		return bestOf(len(d.Scenarios), only(rows, func(r *runs.Row) bool { return t.kind[r.Defence] == kind }))
	}
	d.Posture, d.Monitor = best(defence.KindPosture), best(defence.KindMonitor)
	d.Both, d.Oracle = best(defence.KindBoth), best(defence.KindOracle)
	return d
}

// bestOf is the defence with the highest mean of those that have runs in every
// scenario, of two the first by name; nil if none has.
func bestOf(scenarios int, rows []*runs.Row) *Best {
	best, candidates := (*Best)(nil), 0
	for _, name := range defencesOf(rows) {
		mine := only(rows, func(r *runs.Row) bool { return r.Defence == name })
		var means []float64
		for _, s := range scenariosOf(mine) {
			means = append(means, statistics.Mean(scoresOf(only(mine, func(r *runs.Row) bool { return r.Scenario == s }))))
		}
		if len(means) < scenarios {
			continue
		}
		candidates++
		if mean := statistics.Mean(means); best == nil || mean > best.Score {
			best = &Best{Defence: name, Runs: len(mine), Score: mean}
		}
	}
	if best != nil {
		best.Of = candidates
	}
	return best
}
