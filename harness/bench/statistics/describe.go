package statistics

import (
	"math"
	"slices"
)

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
	if len(sorted)%2 == 1 || math.IsInf(sorted[half], 1) {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

// MedianInterval is a 95 % interval of a median, of any distribution: two order
// statistics between which it lies unless too many of the values fall on one
// side of it, as coins do (Thompson 1936). Values may be infinite, such as the
// time to something that never happened: they count as later than all others,
// and where there are many, so is the median or its bound. nil below Fewest.
func MedianInterval(values []float64) *Interval {
	n := len(values)
	if n < Fewest {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	outside, tail := 0, math.Pow(0.5, float64(n)) // tail: that at most so many lie below it
	for term := tail; ; outside++ {
		term *= float64(n-outside) / float64(outside+1)
		if tail+term > Significance/2 {
			break
		}
		tail += term
	}
	return &Interval{sorted[outside], sorted[n-1-outside]}
}

// spread is the mean and the standard deviation (with n-1).
func spread(values []float64) (mean, deviation float64) {
	mean = Mean(values)
	squares := 0.0
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(squares / float64(len(values)-1))
}
