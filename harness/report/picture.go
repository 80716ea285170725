package report

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report/chart"
)

// pictureStyle is what charts look like in files of their own: the colours of
// Okabe and Ito, which people tell apart who see fewer colours, in light and in
// dark.
const pictureStyle = `<style>
svg { --paper: #fff; --ink: #15191f; --dim: #545c68; --grid: #e8ebef; --good: #0072b2; --bad: #d55e00; --third: #009e73; --fourth: #a3568a; background: var(--paper); }
svg svg { overflow: visible; }
@media (prefers-color-scheme: dark) { svg { --paper: #12161c; --ink: #e9edf2; --dim: #a5aeba; --grid: #262d37; --good: #74bdec; --bad: #f79b62; --third: #4fd0a9; --fourth: #e3a9c9; } }
.lb { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--ink); }
.lb.dim { fill: var(--dim); } .lb.strong { font-weight: 650; }
.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.grid { stroke: var(--grid); } .axis { stroke: var(--dim); }
.k-1 { --c: var(--good); } .k-2 { --c: var(--bad); } .k-3 { --c: var(--third); } .k-4 { --c: var(--fourth); }
.bar, .dot { fill: var(--c); } .ln { fill: none; stroke: var(--c); stroke-width: 2px; }
</style>`

// picture makes a file of its own of a chart, with a margin and a title.
func picture(w io.Writer, title string, drawing template.HTML, width, height float64) error {
	const margin, head = 24.0, 52.0
	inner := strings.Replace(string(drawing), "<svg ", fmt.Sprintf(`<svg x="%g" y="%g" `, margin, head), 1)
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]g %[2]g" width="%[1]g" height="%[2]g">%[3]s<text class="lb strong" x="%[4]g" y="32">%[5]s</text>%[6]s</svg>`+"\n",
		width+2*margin, height+head+margin, pictureStyle, margin, template.HTMLEscapeString(title), inner)
	return err
}

// pictureWidth is how wide charts in files of their own are drawn, in pixels.
const pictureWidth = 760

// DrawAblation draws what the parts contribute in points as bars, an SVG.
func DrawAblation(w io.Writer, a *bench.Ablation) error {
	rows := chart.Rows{Says: "Points that each part contributes: " + ablationTitle(a)}
	for _, c := range ranked(a) {
		class := "k-1"
		if c.Score.Value < 0 {
			class = "k-2"
		}
		rows.List = append(rows.List, chart.Row{Name: c.Name, Value: c.Score.Value, Class: class, Text: signed(c.Score.Value) + off(c.Score.Error)})
	}
	return picture(w, "Points contributed · "+ablationTitle(a), rows.Draw(pictureWidth), pictureWidth, float64(len(rows.List))*44+6)
}

// pictureHeight is how high planes in files of their own are drawn, in pixels.
const pictureHeight = 420

// DrawCurves draws sweeps as loss prevented against harm, an SVG: each value is
// a point, and the best place is the upper left.
func DrawCurves(w io.Writer, list []bench.Curve) error {
	if len(list) == 0 {
		return errors.New("no curve to draw, expected a sweep with runs")
	}
	title := "Loss prevented against harm · " + list[0].Setting.Path
	percent := func(v float64) string { return strconv.FormatFloat(math.Round(100*v)/100+0, 'f', -1, 64) + " %" }
	p := chart.Plane{
		Says: title, XName: "harm, of a closed day", YName: "loss prevented",
		XTo: 1, YTo: 100, WriteX: percent, WriteY: percent,
	}
	for i, c := range list {
		way := chart.Way{Name: c.Defence, Class: fmt.Sprintf("k-%d", i%4+1)}
		for _, point := range c.Points {
			prevented := 0.0
			if point.Prevented != nil {
				prevented = 100 * *point.Prevented
			}
			way.Spots = append(way.Spots, chart.Spot{X: 100 * point.Harm, Y: prevented, Name: point.Value})
			p.XTo = max(p.XTo, 110*point.Harm)
			p.YFrom = min(p.YFrom, prevented)
		}
		if len(way.Spots) > 0 {
			p.List = append(p.List, way)
		}
	}
	return picture(w, title, p.Draw(pictureWidth, pictureHeight), pictureWidth, pictureHeight)
}
