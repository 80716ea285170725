package money

import (
	"math"
	"math/bits"
)

// MaxSupply is the most base units of one asset that may exist. It leaves a
// bit to spare, so that the sum of any two amounts still fits an int64.
const MaxSupply = 1 << 62

// MaxDecimals is how finely an asset may be divided: one whole coin is at most
// 10^9 base units.
const MaxDecimals = 9

// Whole is a share of one: shares, fees and weights are in parts per million.
const Whole = 1_000_000

// Rounding says what happens to the part of a quotient that is not whole.
type Rounding uint8

// The directions, by what they do to the magnitude: a negative result mirrors
// the positive one.
const (
	Down    Rounding = iota // toward zero
	Up                      // away from zero
	Nearest                 // to the nearest, halves away from zero
)

// MulDiv is a*b/c with the product in 128 bits and one rounding at the end.
// ok is false when c is zero or the result leaves the range of an int64.
func MulDiv(a, b, c int64, r Rounding) (result int64, ok bool) {
	if c == 0 {
		return 0, false
	}
	divisor := magnitude(c)
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi >= divisor {
		return 0, false
	}
	quotient, rest := bits.Div64(hi, lo, divisor)
	if rest != 0 && (r == Up || r == Nearest && rest >= divisor-rest) {
		quotient++ // 2^64 wraps to 0 only if divisor is 1, which leaves no rest
	}
	return signed(quotient, (a^b^c) < 0)
}

// Add is a+b; ok is false when the sum leaves the range of an int64.
func Add(a, b int64) (sum int64, ok bool) {
	sum = a + b
	return sum, (sum > a) == (b > 0)
}

// AddCapped is the sum of two amounts that are not below zero; it stops at the
// largest there is, which only nonsensical scenarios reach.
func AddCapped(a, b int64) int64 {
	if sum, ok := Add(a, b); ok {
		return sum
	}
	return math.MaxInt64
}

// Sub is a-b; ok is false when the difference leaves the range of an int64.
func Sub(a, b int64) (difference int64, ok bool) {
	difference = a - b
	return difference, (difference < a) == (b > 0)
}

var powers = [19]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// Pow10 is 10^n for n up to 18, the largest that fits. Beyond it is 0, which
// MulDiv refuses as a divisor.
func Pow10(n uint8) int64 {
	if int(n) < len(powers) {
		return powers[n]
	}
	return 0
}

// magnitude is |n|, which for the smallest int64 only fits without a sign.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func signed(magnitude uint64, negative bool) (n int64, ok bool) {
	if negative {
		return int64(-magnitude), magnitude <= 1<<63
	}
	return int64(magnitude), magnitude <= math.MaxInt64
}
