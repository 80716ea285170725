package timeline

import (
	"cmp"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/scenarios"
)

// Compose makes the timeline of a run that is over: its result, what happened
// in it, and what happened to its undefended twin.
func (c *Chronicle) Compose(r *score.Result, o, undefended *lab.Outcome) *Timeline {
	sc := c.worlds[0].Whole
	t := &Timeline{
		Schema: Schema, Start: r.Clock.Start, ClockEnd: r.Clock.End, End: r.Clock.TailEnd, Offset: sc.Clock.Zone.Offset,
		Currency: r.Loss.Currency, Decimals: r.Loss.Decimals,
		Loss:   Loss{Run: c.curve(o.Tally), Undefended: c.curve(undefended.Tally)},
		Alerts: c.alerts(o), Actions: c.actions(o.Actions), Statements: statements(r, sc),
		Deeds: c.deeds(o.AttackLog), Techniques: techniques(o.AttackLog), Facts: facts(r),
		Balances: c.listBalances(), Prices: c.listPrices(), Obstacles: c.obstacles(o.Tally), About: about(sc),
	}
	if len(c.worlds) > 1 {
		for _, w := range c.worlds {
			t.Venues = append(t.Venues, w.Genesis.Name)
		}
	}
	return t
}

// statements holds what was said against the scenario's words for it.
func statements(r *score.Result, sc *scenarios.Scenario) []Statement {
	list := make([]Statement, 0, len(r.Statements))
	for i := range r.Statements {
		s := &r.Statements[i]
		claim, rest, _ := strings.Cut(s.Claim, " ")
		said := Statement{
			At: s.At, By: s.By, Claim: claim, Says: Text{rest, rest}, False: s.False,
			Due: s.Due, CorrectedAt: s.CorrectedAt, Uncorrected: s.Uncorrected,
		}
		for j := range sc.Statements {
			if known := &sc.Statements[j]; known.At.Unix == int64(s.At) && known.Claim.Text == claim && text(known.By) == s.By {
				said.Says = Text(known.Says)
			}
		}
		list = append(list, said)
	}
	return list
}

func facts(r *score.Result) []Fact {
	list := make([]Fact, 0, len(r.Facts))
	for i := range r.Facts {
		f := &r.Facts[i]
		list = append(list, Fact{f.AsOf, f.Name, f.Expected, f.Measured, f.Holds})
	}
	slices.SortStableFunc(list, func(a, b Fact) int { return cmp.Compare(a.AsOf, b.AsOf) })
	return list
}

// techniques counts what the thief did by how he did it.
func techniques(deeds []lab.LogEntry) []Technique {
	list := []Technique{}
	for i := range deeds {
		d := &deeds[i]
		at := slices.IndexFunc(list, func(t Technique) bool { return t.Name == d.Technique })
		if at < 0 {
			at = len(list)
			list = append(list, newTechnique(d.Technique, d.At))
		}
		t := &list[at]
		t.First, t.Last = min(t.First, score.Instant(d.At)), max(t.Last, score.Instant(d.At))
		switch {
		case d.Skipped:
			t.Skipped++
		case d.Refusal != "":
			t.Refused++
			t.Calls++
		default:
			t.Calls++
		}
	}
	slices.SortStableFunc(list, func(a, b Technique) int { return cmp.Compare(a.First, b.First) })
	return list
}

func newTechnique(name string, at int64) Technique {
	t := Technique{Name: name, First: score.Instant(at), Last: score.Instant(at), ATTACK: []string{}, AADAPT: []string{}}
	if known, ok := technique.Find(name); ok {
		info := known.Info()
		t.Summary, t.Seen = info.Summary, info.Seen
		t.ATTACK, t.AADAPT = append(t.ATTACK, info.ATTACK...), append(t.AADAPT, info.AADAPT...)
	}
	return t
}

// curvePoints is from how many changes on a curve is thinned, and to how many
// spans.
const curvePoints = 1500

// curve adds changes up. Where there are many, each span keeps what it ends
// with.
func (c *Chronicle) curve(t *score.Tally) []Point {
	list := []Point{{c.start, 0}}
	width := int64(1)
	if len(t.Changes) > curvePoints {
		width = max((c.end-c.start)/curvePoints, 1)
	}
	sum, last := int64(0), int64(-1)
	for _, change := range t.Changes {
		sum += change.Delta
		if span := (change.At - c.start) / width; span == last {
			list[len(list)-1] = Point{change.At, sum}
		} else {
			list, last = append(list, Point{change.At, sum}), span
		}
	}
	// What is taken back in the end, from frozen accounts, stands in no change.
	return append(list, Point{c.end, t.Net()})
}

const obstacleSpans = 144

// obstacles are what stood in honest customers' way, the dearest first.
func (c *Chronicle) obstacles(t *score.Tally) []Obstacle {
	list := []Obstacle{}
	for _, o := range impact.Obstacles(t.Impacts) {
		one := Obstacle{
			Control: o.By.String(), Width: c.span(obstacleSpans) / millisecond, Total: int64(len(o.Cases)),
			Items: score.HarmItems(&o.Items),
		}
		if len(c.worlds) > 1 {
			one.Venue = o.Venue
		}
		for i := range o.Cases {
			one.Counts = c.counted(one.Counts, o.Cases[i].At)
		}
		list = append(list, one)
	}
	return list
}

// counted counts one case more in the span that it falls into.
func (c *Chronicle) counted(list []Point, at int64) []Point {
	width := c.span(obstacleSpans)
	from := c.start + (at-c.start)/width*width
	if n := len(list); n > 0 && list[n-1].At == from {
		list[n-1].Value++
		return list
	}
	return append(list, Point{from, 1})
}
