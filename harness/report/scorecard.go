package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

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
	if r.Unconfined != "" {
		b.WriteString("\n" + c.unconfined(""))
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

// unconfined says why the run counts for no leaderboard.
func (c card) unconfined(whose string) string {
	note := whose + c.Unconfined + "; no leaderboard ranks such a run"
	return fmt.Sprintf(" %s %s\n", c.in(yellow, "unconfined:"), strings.ReplaceAll(wrap(note, 84), "\n", "\n             "))
}

// summary is the heart of a scorecard: name, figure, and what the figure means.
// It fits a terminal of 100 columns.
func (c card) summary() string {
	rows := c.rows()
	names, values := 0, 0
	for _, r := range rows {
		names, values = max(names, len(r[0])), max(values, text.StringWidthWithoutEscSequences(r[1]))
	}
	t := newGrid()
	for _, r := range rows {
		t.add(c.in(bold, r[0]), r[1], wrapLines(r[2], max(page-names-values-margins, leastNote)))
	}
	return t.String()
}

// The page that a summary fits, what is blank in a line of it, and the
// narrowest column that notes are squeezed into.
const (
	page      = 100
	margins   = 6
	leastNote = 40
)

// rows are the summary's, each a name, a figure and a note.
func (c card) rows() (list [][3]string) {
	row := func(name, value, note string) { list = append(list, [3]string{name, value, note}) }
	row("Score", c.score()+"  "+c.verdict(), c.parts())
	row("Lost", c.money(c.Loss.Net), c.lostNote())
	if c.Attacked() {
		row("Saved", c.money(c.Saved()), c.ofUndefended(c.Saved()))
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
	return list
}
