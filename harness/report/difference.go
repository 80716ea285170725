package report

import (
	"fmt"
	"io"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// WriteComparison writes what two series of scores differ by: scenario by
// scenario, then over all.
func WriteComparison(w io.Writer, f Format, c *bench.Comparison, o Options) error {
	if f == JSON {
		return WriteValue(w, c)
	}
	o.Color = o.Color && f != Markdown
	var rows [][]any
	for _, d := range c.Lines() {
		rows = append(rows, differenceCells(&d, o))
	}
	title := fmt.Sprintf("%s against %s: points gained, seed by seed", c.After, c.Before)
	table := tableOf(f, "lrrrrl", []any{"scenario", "seeds", "difference", "95 % interval", "p", "verdict"}, rows)
	_, err := fmt.Fprintf(w, "%s\n\n%s\n%s\n", o.heading(f, title), table, footnote(c))
	return err
}

func footnote(c *bench.Comparison) string {
	text := "p is corrected for the number of scenarios (Holm); below 0.05 a difference counts."
	if c.Unpaired > 0 {
		text += fmt.Sprintf(" %d scores have no partner on the other side and were left out.", c.Unpaired)
	}
	return text
}

func differenceCells(d *statistics.Difference, o Options) []any {
	verdict := string(d.Verdict)
	switch d.Verdict {
	case statistics.Better:
		verdict = o.in(green, verdict)
	case statistics.Worse:
		verdict = o.in(red, verdict)
	}
	p := "-"
	if d.Interval != nil {
		p = fmt.Sprintf("%.3f", d.Corrected)
	}
	return []any{d.Name, d.N, fmt.Sprintf("%+.1f", d.Mean), span(d.Interval), p, verdict}
}
