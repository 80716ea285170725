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

// Significance is how unlikely a difference must be by chance alone, after the
// correction for looking at several scenarios, before it counts.
const Significance = 0.05

// Difference is what two defences differ by, seed by seed.
type Difference struct {
	Name     string    `json:"name"`
	N        int       `json:"n"`
	Mean     float64   `json:"mean"` // of after minus before
	Interval *Interval `json:"interval,omitempty"`
	// P is the probability of so large a difference by chance, and Corrected
	// that after Holm's correction; both 1 below Fewest seeds.
	P         float64 `json:"p"`
	Corrected float64 `json:"corrected"`
	Verdict   Verdict `json:"verdict"`
}

// Paired compares two series of scores of the same seeds, in the same order.
// It fails if they are not equally long.
func Paired(name string, before, after []float64) (Difference, error) {
	if len(before) != len(after) {
		return Difference{}, fmt.Errorf("%s: %d scores against %d, expected the same seeds on both sides", name, len(before), len(after))
	}
	d := Difference{Name: name, N: len(before), P: 1, Corrected: 1, Verdict: NoProof, Mean: math.NaN()}
	differences := make([]float64, len(before))
	for i := range before {
		differences[i] = after[i] - before[i]
	}
	if len(before) > 0 {
		d.Mean = Mean(differences)
	}
	if d.Interval = Interval95(differences); d.Interval != nil {
		d.P = probability(differences)
		d.Corrected = d.P
	}
	d.judge()
	return d, nil
}

func (d *Difference) judge() {
	d.Verdict = NoProof
	if d.Corrected < Significance {
		d.Verdict = Better
		if d.Mean < 0 {
			d.Verdict = Worse
		}
	}
}

// Holm corrects the probabilities of several comparisons, so that among all of
// them a difference is claimed by chance at most as often as Significance says
// (Holm 1979), and judges them anew. It works in place.
func Holm(differences []Difference) {
	order := make([]*Difference, len(differences))
	for i := range differences {
		order[i] = &differences[i]
	}
	slices.SortStableFunc(order, func(a, b *Difference) int { return cmp.Compare(a.P, b.P) })
	least := 0.0
	for i, d := range order {
		least = max(least, min(1, d.P*float64(len(order)-i)))
		d.Corrected = least
		d.judge()
	}
}
