package score

import "github.com/exdrill/exdrill/mockexchange/money"

// one is 1 in the fixed-point numbers of the sigmoid: 30 bits of fraction.
const one = int64(1) << 30

// sigmoid is S(y) = 2/(1+e^(5y)) - 1, the curve by which the Numenta Anomaly
// Benchmark values a detection at y window widths after the window's end
// (negative inside of it), in parts per million. Beyond y = 3 it is -1. It is
// computed in integers, so that every processor gives the same score.
func sigmoid(ppm int64) int64 {
	if ppm > 3*money.Whole {
		return -money.Whole
	}
	if ppm < 0 {
		return -sigmoid(-ppm)
	}
	e := exp(5 * ppm) // e^(-5y); S(y) = (e-1)/(e+1)
	return -((one-e)*money.Whole + (one+e)/2) / (one + e)
}

// exp is e^(-x) for x in parts per million from 0 to 15, as a fixed-point
// number. The series is short because it is taken of a sixteenth of x.
func exp(ppm int64) int64 {
	x := ppm * one / (16 * money.Whole)
	sum, term := one, one
	for n := int64(1); n <= 12; n++ {
		term = -term * x / one / n
		sum += term
	}
	for range 4 {
		sum = sum * sum / one
	}
	return sum
}
