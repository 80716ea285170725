package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
)

// Scorecard writes one result for a person with ten seconds: score, lost,
// saved, harmed, detected when, contained when, and how to run it again.
func Scorecard(w io.Writer, r *score.Result, o Options) error {
	c := card{r, o}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s", c.in(bold, c.title()), c.summary())
	if list := c.problems(); len(list) > 0 {
		b.WriteString("\n" + c.failures("", list))
	}
	if o.Details {
		b.WriteString(c.details())
	}
	fmt.Fprintf(&b, "\n %s %s\n", c.in(bold, "again:"), r.Reproduce)
	_, err := io.WriteString(w, b.String())
	return err
}

// failures writes problems one under the other, broken to fit 100 columns.
func (c card) failures(whose string, problems []string) string {
	var b strings.Builder
	for _, p := range problems {
		lines := strings.ReplaceAll(wrap(whose+p, 88), "\n", "\n         ")
		fmt.Fprintf(&b, " %s %s\n", c.in(red, "failed:"), lines)
	}
	return b.String()
}

// summary is the heart of a scorecard: name, figure, and what the figure means.
// It fits a terminal of 100 columns.
func (c card) summary() string {
	t := newGrid()
	row := func(name, value, note string) { t.add(c.in(bold, name), value, note) }
	row("Score", c.score()+"  "+c.verdict(), c.parts())
	row("Lost", c.money(c.Loss.Net), c.lostNote())
	if c.attacked() {
		row("Saved", c.money(c.saved()), c.ofUndefended(c.saved()))
	}
	row("Harmed", c.money(c.Harm.Total), c.harmNote())
	row("Available", ShareText(c.Harm.Availability), c.availability())
	when, note := c.detected()
	row("Detected", when, note)
	when, note = c.contained()
	row("Contained", when, note)
	if facts := c.facts(); facts != "" {
		row("Record", facts, "documented figures hold")
	}
	if n, untrue := c.statements(); n > 0 {
		row("Said", fmt.Sprintf("%d false", n), untrue)
	}
	return t.String()
}
