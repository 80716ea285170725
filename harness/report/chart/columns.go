package chart

import "html/template"

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
