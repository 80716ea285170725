// Package statistics says how sure one can be of a score: intervals for a mean,
// paired differences, corrections for looking at many scenarios at once, and
// what each part of a whole contributed.
//
// Everything is deterministic: resampling draws from a generator with a fixed
// seed, so that the same scores always print the same interval.
package statistics

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
)

// Fewest is the smallest sample for which an interval is given. Below it the
// resampled spreads say more about chance than about the defence.
const Fewest = 8

// resamples is how often a sample is drawn anew. The smallest probability that
// can come out is one over one more than that.
const resamples = 4_999

// Interval is a range that covers a mean with a stated confidence.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Interval95 is the 95 % interval of the mean by the studentised bootstrap
// (bootstrap-t, Efron and Tibshirani 1993, chapter 12): each resample gives a
// t value with its own standard error, and the quantiles of those, not of the
// normal distribution, say how far the mean may be off. Unlike the plain
// percentiles it keeps its promise for small and skewed samples, and scores are
// both. It is nil below Fewest values.
func Interval95(values []float64) *Interval {
	if len(values) < Fewest {
		return nil
	}
	mean, standardError := spread(values)
	if constant(standardError, mean) {
		return &Interval{mean, mean}
	}
	t := studentised(values, mean)
	return &Interval{
		Low:  mean - quantile(t, 0.975)*standardError,
		High: mean - quantile(t, 0.025)*standardError,
	}
}

// probability says how likely a mean as far from zero as this one would be if
// the truth were zero, from the same resampled t values.
func probability(values []float64) float64 {
	mean, standardError := spread(values)
	if constant(standardError, mean) {
		if mean == 0 {
			return 1
		}
		return 1 / float64(resamples+1)
	}
	seen := math.Abs(mean / standardError)
	beyond := 1
	for _, t := range studentised(values, mean) {
		if math.Abs(t) >= seen {
			beyond++
		}
	}
	return float64(beyond) / float64(resamples+1)
}

// constant reports whether what varies around a mean does so by rounding alone.
func constant(variation, mean float64) bool {
	return variation <= 1e-12*max(1, math.Abs(mean))
}

// studentised draws the sample anew, with replacement, many times over and
// gives the t value of each, sorted. A resample without any spread counts as
// infinitely far on the side on which it lies.
func studentised(values []float64, mean float64) []float64 {
	chance := rand.New(rand.NewPCG(uint64(len(values)), 0x9e3779b97f4a7c15))
	drawn := make([]float64, len(values))
	t := make([]float64, resamples)
	for i := range t {
		for j := range drawn {
			drawn[j] = values[chance.IntN(len(values))]
		}
		m, se := spread(drawn)
		switch {
		case !constant(se, m):
			t[i] = (m - mean) / se
		case !constant(math.Abs(m-mean), mean):
			t[i] = math.Copysign(math.Inf(1), m-mean)
		}
	}
	sort.Float64s(t)
	return t
}

// quantile reads a sorted list, leaving out what is infinite.
func quantile(sorted []float64, q float64) float64 {
	finite := sorted
	for len(finite) > 0 && math.IsInf(finite[0], -1) {
		finite = finite[1:]
	}
	for len(finite) > 0 && math.IsInf(finite[len(finite)-1], 1) {
		finite = finite[:len(finite)-1]
	}
	if len(finite) == 0 {
		return 0
	}
	at := q * float64(len(finite)-1)
	low := int(at)
	high := min(low+1, len(finite)-1)
	return finite[low] + (at-float64(low))*(finite[high]-finite[low])
}

// Worst is the smallest value and where it stands; -1 if there is none.
func Worst(values []float64) (worst float64, index int) {
	if len(values) == 0 {
		return math.NaN(), -1
	}
	index = slices.Index(values, slices.Min(values))
	return values[index], index
}

// Mean is the arithmetic mean; NaN of nothing.
func Mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// Median is the middle value, or the mean of the two in the middle; NaN of
// nothing.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

// spread is the mean and its standard error: the sample's standard deviation
// (with n-1) over the root of n.
func spread(values []float64) (mean, standardError float64) {
	mean = Mean(values)
	squares := 0.0
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	n := float64(len(values))
	return mean, math.Sqrt(squares / (n - 1) / n)
}
