package chart

import "html/template"

// Row is one bar with its name and what it comes to.
type Row struct {
	Name  string
	Value float64
	Text  string // its value in words
	Class string
}

// Rows are lying bars, above or below zero.
type Rows struct {
	Says string
	List []Row
}

const rowHeight = 44

// Draw draws it in a width. Names stand above their bars, so that long ones
// have room on narrow pages.
func (r *Rows) Draw(width float64) template.HTML {
	height := float64(len(r.List))*rowHeight + 6
	d := begin(width, height, r.Says)
	low, high, text := 0.0, 0.0, 0.0
	for _, row := range r.List {
		low, high, text = min(low, row.Value), max(high, row.Value), max(text, extent(row.Text)*1.15)
	}
	x := scale{from: low, to: high, start: 0, end: width - text - 16}
	if low < 0 {
		x.start = text + 16
	}
	zero := x.at(0)
	for i, row := range r.List {
		y := float64(i) * rowHeight
		at := x.at(row.Value)
		d.text("lb", 0, y+14, "start", row.Name)
		d.rect("bar "+row.Class, min(zero, at), y+20, max(max(at-zero, zero-at), 1.5), 15, row.Name+": "+row.Text)
		if row.Value < 0 {
			d.text("lb strong", at-6, y+32, "end", row.Text)
		} else {
			d.text("lb strong", at+6, y+32, "start", row.Text)
		}
	}
	if low < 0 {
		d.line("axis", zero, 0, zero, height-4)
	}
	return d.done()
}

// Columns is a count in spans of time.
type Columns struct {
	Says  string
	Span  Span
	Class string
	Width int64 // of one span, nanoseconds
	List  []Point
	Marks []Mark
	Write func(float64) string
}

// Draw draws it in a width.
func (c *Columns) Draw(width, height float64) template.HTML {
	above, rows := marksHeight(c.Marks, &c.Span, width)
	top := 1.0
	for _, p := range c.List {
		top = max(top, p.Value)
	}
	y := scale{from: 0, to: top * 1.08, start: height - axisHeight, end: above}
	values := rounds(0, y.to, max(int((height-above-axisHeight)/40), 2))
	f := frame{room(values, c.Write), width - 10, above, height - axisHeight}
	x := c.Span.scale(f.left, f.right)
	d := begin(width, height, c.Says)
	d.valueAxis(f, &y, values, c.Write)
	d.timeAxis(f, &c.Span, &x)
	for _, p := range c.List {
		if p.At+c.Width <= c.Span.From || p.At >= c.Span.To {
			continue
		}
		from, to := c.Span.x(&x, p.At), c.Span.x(&x, p.At+c.Width)
		at := y.at(p.Value)
		d.rect("bar "+c.Class, from, at, max(to-from-0.5, 1), y.start-at, c.Write(p.Value))
	}
	d.marks(f, &c.Span, &x, c.Marks, rows)
	return d.done()
}
