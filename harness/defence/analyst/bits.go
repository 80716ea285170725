package analyst

import "math/bits"

// Bits measure surprise, in sixteenths of a bit.
type Bits int64

// bit is one bit.
const bit Bits = 16

// log2 is the logarithm of a number from 1 on, between powers of two a straight
// line, which is off by a tenth of a bit at most; 0 for less than 1.
func log2(n int64) Bits {
	if n < 1 {
		return 0
	}
	whole := bits.Len64(uint64(n)) - 1
	rest := uint64(n) - 1<<whole
	if whole > 4 {
		rest >>= whole - 4
	} else {
		rest <<= 4 - whole
	}
	return Bits(whole)*bit + Bits(rest)
}

// surprise is what it says that k of n were as extreme.
func surprise(k, n int64) Bits { return max(0, log2(n+2)-log2(k+1)) }

// octave is a number's level in a Tail: four to a doubling, 0 for nothing.
func octave(n int64) int {
	if n < 1 {
		return 0
	}
	return int(log2(n)/(bit/4)) + 1
}

// mix spreads the bits of a number over a hash (the finalizer of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
