package scenarios

import "slices"

// The keys that say where figures come from.
var originKeys = []string{"from", "source", "how", "note"}

// origin is what holds below a mapping: what it says itself, or else what is
// inherited. A note alone adds to what is inherited.
func (d *decoder) origin(n *node, inherited Origin, own []string) Origin {
	var o Origin
	said := map[string]Position{}
	for _, e := range n.entries {
		if !slices.Contains(originKeys, e.key) || slices.Contains(own, e.key) {
			continue
		}
		if _, twice := said[e.key]; twice {
			continue // told when the keys are checked
		}
		said[e.key] = e.pos
		d.say(&o, e)
	}
	if _, ok := said["from"]; ok {
		d.complete(o, said)
		return o
	}
	for _, key := range []string{"source", "how"} {
		if pos, ok := said[key]; ok {
			d.complain(pos, key+" stands without from", "from: "+ally(key)+" beside it", "")
		}
	}
	if _, ok := said["note"]; ok {
		inherited.Note = o.Note
	}
	return inherited
}

const provenances = "seed, public, derived or synthetic"

// ally says which provenance a key goes with.
func ally(key string) string {
	if key == "how" {
		return "derived"
	}
	return "public or seed"
}

// say reads one of the keys.
func (d *decoder) say(o *Origin, e entry) {
	switch e.key {
	case "from":
		i := slices.Index(provenanceNames[:], e.value.text)
		if e.value.kind != scalar || i <= 0 {
			d.complain(e.value.pos, "from is "+e.value.words(), provenances, Nearest(e.value.text, provenanceNames[1:]))
			i = int(FromSynthetic) // so that the figures below are not told again
		}
		o.From = Provenance(i)
	case "source":
		for _, s := range e.value.list() {
			var id Name
			if s.kind != scalar || !id.read(s) {
				d.complain(s.pos, "source is "+s.words(), "an id out of incident.sources, or a list of them", "")
				continue
			}
			o.Sources = append(o.Sources, id)
			d.cited = append(d.cited, id)
		}
	case "how":
		o.How = d.prose(e.value, "how")
	case "note":
		o.Note = d.prose(e.value, "note")
	}
}

// complete checks what has to stand beside from.
func (d *decoder) complete(o Origin, said map[string]Position) {
	from := said["from"]
	if _, ok := said["source"]; o.From == FromPublic && !ok {
		d.complain(from, "from: public has no source", "source: with ids out of incident.sources beside it", "")
	}
	if _, ok := said["how"]; o.From == FromDerived && !ok {
		d.complain(from, "from: derived does not say how", "how: with the arithmetic beside it", "")
	}
	if pos, ok := said["how"]; ok && o.From != FromDerived {
		d.complain(pos, "how stands beside from: "+o.From.String(), "from: "+ally("how"), "")
	}
	if pos, ok := said["source"]; ok && o.From == FromSynthetic {
		d.complain(pos, "source stands beside from: synthetic", "from: "+ally("source"), "")
	}
}

// list is the items of a sequence, or the single value itself.
func (n *node) list() []*node {
	if n.kind == sequence {
		return n.items
	}
	return []*node{n}
}

// words is a value in an error message.
func (n *node) words() string {
	switch n.kind {
	case mapping:
		return "a mapping"
	case sequence:
		return "a list"
	case nothing:
		return "empty"
	}
	return quote(n.text)
}
