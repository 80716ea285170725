package bench

import (
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/score"
)

// Matrix is a table of scenarios against defences.
type Matrix struct {
	Scenarios []string `json:"scenarios"`
	Defences  []string `json:"defences"`
	Cells     []Cell   `json:"cells"` // those that have runs, by scenario, then by defence

	// Robust tells that each cell is the attacker's best level of adaptation.
	Robust bool `json:"robust,omitempty"`

	// Unconfined says of each defence that ran unconfined why.
	Unconfined map[string]string `json:"unconfined,omitempty"`
}

// NewMatrix sums up runs of one level of adaptation. It fails on runs that do
// not compare.
func NewMatrix(rows []*runs.Row) (*Matrix, error) {
	if err := Uniform(rows); err != nil {
		return nil, err
	}
	if err := same("adaptation", "", rows, level); err != nil {
		return nil, err
	}
	return newMatrix(rows), nil
}

func newMatrix(rows []*runs.Row) *Matrix {
	rows = runs.Told(rows)
	m := &Matrix{Scenarios: scenariosOf(rows), Defences: defencesOf(rows), Unconfined: unconfined(rows)}
	for _, s := range m.Scenarios {
		for _, d := range m.Defences {
			if list := only(rows, func(r *runs.Row) bool { return r.Scenario == s && r.Defence == d }); len(list) > 0 {
				m.Cells = append(m.Cells, newCell(list))
			}
		}
	}
	return m
}

// unconfined says of every defence that ran unconfined why.
func unconfined(rows []*runs.Row) map[string]string {
	why := make(map[string]string)
	for _, r := range rows {
		if r.Unconfined != "" {
			why[r.Defence] = r.Unconfined
		}
	}
	return why
}

// Robust takes, for every scenario and defence, the level of adaptation at
// which the defence does worst on average: a defence is as good as it is
// against the thief who adapts.
func Robust(rows []*runs.Row) (*Matrix, error) {
	if err := Uniform(rows); err != nil {
		return nil, err
	}
	whole := &Matrix{Scenarios: scenariosOf(rows), Defences: defencesOf(rows), Robust: true, Unconfined: unconfined(rows)}
	for _, l := range Levels(rows) {
		m := newMatrix(only(rows, func(r *runs.Row) bool { return r.Adaptation == l }))
		for _, c := range m.Cells {
			at := slices.IndexFunc(whole.Cells, func(have Cell) bool { return have.Scenario == c.Scenario && have.Defence == c.Defence })
			switch {
			case at < 0:
				whole.Cells = append(whole.Cells, c)
			case c.Mean < whole.Cells[at].Mean:
				whole.Cells[at] = c
			}
		}
	}
	return whole, nil
}

// Shown are the runs that a matrix is made of: of each scenario and defence,
// those at the level of the attacker that its cell is about.
func (m *Matrix) Shown(rows []*runs.Row) []*runs.Row {
	return only(rows, func(r *runs.Row) bool {
		c := m.Cell(r.Scenario, r.Defence)
		return c != nil && c.Level == r.Adaptation
	})
}

// Levels lists the levels of adaptation that runs have, in order.
func Levels(rows []*runs.Row) []int {
	return distinct(rows, func(r *runs.Row) int { return r.Adaptation })
}

func level(r *runs.Row) string { return string(rune('0' + r.Adaptation)) }

// Cell finds a cell; nil if it has no runs.
func (m *Matrix) Cell(scenario, defence string) *Cell {
	for i := range m.Cells {
		if c := &m.Cells[i]; c.Scenario == scenario && c.Defence == defence {
			return c
		}
	}
	return nil
}

// Cell is what the runs of one defence in one scenario come to. Scores are in
// points, -100 to 100.
type Cell struct {
	Scenario string `json:"scenario"`
	Defence  string `json:"defence"`
	N        int    `json:"n"`
	Level    int    `json:"adaptation"` // of the attacker

	Mean      float64              `json:"mean"`
	Median    float64              `json:"median"`
	Interval  *statistics.Interval `json:"interval,omitempty"` // 95 %, from 8 runs on
	Worst     float64              `json:"worst"`
	WorstSeed uint64               `json:"worst_seed"`

	Standing *float64 `json:"standing,omitempty"` // mean of the posture alone
	Response *float64 `json:"response,omitempty"` // mean of the monitor alone

	Attacks int      `json:"attacks"`         // runs in which a thief came
	Passed  int      `json:"passed"`          // runs above the floor of availability, whatever they lost
	Lost    *float64 `json:"lost"`            // mean share of the undefended loss where a thief came; null where none did
	Failed  int      `json:"failed"`          // runs that the defence ended, each counted as -100
	WallMS  float64  `json:"wall_ms_per_run"` // mean
}

// newCell sums runs up. There is at least one.
func newCell(rows []*runs.Row) Cell {
	c := Cell{Scenario: rows[0].Scenario, Defence: rows[0].Defence, N: len(rows), Level: rows[0].Adaptation}
	scores := make([]float64, len(rows))
	wall := 0.0
	for i, r := range rows {
		scores[i] = points(r.Score)
		wall += float64(r.WallMS)
		c.Attacks += count(r.Attack)
		c.Passed += count(r.Passed)
		c.Failed += count(r.Failure != "")
	}
	c.Lost = mean(runs.Shares(rows, (*runs.Row).LostShare))
	c.WallMS = wall / float64(len(rows))
	c.Mean, c.Median = statistics.Mean(scores), statistics.Median(scores)
	c.Interval = within(scores)
	worst, at := statistics.Worst(scores)
	c.Worst, c.WorstSeed = worst, rows[at].Seed
	c.Standing = meanOf(rows, func(r *runs.Row) *score.Points { return r.Standing })
	c.Response = meanOf(rows, func(r *runs.Row) *score.Points { return r.Response })
	return c
}

// pointRange is between what scores lie.
var pointRange = statistics.Range{Low: points(score.Worst), High: points(score.Best)}

// within is the interval of a mean of scores; nil for too few.
func within(scores []float64) *statistics.Interval {
	return statistics.Interval95(scores, pointRange)
}

// meanOf is the mean of a score that runs may lack; nil if one does.
func meanOf(rows []*runs.Row, of func(*runs.Row) *score.Points) *float64 {
	sum := 0.0
	for _, r := range rows {
		p := of(r)
		if p == nil {
			return nil
		}
		sum += points(*p)
	}
	mean := sum / float64(len(rows))
	return &mean
}

func points(p score.Points) float64 { return float64(p) / 100 }

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
