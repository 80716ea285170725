package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/bench/bill"
)

// yearText is the yearly bill: what each defence costs at the stated rates, and
// which is the cheapest at which rate of thefts. separate are two defences whose
// crossing is told, too.
func yearText(f Format, y *bill.Year, separate []string, o Options) string {
	if y == nil || len(y.Lines) == 0 {
		return ""
	}
	var rows [][]any
	for i := range y.Lines {
		rows = append(rows, yearCells(y, &y.Lines[i]))
	}
	notes := wrapLines(strings.Join(yearNotes(y, separate), "\n"), 98) + "\n"
	if len(y.Cheapest) == 0 { // sums over next to nothing are no bill
		return "\n" + o.heading(f, "What a year costs") + "\n\n" + notes
	}
	title := "What a year costs, with " + RateText(y.Thefts)
	heads := []any{"defence", "stolen", "harm then", "other days", "a year", "range", "rare losses too"}
	return "\n" + o.heading(f, title) + "\n\n" + tableOf(f, "lrrrrrr", heads, rows) + "\n" + notes + rateTable(f, y, o)
}

func yearCells(y *bill.Year, l *bill.Line) []any {
	m := func(v float64) string { return RoundMoney(v, y.Currency) }
	name := l.Defence
	if l.Partial {
		name += " (partly)"
	}
	return []any{name, m(l.Stolen), m(l.Harm), m(l.Days), m(l.Bill), m(l.Low) + " to " + m(l.High), m(l.Unseen)}
}

// rateTable is the curve of the bill over the rate of thefts: at some parts and
// multiples of the stated one.
func rateTable(f Format, y *bill.Year, o Options) string {
	if y.Thefts == 0 {
		return ""
	}
	times := []float64{0.01, 0.1, 1, 10, 100}
	heads, rows := []any{"defence"}, [][]any(nil)
	for _, t := range times {
		heads = append(heads, RateText(t*y.Thefts))
	}
	for i := range y.Lines {
		cells := []any{y.Lines[i].Defence}
		for _, t := range times {
			cells = append(cells, RoundMoney(y.Lines[i].At(t), y.Currency))
		}
		rows = append(rows, cells)
	}
	return "\n" + o.heading(f, "A year at other rates of thefts") + "\n\n" + tableOf(f, "lrrrrr", heads, rows)
}

// yearNotes are the sentences below the bill.
func yearNotes(y *bill.Year, separate []string) (list []string) {
	list = append(list, CheapestText(y))
	if len(separate) == 2 {
		list = append(list, overtakesText(y, separate[0], separate[1]))
	}
	list = append(list, "Range: at the lower and the upper end of all stated rates. Rare losses too: if each kind of theft took the upper "+
		"end of its 95 % interval. The rates and their reasons: exdrill new rates.")
	if len(y.Missing) > 0 {
		list = append(list, "Left out, for want of runs: "+strings.Join(y.Missing, ", ")+".")
	}
	if len(y.Unpriced) > 0 {
		list = append(list, "Left out, for want of a rate: "+strings.Join(y.Unpriced, ", ")+".")
	}
	return list
}

// CheapestText says which defence costs the least at which rate of thefts.
func CheapestText(y *bill.Year) string {
	switch n := len(y.Cheapest); n {
	case 0:
		return "Nobody knows which is the cheapest: too few kinds of thefts and days have runs."
	case 1:
		return "Cheapest at every rate of thefts: " + y.Cheapest[0].Defence + "."
	}
	at := y.CheapestAt(y.Thefts)
	text := fmt.Sprintf("Cheapest at the stated rate, %s: %s.", RateText(y.Thefts), y.Cheapest[at].Defence)
	for i, s := range y.Cheapest {
		if i != at {
			text += fmt.Sprintf(" If thefts are %s: %s.", stretchText(y.Cheapest, i), s.Defence)
		}
	}
	return text
}

// stretchText says at which rates of thefts a stretch is.
func stretchText(list []bill.Stretch, at int) string {
	switch {
	case at == 0:
		return "rarer than " + RateText(list[1].From)
	case at == len(list)-1:
		return "more frequent than " + RateText(list[at].From)
	}
	return fmt.Sprintf("more frequent than %s and rarer than %s", RateText(list[at].From), RateText(list[at+1].From))
}

// overtakesText says from which rate on one of two defences costs less.
func overtakesText(y *bill.Year, one, other string) string {
	a, b := y.Line(one), y.Line(other)
	if a == nil || b == nil || a.Partial || b.Partial {
		return fmt.Sprintf("%s and %s do not compare: one lacks runs of some kind.", one, other)
	}
	times, ok := bill.Overtakes(a, b)
	if !ok {
		switch {
		case a.Bill == b.Bill && a.Days == b.Days:
			return fmt.Sprintf("%s and %s cost the same at every rate of thefts.", one, other)
		case a.Bill > b.Bill:
			one, other = other, one
		}
		return fmt.Sprintf("%s costs less than %s at every rate of thefts.", one, other)
	}
	if a.Days < b.Days { // the one that costs less without thefts is overtaken
		one, other = other, one
	}
	return fmt.Sprintf("%s overtakes %s at %s.", one, other, RateText(times*y.Thefts))
}

// RateText is a rate of thefts in words: "one theft in 4.6 years".
func RateText(year float64) string {
	switch {
	case year <= 0:
		return "no thefts"
	case year > 1:
		return Round(year) + " thefts a year"
	case Round(1/year) == "1":
		return "one theft a year"
	}
	return "one theft in " + Round(1/year) + " years"
}

// RoundMoney writes an amount of a bill with three digits: "$4.25 M". It is an
// estimate, and more of them would be a pretence.
func RoundMoney(amount float64, currency string) string {
	sign, known := Symbol(currency)
	if !known {
		sign = currency + " "
	}
	for _, u := range []struct {
		of   float64
		name string
	}{{1e9, " bn"}, {1e6, " M"}, {1e3, " k"}} {
		if amount >= 0.9995*u.of {
			return sign + significant(amount/u.of) + u.name
		}
	}
	return sign + significant(amount)
}

// Round writes a number with three digits that count, and no zeros behind.
func Round(v float64) string {
	text := significant(v)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// significant writes a number with three digits that count.
func significant(v float64) string {
	if v == 0 {
		return "0"
	}
	digits := 2 - int(math.Floor(math.Log10(math.Abs(v))+1e-9))
	rounded := math.Round(v*math.Pow(10, float64(digits))) / math.Pow(10, float64(digits))
	return strconv.FormatFloat(rounded, 'f', max(min(digits, 2), 0), 64)
}
