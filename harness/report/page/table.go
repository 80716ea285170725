package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
)

// row is one line of the timeline's table: who did something, and what.
type row struct {
	At, Until score.Instant
	Lane      int // 0 thief, 1 alerts, 2 actions, 3 statements
	Class     string
	Who       string // the lane's name
	Venue     string
	Text      string
	Note      string
	Hollow    bool // refused, false, left out
	N         int
	what      string // neighbours with the same are one row; empty for none
}

// The lanes of the timeline.
const (
	laneThief = iota
	laneAlerts
	laneActions
	laneStatements
)

var laneClasses = [...]string{"k-thief", "k-alert", "k-action", "k-word"}

// line is one line of the table: what everybody did at a time, side by side.
type line struct {
	At, Until score.Instant
	Cells     []cell
}

// cell is what one lane has in a line.
type cell struct {
	Class string
	Rows  []row
}

// most is how many lines the table has; the rest is in the JSON.
const most = 60

// table puts what everybody did into one order.
func (v *view) table() {
	names := [...]string{v.W.Thief, v.W.Alerts, v.W.Actions, v.W.Statements}
	inOrder := func(a, b row) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Lane, b.Lane)) }
	all := slices.Concat(v.alertRows(), v.actionRows(), v.statementRows())
	slices.SortStableFunc(all, inOrder)
	all = slices.Concat(v.episodes(all), all)
	slices.SortStableFunc(all, inOrder)
	var used [len(laneClasses)]bool
	var list []line
	for _, r := range runsOf(all) {
		r.Who, r.Class = names[r.Lane], laneClasses[r.Lane]
		if r.N > 1 {
			r.Text = fmt.Sprintf("%s ×%s", r.Text, report.Count(int64(r.N)))
		}
		if n := len(list); n == 0 || v.Clock(list[n-1].At) != v.Clock(r.At) {
			list = append(list, line{At: r.At, Cells: make([]cell, len(names))})
		}
		l := &list[len(list)-1]
		l.Until = max(l.Until, r.Until)
		l.Cells[r.Lane].Rows = append(l.Cells[r.Lane].Rows, r)
		used[r.Lane] = true
	}
	v.shut(list, names[:], used[:])
	if len(list) > most {
		v.MoreRows = v.W.counted(v.W.More, len(list)-most)
		list = list[:most]
	}
	v.Rows = list
}

// column is the head of a lane in the table.
type column struct{ Class, Name string }

// shut leaves out the lanes in which nothing happened.
func (v *view) shut(list []line, names []string, used []bool) {
	for lane, yes := range used {
		if yes {
			v.Columns = append(v.Columns, column{laneClasses[lane], names[lane]})
		}
	}
	for i := range list {
		cells := list[i].Cells[:0]
		for lane, c := range list[i].Cells {
			if used[lane] {
				c.Class = laneClasses[lane]
				cells = append(cells, c)
			}
		}
		list[i].Cells = cells
	}
}

// Lasts reports whether a line is about a span of time that shows.
func (v *view) Lasts(l line) bool { return l.Until-l.At >= minute }

// runsOf puts neighbours together that are of one lane and alike.
func runsOf(all []row) (list []row) {
	for _, r := range all {
		if n := len(list); n > 0 {
			last := &list[n-1]
			if last.Lane == r.Lane && last.what == r.what && last.Hollow == r.Hollow && last.Venue == r.Venue && r.what != "" {
				last.N, last.Until = last.N+r.N, r.Until
				continue
			}
		}
		list = append(list, r)
	}
	return list
}

// plain is a name of the vocabulary as people read it.
func plain(name string) string { return strings.ReplaceAll(name, "_", " ") }

func (v *view) deedRows() (list []row) {
	for i := range v.Timeline.Deeds {
		d := &v.Timeline.Deeds[i]
		r := row{At: d.At, Until: d.Until, Lane: laneThief, Venue: d.Venue, Text: plain(d.Technique), N: d.N, what: d.Step + d.Technique}
		r.Hollow = d.Skipped || d.Refusal != ""
		r.Note = strings.Trim(d.Asked+": "+d.Result, ": ")
		if d.Refusal != "" && d.Result == "" {
			r.Note = strings.Trim(d.Asked+": "+d.Refusal, ": ")
		}
		list = append(list, r)
	}
	return list
}

func (v *view) alertRows() (list []row) {
	for i := range v.Timeline.Alerts {
		a := &v.Timeline.Alerts[i]
		list = append(list, row{
			At: a.At, Until: a.Until, Lane: laneAlerts, Venue: a.Venue, Text: cmp.Or(a.Title, a.Rule), N: a.N, what: a.Rule,
			Note: strings.Join(nonempty(a.Level, a.Names, v.truth(&a.True, false)), " · "), Hollow: !a.True,
		})
	}
	return list
}

func (v *view) actionRows() (list []row) {
	for i := range v.Timeline.Actions {
		a := &v.Timeline.Actions[i]
		if a.Name == "announce" {
			continue // what it says stands among the statements
		}
		note := a.Code
		if a.Code == "ok" {
			note = ""
			if a.Changed > 0 {
				note = "→ " + report.Count(int64(a.Changed))
			}
		}
		list = append(list, row{
			At: a.At, Until: a.Until, Lane: laneActions, Venue: a.Venue, N: a.N, Hollow: a.Code != "ok",
			Text: strings.Join(nonempty(plain(a.Name), a.About), ": "), Note: note, what: a.Name + a.About,
		})
	}
	return list
}

func (v *view) statementRows() (list []row) {
	for i := range v.Timeline.Statements {
		s := &v.Timeline.Statements[i]
		list = append(list, row{
			At: s.At, Until: s.At, Lane: laneStatements, Venue: s.By, N: 1,
			Text: cmp.Or(s.Says.In(v.W.Lang), plain(s.Claim)), Note: v.truth(s.False, true) + v.stood(s), Hollow: s.False != nil && *s.False,
		})
	}
	return list
}

// stood says for how long something false was left standing.
func (v *view) stood(s *timeline.Statement) string {
	switch {
	case s.Uncorrected == nil:
		return ""
	case s.CorrectedAt == 0:
		return v.W.stop() + v.W.NeverCorrected
	}
	return v.W.stop() + fmt.Sprintf(v.W.Uncorrected, v.W.span(*s.Uncorrected))
}

// truth is a verdict in words; invert where the value says false.
func (v *view) truth(value *bool, invert bool) string {
	switch {
	case value == nil:
		return v.W.Unjudged
	case *value != invert:
		return v.W.True
	}
	return v.W.False
}

func nonempty(list ...string) (rest []string) {
	for _, s := range list {
		if s != "" {
			rest = append(rest, s)
		}
	}
	return rest
}

// Kind is what an entry of the record is, in words.
func (v *view) Kind(e timeline.Entry) string {
	switch e.Kind {
	case "alert":
		return v.W.Noticed
	case "action":
		return v.W.Did
	}
	return v.W.Said
}

// KindClass colours an entry of the record.
func (v *view) KindClass(e timeline.Entry) string {
	switch e.Kind {
	case "alert":
		return laneClasses[laneAlerts]
	case "action":
		return laneClasses[laneActions]
	}
	return laneClasses[laneStatements]
}

// Says is an entry of the record in words.
func (v *view) Says(e timeline.Entry) string {
	return strings.Join(nonempty(e.By, plain(e.What), e.Says.In(v.W.Lang)), ": ")
}

// In is a text in the page's language.
func (v *view) In(t timeline.Text) string { return t.In(v.W.Lang) }

// Plain is a name as people read it.
func (v *view) Plain(name string) string { return plain(name) }

// At is a control or an action in words, with its venue where there are several.
func (v *view) At(venue, name string) string { return at(venue, plain(name)) }

func at(venue, name string) string { return strings.Join(nonempty(venue, name), " · ") }

// Number is a number with commas.
func (v *view) Number(n int) string { return report.Count(int64(n)) }
