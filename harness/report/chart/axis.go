package chart

import "time"

// frame is where a chart draws its data.
type frame struct{ left, right, top, bottom float64 }

// timeAxis draws the times below a frame, dates below times.
func (d *drawing) timeAxis(f frame, s *Span, x *scale) {
	d.line("axis", f.left, f.bottom, f.right, f.bottom)
	ticks, step := s.ticks(max(int((f.right-f.left)/74), 2))
	day := ""
	for _, t := range ticks {
		at := s.x(x, t.UnixNano())
		d.line("grid", at, f.top, at, f.bottom)
		date := s.Day(t)
		if step >= 24*time.Hour {
			d.text("lb", at, f.bottom+16, "middle", date)
			continue
		}
		d.text("lb", at, f.bottom+16, "middle", t.Format("15:04"))
		if date != day {
			d.text("lb dim", at, f.bottom+31, "middle", date)
			day = date
		}
	}
}

// axisHeight is the room below a frame that its times take.
const axisHeight = 36

// valueAxis draws the values at the left of a frame.
func (d *drawing) valueAxis(f frame, y *scale, values []float64, write func(float64) string) {
	for _, v := range values {
		at := y.at(v)
		d.line("grid", f.left, at, f.right, at)
		d.text("lb", f.left-8, at+4, "end", write(v))
	}
}

// leastRoom keeps the frames of charts that stand below each other in line, as
// far as their labels are short.
const leastRoom = 56

// room is the space that the longest of some labels takes at the left.
func room(values []float64, write func(float64) string) float64 {
	w := leastRoom - 14.0
	for _, v := range values {
		w = max(w, extent(write(v)))
	}
	return w + 14
}

// Mark is a moment with a name, drawn as an upright line.
type Mark struct {
	At    int64
	Class string
	Text  string
}

// markRow is the height of one row of marks' names.
const markRow = 17

// marks draws upright lines, their names in rows above the frame so that none
// covers another. rows is how many there are.
func (d *drawing) marks(f frame, s *Span, x *scale, list []Mark, rows int) {
	ends := make([]float64, rows)
	for _, m := range list {
		if !s.holds(m.At) {
			continue
		}
		at := s.x(x, m.At)
		d.line("mark "+m.Class, at, f.top, at, f.bottom)
		wide := extent(m.Text)
		start, anchor := at+4, "start"
		if start+wide > f.right+6 {
			start, anchor = at-4-wide, "end"
		}
		for r := range ends {
			if start < ends[r] {
				continue
			}
			ends[r] = start + wide + 10
			y := f.top - float64(rows-r-1)*markRow - 6
			d.line("mark "+m.Class, at, y-8, at, f.top)
			if anchor == "end" {
				d.text("lb halo tx "+m.Class, at-4, y, "end", m.Text)
			} else {
				d.text("lb halo tx "+m.Class, at+4, y, "start", m.Text)
			}
			break
		}
	}
}

// marksHeight is the room above a frame that the names of marks take, and in
// how many rows they stand.
func marksHeight(list []Mark, s *Span, width float64) (height float64, rows int) {
	x := s.scale(60, width-10)
	last := -width
	for _, m := range list {
		if !s.holds(m.At) {
			continue
		}
		at := s.x(&x, m.At)
		if at-last < extent(m.Text)+90 || rows == 0 {
			rows++
		}
		last = at
	}
	if rows == 0 {
		return 8, 0
	}
	return float64(rows)*markRow + 8, rows
}
