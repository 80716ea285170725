package rules

import (
	"maps"
	"slices"
	"strings"
)

// Group is rules that are left out or kept together.
type Group struct {
	Name  string
	Rules []string
}

// Loud are the rules that raise alerts.
func (b *Book) Loud() (names []string) {
	for _, r := range b.set.Rules() {
		if !r.Silent && !b.muted[r.Label()] {
			names = append(names, r.Label())
		}
	}
	return names
}

func (b *Book) Each() (all []Group) {
	for _, name := range b.Loud() {
		all = append(all, Group{name, []string{name}})
	}
	return all
}

// unnamed is the part of rules that no response names: those that responses
// find by level or tag, and those that only raise alerts.
const unnamed = "rules that no response names"

// Grouped puts rules together that the playbook needs together.
func (b *Book) Grouped() (all []Group) {
	groups := b.ties()
	var loose []string
	for _, name := range b.Loud() {
		at := slices.IndexFunc(groups, func(g []string) bool { return slices.Contains(g, name) })
		switch {
		case at < 0:
			loose = append(loose, name)
		case groups[at][0] == name:
			all = append(all, Group{strings.Join(groups[at], ", "), groups[at]})
		}
	}
	if len(loose) > 0 {
		all = append(all, Group{unnamed, loose})
	}
	return all
}

// ties are the groups of rules that responses name together, each in the order
// of the files.
func (b *Book) ties() (groups [][]string) {
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
	order := b.Loud()
	for i, g := range groups {
		groups[i] = slices.DeleteFunc(slices.Clone(order), func(name string) bool { return !slices.Contains(g, name) })
	}
	return groups
}

// Only is the book with some of its rules; nil if none is left.
func (b *Book) Only(names []string) *Book {
	some := *b
	some.muted = make(map[string]bool)
	maps.Copy(some.muted, b.muted)
	for _, name := range b.Loud() {
		some.muted[name] = !slices.Contains(names, name)
	}
	if len(some.Loud()) == 0 {
		return nil
	}
	return &some
}
