package scenarios

import (
	"cmp"
	"math/bits"
	"slices"
)

// Split cuts a whole number, 0 or more, into parts in proportion to weights,
// which are not all 0. The parts add up: what rounding down leaves goes, one
// each, to those who lost most by it, the first of equals first.
func Split(total int64, weights []int64) []int64 {
	var sum uint64
	for _, w := range weights {
		sum += uint64(w)
	}
	parts, lost, order := make([]int64, len(weights)), make([]uint64, len(weights)), make([]int, len(weights))
	left := total
	for i, w := range weights {
		high, low := bits.Mul64(uint64(total), uint64(w))
		part, rest := bits.Div64(high, low, sum)
		parts[i], lost[i], order[i] = int64(part), rest, i
		left -= int64(part)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}

// Weights are what each venue's part of something is in proportion to, in the
// order of the file. The names are of those that have a part; none for all.
func (s *Scenario) Weights(at []Name) []int64 {
	weights := make([]int64, len(s.Venues))
	for i := range s.Venues {
		v := &s.Venues[i]
		here := len(at) == 0
		for _, n := range at {
			here = here || n.Text == v.Name.Text
		}
		switch {
		case here && len(s.Venues) == 1:
			weights[i] = 1
		case here && v.Share != nil:
			weights[i] = v.Share.PPM
		}
	}
	return weights
}

// Spread is how much of a count each venue has, in the order of the file; the
// names are of those that have a part, none for all.
func (s *Scenario) Spread(total int64, at ...Name) []int64 {
	weights := s.Weights(at)
	if len(weights) == 0 || slices.Max(weights) == 0 {
		return weights // a file that does not load
	}
	return Split(total, weights)
}

// Places are where something is that may name its venue.
func Places(venue *Name) []Name {
	if venue == nil {
		return nil
	}
	return []Name{*venue}
}
