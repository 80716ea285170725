package bundle

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/rules"
)

// Kinds of components.
const (
	KindControl = "control" // of the posture
	KindRule    = "rule"    // or several that the playbook needs together
	KindMonitor = "monitor" // one that is not made of rules
)

// Component is a piece of a defence that can be left out while the rest stays
// as it is.
type Component struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Rules are those that one of kind KindRule stands for.
	Rules []string `json:"rules,omitempty"`
}

// Components takes a defence apart: its controls, then the rules that raise
// alerts, each in the order of their files; a monitor that is not made of rules
// is one. If that makes more than most, rules that one response of the playbook
// names, as what it answers or as what confirms it, are one together, and so are
// all rules that no response names; and if those are still too many, all rules
// are one. There may be more controls than most.
func Components(d *defence.Defence, most int) []Component {
	var all []Component
	for _, c := range d.Posture {
		all = append(all, Component{Kind: KindControl, Name: c.Info().Name})
	}
	book := rules.BookOf(d)
	switch {
	case !d.Watches():
		return all
	case book == nil:
		return append(all, Component{Kind: KindMonitor, Name: d.Watch.Kind})
	}
	for _, group := range []func() []rules.Group{book.Each, book.Grouped} {
		groups := group()
		if len(all)+len(groups) > most {
			continue
		}
		for _, g := range groups {
			all = append(all, Component{KindRule, g.Name, g.Rules})
		}
		return all
	}
	return append(all, Component{Kind: KindRule, Name: "all rules", Rules: book.Loud()})
}

// Only is a defence with these of its components and no others. Rules that are
// left out raise no alerts and lead to nothing; correlations built on them go
// on counting. With all of them it behaves as the whole does.
func Only(d *defence.Defence, all []Component) *defence.Defence {
	var names []string
	for i := range all {
		names = append(names, all[i].members()...)
	}
	less := d.Derived(d.Name+"["+onlyPath+"="+strings.Join(names, "+")+"]", "parts\n"+strings.Join(names, "\n"))
	less.Posture = slices.DeleteFunc(slices.Clone(d.Posture), func(c control.Control) bool { return !slices.Contains(names, c.Info().Name) })
	less.Watch = onlyWatch(d.Watch, names)
	return less
}

// members are the names that stand for a component where a defence is named.
func (p *Component) members() []string {
	if p.Kind == KindRule {
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
