package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
)

// Comparison sets several results side by side, in the order given. Results of
// different scenarios, seeds or scales get a table each, because their figures
// do not compare.
func Comparison(w io.Writer, results []score.Result, o Options) error {
	var b strings.Builder
	for i, group := range grouped(results) {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(compare(group, o))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// grouped puts results that share their conditions together.
func grouped(results []score.Result) (groups [][]card) {
	index := make(map[string]int)
	for i := range results {
		c := card{Result: &results[i]}
		key := strings.Join(append([]string{c.Scenario.ID, fmt.Sprint(c.Seed), c.SaltCommitment, c.Lab}, c.conditions()...), "\x00")
		at, known := index[key]
		if !known {
			at = len(groups)
			index[key] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], c)
	}
	return groups
}

func compare(group []card, o Options) string {
	t := newGrid("defence", "score", "", "lost", "saved", "harmed", "available", "detected after", "contained after").right(2, 4, 5, 6, 7)
	for i := range group {
		group[i].Options = o
		t.add(group[i].cells()...)
	}
	first := group[0]
	parts := append([]string{first.scenario(), fmt.Sprintf("seed %d", first.Seed)}, first.conditions()...)
	b := o.in(bold, strings.Join(parts, " · ")) + "\n" + first.units() + "\n\n" + t.String()
	failed := ""
	for _, c := range group {
		failed += c.failures(c.Defence.Name+": ", c.problems())
	}
	free := ""
	for _, c := range group {
		if c.Unconfined != "" {
			free += c.unconfined(c.Defence.Name + ": ")
		}
	}
	for _, list := range []string{failed, free} {
		if list != "" {
			b += "\n" + list
		}
	}
	return b + fmt.Sprintf("\n %s %s\n", o.in(bold, "again:"), again(group))
}

// cells are one defence's line.
func (c card) cells() []any {
	saved := "-"
	if c.Attacked() {
		saved = c.ofUndefended(c.Saved())
	}
	return []any{
		c.Defence.Name, c.score(), c.verdict(), c.money(c.Loss.Net), saved, c.money(c.Harm.Total),
		ShareText(c.Harm.Availability), c.detectedAfter(), c.containedAfter(),
	}
}

func (c card) detectedAfter() string {
	switch {
	case c.Detection.FirstActionAt == 0:
		return "-"
	case c.Detection.ByChance():
		return "by chance"
	case c.Detection.Seconds == nil:
		return "never"
	}
	return Span(*c.Detection.Seconds)
}

func (c card) containedAfter() string {
	switch {
	case c.Detection.FirstActionAt == 0:
		return "-"
	case c.Containment.ContainedAt == 0:
		return "never"
	}
	return Span(score.Elapsed(c.Containment.ContainedAt - c.Detection.FirstActionAt))
}

// again is the command that runs the first of them again, for any of them.
func again(group []card) string {
	first := group[0]
	if len(group) == 1 {
		return first.Reproduce
	}
	before, rest, found := strings.Cut(first.Reproduce, " --defence ")
	_, after, ended := strings.Cut(rest, " --seed ")
	if !found || !ended {
		return first.Reproduce
	}
	return before + " --defence NAME --seed " + after
}
