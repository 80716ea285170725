package statistics

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
)

// Set is a choice of parts: bit i is part i.
type Set uint64

// Has reports whether a part is in the set.
func (s Set) Has(part int) bool { return s>>part&1 == 1 }

// All is the set of the first n parts.
func All(n int) Set { return Set(1)<<n - 1 }

// ExactUpTo is how many parts are taken apart exactly: 2^8 coalitions.
const ExactUpTo = 8

// MostParts is how many parts there may be at all.
const MostParts = 60

// Share is what one part contributes to the whole.
type Share struct {
	Value float64 `json:"value"`
	// Error is how far Value may be off, with 95 % confidence for all parts at
	// once; 0 if it is exact.
	Error float64 `json:"error"`
}

// Shapley says what each of n parts contributes to the value of all together
// over that of none: its gain averaged over all orders in which the parts could
// have been added (Shapley 1953). The shares sum to the whole. Up to ExactUpTo
// parts that is exact; beyond, it is the mean of that many drawn orders, with
// the error that they leave. value is asked once for each set; its first error
// ends the work.
func Shapley(n, orders int, value func(Set) (float64, error)) ([]Share, error) {
	if n < 0 || n > MostParts {
		return nil, fmt.Errorf("%d parts, expected 0 to %d", n, MostParts)
	}
	known := make(map[Set]float64)
	ask := func(s Set) (float64, error) {
		v, ok := known[s]
		if ok {
			return v, nil
		}
		v, err := value(s)
		if err == nil {
			known[s] = v
		}
		return v, err
	}
	if n <= ExactUpTo {
		return exact(n, ask)
	}
	return sampled(n, orders, ask)
}

// exact weighs each gain by how many orders lead to it: s!(n-s-1)!/n! for a
// part that joins s others.
func exact(n int, value func(Set) (float64, error)) ([]Share, error) {
	shares := make([]Share, n)
	for s := range All(n) + 1 {
		size := bits.OnesCount64(uint64(s))
		without, err := value(s)
		if err != nil {
			return nil, err
		}
		for part := range n {
			if s.Has(part) {
				continue
			}
			with, err := value(s | 1<<part)
			if err != nil {
				return nil, err
			}
			shares[part].Value += (with - without) / (float64(n) * choose(n-1, size))
		}
	}
	return shares, nil
}

// choose is the number of ways to take k out of n.
func choose(n, k int) float64 {
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return c
}

// sampled averages the gains over drawn orders, each together with its reverse:
// what stands early in one stands late in the other, which halves the chance.
func sampled(n, orders int, value func(Set) (float64, error)) ([]Share, error) {
	if orders < 2 {
		return nil, fmt.Errorf("%d orders for %d parts, expected at least 2", orders, n)
	}
	chance := rand.New(rand.NewPCG(uint64(n), uint64(orders)))
	pairs := (orders + 1) / 2
	sum, squares := make([]float64, n), make([]float64, n)
	for range pairs {
		gains := make([]float64, n)
		order := chance.Perm(n)
		for range 2 {
			if err := walk(order, gains, value); err != nil {
				return nil, err
			}
			for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
				order[i], order[j] = order[j], order[i]
			}
		}
		for i, g := range gains {
			sum[i] += g / 2
			squares[i] += g * g / 4
		}
	}
	shares := make([]Share, n)
	for i := range shares {
		shares[i] = estimate(sum[i], squares[i], float64(pairs), n)
	}
	return shares, nil
}

// walk adds the parts one by one and notes what each gained.
func walk(order []int, gains []float64, value func(Set) (float64, error)) error {
	before, err := value(0)
	if err != nil {
		return err
	}
	var s Set
	for _, part := range order {
		s |= 1 << part
		after, err := value(s)
		if err != nil {
			return err
		}
		gains[part] += after - before
		before = after
	}
	return nil
}

// estimate is a mean with its bound: the normal quantile for all n parts at
// once, widened for small samples by two degrees of freedom.
func estimate(sum, squares, pairs float64, n int) Share {
	mean := sum / pairs
	if pairs < 2 {
		return Share{mean, math.Inf(1)}
	}
	variance := max(0, squares-sum*mean) / (pairs - 1)
	z := math.Sqrt2 * math.Erfinv(1-0.05/float64(n))
	return Share{mean, z * math.Sqrt(variance/pairs) * (1 + 2/pairs)}
}
