package statistics

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// ExactFlips is up to how many differences every choice of signs is tried:
// 2^16. Of more, as many choices are drawn.
const ExactFlips = 16

// unit is what sums of differences are counted in, so that none of them is off
// zero by the rounding of decimals. Scores have two decimals.
const unit = 1e-6

// flips is the paired sign-flip test (Fisher 1935, Pitman 1937): if two
// defences are alike, which of them is called the first is arbitrary, and each
// pair's difference has either sign with equal chance. All the test needs are
// the means of the subsets of differences: flipping a subset makes the sum
// larger exactly if its mean is below zero, so that the test of a shift by any
// amount is a count of subset means below that amount, and its inversion is an
// order statistic of them (Hartigan 1969, "Using subsample values as typical
// values"). So test and interval are one.
type flips struct {
	means []float64 // of the subsets, in order
	empty int       // subsets without a difference: the sample as it was seen
}

// cluster is differences that are flipped together.
type cluster struct {
	sum  int64 // in units
	size int
}

func clusterOf(differences []float64) (c cluster) {
	for _, d := range differences {
		c.sum += int64(math.Round(d / unit))
	}
	c.size = len(differences)
	return c
}

func (c cluster) with(other cluster) cluster {
	return cluster{c.sum + other.sum, c.size + other.size}
}

func flipsOf(list []cluster) *flips {
	f := &flips{empty: 1}
	if len(list) <= ExactFlips {
		for _, subset := range sums(list)[1:] {
			f.add(subset)
		}
	} else {
		f.sampled(list)
	}
	slices.Sort(f.means)
	return f
}

// sampled draws subsets, the same for every sample of one size. Eight
// differences at a time, it looks their sum up instead of adding.
func (f *flips) sampled(list []cluster) {
	var eights [][]cluster
	for eight := range slices.Chunk(list, 8) {
		eights = append(eights, sums(eight))
	}
	chance := rand.New(rand.NewPCG(uint64(len(list)), 0x9e3779b97f4a7c15))
	for range 1<<ExactFlips - 1 {
		var subset cluster
		var drawn uint64
		for i, eight := range eights {
			if i%8 == 0 {
				drawn = chance.Uint64()
			}
			part := eight[drawn&uint64(len(eight)-1)]
			subset, drawn = subset.with(part), drawn>>8
		}
		f.add(subset)
	}
}

// sums are those of all subsets, by their bits: each is a smaller one and its
// lowest member.
func sums(list []cluster) []cluster {
	subsets := make([]cluster, 1<<len(list))
	for s := 1; s < len(subsets); s++ {
		subsets[s] = subsets[s&(s-1)].with(list[bits.TrailingZeros(uint(s))])
	}
	return subsets
}

func (f *flips) add(c cluster) {
	if c.size == 0 {
		f.empty++
		return
	}
	f.means = append(f.means, float64(c.sum)*unit/float64(c.size))
}

// choices is how many choices of signs were looked at.
func (f *flips) choices() int { return len(f.means) + f.empty }

// extreme is how many choices of signs make the sum at least as far from zero,
// on the side on which it lies.
func (f *flips) extreme() int {
	below, _ := slices.BinarySearch(f.means, math.SmallestNonzeroFloat64)
	above, _ := slices.BinarySearch(f.means, 0)
	return f.empty + min(below, len(f.means)-above)
}

// p is the two-sided probability: twice the one-sided, at most 1.
func (f *flips) p() float64 {
	return min(1, 2*float64(f.extreme())/float64(f.choices()))
}

// allowed is how many choices of signs may be as extreme where a two-sided test
// of a level still rejects.
func (f *flips) allowed(level float64) int { return int(level / 2 * float64(f.choices())) }

// interval are the shifts that the test does not reject if it rejects where at
// most so many choices are as extreme: all of them, if there are too few
// differences to reject any.
func (f *flips) interval(allowed int) Interval {
	at := allowed - f.empty
	if at < 0 || len(f.means) == 0 {
		return Interval{math.Inf(-1), math.Inf(1)}
	}
	return Interval{f.means[at], f.means[len(f.means)-1-at]}
}
