package sigma

import (
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// resolve finds the rules that correlations and filters name.
func (l *loader) resolve() {
	ids, names := map[string]*Rule{}, map[string]*Rule{}
	for _, rule := range l.set.rules {
		l.taken(ids, "id", rule.ID, rule)
		l.taken(names, "name", rule.Name, rule)
	}
	called := map[string]*Rule{}
	for _, some := range []map[string]*Rule{ids, names} {
		for _, name := range keys(some) {
			called[name] = some[name]
		}
	}
	for _, f := range l.set.filters {
		l.apply(f, called)
	}
	for _, rule := range l.set.rules {
		if rule.correlation != nil {
			l.join(rule, called)
		}
	}
	l.circles()
	l.silence()
}

// join finds a correlation's rules and checks that its aliases are theirs.
func (l *loader) join(rule *Rule, called map[string]*Rule) {
	c := rule.correlation
	c.rules = nil
	for _, name := range c.names {
		to := called[name]
		switch {
		case to == nil:
			l.r.Unknown(c.at[name], "rule", name, slices.DeleteFunc(keys(called), func(n string) bool { return called[n] == rule }))
			continue
		case slices.Contains(c.rules, to):
			l.r.Reject(c.at[name], "the rule "+yamldoc.Quoted(name)+" is named twice", "each rule once")
		}
		c.rules = append(c.rules, to)
	}
	for _, alias := range keys(c.aliases) {
		for _, name := range keys(c.aliases[alias]) {
			if to := called[name]; to == nil || !slices.Contains(c.rules, to) {
				l.r.Unknown(c.at["alias "+name], "rule of the correlation", name, c.names)
			}
		}
	}
	if len(c.limits) == 0 && c.kind.proximity() {
		c.limits = []limit{{atLeast, number{n: int64(len(c.names))}}}
	}
}

// alias gives the field that a name of the correlation means in events of one
// of its rules.
func (c *correlation) alias(name string, rule *Rule) (field string, ok bool) {
	fields, ok := c.aliases[name]
	if !ok {
		return name, true
	}
	for _, by := range []string{rule.Name, rule.ID} {
		if f, ok := fields[by]; ok && by != "" {
			return f, true
		}
	}
	return "", false
}

// maxChain is how long a chain of correlations may be.
const maxChain = 16

// circles refuses correlations that lead back to themselves.
func (l *loader) circles() {
	const open, done = 1, 2
	state := map[*Rule]int{}
	var visit func(rule *Rule, depth int) bool
	visit = func(rule *Rule, depth int) bool {
		if state[rule] == done || rule.correlation == nil {
			return true
		}
		if state[rule] == open || depth > maxChain {
			l.r.Reject(rule.Pos, "the correlation leads back to itself, or its chain is too long",
				"chains of at most "+strconv.Itoa(maxChain)+" that end at detections")
			return false
		}
		state[rule] = open
		for _, to := range rule.correlation.rules {
			if !visit(to, depth+1) {
				state[rule] = done
				return false
			}
		}
		state[rule] = done
		return true
	}
	for _, rule := range l.set.rules {
		if !visit(rule, 0) {
			// The compiler follows the chains and must never meet a circle.
			l.set.rules = slices.DeleteFunc(l.set.rules, func(r *Rule) bool { return r.correlation != nil })
			return
		}
	}
}

// silence marks the rules that are there for correlations alone.
func (l *loader) silence() {
	for _, rule := range l.set.rules {
		if rule.correlation == nil {
			continue
		}
		for _, to := range rule.correlation.rules {
			to.Silent = true
		}
	}
	for _, rule := range l.set.rules {
		if rule.correlation == nil || !rule.correlation.generate {
			continue
		}
		for _, to := range rule.correlation.rules {
			to.Silent = false
		}
	}
	for _, rule := range l.set.rules {
		rule.Level = grade(rule)
	}
}

// grade is the level of a rule; a correlation that names none has the gravest
// of its rules.
func grade(rule *Rule) string {
	level := rule.Level
	if level != "" || rule.correlation == nil {
		return level
	}
	for _, to := range rule.correlation.rules {
		to.Level = grade(to)
		level = graver(level, to.Level)
	}
	return level
}
