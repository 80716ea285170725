package scenarios

import (
	"reflect"
	"slices"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Provenance says where a figure comes from.
type Provenance uint8

// The provenances. A figure without one does not load.
const (
	FromNone      Provenance = iota
	FromSeed                 // the article that the drill set out from
	FromPublic               // other public material, with its source
	FromDerived              // arithmetic over other figures, which How spells out
	FromSynthetic            // invented, because nobody published it
)

var provenanceNames = [...]string{"", "seed", "public", "derived", "synthetic"}

// String is the provenance as files write it; empty for FromNone.
func (p Provenance) String() string {
	if int(p) < len(provenanceNames) {
		return provenanceNames[p]
	}
	return "unknown_provenance"
}

// Origin is a provenance with what goes with it. Written on a mapping it holds
// for every figure below that does not have one of its own.
type Origin struct {
	From    Provenance
	Sources []Name // ids out of incident.sources; never empty for FromPublic
	How     string // the arithmetic; never empty for FromDerived
	Note    string // anything else that a reader should know
}

// Stated is what every figure carries beside its value.
type Stated struct {
	Pos yamldoc.Position
	Origin
	Also []Reading // what others say, where the figure is disputed
}

// Reading is another value of a disputed figure, as its source has it.
type Reading struct {
	Text string
	Pos  yamldoc.Position
	Origin
}

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
		d.wrong(value, p, wantedOf(l, value))
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

// wantedOf says what a leaf wants that could not be read.
func wantedOf(l leaf, n *yamldoc.Node) string {
	if b, ok := l.(beyond); ok && n.Scalar() {
		if wanted := b.tooMuch(n.Text); wanted != "" {
			return wanted
		}
	}
	return l.wants()
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
		lo, hi := zeroLike(l), zeroLike(l)
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
	if !is.Scalar() || !zeroLike(l).read(is) {
		d.wrong(is, p, l.wants())
	} else if o.From == FromNone {
		d.complain(is.Pos, p.name()+" has no provenance", "from: "+provenances+", beside it", "")
	}
	s := l.stated()
	s.Also = append(s.Also, Reading{Text: is.Text, Pos: is.Pos, Origin: o})
}

// zeroLike is a zero leaf of the same type.
func zeroLike(l leaf) leaf { return reflect.New(reflect.TypeOf(l).Elem()).Interface().(leaf) }

// The keys that say where figures come from.
var originKeys = []string{"from", "source", "how", "note"}

// origin is what holds below a mapping: what it says itself, or else what is
// inherited. A note alone adds to what is inherited.
func (d *decoder) origin(n *yamldoc.Node, inherited Origin, own []string) Origin {
	var o Origin
	said := map[string]yamldoc.Position{}
	for _, e := range n.Entries {
		if !slices.Contains(originKeys, e.Key) || slices.Contains(own, e.Key) {
			continue
		}
		if _, twice := said[e.Key]; twice {
			continue // told when the keys are checked
		}
		said[e.Key] = e.Pos
		d.readOrigin(&o, e)
	}
	if _, ok := said["from"]; ok {
		d.complete(o, said)
		return o
	}
	for _, key := range []string{"source", "how"} {
		if pos, ok := said[key]; ok {
			d.complain(pos, key+" stands without from", "from: "+matchingProvenance(key)+" beside it", "")
		}
	}
	if _, ok := said["note"]; ok {
		inherited.Note = o.Note
	}
	return inherited
}

const provenances = "seed, public, derived or synthetic"

// matchingProvenance says which provenance a key goes with.
func matchingProvenance(key string) string {
	if key == "how" {
		return "derived"
	}
	return "public or seed"
}

// readOrigin reads one of the keys.
func (d *decoder) readOrigin(o *Origin, e yamldoc.Entry) {
	switch e.Key {
	case "from":
		i := slices.Index(provenanceNames[:], e.Value.Text)
		if !e.Value.Scalar() || i <= 0 {
			d.complain(e.Value.Pos, "from is "+words(e.Value), provenances, yamldoc.Nearest(e.Value.Text, provenanceNames[1:]))
			i = int(FromSynthetic) // so that the figures below are not told again
		}
		o.From = Provenance(i)
	case "source":
		for _, s := range itemsOf(e.Value) {
			var id Name
			if !s.Scalar() || !id.read(s) {
				d.complain(s.Pos, "source is "+words(s), "an id out of incident.sources, or a list of them", "")
				continue
			}
			o.Sources = append(o.Sources, id)
			d.cited = append(d.cited, id)
		}
	case "how":
		o.How = d.prose(e.Value, "how")
	case "note":
		o.Note = d.prose(e.Value, "note")
	}
}

// complete checks what has to stand beside from.
func (d *decoder) complete(o Origin, said map[string]yamldoc.Position) {
	from := said["from"]
	if _, ok := said["source"]; o.From == FromPublic && !ok {
		d.complain(from, "from: public has no source", "source: with ids out of incident.sources beside it", "")
	}
	if _, ok := said["how"]; o.From == FromDerived && !ok {
		d.complain(from, "from: derived does not say how", "how: with the arithmetic beside it", "")
	}
	if pos, ok := said["how"]; ok && o.From != FromDerived {
		d.complain(pos, "how stands beside from: "+o.From.String(), "from: "+matchingProvenance("how"), "")
	}
	if pos, ok := said["source"]; ok && o.From == FromSynthetic {
		d.complain(pos, "source stands beside from: synthetic", "from: "+matchingProvenance("source"), "")
	}
}

// itemsOf is the items of a list, or the single value itself.
func itemsOf(n *yamldoc.Node) []*yamldoc.Node {
	if n.Kind == yamldoc.List {
		return n.Items
	}
	return []*yamldoc.Node{n}
}

// words is a value in an error message.
func words(n *yamldoc.Node) string {
	if n.Scalar() {
		return yamldoc.Quoted(n.Text)
	}
	return n.Kind.String()
}
