package chart

import (
	"html/template"
	"math"
)

// Point is a value from a time on.
type Point struct {
	At    int64
	Value float64
}

// Curve is a value over time that changes in steps.
type Curve struct {
	Class  string
	Name   string // written at its end
	Points []Point
}

// Curves are several on one axis of values that begins at 0.
type Curves struct {
	Says  string
	Span  Span
	List  []Curve
	Fill  bool // the space below the first and above the second is shaded
	Marks []Mark
	Write func(float64) string
}

// Draw draws it in a width.
func (c *Curves) Draw(width, height float64) template.HTML {
	top := c.top()
	above, rows := marksHeight(c.Marks, &c.Span, width)
	above = max(above, 22)
	y := scale{from: 0, to: top, start: height - axisHeight, end: above}
	values := rounds(0, top, max(int((height-above-axisHeight)/54), 2))
	f := frame{room(values, c.Write), width - 10, above, height - axisHeight}
	x := c.Span.scale(f.left, f.right)
	d := begin(width, height, c.Says)
	d.valueAxis(f, &y, values, c.Write)
	d.timeAxis(f, &c.Span, &x)
	if c.Fill && len(c.List) > 1 {
		under := lesser(&c.List[0], &c.List[1])
		d.path("fill saved", between(&c.List[0], &under, &c.Span, &x, &y), "")
	}
	for i := range c.List {
		d.path("ln "+c.List[i].Class, c.track(&c.List[i], &x, &y), "")
	}
	d.marks(f, &c.Span, &x, c.Marks, rows)
	c.names(d, f, &y)
	return d.done()
}

// top is the highest value, with a little room above it.
func (c *Curves) top() float64 {
	top := 0.0
	for i := range c.List {
		for _, p := range c.within(&c.List[i]) {
			top = max(top, p.Value)
		}
	}
	if top == 0 {
		return 1
	}
	return top * 1.1
}

func (c *Curves) within(k *Curve) []Point { return clip(k.Points, &c.Span) }

// clip are the points that a curve shows: from the value that it enters the span
// with to the one that it leaves it with.
func clip(all []Point, s *Span) (list []Point) {
	enters := 0.0
	for _, p := range all {
		switch {
		case p.At <= s.From:
			enters = p.Value
		case p.At <= s.To:
			if len(list) == 0 {
				list = append(list, Point{s.From, enters})
			}
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		list = append(list, Point{s.From, enters})
	}
	return append(list, Point{s.To, list[len(list)-1].Value})
}

func (c *Curves) track(k *Curve, x, y *scale) string {
	var t track
	stairs(&t, c.within(k), &c.Span, x, y)
	return t.String()
}

// stairs goes along a line of steps, leaving out those that are too small to
// see.
func stairs(t *track, points []Point, s *Span, x, y *scale) {
	lastX, lastY := math.Inf(-1), math.Inf(-1)
	for i, p := range points {
		px, py := s.x(x, p.At), y.at(p.Value)
		if i > 0 && i < len(points)-1 && px-lastX < 0.4 && math.Abs(py-lastY) < 0.4 {
			continue
		}
		if i > 0 {
			t.to(px, lastY)
		}
		if py != lastY || i == 0 {
			t.to(px, py)
		}
		lastX, lastY = px, py
	}
}

// lesser is whichever of two curves is lower at each time.
func lesser(a, b *Curve) (low Curve) {
	i, j, x, y := 0, 0, 0.0, 0.0
	for i < len(a.Points) || j < len(b.Points) {
		var at int64
		switch {
		case j == len(b.Points) || i < len(a.Points) && a.Points[i].At <= b.Points[j].At:
			at, x = a.Points[i].At, a.Points[i].Value
			i++
		default:
			at, y = b.Points[j].At, b.Points[j].Value
			j++
		}
		low.Points = append(low.Points, Point{at, min(x, y)})
	}
	return low
}

// between is the space between two curves.
func between(upper, lower *Curve, s *Span, x, y *scale) string {
	var t track
	stairs(&t, clip(upper.Points, s), s, x, y)
	other := clip(lower.Points, s)
	for i := len(other) - 1; i >= 0; i-- {
		if i < len(other)-1 {
			t.to(s.x(x, other[i+1].At), y.at(other[i].Value))
		}
		t.to(s.x(x, other[i].At), y.at(other[i].Value))
	}
	t.close()
	return t.String()
}

// nameGap is the least distance between the names of two curves.
const nameGap = 18

// names writes each curve's name above its end, none over another. Where a
// curve lies on the ground its name stands above it, too.
func (c *Curves) names(d *drawing, f frame, y *scale) {
	var taken []float64
	for i := range c.List {
		points := c.within(&c.List[i])
		at := y.at(points[len(points)-1].Value) - 7
		for _, other := range taken {
			if math.Abs(at-other) < nameGap {
				at = other + nameGap + 6
			}
		}
		at = min(max(at, f.top+12), f.bottom-5)
		for _, other := range taken {
			if math.Abs(at-other) < nameGap-4 {
				at = other - nameGap
			}
		}
		taken = append(taken, at)
		d.text("lb strong halo tx "+c.List[i].Class, f.right-4, at, "end", c.List[i].Name)
	}
}
