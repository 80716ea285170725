package bench

import (
	"math"
	"time"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// Part is what a defence did in runs of one sort: where a thief came, or where
// none did. Its means are over runs, each of which weighs what it weighs on the
// leaderboard: every scenario the same, and within one every run. So the two
// parts make the whole, which never lies outside of them.
type Part struct {
	Runs   int      `json:"runs"`
	Score  float64  `json:"score"`
	Lost   *float64 `json:"lost,omitempty"` // share of the undefended loss
	Harm   float64  `json:"harm"`           // share of a closed day
	Passed int      `json:"passed"`         // runs above the floor of availability, whatever they lost
	Failed int      `json:"failed"`         // runs that the defence ended

	Detection *Detection `json:"detection,omitempty"` // where a thief came
}

// Detection is how often a thief was seen, and how soon. Runs in which he never
// was stay in, as later than all others.
type Detection struct {
	Detected int                  `json:"detected"` // runs
	Share    float64              `json:"share"`
	Interval *statistics.Interval `json:"interval,omitempty"` // of the share, 95 %
	// Median is the time from his first action, in seconds; null if he was never
	// seen in half of the runs. From and To are its 95 % interval, from 8 runs on;
	// a To of null is "never".
	Median *float64 `json:"median_seconds"`
	From   *float64 `json:"from_seconds,omitempty"`
	To     *float64 `json:"to_seconds,omitempty"`
}

// parts are a defence's runs with and without a thief; nil where it has none.
func parts(m *Matrix, rows []*runs.Row, defence string) (attacked, unattacked *Part) {
	return partOf(m, rows, defence, true), partOf(m, rows, defence, false)
}

func partOf(m *Matrix, rows []*runs.Row, defence string, attack bool) *Part {
	var all []*runs.Row
	weight := make(map[string]float64) // of a run, by its scenario
	for _, s := range m.Scenarios {
		have := only(rows, func(r *runs.Row) bool { return r.Scenario == s && r.Defence == defence })
		weight[s] = 1 / float64(len(have))
		all = append(all, only(have, func(r *runs.Row) bool { return r.Attack == attack })...)
	}
	if len(all) == 0 {
		return nil
	}
	over := func(of func(*runs.Row) (float64, bool)) *float64 {
		sum, whole := 0.0, 0.0
		for _, r := range all {
			if v, ok := of(r); ok {
				sum, whole = sum+v*weight[r.Scenario], whole+weight[r.Scenario]
			}
		}
		if whole == 0 {
			return nil
		}
		sum /= whole
		return &sum
	}
	p := &Part{Runs: len(all), Score: *over(func(r *runs.Row) (float64, bool) { return points(r.Score), true })}
	if h := over((*runs.Row).HarmedShare); h != nil {
		p.Harm = *h
	}
	for _, r := range all {
		p.Passed += count(r.Passed)
		p.Failed += count(r.Failure != "")
	}
	if attack {
		p.Lost, p.Detection = over((*runs.Row).LostShare), detectionOf(all)
	}
	return p
}

func scoresOf(rows []*runs.Row) (list []float64) {
	for _, r := range rows {
		list = append(list, points(r.Score))
	}
	return list
}

func detectionOf(rows []*runs.Row) *Detection {
	d := &Detection{}
	after := make([]float64, len(rows))
	for i, r := range rows {
		after[i] = math.Inf(1)
		if r.DetectedAfter != nil {
			d.Detected++
			after[i] = time.Duration(*r.DetectedAfter).Seconds()
		}
	}
	d.Share, d.Interval = statistics.Proportion(d.Detected, len(rows))
	d.Median = finite(statistics.Median(after))
	if i := statistics.MedianInterval(after); i != nil {
		d.From, d.To = finite(i.Low), finite(i.High)
	}
	return d
}

// finite is a time that came; nil for one that never did.
func finite(seconds float64) *float64 {
	if math.IsInf(seconds, 0) {
		return nil
	}
	return &seconds
}
