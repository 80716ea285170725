package defence

import (
	"maps"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// Kinds of parts.
const (
	ControlPart = "control" // of the posture
	RulePart    = "rule"    // or several that the playbook needs together
	MonitorPart = "monitor" // one that is not made of rules
)

// Part is a piece of a defence that can be left out while the rest stays as it
// is.
type Part struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Rules are those that a part of kind RulePart stands for.
	Rules []string `json:"rules,omitempty"`
}

// Parts takes a defence apart: its controls, then the rules that raise alerts,
// each in the order of their files; a monitor that is not made of rules is one
// part. If that makes more than most parts, rules that one response of the
// playbook names, as what it answers or as what confirms it, are one part
// together, and so are all rules that no response names; and if those are
// still too many, all rules are one part. There may be more controls than most.
func (d *Defence) Parts(most int) []Part {
	var parts []Part
	for _, c := range d.posture {
		parts = append(parts, Part{Kind: ControlPart, Name: c.Info().Name})
	}
	book := d.book()
	switch {
	case !d.Watches():
		return parts
	case book == nil:
		return append(parts, Part{Kind: MonitorPart, Name: d.watch.name})
	}
	for _, group := range []func() []Part{book.each, book.grouped} {
		if rules := group(); len(parts)+len(rules) <= most {
			return append(parts, rules...)
		}
	}
	return append(parts, Part{Kind: RulePart, Name: "all rules", Rules: book.loud()})
}

// loud are the rules that raise alerts.
func (b *ruleBook) loud() (names []string) {
	for _, r := range b.set.Rules() {
		if !r.Silent && !b.muted[r.Label()] {
			names = append(names, r.Label())
		}
	}
	return names
}

func (b *ruleBook) each() (parts []Part) {
	for _, name := range b.loud() {
		parts = append(parts, Part{RulePart, name, []string{name}})
	}
	return parts
}

// unnamed is the part of rules that no response names: those that responses
// find by level or tag, and those that only raise alerts.
const unnamed = "rules that no response names"

// grouped puts rules together that the playbook needs together.
func (b *ruleBook) grouped() (parts []Part) {
	groups := b.ties()
	var loose []string
	for _, name := range b.loud() {
		at := slices.IndexFunc(groups, func(g []string) bool { return slices.Contains(g, name) })
		switch {
		case at < 0:
			loose = append(loose, name)
		case groups[at][0] == name:
			parts = append(parts, Part{RulePart, strings.Join(groups[at], ", "), groups[at]})
		}
	}
	if len(loose) > 0 {
		parts = append(parts, Part{RulePart, unnamed, loose})
	}
	return parts
}

// ties are the groups of rules that responses name together, each in the order
// of the files.
func (b *ruleBook) ties() (groups [][]string) {
	for _, r := range b.playbook.responses {
		tied := slices.Concat(r.rules, r.unless)
		if len(tied) == 0 {
			continue
		}
		groups = slices.DeleteFunc(groups, func(g []string) bool {
			shared := slices.ContainsFunc(g, func(name string) bool { return slices.Contains(tied, name) })
			if shared {
				tied = append(tied, g...)
			}
			return shared
		})
		groups = append(groups, tied)
	}
	order := b.loud()
	for i, g := range groups {
		groups[i] = slices.DeleteFunc(slices.Clone(order), func(name string) bool { return !slices.Contains(g, name) })
	}
	return groups
}

// Only is the defence with these of its parts and no others. Rules that are
// left out raise no alerts and lead to nothing; correlations built on them go
// on counting. With all parts it behaves as the whole does.
func (d *Defence) Only(parts []Part) *Defence {
	var names []string
	for i := range parts {
		names = append(names, parts[i].members()...)
	}
	part := *d
	part.Name = d.Name + "[" + onlyPath + "=" + strings.Join(names, "+") + "]"
	part.Digest = digestOf(d.Digest + " parts\n" + strings.Join(names, "\n"))
	part.posture = slices.DeleteFunc(slices.Clone(d.posture), func(c Control) bool { return !slices.Contains(names, c.Info().Name) })
	part.watch = d.watch.only(d.book(), names)
	return &part
}

// members are the names that stand for a part where a defence is named.
func (p *Part) members() []string {
	if p.Kind == RulePart {
		return p.Rules
	}
	return []string{p.Name}
}

// only is the monitor with some of its rules; nil if nothing of it is left.
func (b *builtin) only(book *ruleBook, names []string) *builtin {
	if b == nil || book == nil {
		if b != nil && slices.Contains(names, b.name) {
			return b
		}
		return nil
	}
	some := *book
	if some.muted = maps.Clone(book.muted); some.muted == nil {
		some.muted = make(map[string]bool)
	}
	for _, name := range book.loud() {
		some.muted[name] = !slices.Contains(names, name)
	}
	if len(some.loud()) == 0 {
		return nil
	}
	return &builtin{
		name: rulesWatch,
		make: func(uint64, *scenarios.Scenario) (Monitor, error) { return &RuleWatch{book: &some}, nil },
	}
}
