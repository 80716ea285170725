package scenarios

import (
	"reflect"
	"slices"
)

// figure reads a leaf: a scalar, or a mapping with what belongs to it.
func (d *decoder) figure(n *node, l leaf, p place) {
	value := n
	if n.kind == mapping {
		p.Origin = d.origin(n, p.Origin, nil)
		if value = d.details(n, l, p); value == nil {
			return
		}
	}
	if value.kind != scalar || !l.read(value) {
		d.wrong(value, p, l.wants())
		return
	}
	s := l.stated()
	s.Pos, s.Origin = value.pos, p.Origin
	if n.kind == mapping {
		d.bounds(n, l, p)
	}
	if s.From == FromNone {
		d.complain(s.Pos, p.name()+" has no provenance", "from: "+provenances+", beside it or above", "")
	}
	d.leaves = append(d.leaves, Leaf{Path: p.path, Text: value.text, Stated: *s})
	if a, ok := l.(*Amount); ok {
		d.amounts = append(d.amounts, *a)
	}
}

// details reads the keys beside a figure and finds its value; nil if there is none.
func (d *decoder) details(n *node, l leaf, p place) (value *node) {
	keys := []string{"is", "also"}
	if _, ok := l.(ranged); ok {
		keys = append(keys, "range")
	}
	seen := seenKeys{}
	for _, e := range n.entries {
		switch {
		case seen.twice(d, e):
		case e.key == "is":
			value = e.value
		case e.key == "also":
			d.readings(e.value, l, p)
		case e.key == "range" && len(keys) == 3:
		case !slices.Contains(originKeys, e.key):
			all := append(keys, originKeys...)
			d.unknownKey(e, all)
		}
	}
	if value == nil {
		d.complain(n.pos, p.name()+" has no value", l.wants()+", or a mapping with is: and that", "")
	}
	return value
}

// bounds reads the range of an approximate figure.
func (d *decoder) bounds(n *node, l leaf, p place) {
	r, ok := l.(ranged)
	if !ok {
		return
	}
	for _, e := range n.entries {
		if e.key != "range" {
			continue
		}
		lo, hi := another(l), another(l)
		items := e.value.items
		if len(items) != 2 || !lo.read(items[0]) || !hi.read(items[1]) {
			d.complain(e.value.pos, "range is not two bounds", "[lowest, highest], each "+l.wants(), "")
		} else if !r.spread(lo, hi) {
			d.complain(e.value.pos, p.name()+" is outside its range", "[lowest, highest] around it", "")
		}
	}
}

// readings reads what others say of a disputed figure.
func (d *decoder) readings(n *node, l leaf, p place) {
	if n.kind != sequence {
		d.complain(n.pos, "also is "+n.words(), readingShape, "")
		return
	}
	for _, item := range n.items {
		d.reading(item, l, p)
	}
}

const readingShape = "a list of {is: value, from: provenance}"

// reading reads one of them. It inherits nothing: somebody else says it.
func (d *decoder) reading(item *node, l leaf, p place) {
	keys := append([]string{"is"}, originKeys...)
	var is *node
	for _, e := range item.entries {
		if e.key == "is" {
			is = e.value
		} else if !slices.Contains(keys, e.key) {
			d.unknownKey(e, keys)
		}
	}
	if is == nil {
		d.complain(item.pos, "also holds "+item.words(), readingShape, "")
		return
	}
	o := d.origin(item, Origin{}, nil)
	if is.kind != scalar || !another(l).read(is) {
		d.wrong(is, p, l.wants())
	} else if o.From == FromNone {
		d.complain(is.pos, p.name()+" has no provenance", "from: "+provenances+", beside it", "")
	}
	s := l.stated()
	s.Also = append(s.Also, Reading{Text: is.text, Pos: is.pos, Origin: o})
}

// another is a zero leaf of the same type.
func another(l leaf) leaf { return reflect.New(reflect.TypeOf(l).Elem()).Interface().(leaf) }
