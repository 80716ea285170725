package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
)

// details are the documented figures and the bill of harm, row by row.
func (c card) details() string {
	var b strings.Builder
	if len(c.Facts) > 0 {
		fmt.Fprintf(&b, "\n%s\n%s", c.in(bold, "The record"), c.factTable())
	}
	if len(c.Harm.Items) > 0 {
		fmt.Fprintf(&b, "\n%s\n%s", c.in(bold, "The bill of harm"), c.harmTable())
	}
	fmt.Fprintf(&b, "\n%s\n%s", c.in(bold, "The alerts"), c.alertTable())
	return b.String()
}

// factTable lists the documented figures beside what the run measured.
func (c card) factTable() string {
	t := newGrid("", "figure", "documented", "measured", "as of")
	for i := range c.Facts {
		f := &c.Facts[i]
		mark := c.in(faint, "·")
		if f.Holds != nil {
			mark = c.in(red, "✗")
			if *f.Holds {
				mark = c.in(green, "✓")
			}
		}
		asOf := ""
		if f.AsOf != 0 {
			asOf = Local(f.AsOf, c.Clock.Zone)
		}
		t.add(mark, wrap(figure(f), 44), wrap(documented(f), 34), measured(f), asOf)
	}
	return t.String()
}

var itemColumns = []any{"item", "count", "at stake", "price"}

// harmTable is what honest people suffered, row by row.
func (c card) harmTable() string {
	t := newGrid(itemColumns...).right(2, 3, 4)
	for _, item := range c.Harm.Items {
		t.add(c.itemCells(item)...)
	}
	return t.String()
}

func (c card) itemCells(item score.HarmItem) []any {
	stake := c.money(item.Value)
	if item.Value == 0 {
		stake = "-"
	}
	return []any{strings.ReplaceAll(item.Kind, "_", " "), Count(item.Count), stake, c.money(item.Price)}
}

// entities are the kinds of things that alerts name, in the order of tables.
var entities = []string{"keys", "accounts", "sources", "addresses", "wallets"}

// alertTable holds what alerts named against the truth.
func (c card) alertTable() string {
	d := &c.Detection
	t := newGrid("named", "of what the thief used", "of what was named, right").right(2, 3)
	for _, kind := range entities {
		covered, precise := "-", "-"
		if s := d.Coverage[kind]; s != nil {
			covered = ShareText(*s)
		}
		if s := d.Precision[kind]; s != nil {
			precise = ShareText(*s)
		}
		t.add(kind, covered, precise)
	}
	line := fmt.Sprintf("%s true, %s false", Count(d.Alerts.True), Count(d.Alerts.False))
	for _, profile := range []string{"balanced", "quiet-desk", "never-miss"} {
		if p := d.NAB[profile]; p != nil {
			line += fmt.Sprintf("; NAB %s %s", profile, p)
		}
	}
	return t.String() + " " + line + "\n"
}

// Detection writes what alerts were worth that somebody raised elsewhere over
// the telemetry of a run: for people, or as Markdown.
func Detection(w io.Writer, f Format, run *score.Result, found *score.Detection, o Options) error {
	r := *run
	r.Detection = *found
	c := card{&r, o}
	when, note := c.detected()
	t := newGrid()
	t.add(c.in(bold, "Detected"), when, wrapLines(note, page-len("Detected")-len(when)-margins))
	text := fmt.Sprintf("%s\n\n%s\n%s", c.in(bold, c.title()), t.String(), c.alertTable())
	if f == Markdown {
		text = "```\n" + strings.TrimRight(text, "\n") + "\n```\n"
	}
	_, err := io.WriteString(w, text)
	return err
}
