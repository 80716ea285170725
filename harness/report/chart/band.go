package chart

import "html/template"

// Bar is what was paid in a span of time.
type Bar struct {
	At             int64
	Min, Max, Last float64
}

// Band is a price over time, with its lowest and highest in every span.
type Band struct {
	Says  string
	Span  Span
	Bars  []Bar
	Marks []Mark
	Write func(float64) string
	Last  string // written at the end
}

// steep is from which ratio of the highest to the lowest price on an axis of
// powers shows more.
const steep = 8

// Draw draws it in a width.
func (b *Band) Draw(width, height float64) template.HTML {
	bars := b.within()
	if len(bars) == 0 {
		return begin(width, 10, b.Says).done()
	}
	low, high := bars[0].Min, bars[0].Max
	for _, p := range bars {
		low, high = min(low, p.Min), max(high, p.Max)
	}
	above, rows := marksHeight(b.Marks, &b.Span, width)
	y := scale{start: height - axisHeight, end: above, log: low > 0 && high/low > steep}
	var values []float64
	if y.log {
		y.from, y.to = low/1.3, high*1.3
		values = powers(y.from, y.to)
	} else {
		pad := max((high-low)*0.12, high*0.002)
		y.from, y.to = max(low-pad, 0), high+pad
		values = rounds(y.from, y.to, max(int((height-above-axisHeight)/36), 2))
	}
	f := frame{room(values, b.Write), width - 10, above, height - axisHeight}
	x := b.Span.scale(f.left, f.right)
	d := begin(width, height, b.Says)
	d.valueAxis(f, &y, values, b.Write)
	d.timeAxis(f, &b.Span, &x)
	d.path("area price", b.outline(bars, &x, &y), "")
	var t track
	for _, p := range bars {
		t.to(b.Span.x(&x, p.At), y.at(p.Last))
	}
	d.path("ln price", t.String(), "")
	d.marks(f, &b.Span, &x, b.Marks, rows)
	last := bars[len(bars)-1]
	end := min(max(y.at(last.Last)-9, f.top+12), f.bottom-6)
	d.text("lb strong halo tx price", max(b.Span.x(&x, last.At)-4, f.left+extent(b.Last)), end, "end", b.Last)
	return d.done()
}

func (b *Band) within() (list []Bar) {
	for _, p := range b.Bars {
		if b.Span.holds(p.At) {
			list = append(list, p)
		}
	}
	return list
}

// outline goes along the highest prices and back along the lowest.
func (b *Band) outline(bars []Bar, x, y *scale) string {
	var t track
	for _, p := range bars {
		t.to(b.Span.x(x, p.At), y.at(p.Max))
	}
	for i := len(bars) - 1; i >= 0; i-- {
		t.to(b.Span.x(x, bars[i].At), y.at(bars[i].Min))
	}
	t.close()
	return t.String()
}
