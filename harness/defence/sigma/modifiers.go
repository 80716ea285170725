package sigma

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// place is where in a field a value is looked for.
type place uint8

const (
	whole place = iota
	contains
	startsWith
	endsWith
)

var places = map[string]place{"contains": contains, "startswith": startsWith, "endswith": endsWith}

// modifierNames lists what may stand behind a field, in the order of the
// specification's appendix.
var modifierNames = []string{
	"all", "startswith", "endswith", "contains", "exists", "cased", "neq", "windash",
	"re", "i", "m", "s", "base64", "base64offset", "utf16le", "utf16be", "utf16", "wide",
	"lt", "lte", "gt", "gte", "minute", "hour", "day", "week", "month", "year",
	"cidr", "expand", "fieldref",
}

// modifiers is what stands behind a field's name.
type modifiers struct {
	all, exists, cased, neq, windash, re, cidr, expand, fieldref bool

	place    place
	sorted   bool // an order of numbers is asked for
	order    order
	flags    string   // of the regular expression
	encoding []string // in the order in which they are applied
	part     timePart
}

// modify reads the modifiers of a key; ok is false if they make no sense.
func (r *reader) modify(at yamldoc.Position, names []string) (m modifiers, ok bool) {
	before := len(r.Errs)
	for i, name := range names {
		switch {
		case !slices.Contains(modifierNames, name):
			r.Unknown(at, "modifier", name, modifierNames)
		case slices.Contains(names[:i], name):
			r.Reject(at, "the modifier "+name+" stands here twice", "each once")
		default:
			r.modifier(at, name, &m)
		}
	}
	if len(r.Errs) == before {
		r.combine(at, names, &m)
	}
	return m, len(r.Errs) == before
}

func (r *reader) modifier(at yamldoc.Position, name string, m *modifiers) {
	switch name {
	case "all":
		m.all = true
	case "exists":
		m.exists = true
	case "cased":
		m.cased = true
	case "neq":
		m.neq = true
	case "windash":
		m.windash = true
	case "re":
		m.re = true
	case "cidr":
		m.cidr = true
	case "expand":
		m.expand = true
	case "fieldref":
		m.fieldref = true
	case "i", "m", "s":
		if !m.re {
			r.Reject(at, "the modifier "+name+" stands without re before it", "re|"+name)
		}
		m.flags += name
	case "base64", "base64offset", "utf16le", "utf16be", "utf16", "wide":
		m.encoding = append(m.encoding, name)
	case "lt", "lte", "gt", "gte":
		if m.sorted {
			r.Reject(at, "two comparisons in one key", "one; a range is two lines, or two searches")
		}
		m.sorted, m.order = true, orders[name]
	case "contains", "startswith", "endswith":
		if m.place != whole {
			r.Reject(at, "the modifiers contain two places", "one of contains, startswith, endswith")
		}
		m.place = places[name]
	default:
		if m.part != noPart {
			r.Reject(at, "the modifiers take two parts out of a date", "one of minute, hour, day, week, month, year")
		}
		m.part = timeParts[name]
	}
}

// companions says which modifiers each exclusive one can stand with; those that
// are not listed stand with each other.
var companions = []struct {
	name string
	with []string
}{
	{"exists", nil},
	{"re", []string{"i", "m", "s", "all", "neq", "expand"}},
	{"cidr", []string{"all", "neq", "expand"}},
	{"fieldref", []string{"contains", "startswith", "endswith", "cased", "neq", "lt", "lte", "gt", "gte", "all"}},
	{"lt", []string{"all", "expand", "fieldref", "minute", "hour", "day", "week", "month", "year"}},
	{"lte", []string{"all", "expand", "fieldref", "minute", "hour", "day", "week", "month", "year"}},
	{"gt", []string{"all", "expand", "fieldref", "minute", "hour", "day", "week", "month", "year"}},
	{"gte", []string{"all", "expand", "fieldref", "minute", "hour", "day", "week", "month", "year"}},
	{"minute", datePart},
	{"hour", datePart},
	{"day", datePart},
	{"week", datePart},
	{"month", datePart},
	{"year", datePart},
	{"windash", []string{"contains", "startswith", "endswith", "cased", "all", "neq", "expand"}},
}

var datePart = []string{"lt", "lte", "gt", "gte", "neq", "all", "expand"}

// combine refuses modifiers that contradict each other.
func (r *reader) combine(at yamldoc.Position, names []string, m *modifiers) {
	for _, c := range companions {
		if !slices.Contains(names, c.name) {
			continue
		}
		for _, other := range names {
			if other != c.name && !slices.Contains(c.with, other) {
				expected := c.name + " alone"
				if len(c.with) > 0 {
					expected = c.name + " with " + strings.Join(c.with, ", ") + " or alone"
				}
				r.Reject(at, "the modifiers "+c.name+" and "+other+" stand together", expected)
				return
			}
		}
	}
	r.ordered(at, names, m)
}

// ordered refuses encodings in an order that loses something.
func (r *reader) ordered(at yamldoc.Position, names []string, m *modifiers) {
	last := func(of ...string) int {
		return slices.IndexFunc(names, func(n string) bool { return slices.Contains(of, n) })
	}
	wide := last("utf16le", "utf16be", "utf16", "wide")
	base := last("base64", "base64offset")
	switch {
	case len(m.encoding) > 2 || wide >= 0 && base >= 0 && wide > base || len(m.encoding) == 2 && (wide < 0 || base < 0):
		r.Reject(at, "the encodings "+strings.Join(m.encoding, ", ")+" stand in this order",
			"at most one of utf16le, utf16be, utf16, wide, and behind it at most one of base64, base64offset")
	case base >= 0 && m.place != whole && base > last("contains", "startswith", "endswith"):
		r.Reject(at, names[base]+" stands behind the place to look at", names[base]+" before contains, startswith or endswith")
	}
}
