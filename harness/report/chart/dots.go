package chart

import "html/template"

// Dot is a value with its interval and its worst case, on a line of its own.
type Dot struct {
	Name      string
	Value     float64
	Low, High float64 // of the interval; equal where there is none
	Worst     float64
	Text      string
	Class     string
}

// Dots are values on one axis, from -100 to 100.
type Dots struct {
	Says string
	List []Dot
}

// Draw draws it in a width.
func (d *Dots) Draw(width float64) template.HTML {
	const rowHeight, bottom = 46, 26
	height := float64(len(d.List))*rowHeight + bottom
	g := begin(width, height, d.Says)
	x := scale{from: -100, to: 100, start: 12, end: width - 22}
	for _, v := range []float64{-100, -50, 0, 50, 100} {
		class := "grid"
		if v == 0 {
			class = "axis"
		}
		g.line(class, x.at(v), 4, x.at(v), height-bottom)
		g.text("lb", x.at(v), height-8, "middle", num(v))
	}
	for i, r := range d.List {
		y := float64(i) * rowHeight
		g.text("lb halo", 12, y+16, "start", r.Name)
		g.text("lb strong halo", width-22, y+16, "end", r.Text)
		mid := y + 31
		g.line("rail", x.at(-100), mid, x.at(100), mid)
		g.line("whisker "+r.Class, x.at(r.Low), mid, x.at(r.High), mid)
		g.line("tick "+r.Class, x.at(r.Worst), mid-6, x.at(r.Worst), mid+6)
		g.path("dot "+r.Class, Round.data(x.at(r.Value), mid), r.Name+": "+r.Text)
	}
	return g.done()
}

// Shape tells marks apart where colours cannot.
type Shape int

// The shapes.
const (
	Round Shape = iota
	Triangle
	Square
	Diamond
)

// data is the outline of a shape around a point.
func (s Shape) data(x, y float64) string {
	var t track
	const r = 5.5
	switch s {
	case Triangle:
		t.to(x, y-r-0.5)
		t.to(x+r, y+r-1)
		t.to(x-r, y+r-1)
	case Square:
		t.to(x-r+1, y-r+1)
		t.to(x+r-1, y-r+1)
		t.to(x+r-1, y+r-1)
		t.to(x-r+1, y+r-1)
	case Diamond:
		t.to(x, y-r-1)
		t.to(x+r+1, y)
		t.to(x, y+r+1)
		t.to(x-r-1, y)
	default:
		return "M" + num(x-r) + " " + num(y) + "a" + num(r) + " " + num(r) + " 0 1 0 " + num(2*r) + " 0a" + num(r) + " " + num(r) + " 0 1 0 " + num(-2*r) + " 0Z"
	}
	t.close()
	return t.String()
}
