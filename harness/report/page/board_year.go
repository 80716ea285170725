package page

import (
	"fmt"
	"html/template"
	"math"

	"github.com/exdrill/exdrill/harness/bench/bill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/chart"
)

// Money is an amount of the yearly bill.
func (v *boardView) Money(amount float64) string { return report.RoundMoney(amount, v.Year.Currency) }

// CheapestLine says which defence costs the least at the stated rate of thefts,
// and which at others.
func (v *boardView) CheapestLine() string {
	list := v.Year.Cheapest
	switch len(list) {
	case 0:
		return v.W.NoCheapest
	case 1:
		return fmt.Sprintf(v.W.CheapestAlways, list[0].Defence)
	}
	at := v.Year.CheapestAt(v.Year.Thefts)
	text := fmt.Sprintf(v.W.Cheapest, v.W.rate(v.Year.Thefts), list[at].Defence)
	for i, s := range list {
		if i != at {
			text += v.W.gap() + v.stretch(list, i, s.Defence)
		}
	}
	return text
}

// stretch says at which other rates a defence costs the least.
func (v *boardView) stretch(list []bill.Stretch, at int, defence string) string {
	switch {
	case at == 0:
		return fmt.Sprintf(v.W.CheapestBelow, v.W.rate(list[1].From), defence)
	case at == len(list)-1:
		return fmt.Sprintf(v.W.CheapestAbove, v.W.rate(list[at].From), defence)
	}
	return fmt.Sprintf(v.W.CheapestBetween, v.W.rate(list[at].From), v.W.rate(list[at+1].From), defence)
}

// RateLine says how many thefts a year has.
func (v *boardView) RateLine() string { return v.W.rate(v.Year.Thefts) }

// drawYear draws what each ranked defence costs by the rate of thefts, from a
// hundredth of the stated rate to a hundred times it.
func (v *boardView) drawYear() template.HTML {
	if v.Year == nil || len(v.Year.Cheapest) == 0 {
		return ""
	}
	y := v.Year
	p := chart.Plane{
		Says: v.W.Year, XName: v.W.TheftsAYear, YName: v.W.AYear, Log: true, XFrom: y.Thefts / 100, XTo: y.Thefts * 100,
		YFrom: math.Inf(1), WriteX: v.W.number, WriteY: v.Money,
	}
	for i := range y.Lines {
		l := &y.Lines[i]
		if l.Partial || !l.Ranked {
			continue
		}
		way := chart.Way{Class: lineClasses[len(p.List)%len(lineClasses)], Name: l.Defence, Bare: true}
		for power := -2.0; power <= 2; power += 0.125 {
			times := math.Pow(10, power)
			way.Spots = append(way.Spots, chart.Spot{X: times * y.Thefts, Y: l.At(times)})
			p.YTo = max(p.YTo, l.At(times))
			if l.At(times) > 0 {
				p.YFrom = min(p.YFrom, l.At(times))
			}
		}
		p.List = append(p.List, way)
	}
	if p.YTo == 0 { // nobody lost or harmed anything
		return ""
	}
	p.YFrom, p.YTo = math.Pow(10, math.Floor(math.Log10(p.YFrom))), math.Pow(10, math.Ceil(math.Log10(p.YTo)))
	return figure(func(width float64) template.HTML { return p.Draw(width, 340) })
}
