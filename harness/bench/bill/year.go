package bill

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// Year is what defences cost a venue in a year.
type Year struct {
	Currency string  `json:"currency"`
	Thefts   float64 `json:"thefts"` // a year, of all kinds that have runs
	Lines    []Line  `json:"defences"`
	// Cheapest says which ranked defence costs the least, from which rate of
	// thefts on; from the lowest rate.
	Cheapest []Stretch `json:"cheapest,omitempty"`
	// Missing are kinds of thefts and days that have no runs, and Unpriced
	// scenarios of the runs that no kind has: both are left out of the bill.
	Missing  []string `json:"missing,omitempty"`
	Unpriced []string `json:"unpriced,omitempty"`
}

// Line is what one defence costs, in whole units of the currency.
type Line struct {
	Defence string  `json:"defence"`
	Stolen  float64 `json:"stolen"`  // by thefts
	Harm    float64 `json:"harm"`    // done while thefts last
	Days    float64 `json:"days"`    // harm done on days without
	Bill    float64 `json:"bill"`    // all three
	Low     float64 `json:"low"`     // the same at the lower end of all ranges of the rates
	High    float64 `json:"high"`    // and at the upper
	Unseen  float64 `json:"unseen"`  // if each kind of theft took what the upper end of its 95 % interval says
	Partial bool    `json:"partial"` // it lacks runs of a kind that others have, and does not compare
	Ranked  bool    `json:"ranked"`  // it is no defence that sees the truth
}

// Stretch is a range of base rates.
type Stretch struct {
	Defence string  `json:"defence"`
	From    float64 `json:"from"` // thefts a year
}

// CheapestAt is which stretch of Cheapest has a rate of thefts; -1 where there is
// none.
func (y *Year) CheapestAt(thefts float64) int {
	at := len(y.Cheapest) - 1
	for at > 0 && y.Cheapest[at].From > thefts {
		at--
	}
	return at
}

// At is the bill at so many times the stated rate of thefts.
func (l *Line) At(times float64) float64 { return l.Days + times*(l.Stolen+l.Harm) }

// Line is a defence's; nil if it has none.
func (y *Year) Line(defence string) *Line {
	for i := range y.Lines {
		if y.Lines[i].Defence == defence {
			return &y.Lines[i]
		}
	}
	return nil
}

// Overtakes is at how many times the stated rate of thefts two defences cost the
// same; ok is false if one is cheaper at every rate.
func Overtakes(a, b *Line) (times float64, ok bool) {
	days, thefts := b.Days-a.Days, (a.Stolen+a.Harm)-(b.Stolen+b.Harm)
	if thefts == 0 || days/thefts <= 0 {
		return 0, false
	}
	return days / thefts, true
}

// Of writes the bill of the runs: one level of the attacker for each scenario
// and defence, and runs that compare. Defences that see the truth are named in
// unranked.
func Of(r *Rates, rows []*runs.Row, unranked ...string) *Year {
	y := &Year{Currency: r.Currency.Text}
	rows = runs.Told(rows)
	y.look(r, rows)
	for _, d := range defences(rows) {
		l := r.line(d, rows, y.Missing)
		l.Ranked = !slices.Contains(unranked, d)
		y.Lines = append(y.Lines, l)
	}
	slices.SortStableFunc(y.Lines, func(a, b Line) int {
		if a.Partial != b.Partial {
			return map[bool]int{true: 1, false: -1}[a.Partial]
		}
		return cmp.Compare(a.Bill, b.Bill)
	})
	y.Cheapest = cheapest(y.Lines, y.Thefts)
	return y
}

// look finds out which kinds have runs, and which scenarios have no kind.
func (y *Year) look(r *Rates, rows []*runs.Row) {
	used := make(map[string]bool)
	for i := range r.Thefts {
		if t := &r.Thefts[i]; y.measured(rows, t.Name, names(t.Scenarios), true, used) {
			y.Thefts += 1 / float64(t.Years.Value)
		}
	}
	for i := range r.Days {
		y.measured(rows, r.Days[i].Name, names(r.Days[i].Scenarios), false, used)
	}
	for _, row := range rows {
		if !used[row.Scenario] && !slices.Contains(y.Unpriced, row.Scenario) {
			y.Unpriced = append(y.Unpriced, row.Scenario)
		}
	}
}

// measured reports whether anybody has runs of a kind, and notes what it uses.
func (y *Year) measured(rows []*runs.Row, kind string, of []string, attack bool, used map[string]bool) bool {
	for _, s := range of {
		used[s] = true
	}
	if slices.ContainsFunc(rows, func(r *runs.Row) bool { return r.Attack == attack && slices.Contains(of, r.Scenario) }) {
		return true
	}
	y.Missing = append(y.Missing, kind)
	return false
}

// line sums one defence's kinds up.
func (r *Rates) line(defence string, rows []*runs.Row, missing []string) Line {
	l := Line{Defence: defence}
	for i := range r.Thefts {
		if t := &r.Thefts[i]; !slices.Contains(missing, t.Name) {
			l.theft(r, t, of(rows, defence, names(t.Scenarios), true))
		}
	}
	for i := range r.Days {
		if d := &r.Days[i]; !slices.Contains(missing, d.Name) {
			l.days(r, d, of(rows, defence, names(d.Scenarios), false))
		}
	}
	l.Unseen += l.Days
	l.Bill = l.Stolen + l.Harm + l.Days
	return l
}

// theft adds one kind of theft.
func (l *Line) theft(r *Rates, t *Theft, mine map[string][]*runs.Row) {
	lost, harm := mean(mine, (*runs.Row).LostShare), mean(mine, (*runs.Row).HarmedShare)
	if math.IsNaN(lost) || math.IsNaN(harm) {
		l.Partial = true
		return
	}
	day, rate := &r.ClosedDay, 1/float64(t.Years.Value)
	l.Stolen += rate * lost * float64(t.Undefended.Value)
	l.Harm += rate * harm * float64(day.Value)
	l.Unseen += rate * (upper(mine, lost)*float64(t.Undefended.Value) + harm*float64(day.Value))
	l.Low += (lost*float64(t.Undefended.Lo) + harm*float64(day.Lo)) / float64(t.Years.Hi)
	l.High += (lost*float64(t.Undefended.Hi) + harm*float64(day.Hi)) / float64(t.Years.Lo)
}

// days adds one kind of day.
func (l *Line) days(r *Rates, d *Days, mine map[string][]*runs.Row) {
	harm := mean(mine, func(row *runs.Row) (float64, bool) {
		share, ok := row.HarmedShare()
		return share / row.Days(), ok
	})
	if math.IsNaN(harm) {
		l.Partial = true
		return
	}
	day := &r.ClosedDay
	l.Days += harm * float64(d.Number.Value) * float64(day.Value)
	l.Low += harm * float64(d.Number.Lo) * float64(day.Lo)
	l.High += harm * float64(d.Number.Hi) * float64(day.Hi)
}

// of are a defence's runs of one kind, scenario by scenario.
func of(rows []*runs.Row, defence string, scenarios []string, attack bool) map[string][]*runs.Row {
	list := make(map[string][]*runs.Row)
	for _, r := range rows {
		if r.Defence == defence && r.Attack == attack && slices.Contains(scenarios, r.Scenario) {
			list[r.Scenario] = append(list[r.Scenario], r)
		}
	}
	return list
}

// mean is that over scenarios of the means over their runs; NaN without any.
func mean(list map[string][]*runs.Row, share func(*runs.Row) (float64, bool)) float64 {
	var means []float64
	for _, name := range sorted(list) {
		if values := runs.Shares(list[name], share); len(values) > 0 {
			means = append(means, statistics.Mean(values))
		}
	}
	return statistics.Mean(means)
}

// upper is the upper end of the 95 % interval of the share that is lost; all of
// it where there are too few runs to say less.
func upper(list map[string][]*runs.Row, lost float64) float64 {
	var all []float64
	for _, name := range sorted(list) {
		all = append(all, runs.Shares(list[name], (*runs.Row).LostShare)...)
	}
	for i := range all {
		all[i] = min(all[i], 1)
	}
	if i := statistics.Interval95(all, statistics.Range{Low: 0, High: 1}); i != nil {
		return max(i.High, lost)
	}
	return max(1, lost)
}

// cheapest is the lower envelope of the ranked defences' bills over the rate of
// thefts, of which there are so many a year at the stated rates.
func cheapest(lines []Line, thefts float64) (list []Stretch) {
	var open []*Line
	for i := range lines {
		if l := &lines[i]; l.Ranked && !l.Partial {
			open = append(open, l)
		}
	}
	if len(open) == 0 || thefts == 0 {
		return nil
	}
	slices.SortStableFunc(open, func(a, b *Line) int {
		if a.Days != b.Days {
			return map[bool]int{true: -1, false: 1}[a.Days < b.Days]
		}
		return map[bool]int{true: -1, false: 1}[a.Stolen+a.Harm <= b.Stolen+b.Harm]
	})
	for best, from := open[0], 0.0; best != nil; {
		list = append(list, Stretch{best.Defence, from * thefts})
		var next *Line
		at := math.Inf(1)
		for _, l := range open {
			if times, ok := Overtakes(best, l); ok && times < at && l.Stolen+l.Harm < best.Stolen+best.Harm {
				next, at = l, times
			}
		}
		best, from = next, max(from, at)
	}
	return list
}

func defences(rows []*runs.Row) (list []string) {
	for _, r := range rows {
		if !slices.Contains(list, r.Defence) {
			list = append(list, r.Defence)
		}
	}
	slices.Sort(list)
	return list
}

func sorted(list map[string][]*runs.Row) []string { return slices.Sorted(maps.Keys(list)) }
