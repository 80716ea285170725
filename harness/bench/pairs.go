package bench

import (
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/score/impact"
)

// Pair is two ranked defences, and how far apart they are if all prices of harm
// may be anywhere within their ranges at once.
type Pair struct {
	Ahead  string   `json:"ahead"` // as the prices are
	Behind string   `json:"behind"`
	Gap    float64  `json:"gap"`   // points between them
	Least  float64  `json:"least"` // the smallest that was found within the ranges; below zero they have changed places
	With   []string `json:"with"`  // the prices that make it so small, or that turn it
}

// Swaps reports whether the two change places somewhere within the ranges.
func (p *Pair) Swaps() bool { return p.Least < 0 }

// factors are how many times the tariff's prices are; indices are kinds.
type factors [impact.Kinds]float64

// pairs asks of every two ranked defences whether prices could turn them. Prices
// are turned one after the other to whichever end brings the two closer, until
// none does: that finds a turn and does not prove that there is none.
func pairs(rows []*runs.Row, board []Entry) []Pair {
	list := []Pair{}
	if slices.ContainsFunc(rows, func(r *runs.Row) bool { return r.Failure == "" && !billed(r) }) {
		return list
	}
	cells := make(map[string][]priced)
	for i := range board {
		if board[i].Rank > 0 {
			cells[board[i].Defence] = pricedCells(rows, board[i].Defence)
		}
	}
	for i := range board {
		for _, b := range board[i+1:] {
			if board[i].Rank > 0 && b.Rank > 0 {
				list = append(list, closest(board[i].Defence, b.Defence, cells))
			}
		}
	}
	return list
}

// closest brings two defences as close together as ranges let it.
func closest(ahead, behind string, cells map[string][]priced) Pair {
	gap := func(f *factors) float64 { return meanAt(cells[ahead], f) - meanAt(cells[behind], f) }
	var stated factors
	for k := range stated {
		stated[k] = 1
	}
	at := stated
	p := Pair{Ahead: ahead, Behind: behind, Gap: gap(&at), With: []string{}}
	p.Least = p.Gap
	for better := true; better; {
		better = false
		for k, r := range impact.Ranges() {
			for _, to := range []float64{times(r.Low), times(r.High)} {
				tried := at
				tried[k] = to
				if g := gap(&tried); g < p.Least-1e-9 {
					at, p.Least, better = tried, g, true
				}
			}
		}
	}
	if p.Swaps() {
		at = fewest(at, &stated, func(f *factors) bool { return gap(f) < 0 })
		p.Least = gap(&at)
	}
	for k, r := range impact.Ranges() {
		for _, end := range []int64{r.Low, r.High} {
			if at[k] != 1 && at[k] == times(end) {
				p.With = append(p.With, priceAt(impact.Kind(k).String(), end))
			}
		}
	}
	return p
}

// fewest takes back every price that is not needed for something to be so.
func fewest(at factors, stated *factors, so func(*factors) bool) factors {
	for k := range at {
		tried := at
		if tried[k] = stated[k]; so(&tried) {
			at = tried
		}
	}
	return at
}

// priced are the runs of one defence in one scenario, by level of adaptation.
type priced [][]*runs.Row

// pricedCells gathers a defence's runs, a cell for each scenario.
func pricedCells(rows []*runs.Row, defence string) (cells []priced) {
	rows = only(rows, func(r *runs.Row) bool { return r.Defence == defence })
	for _, s := range scenariosOf(rows) {
		var cell priced
		for _, l := range Levels(rows) {
			if here := only(rows, func(r *runs.Row) bool { return r.Scenario == s && r.Adaptation == l }); len(here) > 0 {
				cell = append(cell, here)
			}
		}
		cells = append(cells, cell)
	}
	return cells
}

// meanAt is the mean over scenarios at other prices: of each what the runs come to
// at the level of the attacker at which that is least.
func meanAt(cells []priced, f *factors) float64 {
	var all []float64
	for _, cell := range cells {
		worst := math.Inf(1)
		for _, level := range cell {
			sum := 0.0
			for _, r := range level {
				sum += repricedAll(r, f)
			}
			worst = min(worst, sum/float64(len(level)))
		}
		all = append(all, worst)
	}
	return statistics.Mean(all)
}

// repricedAll is the score of a run at other prices of all kinds.
func repricedAll(r *runs.Row, f *factors) float64 {
	if r.Failure != "" {
		return points(r.Score)
	}
	h := &r.Result.Harm
	harm, day := float64(h.Total), float64(h.ClosedDay)
	for _, row := range h.Items {
		if k, ok := impact.ParseKind(row.Kind); ok {
			harm += (f[k] - 1) * float64(row.Price)
		}
	}
	for _, row := range h.ClosedDayItems {
		if k, ok := impact.ParseKind(row.Kind); ok {
			day += (f[k] - 1) * float64(row.Price)
		}
	}
	return points(scoreAt(r.Result, harm, day))
}
