package scenarios

import (
	"reflect"
	"slices"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// figure reads a leaf: a scalar, or a mapping with what belongs to it.
func (d *decoder) figure(n *yamldoc.Node, l leaf, p place) {
	value := n
	if n.Kind == yamldoc.Mapping {
		p.Origin = d.origin(n, p.Origin, nil)
		if value = d.details(n, l, p); value == nil {
			return
		}
	}
	if !value.Scalar() || !l.read(value) {
		d.wrong(value, p, l.wants())
		return
	}
	s := l.stated()
	s.Pos, s.Origin = value.Pos, p.Origin
	if n.Kind == yamldoc.Mapping {
		d.bounds(n, l, p)
	}
	if s.From == FromNone {
		d.complain(s.Pos, p.name()+" has no provenance", "from: "+provenances+", beside it or above", "")
	}
	d.leaves = append(d.leaves, Leaf{Path: p.path, Text: value.Text, Stated: *s})
	if a, ok := l.(*Amount); ok {
		d.amounts = append(d.amounts, *a)
	}
}

// details reads the keys beside a figure and finds its value; nil if there is none.
func (d *decoder) details(n *yamldoc.Node, l leaf, p place) (value *yamldoc.Node) {
	keys := []string{"is", "also"}
	if _, ok := l.(ranged); ok {
		keys = append(keys, "range")
	}
	seen := seenKeys{}
	for _, e := range n.Entries {
		switch {
		case seen.twice(d, e):
		case e.Key == "is":
			value = e.Value
		case e.Key == "also":
			d.readings(e.Value, l, p)
		case e.Key == "range" && len(keys) == 3:
		case !slices.Contains(originKeys, e.Key):
			all := append(keys, originKeys...)
			d.unknownKey(e, all)
		}
	}
	if value == nil {
		d.complain(n.Pos, p.name()+" has no value", l.wants()+", or a mapping with is: and that", "")
	}
	return value
}

// bounds reads the range of an approximate figure.
func (d *decoder) bounds(n *yamldoc.Node, l leaf, p place) {
	r, ok := l.(ranged)
	if !ok {
		return
	}
	for _, e := range n.Entries {
		if e.Key != "range" {
			continue
		}
		lo, hi := another(l), another(l)
		items := e.Value.Items
		if len(items) != 2 || !lo.read(items[0]) || !hi.read(items[1]) {
			d.complain(e.Value.Pos, "range is not two bounds", "[lowest, highest], each "+l.wants(), "")
		} else if !r.spread(lo, hi) {
			d.complain(e.Value.Pos, p.name()+" is outside its range", "[lowest, highest] around it", "")
		}
	}
}

// readings reads what others say of a disputed figure.
func (d *decoder) readings(n *yamldoc.Node, l leaf, p place) {
	if n.Kind != yamldoc.List {
		d.complain(n.Pos, "also is "+words(n), readingShape, "")
		return
	}
	for _, item := range n.Items {
		d.reading(item, l, p)
	}
}

const readingShape = "a list of {is: value, from: provenance}"

// reading reads one of them. It inherits nothing: somebody else says it.
func (d *decoder) reading(item *yamldoc.Node, l leaf, p place) {
	keys := append([]string{"is"}, originKeys...)
	var is *yamldoc.Node
	for _, e := range item.Entries {
		if e.Key == "is" {
			is = e.Value
		} else if !slices.Contains(keys, e.Key) {
			d.unknownKey(e, keys)
		}
	}
	if is == nil {
		d.complain(item.Pos, "also holds "+words(item), readingShape, "")
		return
	}
	o := d.origin(item, Origin{}, nil)
	if !is.Scalar() || !another(l).read(is) {
		d.wrong(is, p, l.wants())
	} else if o.From == FromNone {
		d.complain(is.Pos, p.name()+" has no provenance", "from: "+provenances+", beside it", "")
	}
	s := l.stated()
	s.Also = append(s.Also, Reading{Text: is.Text, Pos: is.Pos, Origin: o})
}

// another is a zero leaf of the same type.
func another(l leaf) leaf { return reflect.New(reflect.TypeOf(l).Elem()).Interface().(leaf) }
