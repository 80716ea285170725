package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/score"
)

// From how many entries on neighbours that are alike stand together, and how
// close they are then, in parts of the run.
const (
	fewEntries = 150
	closeSpans = 360
)

// gather goes through n entries that are alike when their keys are: each opens
// a new line or is added to an earlier one that ended a short while ago.
func gather[E any, K comparable](c *Chronicle, n int, at func(i int) int64, key func(i int) K, open func(i int, at score.Instant) E, add func(e *E, i int, at score.Instant)) []E {
	type last struct {
		line int
		at   int64
	}
	list, lines := []E{}, make(map[K]last)
	width := c.span(closeSpans)
	for i := range n {
		k := key(i)
		if l, ok := lines[k]; ok && n > fewEntries && at(i)-l.at <= width {
			add(&list[l.line], i, score.Instant(at(i)))
			lines[k] = last{l.line, at(i)}
			continue
		}
		list = append(list, open(i, score.Instant(at(i))))
		lines[k] = last{len(list) - 1, at(i)}
	}
	return list
}

// alerts are the findings of a run, each true or false as the referee says.
func (c *Chronicle) alerts(o *lab.Outcome) []Alert {
	type key struct {
		venue, rule string
		right       bool
	}
	right := verdicts(o)
	return gather(c, len(o.Alerts), func(i int) int64 { return o.Alerts[i].At },
		func(i int) key { return key{o.Alerts[i].Venue, o.Alerts[i].Rule, right[i]} },
		func(i int, at score.Instant) Alert {
			a := &o.Alerts[i]
			return Alert{at, at, 1, a.Venue, a.Rule, a.Title, a.Level, right[i], accused(a)}
		},
		func(a *Alert, _ int, at score.Instant) { a.N, a.Until = a.N+1, at })
}

// verdicts finds for each alert whether it was true.
func verdicts(o *lab.Outcome) []bool {
	type key struct {
		at   int64
		rule string
	}
	known := make(map[key][]bool)
	for _, f := range o.Tally.Alerts {
		k := key{f.At, f.Rule}
		known[k] = append(known[k], f.True)
	}
	list := make([]bool, len(o.Alerts))
	for i := range o.Alerts {
		k := key{o.Alerts[i].At, o.Alerts[i].Rule}
		if left := known[k]; len(left) > 0 {
			list[i], known[k] = left[0], left[1:]
		}
	}
	return list
}

// accused counts whom an alert names.
func accused(a *defence.Alert) string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{
		{len(a.Accounts), "account", "accounts"},
		{len(a.Keys), "key", "keys"},
		{len(a.Sources), "source", "sources"},
		{len(a.Addresses), "address", "addresses"},
	} {
		switch {
		case p.n == 1:
			parts = append(parts, "1 "+p.one)
		case p.n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.many))
		}
	}
	if len(a.Wallets) > 0 {
		parts = append(parts, "hot wallet "+strings.Join(a.Wallets, ", "))
	}
	return strings.Join(parts, ", ")
}

// actions are what the defence did.
func (c *Chronicle) actions(acts []lab.AppliedAction) []Action {
	type key struct{ venue, name, about, code string }
	return gather(c, len(acts), func(i int) int64 { return acts[i].At },
		func(i int) key { return key{acts[i].Venue, acts[i].Action.Name, place(&acts[i].Action), acts[i].Code} },
		func(i int, at score.Instant) Action {
			a := &acts[i]
			return Action{at, at, 1, a.Venue, a.Action.Name, place(&a.Action), a.Code, a.Changed}
		},
		func(a *Action, i int, at score.Instant) {
			a.N, a.Until, a.Changed = a.N+1, at, a.Changed+acts[i].Changed
		})
}

// place is where an action acts, its targets left out.
func place(a *defence.Action) string {
	var parts []string
	for _, p := range []string{a.Asset, a.Market} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if a.NewOnly {
		parts = append(parts, "new addresses only")
	}
	return strings.Join(parts, ", ")
}

// deeds are what the thief did, by his own account.
func (c *Chronicle) deeds(all []lab.LogEntry) []Deed {
	type key struct {
		venue, step, technique, op, refusal string
		skipped                             bool
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b lab.LogEntry) int { return cmp.Compare(a.At, b.At) })
	return gather(c, len(all), func(i int) int64 { return all[i].At },
		func(i int) key {
			d := &all[i]
			return key{d.Venue, d.Step, d.Technique, d.Op, string(d.Refusal), d.Skipped}
		},
		func(i int, at score.Instant) Deed {
			d := &all[i]
			return Deed{at, at, 1, d.Venue, d.Step, d.Technique, d.Asked, d.Result, string(d.Refusal), d.Skipped, d.Counterfactual}
		},
		func(d *Deed, _ int, at score.Instant) { d.N, d.Until = d.N+1, at })
}
