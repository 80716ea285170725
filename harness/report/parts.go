package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/score"
)

// partsTables tell what defences did where a thief came, and where none did.
// Whoever kept the service up, and so passed, is shown with what he lost.
func partsTables(f Format, board []bench.Entry, o Options) string {
	var attacked, unattacked [][]any
	for i := range board {
		e := &board[i]
		if p := e.Attacked; p != nil {
			attacked = append(attacked, append([]any{e.Defence, p.Runs, tenths(p.Score), partOfOne(p.Lost), partOfOne(&p.Harm)}, append(detectionCells(p), passedCell(p))...))
		}
		if p := e.Unattacked; p != nil {
			unattacked = append(unattacked, []any{e.Defence, p.Runs, tenths(p.Score), partOfOne(&p.Harm), passedCell(p)})
		}
	}
	text := ""
	if len(attacked) > 0 {
		text += "\n" + o.heading(f, "Where a thief came") + "\n\n" + tableOf(f, "lrrrrrrr",
			[]any{"defence", "runs", "score", "lost", "harm", "detected", "after, median", "floor held"}, attacked)
	}
	if len(unattacked) > 0 {
		text += "\n" + o.heading(f, "Where nobody attacked") + "\n\n" + tableOf(f, "lrrrr",
			[]any{"defence", "runs", "score", "harm", "floor held"}, unattacked)
	}
	if text != "" {
		text += "\n" + averaged(f) + "\n"
	}
	return text
}

// averaged says what the figures of the two tables are means of.
func averaged(f Format) string {
	const text = "Score, lost and harm are means over the runs of a table. Every scenario weighs the same, and within one every run, so that both tables together make the leaderboard's score."
	if f == Markdown {
		return text
	}
	return " " + strings.Join(layout.Wrap(text, layout.PageWidth-2), "\n ")
}

func partScore(p *bench.Part) string {
	if p == nil {
		return "-"
	}
	return tenths(p.Score)
}

// partOfOne writes a share of the undefended loss or of a closed day.
func partOfOne(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f %%", 100**v)
}

// passedCell is in how many runs the floor of availability held.
func passedCell(p *bench.Part) string {
	text := fmt.Sprintf("%d of %d", p.Passed, p.Runs)
	if p.Failed > 0 {
		text += fmt.Sprintf(", %d FAILED", p.Failed)
	}
	return text
}

// detectionCells say in which share of the runs the thief was seen, and how soon
// in the middle one, with their intervals.
func detectionCells(p *bench.Part) []any {
	d := p.Detection
	if d == nil {
		return []any{"-", "-"}
	}
	seen, after := fmt.Sprintf("%.0f %%", 100*d.Share), timeText(d.Median)
	if d.Interval != nil {
		seen += fmt.Sprintf(" [%.0f, %.0f]", math.Floor(100*d.Interval.Low), math.Ceil(100*d.Interval.High))
		after += " [" + timeText(d.From) + ", " + timeText(d.To) + "]"
	}
	return []any{seen, after}
}

// timeText is a time that may never have come.
func timeText(seconds *float64) string {
	if seconds == nil {
		return "never"
	}
	return Span(score.Elapsed(*seconds * float64(time.Second)))
}
