package page

import (
	"fmt"
	"math"
	"time"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
)

// Attacked are the defences that have runs in which a thief came.
func (v *boardView) Attacked() []bench.Entry {
	return having(v.Board, func(e *bench.Entry) bool { return e.Attacked != nil })
}

// Unattacked are those that have runs in which none did.
func (v *boardView) Unattacked() []bench.Entry {
	return having(v.Board, func(e *bench.Entry) bool { return e.Unattacked != nil })
}

func having(board []bench.Entry, has func(*bench.Entry) bool) (list []bench.Entry) {
	for i := range board {
		if has(&board[i]) {
			list = append(list, board[i])
		}
	}
	return list
}

// PartScore is the score of runs that there may be none of.
func (v *boardView) PartScore(p *bench.Part) string {
	if p == nil {
		return "–"
	}
	return tenths(p.Score)
}

// PartHarm is the harm of runs as a share of a closed day.
func (v *boardView) PartHarm(p *bench.Part) string { return v.Share(&p.Harm) }

// Share is a part of one in per cent, or a dash.
func (v *boardView) Share(x *float64) string {
	if x == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f %%", 100**x)
}

// Seen is in how many of a hundred runs the thief was seen, with its interval.
func (v *boardView) Seen(d *bench.Detection) string {
	text := fmt.Sprintf("%.0f %%", 100*d.Share)
	if d.Interval != nil {
		text += fmt.Sprintf(" (%.0f … %.0f)", math.Floor(100*d.Interval.Low), math.Ceil(100*d.Interval.High))
	}
	return text
}

// After is how soon he was seen in the middle run, with its interval.
func (v *boardView) After(d *bench.Detection) string {
	text := v.time(d.Median)
	if d.Interval != nil {
		text += " (" + v.time(d.From) + " … " + v.time(d.To) + ")"
	}
	return text
}

func (v *boardView) time(seconds *float64) string {
	if seconds == nil {
		return v.W.Never
	}
	return report.Span(score.Elapsed(*seconds * float64(time.Second)))
}
