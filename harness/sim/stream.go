package sim

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// Whole is all of something, in parts per million, as shares are drawn.
const Whole = 1_000_000

// Stream is one actor's source of chance for one purpose. It is a value of 16
// bytes: copying it forks it, and both copies go on alike. All draws are made
// of integers, so that they come out the same on every processor.
type Stream struct{ pcg rand.PCG }

// NewStream derives the stream of an actor for a purpose from the run's seed.
// Streams that differ in any of the three have nothing to do with each other.
func NewStream(seed uint64, a Actor, purpose uint64) Stream {
	h := mix(seed + 0x9e3779b97f4a7c15)
	h = mix(h ^ (uint64(a)+1)*0xd6e8feb86659fd93)
	h = mix(h ^ (purpose+1)*0xa0761d6478bd642f)
	return Stream{*rand.NewPCG(h, mix(h^0xe7037ed1a0b428db))}
}

// Purpose turns the name of a purpose into a number for NewStream.
func Purpose(name string) uint64 {
	h := uint64(0xcbf29ce484222325) // FNV-1a
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 0x100000001b3
	}
	return mix(h)
}

// mix is a bijection of 64 bits in which every input bit moves about half of
// the output bits.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Uint64 draws 64 even bits.
func (s *Stream) Uint64() uint64 { return s.pcg.Uint64() }

// N draws evenly from 0 to n-1, without bias; 0 when n < 2.
func (s *Stream) N(n int64) int64 {
	if n < 2 {
		return 0
	}
	hi, lo := bits.Mul64(s.pcg.Uint64(), uint64(n))
	if lo < uint64(n) {
		// The lowest part of the product would come up once too often.
		for floor := -uint64(n) % uint64(n); lo < floor; {
			hi, lo = bits.Mul64(s.pcg.Uint64(), uint64(n))
		}
	}
	return int64(hi)
}

// Chance is true in ppm of a million draws.
func (s *Stream) Chance(ppm int64) bool { return s.N(Whole) < ppm }

// Between draws evenly from lo to hi, both included; lo when hi is not above it.
func (s *Stream) Between(lo, hi int64) int64 {
	if hi <= lo {
		return lo
	}
	return lo + s.N(hi-lo+1)
}

// Exponential draws how long to wait for something that happens by chance,
// once in mean on average. The result is at least 0 and never overflows for a
// mean up to 2^55.
func (s *Stream) Exponential(mean int64) int64 {
	var q uint64
	for range 5 {
		u := s.pcg.Uint64()
		cell := u >> 56
		if cell < 255 {
			q += between(exponential[cell], exponential[cell+1], u<<8>>32)
			break
		}
		// Waiting has no memory: after the last cell's edge it starts anew.
		q += exponential[255]
	}
	return scale(mean, q)
}

// Heavy draws an amount with a heavy tail (log-normal): half of the draws are
// below the median, and one in six is above median * (1 + spread / 1,000,000).
// The result is saturated at the largest int64.
func (s *Stream) Heavy(median, spread int64) int64 {
	if median <= 0 || spread <= 0 {
		return max(median, 0)
	}
	u := s.pcg.Uint64()
	z := normalQuantile(u << 1)
	// log2(1+spread) and z have 32 bits after the point each.
	hi, lo := bits.Mul64(log2(uint64(spread)), z)
	power := hi<<32 | lo>>32
	if u>>63 == 0 {
		return scale(median, exp2(power))
	}
	return shrink(median, power)
}

// Poisson draws how many times something happens that happens mean times on
// average, in parts per million; at most 255.
func (s *Stream) Poisson(mean int64) (n int) {
	if mean <= 0 {
		return 0
	}
	for left := s.Exponential(Whole); left < mean && n < 255; left += s.Exponential(Whole) {
		n++
	}
	return n
}

// Pick draws an index with the given weights, none of them negative; -1 when
// their sum is 0.
func (s *Stream) Pick(weights []int64) int {
	var total int64
	for _, w := range weights {
		total += w
	}
	if total <= 0 {
		return -1
	}
	left := s.N(total)
	for i, w := range weights {
		if left < w {
			return i
		}
		left -= w
	}
	return -1
}

// Permutation draws an order of the numbers 0 to n-1, every one as likely as
// any other.
func (s *Stream) Permutation(n int) []uint32 {
	p := make([]uint32, n)
	for i := range p {
		j := s.N(int64(i) + 1)
		p[i] = p[j]
		p[j] = uint32(i)
	}
	return p
}

// between interpolates from a to b; the fraction has 32 bits after the point.
func between(a, b, fraction uint64) uint64 {
	if b >= a {
		return a + (b-a)*fraction>>32
	}
	return a - (a-b)*fraction>>32
}

// scale is n * factor, rounded down; the factor has 32 bits after the point.
func scale(n int64, factor uint64) int64 {
	hi, lo := bits.Mul64(uint64(n), factor)
	if hi >= 1<<31 {
		return math.MaxInt64
	}
	return int64(hi<<32 | lo>>32)
}

// shrink is n / 2^power, rounded down; the power has 32 bits after the point.
func shrink(n int64, power uint64) int64 {
	if power>>32 >= 63 {
		return 0
	}
	whole, fraction := power>>32, power&(1<<32-1)
	if fraction > 0 {
		// 2^-f = 2^(1-f) / 2
		whole, fraction = whole+1, 1<<32-fraction
	}
	return scale(n, exp2(fraction)) >> whole
}
