package chart

import "html/template"

// Stack is two amounts over time, the second on top of the first.
type Stack struct {
	Says         string
	Span         Span
	Lower, Upper Curve
	Marks        []Mark
	Write        func(float64) string
}

// Draw draws it in a width.
func (s *Stack) Draw(width, height float64) template.HTML {
	lower, sum := clip(s.Lower.Points, &s.Span), s.sum()
	top := 0.0
	for _, p := range sum {
		top = max(top, p.Value)
	}
	if top == 0 {
		top = 1
	}
	above, rows := marksHeight(s.Marks, &s.Span, width)
	y := scale{from: 0, to: top * 1.06, start: height - axisHeight, end: above}
	values := rounds(0, y.to, max(int((height-above-axisHeight)/34), 2))
	f := frame{room(values, s.Write), width - 10, above, height - axisHeight}
	x := s.Span.scale(f.left, f.right)
	d := begin(width, height, s.Says)
	upper, below := Curve{Points: sum}, Curve{Points: lower}
	d.path("area "+s.Upper.Class, between(&upper, &below, &s.Span, &x, &y), "")
	d.path("area "+s.Lower.Class, s.area(lower, &x, &y), "")
	d.valueAxis(f, &y, values, s.Write)
	d.timeAxis(f, &s.Span, &x)
	for _, c := range []struct {
		points []Point
		class  string
	}{{sum, s.Upper.Class}, {lower, s.Lower.Class}} {
		var t track
		stairs(&t, c.points, &s.Span, &x, &y)
		d.path("ln "+c.class, t.String(), "")
	}
	d.marks(f, &s.Span, &x, s.Marks, rows)
	s.names(d, f, &y, lower, sum)
	return d.done()
}

// names writes what is what into the areas, at the end where the thinner one has
// more room.
func (s *Stack) names(d *drawing, f frame, y *scale, lower, sum []Point) {
	at, anchor := f.right-8, "end"
	low, high := y.at(lower[len(lower)-1].Value), y.at(sum[len(sum)-1].Value)
	first, top := y.at(lower[0].Value), y.at(sum[0].Value)
	if first-top > 1.2*(low-high) {
		at, anchor, low, high = f.left+8, "start", first, top
	}
	below := min(max((f.bottom+low)/2+4, f.top+30), f.bottom-5)
	above := max((low+high)/2+4, f.top+14)
	if below-above < nameGap {
		above = below - nameGap
	}
	d.text("lb strong halo tx "+s.Lower.Class, at, below, anchor, s.Lower.Name)
	d.text("lb strong halo tx "+s.Upper.Class, at, above, anchor, s.Upper.Name)
}

// sum adds the two up at every time at which one of them changes.
func (s *Stack) sum() (list []Point) {
	a, b := clip(s.Lower.Points, &s.Span), clip(s.Upper.Points, &s.Span)
	i, j := 0, 0
	for i < len(a)-1 || j < len(b)-1 {
		list = append(list, Point{max(a[i].At, b[j].At), a[i].Value + b[j].Value})
		switch {
		case j == len(b)-1 || i < len(a)-1 && a[i+1].At < b[j+1].At:
			i++
		case i == len(a)-1 || a[i+1].At > b[j+1].At:
			j++
		default:
			i, j = i+1, j+1
		}
	}
	return append(list, Point{s.Span.To, a[i].Value + b[j].Value})
}

func (s *Stack) area(points []Point, x, y *scale) string {
	var t track
	t.to(s.Span.x(x, points[0].At), y.at(0))
	stairs(&t, points, &s.Span, x, y)
	t.to(s.Span.x(x, points[len(points)-1].At), y.at(0))
	t.close()
	return t.String()
}
