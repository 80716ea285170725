package chart

import (
	"math"
	"time"
)

// scale places values on a line of pixels.
type scale struct {
	from, to   float64 // values
	start, end float64 // pixels
	log        bool
}

func (s *scale) at(v float64) float64 {
	from, to := s.from, s.to
	if s.log {
		v, from, to = math.Log10(max(v, s.from)), math.Log10(from), math.Log10(to)
	}
	if to == from {
		return s.start
	}
	return s.start + (v-from)/(to-from)*(s.end-s.start)
}

// rounds are round numbers between two values, about n of them.
func rounds(from, to float64, n int) (list []float64) {
	step := stepOf((to - from) / float64(max(n, 1)))
	if step == 0 || math.IsInf(step, 0) || math.IsNaN(step) {
		return []float64{from}
	}
	for i := math.Ceil(from/step - 1e-9); i*step <= to+step*1e-9; i++ {
		list = append(list, i*step)
	}
	return list
}

// stepOf is the next of 1, 2, 5, 10, ...
func stepOf(least float64) float64 {
	if least <= 0 {
		return 0
	}
	unit := math.Pow(10, math.Floor(math.Log10(least)))
	for _, m := range []float64{1, 2, 5} {
		if m*unit >= least*(1-1e-9) {
			return m * unit
		}
	}
	return 10 * unit
}

// powers are 1, 2 and 5 times the powers of ten between two values, thinned to
// the powers alone where there are many.
func powers(from, to float64) (list []float64) {
	wide := math.Log10(to/from) > 2.5
	for p := math.Pow(10, math.Floor(math.Log10(from))); p <= to; p *= 10 {
		for _, m := range []float64{1, 2, 5} {
			if v := m * p; v >= from*(1-1e-9) && v <= to*(1+1e-9) && (m == 1 || !wide) {
				list = append(list, v)
			}
		}
	}
	return list
}

// Span is the time that a chart covers, by the clocks of a zone.
type Span struct {
	From, To int64 // nanoseconds since the Unix epoch
	Zone     *time.Location
	Day      func(time.Time) string // a date as the page's language writes it
}

func (s *Span) scale(start, end float64) scale {
	return scale{from: 0, to: float64(s.To - s.From), start: start, end: end}
}

// x is the place of a moment, kept within the chart.
func (s *Span) x(c *scale, at int64) float64 {
	return c.at(float64(min(max(at, s.From), s.To) - s.From))
}

// holds reports whether a moment is in it.
func (s *Span) holds(at int64) bool { return at >= s.From && at <= s.To }

var steps = []time.Duration{
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	24 * time.Hour, 48 * time.Hour, 7 * 24 * time.Hour, 14 * 24 * time.Hour, 28 * 24 * time.Hour, 91 * 24 * time.Hour,
}

// ticks are the round times in it, at most n, and the step between them.
func (s *Span) ticks(n int) (list []time.Time, step time.Duration) {
	step = steps[len(steps)-1]
	for _, d := range steps {
		if (s.To-s.From)/int64(d) < int64(n) {
			step = d
			break
		}
	}
	first := time.Unix(0, s.From).In(s.Zone)
	day := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, s.Zone)
	for t := day; t.UnixNano() <= s.To; t = t.Add(step) {
		if t.UnixNano() >= s.From {
			list = append(list, t)
		}
	}
	return list, step
}
