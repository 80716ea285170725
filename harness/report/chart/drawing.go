// Package chart draws the few kinds of charts that reports need, as SVG: curves
// over time, lanes of events, areas, price bands, bars, dots with intervals.
// A chart carries no colours of its own but class names, so that the page
// decides, in light and in dark; texts stay in the size that they are read in,
// because every chart is drawn once for each width of a page.
package chart

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// drawing is an SVG in the making. Lengths are pixels.
type drawing struct {
	b             strings.Builder
	width, height float64
}

// begin opens an SVG that says what it shows to those who cannot see it.
func begin(width, height float64, says string) *drawing {
	d := &drawing{width: width, height: height}
	fmt.Fprintf(&d.b, `<svg viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-label="%s">`,
		num(width), num(height), num(width), num(height), html.EscapeString(says))
	return d
}

// done closes it.
func (d *drawing) done() template.HTML {
	d.b.WriteString("</svg>")
	return template.HTML(d.b.String()) // every text in it was escaped
}

// num is a length with at most one decimal.
func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(&d.b, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, num(x1), num(y1), num(x2), num(y2))
}

func (d *drawing) rect(class string, x, y, w, h float64, says string) {
	fmt.Fprintf(&d.b, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"`, class, num(x), num(y), num(w), num(h))
	d.shut("rect", says)
}

func (d *drawing) path(class, data, says string) {
	fmt.Fprintf(&d.b, `<path class="%s" d="%s"`, class, data)
	d.shut("path", says)
}

// shut ends an element, with what it says under a pointer.
func (d *drawing) shut(name, says string) {
	if says == "" {
		d.b.WriteString("/>")
		return
	}
	fmt.Fprintf(&d.b, `><title>%s</title></%s>`, html.EscapeString(says), name)
}

// text writes a text; anchor is start, middle or end.
func (d *drawing) text(class string, x, y float64, anchor, text string) {
	fmt.Fprintf(&d.b, `<text class="%s" x="%s" y="%s"`, class, num(x), num(y))
	if anchor != "" && anchor != "start" {
		fmt.Fprintf(&d.b, ` text-anchor="%s"`, anchor)
	}
	fmt.Fprintf(&d.b, `>%s</text>`, html.EscapeString(text))
}

// extent is about how wide a text is at the size of labels.
func extent(text string) (w float64) {
	for _, r := range text {
		switch {
		case r >= 0x2e80:
			w += 12.5
		case strings.ContainsRune("iljtfr.,:;|'!()[] ", r):
			w += 4.1
		case strings.ContainsRune("mwMW%", r):
			w += 10.2
		case r >= 'A' && r <= 'Z':
			w += 8.2
		default:
			w += 6.9
		}
	}
	return w
}

// track builds the data of a path.
type track struct{ b strings.Builder }

func (t *track) to(x, y float64) {
	op := "L"
	if t.b.Len() == 0 {
		op = "M"
	}
	t.b.WriteString(op + num(x) + " " + num(y))
}

func (t *track) close() { t.b.WriteString("Z") }

func (t *track) String() string { return t.b.String() }
