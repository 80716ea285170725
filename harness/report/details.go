package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// details are the documented figures and the bill of harm, row by row.
func (c card) details() string {
	var b strings.Builder
	if len(c.Facts) > 0 {
		fmt.Fprintf(&b, "\n%s\n%s", c.in(bold, "The record"), c.factTable())
	}
	if len(c.Harm.Items) > 0 {
		fmt.Fprintf(&b, "\n%s\n%s", c.in(bold, "The bill of harm"), c.harmTable(Table))
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

// harmTable is what honest people suffered, row by row.
func (c card) harmTable(f Format) string {
	var rows [][]any
	for _, item := range c.Harm.Items {
		stake := c.money(item.Value)
		if item.Value == 0 {
			stake = "-"
		}
		rows = append(rows, []any{strings.ReplaceAll(item.Kind, "_", " "), Count(item.Count), stake, c.money(item.Price)})
	}
	return tableOf(f, "lrrr", []any{"item", "count", "at stake", "price"}, rows)
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
	line := fmt.Sprintf("%s true, %s false, innocents: %s", Count(d.Alerts.True), Count(d.Alerts.False), Count(d.Alerts.Cases))
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

// detected says when the thief was noticed, and what that is worth.
func (c card) detected() (when, note string) {
	d := &c.Detection
	switch {
	case d.FirstActionAt == 0 && c.Attacked():
		return "-", c.falseAlerts("nothing that the thief did could be seen")
	case d.FirstActionAt == 0:
		return "-", c.falseAlerts("nothing to detect")
	case d.DetectedAt != 0:
		note = c.sinceOnset(d.DetectedAt)
		if d.LossShareGone != nil {
			note += fmt.Sprintf("\n%s of the undefended loss gone", ShareText(*d.LossShareGone))
		}
		return Span(*d.Seconds), c.falseAlerts(note)
	case d.Alerts.Worst > d.Alerts.Budget:
		return "never", fmt.Sprintf("%s false cases on the worst day, the desk looks into %s", Count(d.Alerts.Worst), Count(d.Alerts.Budget))
	case d.Alerts.Overrun():
		return "never", fmt.Sprintf("%s false cases about customers on a day without the thief, a desk for so many looks into %s",
			Count(d.Alerts.Peace.Worst), Count(d.Alerts.Peace.Budget))
	}
	if d.ByChance() {
		return "by chance", c.falseAlerts("without the thief " + chanceText(*d.Chance))
	}
	return "never", c.falseAlerts("first action: " + c.moment(d.FirstActionAt))
}

// chanceText says how likely alerts of the defence come as soon by themselves.
func chanceText(chance score.Share) string {
	if chance == money.Whole {
		return "it raises the same alert"
	}
	return "it raises such an alert as soon in " + ShareText(chance) + " of cases"
}

func (c card) falseAlerts(note string) string {
	switch n := c.Detection.Alerts.False; n {
	case 0:
		return note
	case 1:
		return note + ", 1 false alert"
	default:
		return fmt.Sprintf("%s, %s false alerts", note, Count(n))
	}
}

// contained says when the thief was stopped.
func (c card) contained() (when, note string) {
	k := &c.Containment
	switch {
	case c.Detection.FirstActionAt == 0 && c.Attacked():
		return "-", "the thief got nowhere"
	case c.Detection.FirstActionAt == 0:
		return "-", "nothing to contain"
	case k.ContainedAt == 0:
		return "never", refusals(k.AttemptsRefused)
	}
	note = c.sinceOnset(k.ContainedAt)
	var more []string
	if k.SecondsAfterDetection != nil {
		more = append(more, fromDetection(*k.SecondsAfterDetection))
	}
	if k.AttemptsRefused > 0 {
		more = append(more, refusals(k.AttemptsRefused))
	}
	if len(more) > 0 {
		note += "\n" + strings.Join(more, ", ")
	}
	return Span(score.Elapsed(k.ContainedAt - c.Detection.FirstActionAt)), note
}

// sinceOnset leads from a span since the first action, which stands before it,
// to the moment.
func (c card) sinceOnset(at score.Instant) string {
	if Span(score.Elapsed(at-c.Detection.FirstActionAt)) == atOnce {
		return "with the first action: " + c.moment(at)
	}
	return "after the first action: " + c.moment(at)
}

func refusals(n uint64) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 attempt refused"
	}
	return Count(int64(n)) + " attempts refused"
}

func fromDetection(e score.Elapsed) string {
	if e < 0 {
		return Span(-e) + " before it was detected"
	}
	if text := Span(e); text != atOnce {
		return text + " after detection"
	}
	return "as it was detected"
}

// facts says how the documented figures fared, empty where none applies.
func (c card) facts() string {
	hold, apply := c.FactsHeld()
	if apply == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", hold, apply)
}

// statements says what the venue said that was false.
func (c card) statements() (n int, which string) {
	var untrue []string
	for _, s := range c.Statements {
		if s.False != nil && *s.False {
			claim := s.Claim
			if s.By != "" {
				claim += " by " + s.By
			}
			untrue = append(untrue, claim+": "+c.moment(s.At)+c.stood(&s))
		}
	}
	return len(untrue), strings.Join(untrue, "\n")
}

// stood says for how long something false was left standing.
func (c card) stood(s *score.StatementResult) string {
	text := ""
	if s.Due != 0 {
		text = ", due " + c.moment(s.Due)
	}
	switch {
	case s.Uncorrected == nil:
		return text
	case s.CorrectedAt == 0:
		return text + ", never corrected"
	}
	return text + ", uncorrected for " + Span(*s.Uncorrected)
}

// problems are the reasons for which a run failed, in words.
func (c card) problems() (list []string) {
	if !c.Harm.OK {
		list = append(list, fmt.Sprintf("availability %s is below its floor of %s", exact(c.Harm.Availability), exact(c.Harm.Floor)))
	}
	for _, f := range c.Facts {
		if f.Holds != nil && !*f.Holds {
			list = append(list, fmt.Sprintf("%s: %s, documented %s", figure(&f), measured(&f), documented(&f)))
		}
	}
	return list
}

func measured(f *score.FactResult) string {
	if f.Measured == nil {
		return "-"
	}
	return *f.Measured
}

// figure is what a documented figure is about, in words where there are some.
func figure(f *score.FactResult) string {
	if f.Says != "" {
		return f.Says
	}
	return f.Name
}

// documented is the figure of the record with where it is from, and what
// others say.
func documented(f *score.FactResult) string {
	origin := append([]string{}, f.Source...)
	if len(origin) == 0 && f.From != "" {
		origin = []string{f.From}
	}
	text := f.Expected
	if len(origin) > 0 {
		text += " (" + strings.Join(origin, ", ") + ")"
	}
	for _, other := range f.Also {
		text += "; others " + other
	}
	return text
}
