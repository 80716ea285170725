package score

import "github.com/exdrill/exdrill/mockexchange/money"

// profile weighs the three ways in which a detector can be wrong, in
// thousandths, as the Numenta Anomaly Benchmark does; only the names are ours.
type profile struct {
	name           string
	hit, miss, cry int64 // true positive, false negative, false positive
}

// profiles are the benchmark's standard, reward_low_FP_rate and
// reward_low_FN_rate.
var profiles = [...]profile{
	{"balanced", 1000, 1000, 110},
	{"quiet-desk", 1000, 1000, 220},
	{"never-miss", 1000, 2000, 110},
}

// window is the time in which a detection is worth something: from the thief's
// first visible action until there was nothing left for him to take.
type window struct{ from, to int64 }

// nab is the benchmark's score of a list of alerts, 100 for one true alert at
// once, 0 for silence; false if there is no window to hit.
//
// It differs from the original in what it knows. What an alert names counts,
// not the alert: every innocent case costs a false positive at any time, even
// inside the window, and the thief costs none, even after it. The window opens
// when there is something to see, never before; what is told seconds earlier is
// told at once. What a defence would say without a thief hits nothing.
func (p profile) nab(w window, alerts []Finding, peace *peaceful) (Points, bool) {
	if w.from == 0 || w.to <= w.from {
		return 0, false
	}
	best, raw := int64(-1), int64(0)
	for _, f := range alerts {
		raw -= p.cry * money.Whole * f.Charged
		if y := w.position(f.At); y <= 0 && peace.detected(w.from, f) {
			best = max(best, sigmoid(max(y, -money.Whole)))
		}
	}
	if best >= 0 {
		raw += p.hit * best * money.Whole / sigmoid(-money.Whole)
	} else {
		raw -= p.miss * money.Whole
	}
	null, perfect := -p.miss*money.Whole, p.hit*money.Whole
	return Points(nearest(10_000*((raw-null)/1000), (perfect-null)/1000)), true
}

// position is how many window widths after the window's end a moment is, in
// parts per million, -1,000,000 at its beginning.
func (w window) position(at int64) int64 {
	width := w.to - w.from
	whole, rest := (at-w.to)/width, (at-w.to)%width
	return whole*money.Whole + ratio(rest, width)
}

// ratio is part/width in parts per million for parts smaller than the width.
func ratio(part, width int64) int64 {
	for width > 1<<40 {
		part, width = part>>1, width>>1
	}
	return part * money.Whole / width
}

// nearest is a/b to the nearest whole number, for b above 0.
func nearest(a, b int64) int64 {
	if a < 0 {
		return -nearest(-a, b)
	}
	return (a + b/2) / b
}

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
