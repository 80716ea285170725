package report

import (
	"fmt"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// stabilityText says under which changes a leaderboard stands, and under which
// it does not; empty if nobody asked.
func stabilityText(s *bench.Stability) string {
	if s == nil {
		return ""
	}
	var lines []string
	if len(s.Stands) > 0 {
		lines = append(lines, "stands under "+strings.Join(gathered(s.Stands), ", "))
	}
	for _, c := range s.Changes {
		var swaps []string
		for _, w := range c.Swaps {
			swaps = append(swaps, fmt.Sprintf("%s then comes before %s (%s against %s)", w.Ahead, w.Behind, tenths(w.AheadScore), tenths(w.BehindScore)))
		}
		lines = append(lines, "changes with "+c.When+": "+strings.Join(swaps, "; "))
	}
	for i := range lines {
		lines[i] = "The order " + lines[i]
	}
	lines = append(lines, pairLines(s.Pairs)...)
	for _, u := range s.Unknown {
		lines = append(lines, "Not asked: "+u)
	}
	if len(lines) == 0 {
		return ""
	}
	for i := range lines {
		lines[i] = wrap(lines[i]+".", 98)
	}
	return "\n" + strings.Join(lines, "\n") + "\n"
}

// gathered puts changes together that differ in what they are about: five
// prices at their upper ends become one phrase.
func gathered(list []string) (phrases []string) {
	families := []struct{ before, within, after, one, many string }{
		{"price of ", " times ", "", "the price of %s", "%d prices at their upper ends"},
		{"price of ", " divided by ", "", "the price of %s", "%d prices at their lower ends"},
		{"", "", " left out", "%s left out", "any of %d scenarios left out"},
	}
	found := make([][]string, len(families))
	for _, text := range list {
		family := -1
		for i, f := range families {
			if strings.HasPrefix(text, f.before) && strings.Contains(text, f.within) && strings.HasSuffix(text, f.after) {
				family = i
				found[i] = append(found[i], strings.TrimSuffix(strings.TrimPrefix(text, f.before), f.after))
				break
			}
		}
		if family < 0 {
			phrases = append(phrases, text)
		}
	}
	var all []string
	for i, f := range families {
		switch n := len(found[i]); {
		case n == 1:
			all = append(all, fmt.Sprintf(f.one, found[i][0]))
		case n > 1:
			all = append(all, fmt.Sprintf(f.many, n))
		}
	}
	return append(all, phrases...)
}

// pairLines say which ranked defences change places somewhere within the ranges of
// all prices of harm, and how many do not.
func pairLines(list []bench.Pair) (lines []string) {
	firm := 0
	for i := range list {
		p := &list[i]
		if !p.Swaps() {
			firm++
			continue
		}
		lines = append(lines, fmt.Sprintf("%s is ahead of %s by %s, and behind by %s with %s",
			p.Ahead, p.Behind, tenths(p.Gap), tenths(-p.Least), strings.Join(p.With, " and ")))
	}
	switch {
	case len(list) == 0:
		return nil
	case firm == len(list):
		return []string{fmt.Sprintf("No two of the ranked change places within the ranges of all prices of harm, as far as turning them finds (%d asked)", firm)}
	}
	head := fmt.Sprintf(layout.Plural(len(list), "Within the ranges of all prices of harm, %d of %d pair changes places|Within the ranges of all prices of harm, %d of %d pairs change places"), len(list)-firm, len(list))
	return append([]string{head}, lines...)
}

var curveColumns = []any{"value", "loss prevented", "harm", "score", "95 % interval", "runs"}

// curvesTable sets the points of sweeps under each other.
func curvesTable(f Format, list []bench.Curve, o Options) string {
	var b strings.Builder
	for _, c := range list {
		title := c.Setting.Path + " in " + c.Defence
		if f == Markdown {
			title = "### " + cell(title)
		}
		var rows [][]any
		for i := range c.Points {
			rows = append(rows, curveCells(&c.Points[i]))
		}
		fmt.Fprintf(&b, "\n%s\n\n%s", o.in(bold, title), tableOf(f, "lrrrrr", curveColumns, rows))
	}
	return b.String()
}

func curveCells(p *bench.CurvePoint) []any {
	prevented := "-"
	if p.Prevented != nil {
		prevented = fmt.Sprintf("%.1f %%", 100**p.Prevented)
	}
	return []any{p.Value, prevented, fmt.Sprintf("%.2f %%", 100*p.Harm), tenths(p.Score), span(p.Interval), fmt.Sprint(p.N)}
}
