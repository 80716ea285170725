package verify

import "math"

// cell is all runs of one defence in one scenario, and how many of them are made
// again. Which ones is drawn evenly, without putting any back.
type cell struct {
	Scenario, Defence string
	Runs, Again       int
}

// Escape is the chance that a forger is not found out by a sample.
type Escape struct {
	Forged int     `json:"forged"` // how many runs he changed
	Chance float64 `json:"chance"` // that none of them is made again, from 0 to 1
}

// escape is the chance of a forger who changes so many runs, and spreads them
// over the cells as is best for him, that none of them is in the sample.
//
// Of a cell of N runs, n of which are drawn without putting any back, none of k
// forged ones is drawn with the chance C(N-k, n) / C(N, n), which is the product
// of (N-n-i) / (N-i) for i from 0 to k-1: the hypergeometric distribution at zero
// (W. Feller, An Introduction to Probability Theory and Its Applications, volume
// I, 3rd edition, 1968, section II.6). Cells are drawn independently, so that
// their chances are multiplied. Each forged run costs him the factor of the next
// i, and these fall: taking the largest there is, one by one, is his best.
func escape(cells []cell, forged int) Escape {
	taken := make([]int, len(cells))
	factor := func(c int) float64 {
		return float64(cells[c].Runs-cells[c].Again-taken[c]) / float64(cells[c].Runs-taken[c])
	}
	log := 0.0
	for range forged {
		best := -1
		for c := range cells {
			if taken[c] < cells[c].Runs && (best < 0 || factor(c) > factor(best)) {
				best = c
			}
		}
		if best < 0 || factor(best) <= 0 {
			return Escape{forged, 0}
		}
		log += math.Log(factor(best))
		taken[best]++
	}
	return Escape{forged, math.Exp(log)}
}

// escapes tells of a forger who changes one run, and of those who change one, five
// and ten in a hundred.
func escapes(cells []cell) (list []Escape) {
	all := 0
	for _, c := range cells {
		all += c.Runs
	}
	for _, percent := range []int{0, 1, 5, 10} {
		forged := max(1, all*percent/100)
		if len(list) == 0 || forged > list[len(list)-1].Forged {
			list = append(list, escape(cells, forged))
		}
	}
	return list
}
