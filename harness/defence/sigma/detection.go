package sigma

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

const aSearch = "a mapping of fields, a list of such mappings, or a list of keywords"

// detection reads the searches and the condition of a rule, or of a filter.
func (r *reader) detection(e *entry, but ...string) *detection {
	if e.value.kind != mapping {
		r.reject(e.value.pos, e.key+" is "+e.value.kind.String(), "a mapping with searches and a condition")
		return nil
	}
	d := &detection{}
	for i := range e.value.entries {
		line := &e.value.entries[i]
		switch {
		case line.key == "condition" || slices.Contains(but, line.key):
		case line.key == "timeframe":
			r.reject(line.pos, "timeframe belongs to aggregations, which Sigma 2 replaced", "a correlation with a timespan")
		default:
			d.selections = append(d.selections, r.selection(line))
		}
	}
	when := e.value.find("condition")
	if when == nil {
		r.reject(e.pos, e.key+" lacks condition", "which searches must hold, such as condition: selection")
		return d
	}
	d.when = r.condition(when, d)
	return d
}

func (r *reader) selection(e *entry) *selection {
	s := &selection{name: e.key}
	switch {
	case e.value.kind == mapping:
		s.any = [][]*item{r.items(e.value)}
	case e.value.kind == sequence && len(e.value.items) > 0:
		for _, n := range e.value.items {
			switch {
			case n.kind == mapping:
				s.any = append(s.any, r.items(n))
			case n.scalar():
				s.any = append(s.any, r.list(r.item(n.pos, "", nil, []*node{n}, true)))
			default:
				r.reject(n.pos, "an element of "+e.key+" is "+n.kind.String(), "a mapping or a keyword")
			}
		}
	case e.value.scalar():
		s.any = [][]*item{r.list(r.item(e.value.pos, "", nil, []*node{e.value}, true))}
	default:
		what := e.value.kind.String()
		if e.value.kind == sequence {
			what = "an empty list"
		}
		r.reject(e.value.pos, "the search "+e.key+" is "+what, aSearch)
	}
	return s
}

func (r *reader) list(i *item) []*item {
	if i == nil {
		return nil
	}
	return []*item{i}
}

// items reads a mapping, of which every line must hold.
func (r *reader) items(n *node) (all []*item) {
	if len(n.entries) == 0 {
		r.reject(n.pos, "the mapping is empty", "fields and values")
	}
	for i := range n.entries {
		e := &n.entries[i]
		parts := strings.Split(e.key, "|")
		values := []*node{e.value}
		if e.value.kind == sequence {
			values = e.value.items
		}
		if e.value.kind == mapping {
			r.reject(e.value.pos, "the value of "+short(e.key)+" is a mapping", "a value or a list of values")
			continue
		}
		if made := r.item(e.pos, parts[0], parts[1:], values, e.value.kind != sequence); made != nil {
			all = append(all, made)
		}
	}
	return all
}

// item reads one line of a search. single says that the value was no list.
func (r *reader) item(at scenarios.Position, field string, names []string, values []*node, single bool) *item {
	m, ok := r.modify(at, names)
	if !ok {
		return nil
	}
	i := &item{field: r.o.Mapping.field(field), pos: at, all: m.all, negate: m.neq, part: m.part, compared: m.sorted, network: m.cidr}
	switch {
	case len(values) == 0:
		r.reject(at, "the list of values is empty", "at least one value")
		return nil
	case field == "" && (m.exists || m.cidr || m.fieldref || m.sorted || m.part != noPart):
		r.reject(at, "a keyword has a modifier that needs a field", "a field's name before the modifiers")
		return nil
	case m.all && len(values) == 1 && !m.expand:
		r.reject(at, "the modifier all has a single value", "several values, or the key without all")
		return nil
	}
	for _, v := range values {
		r.value(i, &m, v, field, single)
	}
	return i
}

// value adds what one value of a line asks for.
func (r *reader) value(i *item, m *modifiers, v *node, field string, single bool) {
	switch {
	case v.kind == mapping || v.kind == sequence:
		r.reject(v.pos, "a value is "+v.kind.String(), "a text or a number")
	case m.exists:
		r.presence(i, v, single)
	case v.kind == nothing:
		r.null(i, m, v, single)
	case m.fieldref:
		i.refs = append(i.refs, r.o.Mapping.field(v.text))
		i.ref = refTest{place: m.place, cased: m.cased, order: m.order, sorted: m.sorted}
	default:
		for _, s := range r.expanded(m, v) {
			r.add(i, m, v, r.o.Mapping.value(field, s))
		}
	}
}

func (r *reader) expanded(m *modifiers, v *node) []string {
	if !m.expand {
		return []string{v.text}
	}
	return r.expand(v.pos, v.text)
}

func (r *reader) presence(i *item, v *node, single bool) {
	if v.kind != boolean || !single {
		r.reject(v.pos, "exists has "+v.kind.String(), "true or false")
		return
	}
	i.exists = mustNotExist
	if v.text == "true" {
		i.exists = mustExist
	}
}

func (r *reader) null(i *item, m *modifiers, v *node, single bool) {
	if !single || i.field == "" || m.neq || m.place != whole || m.re || m.cidr || m.sorted || m.part != noPart || m.fieldref || m.encoding != nil || m.cased {
		r.reject(v.pos, "null stands in a list or behind a modifier", "field: null in a search of its own")
		return
	}
	i.null = true
}

// add turns one value of a rule into tests.
func (r *reader) add(i *item, m *modifiers, v *node, s string) {
	switch {
	case m.re:
		r.regex(i, m, v, s)
	case m.cidr:
		r.network(i, v, s)
	case m.sorted || m.part != noPart:
		n, ok := parseNumber(s)
		if !ok || v.kind == text && !m.expand && m.part == noPart || m.part != noPart && n.rat != nil {
			r.reject(v.pos, "the value is "+short(s), "a number without quotes")
			return
		}
		if !m.sorted {
			m.order = equal
		}
		i.tests = append(i.tests, &orderTest{m.order, n})
	case m.encoding != nil:
		r.encode(i, m, v, s)
	default:
		r.pattern(i, m, v, s)
	}
}

func (r *reader) pattern(i *item, m *modifiers, v *node, s string) {
	p := parsePattern(s)
	if m.windash {
		p = p.dashed()
	}
	at := m.place
	if i.field == "" && at == whole {
		at = contains // a keyword is looked for anywhere
	}
	p = p.within(at)
	p.cased = m.cased
	i.tests = append(i.tests, newPatternTest(p, v.kind != text && at == whole))
}

func (r *reader) encode(i *item, m *modifiers, v *node, s string) {
	plain, ok := parsePattern(s).plain()
	if !ok {
		r.reject(v.pos, "a value with wildcards is to be encoded", `a plain text, with \* and \? for the characters themselves`)
		return
	}
	at := m.place
	if i.field == "" && at == whole {
		at = contains
	}
	all := encoded(plain, m.encoding)
	if len(all) == 0 {
		r.reject(v.pos, "the value is too short to be found in base64", "at least two characters")
		return
	}
	for _, one := range all {
		p := literally(one).within(at)
		p.cased = m.cased
		i.tests = append(i.tests, newPatternTest(p, false))
	}
	if m.all && len(all) > 1 {
		r.reject(i.pos, "all stands with base64offset, whose three forms never stand together", "one line for each value")
	}
}

func (r *reader) regex(i *item, m *modifiers, v *node, s string) {
	if m.flags != "" {
		s = "(?" + m.flags + ":" + s + ")"
	}
	re, err := regexp.Compile(s)
	if err != nil {
		r.reject(v.pos, "no regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "),
			"one without look-around and back-references")
		return
	}
	i.tests = append(i.tests, &regexTest{re})
}

func (r *reader) network(i *item, v *node, s string) {
	n, err := netip.ParsePrefix(s)
	if err != nil {
		a, wrong := netip.ParseAddr(s)
		if wrong != nil {
			r.reject(v.pos, "no network: "+short(s), "a network such as 10.0.0.0/8 or 2001:db8::/32")
			return
		}
		n = netip.PrefixFrom(a, a.BitLen())
	}
	i.tests = append(i.tests, &networkTest{n.Masked()})
}
