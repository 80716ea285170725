package technique

import (
	"math/bits"
	"math/rand/v2"
)

// Chance is one stream of chance. It is plain data: a copy of the value runs
// through the same draws again.
type Chance struct {
	pcg rand.PCG
}

// NewChance is the stream of that number under a seed. The odd factor, 2^64
// over the golden ratio, keeps the states of neighbouring streams far apart.
func NewChance(seed, stream uint64) Chance {
	return Chance{pcg: *rand.NewPCG(seed, (stream+1)*0x9e3779b97f4a7c15)}
}

// Between draws a whole number from low to high, high itself left out. It is
// low when the span is empty. The product of 128 bits leaves a bias below
// one in 2^30 for the spans used here.
func (c *Chance) Between(low, high int64) int64 {
	if high <= low {
		return low
	}
	n, _ := bits.Mul64(c.pcg.Uint64(), uint64(high-low))
	return low + int64(n)
}
