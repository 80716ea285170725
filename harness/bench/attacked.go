package bench

import (
	"math"
	"time"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// Part is what a defence did in runs of one sort: where a thief came, or where
// none did. Means are over scenarios, of the means over their runs of that sort.
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
	var scores, lost, harm []float64
	var all []*runs.Row
	for _, s := range m.Scenarios {
		mine := only(rows, func(r *runs.Row) bool { return r.Scenario == s && r.Defence == defence && r.Attack == attack })
		if len(mine) == 0 {
			continue
		}
		all = append(all, mine...)
		scores = append(scores, statistics.Mean(scoresOf(mine)))
		if l := mean(runs.Shares(mine, (*runs.Row).LostShare)); l != nil {
			lost = append(lost, *l)
		}
		if h := mean(runs.Shares(mine, (*runs.Row).HarmedShare)); h != nil {
			harm = append(harm, *h)
		}
	}
	if len(all) == 0 {
		return nil
	}
	p := &Part{Runs: len(all), Score: statistics.Mean(scores)}
	if h := mean(harm); h != nil {
		p.Harm = *h
	}
	for _, r := range all {
		p.Passed += count(r.Passed)
		p.Failed += count(r.Failure != "")
	}
	if attack {
		p.Lost, p.Detection = mean(lost), detectionOf(all)
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
