package sim

import "math/bits"

// The tables below hold values of smooth functions with 32 bits after the
// point; draws interpolate between neighbours. A test recomputes each from its
// formula. tables.go holds the figures.

// log2 is log2(1 + ppm / 1,000,000), with 32 bits after the point.
func log2(ppm uint64) uint64 {
	x := ppm + 1_000_000
	// x / 1,000,000 = 2^whole * m with 1 <= m < 2.
	whole := uint64(0)
	for one := uint64(1_000_000); x >= one<<1 && whole < 40; whole++ {
		one <<= 1
	}
	hi, lo := x>>32, x<<32
	m, _ := bits.Div64(hi, lo, 1_000_000<<whole) // 32 bits after the point
	m -= 1 << 32
	return whole<<32 + between(logarithm[m>>24], logarithm[m>>24+1], m<<40>>32)
}

// exp2 is 2^power, both with 32 bits after the point, saturated at 2^31.
func exp2(power uint64) uint64 {
	whole, f := power>>32, power&(1<<32-1)
	if whole >= 31 {
		return 1<<63 - 1
	}
	return between(power2[f>>24], power2[f>>24+1], f<<40>>32) << whole
}

// normalQuantile draws |z| of the normal distribution from 63 even bits at the
// top of u. The tail is cut into octaves of its probability, each into 16
// cells, so that the far end is as exact as the middle; it ends at one in a
// million, where |z| is 4.9.
func normalQuantile(u uint64) uint64 {
	octave := bits.LeadingZeros64(u)
	if octave >= normalOctaves {
		return normal[len(normal)-1]
	}
	u <<= octave + 1 // the leading one has done its work
	cell := 16*octave + 15 - int(u>>60)
	// Within an octave the probability falls as the cell's number rises.
	return between(normal[cell+1], normal[cell], u<<4>>32)
}

const normalOctaves = 20
