package sigma

import (
	"math/big"
	"math/bits"
)

// int128 is a signed integer of 128 bits: what a window of 64-bit values can
// add up to.
type int128 struct {
	hi int64
	lo uint64
}

func widen(n int64) int128 { return int128{n >> 63, uint64(n)} }

func (a int128) plus(b int128) int128 {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(uint64(a.hi), uint64(b.hi), carry)
	return int128{int64(hi), lo}
}

func (a int128) minus(b int128) int128 {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(uint64(a.hi), uint64(b.hi), borrow)
	return int128{int64(hi), lo}
}

// product multiplies two 64-bit integers, which never overflows.
func product(a, b int64) int128 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if a < 0 {
		hi -= uint64(b)
	}
	if b < 0 {
		hi -= uint64(a)
	}
	return int128{int64(hi), lo}
}

func (a int128) compare(b int128) int {
	if s := compareInt(a.hi, b.hi); s != 0 {
		return s
	}
	switch {
	case a.lo < b.lo:
		return -1
	case a.lo > b.lo:
		return 1
	}
	return 0
}

func (a int128) big() *big.Int {
	n := new(big.Int).Lsh(big.NewInt(a.hi), 64)
	return n.Add(n, new(big.Int).SetUint64(a.lo))
}

// measure is what a window comes to: a fraction, exact.
type measure struct {
	num int128
	den int64 // above 0
}

func count(n int64) measure { return measure{widen(n), 1} }

// compare holds the measure against a threshold without rounding.
func (m measure) compare(bound number) int {
	if bound.rat == nil {
		return m.num.compare(product(bound.n, m.den))
	}
	return m.fraction().Cmp(bound.rat)
}

func (m measure) fraction() *big.Rat { return new(big.Rat).SetFrac(m.num.big(), big.NewInt(m.den)) }

// String is the measure as a decimal number where it is one, else as a fraction.
func (m measure) String() string { return number{rat: m.fraction()}.String() }
