package report

import (
	"fmt"
	"io"
	"math"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// WriteComparison writes what two series of scores differ by: scenario by
// scenario, then over all.
func WriteComparison(w io.Writer, f Format, c *bench.Comparison, o Options) error {
	if f == JSON {
		return WriteValue(w, c)
	}
	o.Color = o.Color && f != Markdown
	_, err := io.WriteString(w, comparisonText(f, c, o))
	return err
}

// separate is a comparison below a benchmark; empty for none.
func separate(f Format, c *bench.Comparison, o Options) string {
	if c == nil {
		return ""
	}
	return "\n" + comparisonText(f, c, o)
}

func comparisonText(f Format, c *bench.Comparison, o Options) string {
	var rows [][]any
	for _, d := range c.Lines() {
		rows = append(rows, differenceCells(&d, o))
	}
	title := fmt.Sprintf("%s against %s: points gained, seed by seed", c.After, c.Before)
	table := tableOf(f, "lrrrrrlr", []any{"scenario", "seeds", "difference", "95 % interval", "rare outcomes too", "p", "verdict", "seeds needed"}, rows)
	return fmt.Sprintf("%s\n\n%s\n%s\n", o.heading(f, title), table, footnote(c))
}

// footnote says what the columns mean.
func footnote(c *bench.Comparison) string {
	text := "p: sign-flip test, corrected for the number of scenarios that differ at all (Holm); up to 0.05 a difference counts. The interval " +
		"is that test's; it reaches to 0 where the correction takes a difference back, so that it leaves out 0 exactly where there is a verdict. " +
		"Rare outcomes too: between what the mean lies if outcomes are counted that are too rare for these seeds; where that holds 0, " +
		"a verdict is about what was seen. Seeds needed: with so many, four of five benchmarks would find a difference of this size and spread."
	if c.Unpaired > 0 {
		text += fmt.Sprintf(layout.Plural(c.Unpaired, " %d score has no partner on the other side and was left out.| %d scores have no partner on the other side and were left out."), c.Unpaired)
	}
	return wrap(text, 98)
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
	return []any{d.Name, d.N, gained(d.Mean), span(d.Interval), span(d.Bounds), p, verdict, needed(d)}
}

// needed is how many seeds would show a difference.
func needed(d *statistics.Difference) string {
	switch {
	case d.Interval == nil:
		return "-"
	case d.Needed == 0:
		return "none would"
	}
	return Count(int64(d.Needed))
}

// gained is a difference with its sign; what rounds to nothing has none.
func gained(points float64) string {
	if math.Abs(points) < 0.05 {
		return "0.0"
	}
	return fmt.Sprintf("%+.1f", points)
}
