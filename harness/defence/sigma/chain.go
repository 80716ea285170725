package sigma

import (
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// correlators compiles the correlations, those first that others watch.
func (c *compiler[E, N]) correlators(g *Engine[E, N]) {
	index := map[*Rule]int{}
	for i, rule := range g.rules {
		index[rule] = i
	}
	done := map[*Rule]bool{}
	var visit func(rule *Rule)
	visit = func(rule *Rule) {
		if rule.correlation == nil || done[rule] {
			return
		}
		done[rule] = true
		for _, to := range rule.correlation.rules {
			visit(to)
		}
		c.correlator(g, rule, index)
	}
	for _, rule := range g.rules {
		visit(rule)
	}
}

func (c *compiler[E, N]) correlator(g *Engine[E, N], rule *Rule, index map[*Rule]int) {
	r := &correlator[E, N]{
		index: index[rule], rule: rule, c: rule.correlation, limits: &g.limits, groups: map[string]*window[N]{},
	}
	r.test = r.holds
	c.reachable(r, g.limits)
	before := len(c.errs)
	for i, to := range r.c.rules {
		ways := map[int]*route[E]{}
		for _, base := range bases(to) {
			if way := c.route(r.c, to, base); way != nil {
				ways[index[base]] = way
			}
		}
		r.routes = append(r.routes, ways)
		g.links[index[to]] = append(g.links[index[to]], link{len(g.correlators), i})
		if len(c.errs) > before {
			break // the same mistake would be told for every rule
		}
	}
	g.correlators = append(g.correlators, r)
}

// reachable refuses thresholds beyond what a window can hold.
func (c *compiler[E, N]) reachable(r *correlator[E, N], l Limits) {
	for _, one := range r.c.limits {
		tooMany := r.c.kind == eventCount || r.c.kind == valueCount
		if tooMany && one.bound.compare(number{n: int64(l.Window)}) > 0 {
			c.reject(r.c.pos, fmt.Sprintf("the threshold %s is beyond what a window holds", one.bound), fmt.Sprintf("at most %d", l.Window))
		}
	}
}

// bases lists the detections that lead to a rule, itself if it is one.
func bases(rule *Rule) (all []*Rule) {
	done := map[*Rule]bool{}
	var visit func(rule *Rule)
	visit = func(rule *Rule) {
		if done[rule] {
			return
		}
		done[rule] = true
		if rule.correlation == nil {
			all = append(all, rule)
			return
		}
		for _, to := range rule.correlation.rules {
			visit(to)
		}
	}
	visit(rule)
	return all
}

// route finds the columns of a correlation's values in the events of one of
// the detections below one of its rules.
func (c *compiler[E, N]) route(k *correlation, to, base *Rule) *route[E] {
	way := &route[E]{}
	for _, name := range k.groupBy {
		f := c.column(k, name, to, base)
		if f == nil {
			return nil
		}
		way.group = append(way.group, f)
	}
	for _, name := range k.fields {
		f := c.column(k, name, to, base)
		if f == nil {
			return nil
		}
		if (k.kind.adds() || k.percentile != 0) && f.dynamic == nil && f.Int == nil {
			c.reject(k.pos, fmt.Sprintf("%s measures the field %s, which is %s", k.kind, f.Name, f.kind()), "an integer")
		}
		way.fields = append(way.fields, f)
	}
	return way
}

// column resolves a name through the aliases of the chain from a correlation
// down to a detection.
func (c *compiler[E, N]) column(k *correlation, name string, to, base *Rule) *Field[E] {
	field, ok := through(k, name, to, base)
	if !ok {
		c.reject(k.pos, fmt.Sprintf("the alias %s says nothing about the rule %s", yamldoc.Quoted(name), yamldoc.Quoted(to.Label())), "a field for every rule of the correlation")
		return nil
	}
	f := c.field(k.pos, field)
	classes := c.classes(base.Logsource)
	if f != nil && !slices.ContainsFunc(classes, f.in) {
		c.errs = append(c.errs, &yamldoc.Error{
			Pos: k.pos, Problem: "the field " + f.Name + " is in no event of the rule " + yamldoc.Quoted(base.Label()),
			Expected: "one of " + strings.Join(c.carried(classes), ", "),
		})
		return nil
	}
	return f
}

// through follows a name down a chain. A correlation that does not know the
// name as an alias hands it on.
func through(k *correlation, name string, to, base *Rule) (field string, ok bool) {
	for {
		if name, ok = k.alias(name, to); !ok {
			return "", false
		}
		if to.correlation == nil {
			return name, true
		}
		k = to.correlation
		next := slices.IndexFunc(k.rules, func(r *Rule) bool { return slices.Contains(bases(r), base) })
		to = k.rules[next]
	}
}
