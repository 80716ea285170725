package statistics

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Verdict says what a comparison shows.
type Verdict string

// The verdicts. That no difference is shown does not mean that there is none.
const (
	Better  Verdict = "better"
	Worse   Verdict = "worse"
	NoProof Verdict = "no difference shown"
)

// Difference is what two defences differ by, seed by seed.
type Difference struct {
	Name string  `json:"name"`
	N    int     `json:"n"`    // pairs, or clusters of them
	Mean float64 `json:"mean"` // of after minus before

	// Interval are the shifts that the sign-flip test does not reject at 95 %. It
	// reaches to zero where Holm's correction takes a difference back, so that it
	// leaves out zero exactly if the verdict is that there is one. nil below
	// Fewest.
	Interval *Interval `json:"interval,omitempty"`
	// Bounds are between what the mean lies with 95 % confidence, counting
	// outcomes that are too rare for these seeds to show; see Interval95. Where
	// they hold zero, a verdict is about what was seen. nil below Fewest pairs.
	Bounds *Interval `json:"bounds,omitempty"`

	// P is the probability of so large a difference by chance, and Corrected
	// that after Holm's correction; both 1 below Fewest.
	P         float64 `json:"p"`
	Corrected float64 `json:"corrected"`
	Verdict   Verdict `json:"verdict"`
	// Needed is how many pairs would show a difference of this size and spread
	// in four of five benchmarks; see Needed. 0 if no number would.
	Needed int `json:"needed"`

	flips  *flips
	within Range
	spread []float64 // the differences, one a pair or cluster
}

// Pair is one run's score under two defences, and its cluster: what belongs to
// the same one is not independent.
type Pair struct {
	Cluster       string
	Before, After float64
}

// Paired compares two series of scores of the same seeds, in the same order,
// that lie within a range. It fails if they are not equally long.
func Paired(name string, before, after []float64, within Range) (Difference, error) {
	if len(before) != len(after) {
		return Difference{}, fmt.Errorf("%s: %d scores against %d, expected the same seeds on both sides", name, len(before), len(after))
	}
	pairs := make([]Pair, len(before))
	for i := range before {
		pairs[i] = Pair{fmt.Sprint(i), before[i], after[i]}
	}
	return Clustered(name, pairs, within), nil
}

// Clustered compares pairs of scores that lie within a range. The signs of one
// cluster are flipped together, so that the verdict relies on nothing but the
// independence of clusters.
func Clustered(name string, pairs []Pair, within Range) Difference {
	d := Difference{Name: name, P: 1, Corrected: 1, Verdict: NoProof, Mean: math.NaN(), within: within.Differences()}
	var all []float64
	var clusters [][]float64
	at := make(map[string]int)
	for _, p := range pairs {
		i, known := at[p.Cluster]
		if !known {
			i = len(clusters)
			at[p.Cluster], clusters = i, append(clusters, nil)
		}
		all, clusters[i] = append(all, p.After-p.Before), append(clusters[i], p.After-p.Before)
	}
	if d.N = len(clusters); len(all) > 0 {
		d.Mean = Mean(all)
	}
	d.Bounds = Interval95(all, d.within)
	d.test(clusters)
	return d
}

func (d *Difference) test(clusters [][]float64) {
	if len(clusters) < Fewest {
		return
	}
	list := make([]cluster, len(clusters))
	for i, c := range clusters {
		list[i] = clusterOf(c)
		d.spread = append(d.spread, Mean(c))
	}
	d.flips = flipsOf(list)
	d.P = d.flips.p()
	d.Corrected = d.P
	d.Needed = Needed(d.spread, Significance)
	d.judge()
}

// judge gives the verdict and the interval that says the same.
func (d *Difference) judge() {
	d.Verdict = NoProof
	if d.Corrected <= Significance {
		d.Verdict = Better
		if d.Mean < 0 {
			d.Verdict = Worse
		}
	}
	if d.flips == nil {
		return
	}
	i := d.flips.interval(d.flips.allowed(Significance))
	if d.Verdict == NoProof { // by the test itself, or because the correction took a difference back
		i = Interval{min(i.Low, 0), max(i.High, 0)}
	}
	d.Interval = &Interval{max(i.Low, d.within.Low), min(i.High, d.within.High)}
}

// Holm corrects the probabilities of several comparisons, so that among all of
// them a difference is claimed by chance at most as often as Significance says
// (Holm 1979), and judges them anew. It works in place. Comparisons in which
// nothing differed at all do not count: whatever the signs, no difference can be
// claimed of them (Tarone 1990).
func Holm(differences []Difference) {
	var order []*Difference
	for i := range differences {
		if d := &differences[i]; !d.alike() {
			order = append(order, d)
		}
	}
	slices.SortStableFunc(order, func(a, b *Difference) int { return cmp.Compare(a.P, b.P) })
	least := 0.0
	for i, d := range order {
		least = max(least, min(1, d.P*float64(len(order)-i)))
		d.Corrected = least
		d.judge()
		if d.spread != nil {
			d.Needed = Needed(d.spread, Significance/float64(len(order)))
		}
	}
}

// alike reports whether there was no difference on any seed.
func (d *Difference) alike() bool {
	return d.spread != nil && !slices.ContainsFunc(d.spread, func(v float64) bool { return math.Abs(v) >= unit })
}
