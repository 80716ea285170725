package page

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/chart"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
)

// draw makes every chart of the page.
func (v *view) draw() {
	focus := v.focus()
	c := &v.Charts
	c.Lanes = v.lanes(focus)
	if v.Result.Attacked() {
		c.Money = v.curves(focus)
		if zoom, ok := v.zoom(focus); ok {
			c.Zoom = v.curves(zoom)
			c.ZoomTitle = fmt.Sprintf(v.W.Zoom, v.W.span(score.Elapsed(zoom.To-zoom.From)))
		}
	}
	c.Balances, c.Prices, c.Obstacles = v.balances(focus), v.prices(focus), v.obstacles(focus)
	c.Harm = v.harm()
	if a := v.Ablation; a != nil {
		var missing []bench.Contribution // what the defence has not: what it would gain by it
		for _, m := range a.Candidates {
			missing = append(missing, bench.Contribution{Component: bundle.Component{Name: m.Name}, Score: statistics.Share{Value: m.Score - a.Whole.Score}})
		}
		c.Parts, c.Missing = v.parts(a.Parts), v.parts(missing)
	}
}

func (v *view) span(from, to int64) chart.Span {
	return chart.Span{From: from, To: to, Zone: v.Zone, Day: v.W.day}
}

// focus is the part of the run in which anything happened, with some air
// around it; without an attack it is the whole clock.
func (v *view) focus() chart.Span {
	t := v.Timeline
	start, end := int64(t.Start), int64(t.End)
	if !v.Result.Attacked() {
		return v.span(start, int64(t.ClockEnd))
	}
	from, to := int64(math.MaxInt64), int64(0)
	see := func(at int64) { from, to = min(from, at), max(to, at) }
	for _, d := range t.Deeds {
		see(int64(d.At))
	}
	for _, list := range [][]timeline.Point{t.Loss.Run, t.Loss.Undefended} {
		for _, p := range list[1 : len(list)-1] {
			see(p.At)
		}
	}
	for _, a := range t.Alerts {
		see(int64(a.At))
	}
	for _, a := range t.Actions {
		see(int64(a.At))
	}
	for _, s := range t.Statements {
		see(int64(s.At))
	}
	if to == 0 {
		return v.span(start, int64(t.ClockEnd))
	}
	air := max((to-from)/14, 10*minute)
	return v.span(max(from-air, start), min(to+air, end))
}

const minute = 60_000_000_000

// zoom is the span in which the undefended venue loses nearly all, if that is a
// small part of the whole.
func (v *view) zoom(focus chart.Span) (chart.Span, bool) {
	list := v.Timeline.Loss.Undefended
	whole := list[len(list)-1].Value
	var first, nearly int64
	for _, p := range list {
		if first == 0 && p.Value > 0 {
			first = p.At
		}
		if nearly == 0 && float64(p.Value) >= 0.95*float64(whole) {
			nearly = p.At
		}
	}
	took := nearly - first
	if first == 0 || took > (focus.To-focus.From)/8 {
		return focus, false
	}
	took = max(took, 2*minute)
	return v.span(first-took/3, nearly+took*2/3), true
}

// moments are the marks of the charts over time.
func (v *view) moments() (list []chart.Mark) {
	r, w := v.Result, v.W
	for _, m := range []chart.Mark{
		{At: int64(r.Detection.FirstActionAt), Class: "k-thief", Text: w.FirstAction},
		{At: int64(r.Detection.DetectedAt), Class: "k-alert", Text: w.Detected},
		{At: int64(r.Containment.ContainedAt), Class: "k-action", Text: w.Contained},
	} {
		if m.At != 0 {
			list = append(list, m)
		}
	}
	return list
}

func (v *view) curves(s chart.Span) template.HTML {
	l, w := &v.Result.Loss, v.W
	write := func(x float64) string { return w.cash(x, l.Currency) }
	line := func(class, name string, points []timeline.Point) chart.Curve {
		drawn := v.points(points, l.Decimals)
		return chart.Curve{Class: class, Name: name + " " + write(valueAt(drawn, s.To)), Points: drawn}
	}
	c := chart.Curves{Says: w.Money, Span: s, Fill: true, Marks: v.moments(), Write: write, List: []chart.Curve{
		line("k-thief", w.Undefended, v.Timeline.Loss.Undefended), line("k-run", w.ThisRun, v.Timeline.Loss.Run),
	}}
	return figure(func(width float64) template.HTML { return c.Draw(width, tall(width, 360)) })
}

// valueAt is what a curve has come to at a time.
func valueAt(list []chart.Point, at int64) (value float64) {
	for _, p := range list {
		if p.At <= at {
			value = p.Value
		}
	}
	return value
}

func (v *view) points(list []timeline.Point, decimals uint8) []chart.Point {
	drawn := make([]chart.Point, len(list))
	for i, p := range list {
		drawn[i] = chart.Point{At: p.At, Value: coins(p.Value, decimals)}
	}
	return drawn
}

// lanes is the timeline as a picture.
func (v *view) lanes(s chart.Span) template.HTML {
	w := v.W
	lanes := []chart.Lane{
		{Name: w.Thief, Class: laneClasses[laneThief], Rows: true},
		{Name: w.Alerts, Class: laneClasses[laneAlerts], Shape: chart.Triangle},
		{Name: w.Actions, Class: laneClasses[laneActions], Shape: chart.Square},
		{Name: w.Statements, Class: laneClasses[laneStatements], Shape: chart.Diamond},
	}
	for _, list := range [][]row{v.deedRows(), v.alertRows(), v.actionRows(), v.statementRows()} {
		for _, r := range list {
			lane := &lanes[r.Lane]
			lane.Items = append(lane.Items, chart.Item{
				At: int64(r.At), Until: int64(r.Until), Text: cut(r.Text), Hollow: r.Hollow,
				Says: v.Clock(r.At) + " " + r.Text + " " + r.Note,
			})
		}
	}
	empty := 0
	for i := range lanes {
		if len(lanes[i].Items) == 0 {
			lanes[i].Name += ": " + w.Nothing
			empty++
		}
	}
	if empty == len(lanes) {
		return ""
	}
	c := chart.Lanes{Says: w.Timeline, Span: s, Lanes: lanes}
	return figure(c.Draw)
}

// cut shortens a text to what fits beside a mark.
func cut(text string) string {
	const most = 34
	runes, width := []rune(text), 0
	for i, r := range runes {
		width++
		if r >= 0x2e80 {
			width++
		}
		if width > most {
			return string(runes[:i]) + "…"
		}
	}
	return text
}

// mostBalances is how many assets are drawn.
const mostBalances = 4

// balances are drawn for the hot wallets whose key the thief has; if there are
// none, for those that moved most.
func (v *view) balances(s chart.Span) (list []captioned) {
	all := slices.Clone(v.Timeline.Balances)
	slices.SortStableFunc(all, func(a, b timeline.Balance) int {
		return cmp.Or(-cmp.Compare(count(a.Stolen), count(b.Stolen)), -cmp.Compare(drop(a.Hot), drop(b.Hot)))
	})
	for _, b := range all[:min(len(all), mostBalances)] {
		c := chart.Stack{
			Says: v.W.Balances + " " + b.Asset, Span: s, Marks: v.moments(),
			Lower: chart.Curve{Class: "k-cold", Name: v.W.Cold, Points: v.points(b.Cold, b.Decimals)},
			Upper: chart.Curve{Class: "k-hot", Name: v.W.Hot, Points: v.points(b.Hot, b.Decimals)},
			Write: v.W.short,
		}
		item := captioned{Title: at(b.Venue, b.Asset), Chart: sized(several(len(all)), func(width float64) template.HTML { return c.Draw(width, 230) })}
		if b.Stolen {
			item.Note = v.W.StolenWallet
		}
		list = append(list, item)
	}
	return list
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// drop is the largest part of itself that a balance ever lost.
func drop(list []timeline.Point) (worst float64) {
	high := int64(0)
	for _, p := range list {
		if high = max(high, p.Value); high > 0 {
			worst = max(worst, float64(high-p.Value)/float64(high))
		}
	}
	return worst
}

func (v *view) prices(s chart.Span) (list []captioned) {
	for i := range v.Timeline.Prices {
		p := &v.Timeline.Prices[i]
		if len(p.Spans) == 0 {
			continue
		}
		of := func(x int64) float64 { return coins(x, p.Scale) }
		c := chart.Band{Says: p.Market, Span: s, Marks: v.moments(), Write: func(x float64) string { return v.W.axis(x, p.Quote) }}
		for _, b := range p.Spans {
			c.Bars = append(c.Bars, chart.Bar{At: b.At, Min: of(b.Min), Max: of(b.Max), Last: of(b.Last)})
		}
		c.Last = v.W.cash(c.Bars[len(c.Bars)-1].Last, p.Quote)
		item := captioned{Title: at(p.Venue, p.Market), Chart: sized(several(len(v.Timeline.Prices)), func(width float64) template.HTML { return c.Draw(width, 230) })}
		list = append(list, item)
	}
	return list
}

// mostObstacles is how many controls are drawn.
const mostObstacles = 4

func (v *view) obstacles(s chart.Span) (list []captioned) {
	all := v.Timeline.Obstacles
	for i := range all[:min(len(all), mostObstacles)] {
		o := &all[i]
		c := chart.Columns{Says: o.Control, Span: s, Class: "k-harm", Width: o.Width * 1_000_000, Marks: v.moments(), Write: v.W.short}
		for _, p := range o.Counts {
			c.List = append(c.List, chart.Point{At: p.At, Value: float64(p.Value)})
		}
		list = append(list, captioned{
			Title: at(o.Venue, plain(o.Control)), Note: report.Count(o.Total),
			Chart: sized(several(len(all)), func(width float64) template.HTML { return c.Draw(width, 170) }),
		})
	}
	return list
}

// harm is the bill as bars.
func (v *view) harm() template.HTML {
	h := &v.Result.Harm
	if len(h.Items) == 0 {
		return ""
	}
	c := chart.Rows{Says: v.W.Harm}
	for _, item := range h.Items {
		c.List = append(c.List, chart.Row{
			Name: fmt.Sprintf("%s %s", report.Count(item.Count), v.KindName(item.Kind)), Class: "k-harm",
			Value: coins(int64(item.Price), h.Decimals), Text: rounded(item.Price, h.Currency, h.Decimals),
		})
	}
	slices.SortStableFunc(c.List, func(a, b chart.Row) int { return -cmp.Compare(a.Value, b.Value) })
	return figure(c.Draw)
}

// KindName is a kind of harm in words.
func (v *view) KindName(kind string) string { return cmp.Or(v.W.Kinds[kind], plain(kind)) }

// Stake is what was at stake in an item of the bill.
func (v *view) Stake(a score.Amount) string {
	if a == 0 {
		return "–"
	}
	return v.money(a)
}

// parts are what the parts of the defence contribute, as bars.
func (v *view) parts(list []bench.Contribution) template.HTML {
	if len(list) == 0 {
		return ""
	}
	c := chart.Rows{Says: v.W.Helped}
	for _, p := range list {
		text := fmt.Sprintf("%+.1f", p.Score.Value)
		if p.Score.Error > 0 {
			text += fmt.Sprintf(" ± %.1f", p.Score.Error)
		}
		class := "k-run"
		if p.Score.Value < 0 {
			class = "k-thief"
		}
		c.List = append(c.List, chart.Row{Name: plain(p.Name), Value: p.Score.Value, Text: text, Class: class})
	}
	slices.SortStableFunc(c.List, func(a, b chart.Row) int { return -cmp.Compare(a.Value, b.Value) })
	return figure(c.Draw)
}

// The widths, in pixels, that charts are drawn for: a desk, a tablet, a
// telephone. The page shows the one that fits.
const (
	wide   = 1040
	medium = 640
	narrow = 346
)

// half is the width of a chart that shares a wide page with another.
const half = (wide - 32) / 2

// figure is a chart drawn for every width.
func figure(draw func(width float64) template.HTML) template.HTML { return sized(wide, draw) }

// sized is a chart drawn for every width, the widest one as given.
func sized(widest float64, draw func(width float64) template.HTML) template.HTML {
	var b strings.Builder
	for _, size := range []struct {
		class string
		width float64
	}{{"wide", widest}, {"medium", medium}, {"narrow", narrow}} {
		b.WriteString(`<div class="chart ` + size.class + `">`)
		b.WriteString(string(draw(size.width)))
		b.WriteString(`</div>`)
	}
	return template.HTML(b.String()) // charts escape their texts
}

// several are charts of one kind: two of them share a wide page.
func several(n int) (widest float64) {
	if n > 1 {
		return half
	}
	return wide
}

// tall is a height that suits a width.
func tall(width, most float64) float64 {
	if width < medium {
		return most * 0.86
	}
	return most
}
