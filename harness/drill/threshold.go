package drill

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// unit is what a threshold is measured in.
type unit uint8

const (
	points unit = iota
	spans       // of time
	percents
	counts
)

// limit is a threshold: a comparison and a value, time in seconds.
type limit struct {
	least bool // at least, otherwise at most
	value float64
}

func (l limit) met(v float64) bool {
	if l.least {
		return v >= l.value
	}
	return v <= l.value
}

var unitExamples = [...]string{`a comparison such as ">= 80"`, `a comparison such as "<= 10m"`, `a comparison such as "<= 5 %"`, `a comparison such as "<= 20"`}

// parseLimit reads ">= 80", "<= 10m", "<= 5 %".
func parseLimit(text string, u unit) (limit, error) {
	wrong := errors.New(unitExamples[u])
	text = strings.TrimSpace(text)
	var l limit
	switch {
	case strings.HasPrefix(text, ">="):
		l.least = true
	case !strings.HasPrefix(text, "<="):
		return l, wrong
	}
	value := strings.TrimSpace(text[2:])
	if u == spans {
		d, err := time.ParseDuration(value)
		if err != nil || d < 0 {
			return l, wrong
		}
		l.value = d.Seconds()
		return l, nil
	}
	if u == percents {
		var ok bool
		if value, ok = strings.CutSuffix(value, "%"); !ok {
			return l, wrong
		}
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return l, wrong
	}
	l.value = v
	return l, nil
}

// demand is one kind of threshold: where the suite states it, and what of a
// result it is held against. ok is false when the run never got there (nothing
// was detected), which meets no threshold.
type demand struct {
	name string
	unit unit
	mean bool // of the seeds, otherwise each seed must meet it
	text func(*Thresholds) *scenarios.Text
	of   func(*score.Result) (v float64, ok bool)
}

// demands lists the kinds of thresholds in the order of reports.
func demands() []demand {
	return []demand{
		{
			"score", points, true, func(t *Thresholds) *scenarios.Text { return t.Score },
			func(r *score.Result) (float64, bool) { return float64(r.Score) / 100, true },
		},
		{
			"detect", spans, false, func(t *Thresholds) *scenarios.Text { return t.Detect },
			func(r *score.Result) (float64, bool) { return seconds(r.DetectedAfter()) },
		},
		{
			"contain", spans, false, func(t *Thresholds) *scenarios.Text { return t.Contain },
			func(r *score.Result) (float64, bool) { return seconds(r.ContainedAfter()) },
		},
		{
			"loss", percents, false, func(t *Thresholds) *scenarios.Text { return t.Loss },
			func(r *score.Result) (float64, bool) { return r.LossPercent(), true },
		},
		{
			"harm", percents, false, func(t *Thresholds) *scenarios.Text { return t.Harm },
			func(r *score.Result) (float64, bool) { return r.HarmPercent(), true },
		},
		{
			"availability", percents, false, func(t *Thresholds) *scenarios.Text { return t.Availability },
			func(r *score.Result) (float64, bool) { return float64(r.Harm.Availability) / 10_000, true },
		},
		{
			"false_alerts", counts, false, func(t *Thresholds) *scenarios.Text { return t.FalseAlerts },
			func(r *score.Result) (float64, bool) { return float64(r.Detection.Alerts.Worst), true },
		},
	}
}

// seconds is a time after the thief's first visible action.
func seconds(after time.Duration, ok bool) (float64, bool) { return after.Seconds(), ok }

// show writes a measured value in a threshold's unit.
func (u unit) show(v float64, ok bool) string {
	switch {
	case !ok:
		return "never"
	case u == spans:
		return time.Duration(v * float64(time.Second)).Round(time.Second).String()
	case u == percents:
		return fmt.Sprintf("%.2f %%", v)
	case u == counts:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprintf("%.2f", v)
}
