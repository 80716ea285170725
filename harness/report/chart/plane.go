package chart

import (
	"html/template"
	"math"
)

// Spot is a point of a plane with a name.
type Spot struct {
	X, Y float64
	Name string
}

// Way is a line through spots.
type Way struct {
	Class string
	Name  string // written at its end
	Spots []Spot
	Bare  bool // without marks at its spots
}

// Plane is ways through a plane.
type Plane struct {
	Says           string
	XName, YName   string
	XFrom, XTo     float64
	YFrom, YTo     float64
	Log            bool      // both axes by powers of ten; what is below From stands at it
	XValues        []float64 // where the axis has labels; round ones if empty
	List           []Way
	WriteX, WriteY func(float64) string
}

// Draw draws it in a width.
func (p *Plane) Draw(width, height float64) template.HTML {
	const above, below = 26, 44
	y := scale{from: p.YFrom, to: p.YTo, start: height - below, end: above, log: p.Log}
	values := p.round(p.YFrom, p.YTo, max(int((height-above-below)/44), 2))
	right := 0.0
	for _, w := range p.List {
		right = max(right, extent(w.Name))
	}
	f := frame{room(values, p.WriteY), width - min(right, width*0.3) - 18, above, height - below}
	x := scale{from: p.XFrom, to: p.XTo, start: f.left + 10, end: f.right - 4, log: p.Log}
	d := begin(width, height, p.Says)
	d.valueAxis(f, &y, values, p.WriteY)
	marks := p.XValues
	if len(marks) == 0 {
		marks = p.round(p.XFrom, p.XTo, max(int((f.right-f.left)/90), 2))
	}
	for _, v := range marks {
		d.line("grid", x.at(v), f.top, x.at(v), f.bottom)
		d.text("lb", x.at(v), f.bottom+16, "middle", p.WriteX(v))
	}
	d.line("axis", f.left, f.bottom, f.right, f.bottom)
	d.text("lb dim", f.left, 14, "start", p.YName)
	d.text("lb dim", (f.left+f.right)/2, height-6, "middle", p.XName)
	p.ways(d, f, &x, &y)
	return d.done()
}

// round are round numbers between two values, about n of them.
func (p *Plane) round(from, to float64, n int) []float64 {
	if p.Log {
		return powers(from, to)
	}
	return rounds(from, to, n)
}

func (p *Plane) ways(d *drawing, f frame, x, y *scale) {
	var taken []float64
	for i := range p.List {
		w := &p.List[i]
		var t track
		for _, s := range w.Spots {
			t.to(x.at(s.X), y.at(s.Y))
		}
		d.path("ln "+w.Class, t.String(), "")
		for _, s := range w.Spots {
			if w.Bare {
				break
			}
			d.path("dot "+w.Class, Shape(i%4).data(x.at(s.X), y.at(s.Y)), w.Name+" "+s.Name)
			if s.Name != "" {
				d.text("lb halo tx "+w.Class, x.at(s.X), y.at(s.Y)-10, "middle", s.Name)
			}
		}
		last := w.Spots[len(w.Spots)-1]
		at := free(y.at(last.Y)+4, taken, f)
		taken = append(taken, at)
		d.text("lb strong halo tx "+w.Class, max(x.at(last.X), x.end)+12, at, "start", w.Name)
	}
}

// free finds the place nearest to one at which no other name stands.
func free(at float64, taken []float64, f frame) float64 {
	for step := 0.0; step < f.bottom-f.top; step++ {
		for _, try := range []float64{at + step, at - step} {
			ok := try > f.top && try < f.bottom+8
			for _, t := range taken {
				ok = ok && math.Abs(t-try) >= nameGap-2
			}
			if ok {
				return try
			}
		}
	}
	return at
}
