package bundle

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/rules"
)

// Kinds of parts.
const (
	ControlPart = "control" // of the posture
	RulePart    = "rule"    // or several that the playbook needs together
	MonitorPart = "monitor" // one that is not made of rules
)

// Component is a piece of a defence that can be left out while the rest stays as it
// is.
type Component struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Rules are those that a part of kind RulePart stands for.
	Rules []string `json:"rules,omitempty"`
}

// Components takes a defence apart: its controls, then the rules that raise alerts,
// each in the order of their files; a monitor that is not made of rules is one
// part. If that makes more than most parts, rules that one response of the
// playbook names, as what it answers or as what confirms it, are one part
// together, and so are all rules that no response names; and if those are
// still too many, all rules are one part. There may be more controls than most.
func Components(d *defence.Defence, most int) []Component {
	var parts []Component
	for _, c := range d.Posture {
		parts = append(parts, Component{Kind: ControlPart, Name: c.Info().Name})
	}
	book := rules.BookOf(d)
	switch {
	case !d.Watches():
		return parts
	case book == nil:
		return append(parts, Component{Kind: MonitorPart, Name: d.Watch.Kind})
	}
	for _, group := range []func() []rules.Group{book.Each, book.Grouped} {
		rules := group()
		if len(parts)+len(rules) > most {
			continue
		}
		for _, g := range rules {
			parts = append(parts, Component{RulePart, g.Name, g.Rules})
		}
		return parts
	}
	return append(parts, Component{Kind: RulePart, Name: "all rules", Rules: book.Loud()})
}

// Only is a defence with these of its parts and no others. Rules that are
// left out raise no alerts and lead to nothing; correlations built on them go
// on counting. With all parts it behaves as the whole does.
func Only(d *defence.Defence, parts []Component) *defence.Defence {
	var names []string
	for i := range parts {
		names = append(names, parts[i].members()...)
	}
	part := d.Derived(d.Name+"["+onlyPath+"="+strings.Join(names, "+")+"]", "parts\n"+strings.Join(names, "\n"))
	part.Posture = slices.DeleteFunc(slices.Clone(d.Posture), func(c control.Control) bool { return !slices.Contains(names, c.Info().Name) })
	part.Watch = onlyWatch(d.Watch, names)
	return part
}

// members are the names that stand for a part where a defence is named.
func (p *Component) members() []string {
	if p.Kind == RulePart {
		return p.Rules
	}
	return []string{p.Name}
}

// onlyWatch is a watch with some of its rules; nil if nothing of it is left.
func onlyWatch(w *defence.Watch, names []string) *defence.Watch {
	if w == nil {
		return nil
	}
	book, ruled := w.Maker.(*rules.Book)
	switch {
	case !ruled && slices.Contains(names, w.Kind):
		return w
	case ruled && book.Only(names) != nil:
		return &defence.Watch{Kind: w.Kind, Maker: book.Only(names)}
	}
	return nil
}
