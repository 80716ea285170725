package page

import (
	"html/template"
	"strings"
)

// The widths, in pixels, that charts are drawn for: a desk, a tablet, a
// telephone. The page shows the one that fits.
const (
	wide   = 1040
	medium = 640
	narrow = 346
)

// half is the width of a chart that shares a wide page with another.
const half = (wide - 32) / 2

// figure is a chart drawn for every width.
func figure(draw func(width float64) template.HTML) template.HTML { return sized(wide, draw) }

// sized is a chart drawn for every width, the widest one as given.
func sized(widest float64, draw func(width float64) template.HTML) template.HTML {
	var b strings.Builder
	for _, size := range []struct {
		class string
		width float64
	}{{"wide", widest}, {"medium", medium}, {"narrow", narrow}} {
		b.WriteString(`<div class="chart ` + size.class + `">`)
		b.WriteString(string(draw(size.width)))
		b.WriteString(`</div>`)
	}
	return template.HTML(b.String()) // charts escape their texts
}

// several are charts of one kind: two of them share a wide page.
func several(n int) (widest float64) {
	if n > 1 {
		return half
	}
	return wide
}

// tall is a height that suits a width.
func tall(width, most float64) float64 {
	if width < medium {
		return most * 0.86
	}
	return most
}
