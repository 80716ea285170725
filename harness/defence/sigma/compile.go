package sigma

import (
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// check is a compiled condition over events of one class: either known
// beforehand or to be asked of each event.
type check[E any] struct {
	run   func(e E) bool // nil if it is known
	known bool
}

func settled[E any](b bool) check[E] { return check[E]{known: b} }

func (c check[E]) holds(e E) bool {
	if c.run == nil {
		return c.known
	}
	return c.run(e)
}

func (c check[E]) not() check[E] {
	if c.run == nil {
		return settled[E](!c.known)
	}
	run := c.run
	return check[E]{run: func(e E) bool { return !run(e) }}
}

// join is true if all parts are, or if any is. What is known beforehand does
// not remain in it.
func join[E any](parts []check[E], all bool) check[E] {
	var open []func(E) bool
	for _, p := range parts {
		switch {
		case p.run != nil:
			open = append(open, p.run)
		case p.known != all:
			return settled[E](!all)
		}
	}
	switch len(open) {
	case 0:
		return settled[E](all)
	case 1:
		return check[E]{run: open[0]}
	case 2:
		a, b := open[0], open[1]
		if all {
			return check[E]{run: func(e E) bool { return a(e) && b(e) }}
		}
		return check[E]{run: func(e E) bool { return a(e) || b(e) }}
	}
	return check[E]{run: func(e E) bool {
		for _, f := range open {
			if f(e) != all {
				return !all
			}
		}
		return all
	}}
}

// compiler turns the rules of a set into checks over events of type E.
type compiler[E, N any] struct {
	schema *Schema[E, N]
	fields map[string]*Field[E]
	names  []string
	errs   yamldoc.Errors
}

func newCompiler[E, N any](s *Schema[E, N]) *compiler[E, N] {
	c := &compiler[E, N]{schema: s, fields: map[string]*Field[E]{}}
	for i := range s.Fields {
		f := &s.Fields[i]
		c.fields[f.Name] = f
		c.names = append(c.names, f.Name)
	}
	slices.Sort(c.names)
	return c
}

func (c *compiler[E, N]) reject(at yamldoc.Position, problem, expected string) {
	c.errs = append(c.errs, &yamldoc.Error{Pos: at, Problem: problem, Expected: expected})
}

// field finds a column by name; nil, and an error, if there is none.
func (c *compiler[E, N]) field(at yamldoc.Position, name string) *Field[E] {
	if f, ok := c.fields[name]; ok {
		return f
	}
	if c.schema.lookup != nil {
		f := c.schema.lookup(name)
		c.fields[name] = f
		return f
	}
	c.errs = append(c.errs, yamldoc.Unknown(at, "field", name, c.names))
	return nil
}

// classes lists the classes of events that a log source covers.
func (c *compiler[E, N]) classes(l Logsource) (all []int) {
	if len(c.schema.Sources) == 0 {
		return []int{0}
	}
	for i, s := range c.schema.Sources {
		if l.covers(s) {
			all = append(all, i)
		}
	}
	return all
}

// covered notes a log source that no event comes from.
func (c *compiler[E, N]) covered(rule *Rule) []int {
	classes := c.classes(rule.Logsource)
	if len(classes) > 0 {
		return classes
	}
	var names []string
	wanted := rule.Logsource.String()
	for _, s := range c.schema.Sources {
		if name := s.String(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	c.errs = append(c.errs, &yamldoc.Error{
		Pos: rule.Pos, Problem: "no events come from " + wanted, Expected: yamldoc.Choice(names), Nearest: yamldoc.Nearest(wanted, names),
	})
	return nil
}

// vet checks every line of a rule against the columns, once for all classes.
func (c *compiler[E, N]) vet(d *detection, classes []int) {
	for _, s := range d.selections {
		for _, group := range s.any {
			for _, i := range group {
				c.vetItem(i, classes)
			}
		}
	}
}

func (c *compiler[E, N]) vetItem(i *item, classes []int) {
	if i.field == "" {
		return
	}
	f := c.field(i.pos, i.field)
	if f == nil {
		return
	}
	if !slices.ContainsFunc(classes, f.in) && i.exists == unasked && !i.null {
		c.reject(i.pos, "the field "+f.Name+" is in no event of the log source", "one of "+strings.Join(c.carried(classes), ", "))
	}
	for _, name := range i.refs {
		c.field(i.pos, name)
	}
	switch {
	case f.dynamic != nil:
	case i.part != noPart && !f.Date:
		c.reject(i.pos, "the field "+f.Name+" is "+f.kind(), "a date")
	case i.compared && i.part == noPart && f.Int == nil, i.ref.sorted && f.Int == nil:
		c.reject(i.pos, "the field "+f.Name+" is "+f.kind(), "an integer for a comparison by size")
	case i.network && f.IP == nil && f.Text == nil:
		c.reject(i.pos, "the field "+f.Name+" is "+f.kind(), "an address")
	default:
		c.vetValues(i, f)
	}
}

func (c *compiler[E, N]) carried(classes []int) (names []string) {
	for _, name := range c.names {
		if slices.ContainsFunc(classes, c.fields[name].in) {
			names = append(names, name)
		}
	}
	return names
}

// vetValues refuses values that a column never has.
func (c *compiler[E, N]) vetValues(i *item, f *Field[E]) {
	for _, t := range i.tests {
		p, ok := t.(*patternTest)
		if !ok {
			continue
		}
		s, ok := p.slow.plain()
		if !ok {
			continue
		}
		switch {
		case f.Int != nil && !p.exact:
			c.reject(i.pos, fmt.Sprintf("the field %s is %s and never %s", f.Name, f.kind(), yamldoc.Quoted(s)), "a whole number")
		case f.Bool != nil && !p.text("true") && !p.text("false"):
			c.reject(i.pos, fmt.Sprintf("the field %s is %s and never %s", f.Name, f.kind(), yamldoc.Quoted(s)), "true or false")
		case f.Values != nil && !slices.ContainsFunc(f.Values, p.text):
			c.errs = append(c.errs, yamldoc.Unknown(i.pos, "value of "+f.Name, s, f.Values))
		}
	}
}

// rule compiles a detection for one class of events.
func (c *compiler[E, N]) rule(d *detection, class int) check[E] {
	made := c.expr(d.when, c.selections(d, class))
	for _, f := range d.filters {
		made = join([]check[E]{made, c.expr(f.when, c.selections(f, class)).not()}, true)
	}
	return made
}

func (c *compiler[E, N]) selections(d *detection, class int) []check[E] {
	var all []check[E]
	for _, s := range d.selections {
		var any []check[E]
		for _, group := range s.any {
			var every []check[E]
			for _, i := range group {
				every = append(every, c.item(i, class))
			}
			any = append(any, join(every, true))
		}
		all = append(all, join(any, false))
	}
	return all
}

func (c *compiler[E, N]) expr(x *expr, selections []check[E]) check[E] {
	if x.op == opSelection {
		return selections[x.selection]
	}
	var parts []check[E]
	for _, kid := range x.kids {
		parts = append(parts, c.expr(kid, selections))
	}
	if x.op == opNot {
		return parts[0].not()
	}
	return join(parts, x.op == opAnd)
}
