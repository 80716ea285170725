package scenarios

import (
	"slices"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

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
func (d *decoder) say(o *Origin, e yamldoc.Entry) {
	switch e.Key {
	case "from":
		i := slices.Index(provenanceNames[:], e.Value.Text)
		if !e.Value.Scalar() || i <= 0 {
			d.complain(e.Value.Pos, "from is "+words(e.Value), provenances, yamldoc.Nearest(e.Value.Text, provenanceNames[1:]))
			i = int(FromSynthetic) // so that the figures below are not told again
		}
		o.From = Provenance(i)
	case "source":
		for _, s := range listed(e.Value) {
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
		d.complain(pos, "how stands beside from: "+o.From.String(), "from: "+ally("how"), "")
	}
	if pos, ok := said["source"]; ok && o.From == FromSynthetic {
		d.complain(pos, "source stands beside from: synthetic", "from: "+ally("source"), "")
	}
}

// listed is the items of a list, or the single value itself.
func listed(n *yamldoc.Node) []*yamldoc.Node {
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
