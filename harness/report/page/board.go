package page

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/chart"
	"github.com/exdrill/exdrill/harness/shipped"
)

// boardView is a store in the words of a page.
type boardView struct {
	*Bench
	W          *boardWords
	Style      template.CSS
	Dots       template.HTML
	DecayChart template.HTML
	YearChart  template.HTML
	SweepRows  []sweepView
}

// sweepView is a sweep with its chart.
type sweepView struct {
	sweep
	Chart template.HTML
}

// Title names what the page is about.
func (v *boardView) Title() string { return v.W.Title }

// Conditions are what all runs share.
func (v *boardView) Conditions() string {
	r := v.Rows[0]
	variation := v.W.Record
	if r.Variation == "perturbed" {
		variation = v.W.Perturbed
	}
	parts := []string{
		variation, v.W.Scale + " " + share(r.Scale), fmt.Sprintf("%s %d", v.W.Level, v.Level),
		v.W.counted(v.W.Draws, sampled(v.Rows)), "exdrill " + r.Engine,
	}
	for _, commitment := range bench.SaltingOf(v.Rows).Salts {
		text := v.W.Salt + " " + commitment
		if slices.Contains(v.Opened, commitment) {
			text += v.W.Revealed
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " · ")
}

// Rehearsable says that somebody could have known the runs by heart; empty where
// a salt kept him from it.
func (v *boardView) Rehearsable() string {
	s := bench.SaltingOf(v.Rows)
	switch {
	case s.Unsalted == 0:
		return ""
	case s.Smoke > 0:
		return v.W.Rehearsable + v.W.gap() + fmt.Sprintf(v.W.SmokeSeeds, drill.FirstSmokeSeed, drill.LastSmokeSeed)
	}
	return v.W.Rehearsable
}

// Lead is the answer in a sentence.
func (v *boardView) Lead() string {
	for i := range v.Board {
		if e := &v.Board[i]; e.Rank == 1 {
			text := fmt.Sprintf(v.W.Lead, e.Defence, tenths(e.Score), v.W.counted(v.W.ScenariosN, len(v.Matrix.Scenarios)), v.W.counted(v.W.DefencesN, len(v.Matrix.Defences)))
			if e.WorstRank > 1 {
				text += v.W.gap() + fmt.Sprintf(v.W.Shaky, e.WorstRank)
			} else if len(v.Matrix.Scenarios) > 1 {
				text += v.W.gap() + v.W.Firm
			}
			return text
		}
	}
	return v.W.NoRank
}

func tenths(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// Rank is a place, or a dash.
func (v *boardView) Rank(e bench.Entry) string {
	if e.Rank == 0 {
		return "–"
	}
	return strconv.Itoa(e.Rank)
}

// Place says between which places a defence stays when one incident is left out.
func (v *boardView) Place(e bench.Entry) string {
	switch {
	case len(e.Missing) > 0:
		return v.W.Missing + strings.Join(e.Missing, ", ")
	case e.Unconfined != "":
		return v.W.Unranked + " · " + v.W.Free + e.Unconfined
	case e.Rank == 0:
		return v.W.Unranked
	case e.BestRank == e.WorstRank:
		return strconv.Itoa(e.BestRank)
	}
	return fmt.Sprintf("%d–%d", e.BestRank, e.WorstRank)
}

// Tenths is a score with one decimal.
func (v *boardView) Tenths(x float64) string {
	if math.IsInf(x, 0) {
		return "–"
	}
	return tenths(x)
}

// Within is an interval, or a dash.
func (v *boardView) Within(i *statistics.Interval) string {
	if i == nil {
		return "–"
	}
	return tenths(i.Low) + " … " + tenths(i.High)
}

// Signed is a difference with its sign.
func (v *boardView) Signed(x float64) string { return fmt.Sprintf("%+.1f", x) }

// Cells are the matrix's cells of one scenario; a missing one is nil.
func (v *boardView) Cells(scenario string) (list []*bench.Cell) {
	for _, d := range v.Columns() {
		list = append(list, v.Matrix.Cell(scenario, d))
	}
	return list
}

// Columns are the defences, the best first.
func (v *boardView) Columns() (names []string) {
	for i := range v.Board {
		names = append(names, v.Board[i].Defence)
	}
	return names
}

// Tint is the class that colours a score: blue above zero, orange below, the
// deeper the farther away from it.
func (v *boardView) Tint(x float64) string {
	side := "p"
	if x < 0 {
		side = "n"
	}
	return side + strconv.Itoa(min(1+int(math.Abs(x)/25), 4))
}

// Failures says how many runs of a cell the defence ended.
func (v *boardView) Failures(c *bench.Cell) string {
	if c.Failed == 0 {
		return ""
	}
	return fmt.Sprintf(v.W.Failed, c.Failed, c.N)
}

// Warnings say what bears the name of what ships and is not that.
func (v *boardView) Warnings() []string { return v.W.copies(shipped.CopiesIn(v.Rows)) }

// Ended are the defences that ended runs, and why.
func (v *boardView) Ended() []bench.Failure { return bench.Failures(v.Rows) }

// Verdict is the verdict of a comparison in words, with its class.
func (v *boardView) Verdict(d statistics.Difference) string {
	switch d.Verdict {
	case statistics.Better:
		return "▲ " + v.W.Better
	case statistics.Worse:
		return "▼ " + v.W.Worse
	}
	return v.W.Same
}

// VerdictClass colours it.
func (v *boardView) VerdictClass(d statistics.Difference) string {
	switch d.Verdict {
	case statistics.Better:
		return "k-run"
	case statistics.Worse:
		return "k-thief"
	}
	return ""
}

// Cost says how many runs there are and what one takes.
func (v *boardView) Cost() string {
	wall := 0.0
	for _, r := range v.Rows {
		wall += float64(r.WallMS)
	}
	return v.W.counted(v.W.Cost, len(v.Rows), wall/float64(len(v.Rows)))
}

func (v *boardView) draw() {
	d := chart.Dots{Says: v.W.Board}
	for i := range v.Board {
		e := &v.Board[i]
		if math.IsInf(e.Score, 0) {
			continue
		}
		dot := chart.Dot{Name: e.Defence, Value: e.Score, Low: e.Score, High: e.Score, Worst: e.Worst.Mean, Text: tenths(e.Score), Class: "k-run"}
		if e.Score < 0 {
			dot.Class = "k-thief"
		}
		if e.Interval != nil {
			dot.Low, dot.High = e.Interval.Low, e.Interval.High
		}
		d.List = append(d.List, dot)
	}
	v.Dots = figure(d.Draw)
	v.DecayChart, v.YearChart = v.drawDecay(), v.drawYear()
	for i := range v.Sweeps {
		v.SweepRows = append(v.SweepRows, sweepView{v.Sweeps[i], v.drawSweep(&v.Sweeps[i])})
	}
}

// lineClasses tell lines apart by colour; their marks differ in shape, too.
var lineClasses = [...]string{"k-1", "k-2", "k-3", "k-4", "k-5", "k-6"}

func (v *boardView) drawDecay() template.HTML {
	if len(v.Decay) == 0 {
		return ""
	}
	p := chart.Plane{
		Says: v.W.Decay, XName: v.W.Level, YName: v.W.Score, XFrom: 0, XTo: 0, YFrom: 0, YTo: 100,
		WriteX: func(x float64) string { return strconv.Itoa(int(x)) }, WriteY: v.W.number,
	}
	for i, d := range v.Decay {
		way := chart.Way{Class: lineClasses[i%len(lineClasses)], Name: d.Defence}
		for level, points := range d.Scores {
			way.Spots = append(way.Spots, chart.Spot{X: float64(level), Y: points})
			p.XTo = max(p.XTo, float64(level))
			p.YFrom = min(p.YFrom, math.Floor(points/25)*25)
		}
		slices.SortFunc(way.Spots, func(a, b chart.Spot) int { return cmp.Compare(a.X, b.X) })
		p.List = append(p.List, way)
	}
	for x := 0.0; x <= p.XTo; x++ {
		p.XValues = append(p.XValues, x)
	}
	return figure(func(width float64) template.HTML { return p.Draw(width, 340) })
}

// drawSweep draws what is prevented against what it costs: the upper left
// corner is best.
func (v *boardView) drawSweep(s *sweep) template.HTML {
	per := func(x float64) string { return v.W.number(x) + " %" }
	p := chart.Plane{Says: s.Path, XName: v.W.HarmAxis, YName: v.W.LossAxis, YTo: 100, WriteX: per, WriteY: per}
	way := chart.Way{Class: "k-1"}
	low, most := 100.0, 0.0
	for _, spot := range s.Spots {
		way.Spots = append(way.Spots, chart.Spot{X: spot.Harm, Y: spot.Prevented, Name: spot.Value})
		most, low = max(most, spot.Harm), min(low, spot.Prevented)
	}
	p.XTo = max(most*1.1, 1)
	p.YFrom = min(0, math.Floor(low/25)*25)
	if low > 60 {
		p.YFrom = 50
	}
	p.YTo = 104
	p.List = []chart.Way{way}
	return figure(func(width float64) template.HTML { return p.Draw(width, 300) })
}
