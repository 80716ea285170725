package sigma

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

const aSearch = "a mapping of fields, a list of such mappings, or a list of keywords"

// detection reads the searches and the condition of a rule, or of a filter.
func (r *reader) detection(e *yamldoc.Entry, but ...string) *detection {
	if e.Value.Kind != yamldoc.Mapping {
		r.Reject(e.Value.Pos, e.Key+" is "+e.Value.Kind.String(), "a mapping with searches and a condition")
		return nil
	}
	d := &detection{}
	for i := range e.Value.Entries {
		line := &e.Value.Entries[i]
		switch {
		case line.Key == "condition" || slices.Contains(but, line.Key):
		case line.Key == "timeframe":
			r.Reject(line.Pos, "timeframe belongs to aggregations, which Sigma 2 replaced", "a correlation with a timespan")
		default:
			d.selections = append(d.selections, r.selection(line))
		}
	}
	when := e.Value.Find("condition")
	if when == nil {
		r.Reject(e.Pos, e.Key+" lacks condition", "which searches must hold, such as condition: selection")
		return d
	}
	d.when = r.condition(when, d)
	return d
}

func (r *reader) selection(e *yamldoc.Entry) *selection {
	s := &selection{name: e.Key}
	switch {
	case e.Value.Kind == yamldoc.Mapping:
		s.any = [][]*item{r.items(e.Value)}
	case e.Value.Kind == yamldoc.List && len(e.Value.Items) > 0:
		for _, n := range e.Value.Items {
			switch {
			case n.Kind == yamldoc.Mapping:
				s.any = append(s.any, r.items(n))
			case n.Scalar():
				s.any = append(s.any, r.list(r.item(n.Pos, "", nil, []*yamldoc.Node{n}, true)))
			default:
				r.Reject(n.Pos, "an element of "+e.Key+" is "+n.Kind.String(), "a mapping or a keyword")
			}
		}
	case e.Value.Scalar():
		s.any = [][]*item{r.list(r.item(e.Value.Pos, "", nil, []*yamldoc.Node{e.Value}, true))}
	default:
		what := e.Value.Kind.String()
		if e.Value.Kind == yamldoc.List {
			what = "an empty list"
		}
		r.Reject(e.Value.Pos, "the search "+e.Key+" is "+what, aSearch)
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
func (r *reader) items(n *yamldoc.Node) (all []*item) {
	if len(n.Entries) == 0 {
		r.Reject(n.Pos, "the mapping is empty", "fields and values")
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		parts := strings.Split(e.Key, "|")
		values := []*yamldoc.Node{e.Value}
		if e.Value.Kind == yamldoc.List {
			values = e.Value.Items
		}
		if e.Value.Kind == yamldoc.Mapping {
			r.Reject(e.Value.Pos, "the value of "+yamldoc.Quoted(e.Key)+" is a mapping", "a value or a list of values")
			continue
		}
		if made := r.item(e.Pos, parts[0], parts[1:], values, e.Value.Kind != yamldoc.List); made != nil {
			all = append(all, made)
		}
	}
	return all
}

// item reads one line of a search. single says that the value was no list.
func (r *reader) item(at yamldoc.Position, field string, names []string, values []*yamldoc.Node, single bool) *item {
	m, ok := r.modify(at, names)
	if !ok {
		return nil
	}
	i := &item{field: r.o.Mapping.field(field), pos: at, all: m.all, negate: m.neq, part: m.part, compared: m.sorted, network: m.cidr}
	switch {
	case len(values) == 0:
		r.Reject(at, "the list of values is empty", "at least one value")
		return nil
	case field == "" && (m.exists || m.cidr || m.fieldref || m.sorted || m.part != noPart):
		r.Reject(at, "a keyword has a modifier that needs a field", "a field's name before the modifiers")
		return nil
	case m.all && len(values) == 1 && !m.expand:
		r.Reject(at, "the modifier all has a single value", "several values, or the key without all")
		return nil
	}
	for _, v := range values {
		r.value(i, &m, v, field, single)
	}
	return i
}

// value adds what one value of a line asks for.
func (r *reader) value(i *item, m *modifiers, v *yamldoc.Node, field string, single bool) {
	switch {
	case v.Kind == yamldoc.Mapping || v.Kind == yamldoc.List:
		r.Reject(v.Pos, "a value is "+v.Kind.String(), "a text or a number")
	case m.exists:
		r.presence(i, v, single)
	case v.Kind == yamldoc.Nothing:
		r.null(i, m, v, single)
	case m.fieldref:
		i.refs = append(i.refs, r.o.Mapping.field(v.Text))
		i.ref = refTest{place: m.place, cased: m.cased, order: m.order, sorted: m.sorted}
	default:
		for _, s := range r.expanded(m, v) {
			r.add(i, m, v, r.o.Mapping.value(field, s))
		}
	}
}

func (r *reader) expanded(m *modifiers, v *yamldoc.Node) []string {
	if !m.expand {
		return []string{v.Text}
	}
	return r.expand(v.Pos, v.Text)
}

func (r *reader) presence(i *item, v *yamldoc.Node, single bool) {
	if v.Kind != yamldoc.Boolean || !single {
		r.Reject(v.Pos, "exists has "+v.Kind.String(), "true or false")
		return
	}
	i.exists = mustNotExist
	if v.Text == "true" {
		i.exists = mustExist
	}
}

func (r *reader) null(i *item, m *modifiers, v *yamldoc.Node, single bool) {
	if !single || i.field == "" || m.neq || m.place != whole || m.re || m.cidr || m.sorted || m.part != noPart || m.fieldref || m.encoding != nil || m.cased {
		r.Reject(v.Pos, "null stands in a list or behind a modifier", "field: null in a search of its own")
		return
	}
	i.null = true
}

// add turns one value of a rule into tests.
func (r *reader) add(i *item, m *modifiers, v *yamldoc.Node, s string) {
	switch {
	case m.re:
		r.regex(i, m, v, s)
	case m.cidr:
		r.network(i, v, s)
	case m.sorted || m.part != noPart:
		n, ok := parseNumber(s)
		if !ok || v.Kind == yamldoc.Text && !m.expand && m.part == noPart || m.part != noPart && n.rat != nil {
			r.Reject(v.Pos, "the value is "+yamldoc.Quoted(s), "a number without quotes")
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

func (r *reader) pattern(i *item, m *modifiers, v *yamldoc.Node, s string) {
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
	i.tests = append(i.tests, newPatternTest(p, v.Kind != yamldoc.Text && at == whole))
}

func (r *reader) encode(i *item, m *modifiers, v *yamldoc.Node, s string) {
	plain, ok := parsePattern(s).plain()
	if !ok {
		r.Reject(v.Pos, "a value with wildcards is to be encoded", `a plain text, with \* and \? for the characters themselves`)
		return
	}
	at := m.place
	if i.field == "" && at == whole {
		at = contains
	}
	all := encoded(plain, m.encoding)
	if len(all) == 0 {
		r.Reject(v.Pos, "the value is too short to be found in base64", "at least two characters")
		return
	}
	for _, one := range all {
		p := literally(one).within(at)
		p.cased = m.cased
		i.tests = append(i.tests, newPatternTest(p, false))
	}
	if m.all && len(all) > 1 {
		r.Reject(i.pos, "all stands with base64offset, whose three forms never stand together", "one line for each value")
	}
}

func (r *reader) regex(i *item, m *modifiers, v *yamldoc.Node, s string) {
	if m.flags != "" {
		s = "(?" + m.flags + ":" + s + ")"
	}
	re, err := regexp.Compile(s)
	if err != nil {
		r.Reject(v.Pos, "no regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "),
			"one without look-around and back-references")
		return
	}
	i.tests = append(i.tests, &regexTest{re})
}

func (r *reader) network(i *item, v *yamldoc.Node, s string) {
	n, err := netip.ParsePrefix(s)
	if err != nil {
		a, wrong := netip.ParseAddr(s)
		if wrong != nil {
			r.Reject(v.Pos, "no network: "+yamldoc.Quoted(s), "a network such as 10.0.0.0/8 or 2001:db8::/32")
			return
		}
		n = netip.PrefixFrom(a, a.BitLen())
	}
	i.tests = append(i.tests, &networkTest{n.Masked()})
}
