package chart

import (
	"html/template"
	"slices"
)

// Lane is one kind of happenings.
type Lane struct {
	Name  string
	Class string
	Shape Shape
	Items []Item
	// Rows gives every text a row of its own, with strokes for marks: for lanes
	// in which a few things happen again and again.
	Rows bool
}

// Item is one happening.
type Item struct {
	At, Until int64
	Text      string // beside it, as far as there is room
	Says      string // under a pointer
	Hollow    bool
}

// Lanes are kinds of happenings on one axis of time.
type Lanes struct {
	Says  string
	Span  Span
	Lanes []Lane
}

const (
	laneHead = 20 // the name of a lane, where it stands above
	laneText = 17 // one row of texts
	laneMark = 22 // the marks
	laneAir  = 10
	mostRows = 4
	// roomy is from which width on names stand at the left.
	roomy = 600
)

// sheet is a drawing of lanes as it is being laid out.
type sheet struct {
	*Lanes
	d      *drawing
	frame  frame
	x      scale
	beside bool // names stand at the left, otherwise above
}

// Draw draws it in a width. The height follows from what is in it.
func (l *Lanes) Draw(width float64) template.HTML {
	s := &sheet{Lanes: l, frame: frame{left: 8, right: width - 10}, beside: width >= roomy}
	if s.beside {
		s.frame.left = l.gutter()
	}
	s.x = l.Span.scale(s.frame.left, s.frame.right)
	placed := make([]placing, len(l.Lanes))
	height := 2.0
	for i := range l.Lanes {
		placed[i] = s.place(&l.Lanes[i])
		height += placed[i].height
	}
	s.frame.bottom = height
	s.d = begin(width, height+axisHeight, l.Says)
	s.d.timeAxis(s.frame, &l.Span, &s.x)
	y := 2.0
	for i := range l.Lanes {
		s.draw(&l.Lanes[i], &placed[i], y)
		y += placed[i].height
		if i < len(l.Lanes)-1 {
			s.d.line("rule", 0, y, width, y)
		}
	}
	return s.d.done()
}

// gutter is the room that names take at the left.
func (l *Lanes) gutter() (w float64) {
	for i := range l.Lanes {
		w = max(w, extent(l.Lanes[i].Name)*1.2)
		if l.Lanes[i].Rows {
			for _, name := range names(&l.Lanes[i]) {
				w = max(w, extent(name))
			}
		}
	}
	return w + 18
}

// placing is where a lane's texts are.
type placing struct {
	height float64
	labels []label
	rows   []string // their names, in a lane of rows
}

// label is a text that found a place.
type label struct {
	x      float64
	row    int
	anchor string
	text   string
	from   float64 // the mark that it belongs to
}

func (s *sheet) place(lane *Lane) (p placing) {
	head := laneHead + 0.0
	if s.beside {
		head = 4
	}
	if lane.Rows {
		p.rows = names(lane)
		p.height = laneHead + float64(len(p.rows))*s.rowHeight() + laneAir
		return p
	}
	rows := 0
	p.labels, rows = s.labels(lane)
	p.height = head + laneMark + float64(rows)*laneText + laneAir
	return p
}

// rowHeight is that of a lane of rows.
func (s *sheet) rowHeight() float64 {
	if s.beside {
		return 20
	}
	return 34
}

// names are the texts of a lane in the order in which they come.
func names(lane *Lane) (list []string) {
	for i := range lane.Items {
		if t := lane.Items[i].Text; !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}

// labels finds room for the texts of a lane, row by row; what finds none is
// left to the table.
func (s *sheet) labels(lane *Lane) (list []label, rows int) {
	var ends [mostRows]float64
	said := make(map[string]float64)
	for i := range lane.Items {
		item := &lane.Items[i]
		if item.Text == "" || !s.Span.holds(item.At) {
			continue
		}
		at := s.Span.x(&s.x, item.At)
		if last, ok := said[item.Text]; ok && at-last < 160 {
			continue // it stands close by already
		}
		wide := extent(item.Text) + 10
		p := label{x: at - 4, anchor: "start", text: item.Text, from: at}
		start := at - 4
		if start+wide > s.frame.right {
			start = at + 4 - wide
			p.x, p.anchor = at+4, "end"
		}
		for r := range ends {
			if start < ends[r] || start < s.frame.left-10 {
				continue
			}
			ends[r] = start + wide + 4
			p.row = r
			list, rows = append(list, p), max(rows, r+1)
			said[item.Text] = at
			break
		}
	}
	return list, rows
}

func (s *sheet) draw(lane *Lane, p *placing, y float64) {
	top := y + laneHead
	if s.beside {
		top = y + 4
	}
	s.d.text("lb strong tx "+lane.Class, 0, y+17, "start", lane.Name)
	if lane.Rows {
		s.strokes(lane, p.rows, y+laneHead+4)
		return
	}
	mid := top + laneMark/2
	for _, t := range p.labels {
		base := mid + laneMark/2 + float64(t.row+1)*laneText - 3
		if t.row > 0 {
			s.d.line("lead", t.from, mid+6, t.from, base-11)
		}
		s.d.text("lb halo", t.x, base, t.anchor, t.text)
	}
	for i := range lane.Items {
		s.mark(lane, &lane.Items[i], mid)
	}
}

// mark draws one happening.
func (s *sheet) mark(lane *Lane, item *Item, mid float64) {
	if item.Until < s.Span.From || item.At > s.Span.To {
		return
	}
	from, to := s.Span.x(&s.x, item.At), s.Span.x(&s.x, item.Until)
	class := "dot " + lane.Class
	if item.Hollow {
		class = "ring " + lane.Class
	}
	if to-from > 10 {
		s.d.rect(class, from, mid-4, to-from, 8, item.Says)
		return
	}
	s.d.path(class, lane.Shape.data((from+to)/2, mid), item.Says)
}

// strokes draws a lane of rows: tall strokes for what took effect, short ones
// for what did not.
func (s *sheet) strokes(lane *Lane, rows []string, y float64) {
	for r, name := range rows {
		mid := y + (float64(r)+0.5)*s.rowHeight()
		if s.beside {
			s.d.text("lb", 0, mid+4, "start", name)
		} else {
			s.d.text("lb", 0, mid-4, "start", name)
			mid += 8
		}
		s.d.line("grid", s.frame.left, mid+7, s.frame.right, mid+7)
		for i := range lane.Items {
			item := &lane.Items[i]
			if item.Text != name || item.Until < s.Span.From || item.At > s.Span.To {
				continue
			}
			from, to := s.Span.x(&s.x, item.At), s.Span.x(&s.x, item.Until)
			tall, class := 14.0, "bar "+lane.Class
			if item.Hollow {
				tall, class = 6, "bar faint "+lane.Class
			}
			s.d.rect(class, from-1, mid+7-tall, max(to-from, 2), tall, item.Says)
		}
	}
}
