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
func gather[K comparable](c *Chronicle, n int, at func(i int) int64, key func(i int) K, open func(i int) int, add func(line, i int)) {
	type last struct {
		line int
		at   int64
	}
	lines := make(map[K]last)
	width := c.span(closeSpans)
	for i := range n {
		k := key(i)
		if l, ok := lines[k]; ok && n > fewEntries && at(i)-l.at <= width {
			add(l.line, i)
			lines[k] = last{l.line, at(i)}
			continue
		}
		lines[k] = last{open(i), at(i)}
	}
}

// alerts are the findings of a run, each true or false as the referee says.
func (c *Chronicle) alerts(o *lab.Outcome) []Alert {
	type key struct {
		venue, rule string
		right       bool
	}
	right := verdicts(o)
	list := []Alert{}
	gather(c, len(o.Alerts), func(i int) int64 { return o.Alerts[i].At },
		func(i int) key { return key{o.Alerts[i].Venue, o.Alerts[i].Rule, right[i]} },
		func(i int) int {
			a := &o.Alerts[i]
			at := score.Instant(a.At)
			list = append(list, Alert{at, at, 1, a.Venue, a.Rule, a.Title, a.Level, right[i], accused(a)})
			return len(list) - 1
		},
		func(line, i int) { list[line].N++; list[line].Until = score.Instant(o.Alerts[i].At) })
	return list
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
	list := []Action{}
	gather(c, len(acts), func(i int) int64 { return acts[i].At },
		func(i int) key { return key{acts[i].Venue, acts[i].Action.Name, place(&acts[i].Action), acts[i].Code} },
		func(i int) int {
			a := &acts[i]
			at := score.Instant(a.At)
			list = append(list, Action{at, at, 1, a.Venue, a.Action.Name, place(&a.Action), a.Code, a.Changed})
			return len(list) - 1
		},
		func(line, i int) {
			l := &list[line]
			l.N++
			l.Until, l.Changed = score.Instant(acts[i].At), l.Changed+acts[i].Changed
		})
	return list
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
	list := []Deed{}
	gather(c, len(all), func(i int) int64 { return all[i].At },
		func(i int) key {
			d := &all[i]
			return key{d.Venue, d.Step, d.Technique, d.Op, string(d.Refusal), d.Skipped}
		},
		func(i int) int {
			d := &all[i]
			at := score.Instant(d.At)
			list = append(list, Deed{at, at, 1, d.Venue, d.Step, d.Technique, d.Asked, d.Result, string(d.Refusal), d.Skipped, d.Counterfactual})
			return len(list) - 1
		},
		func(line, i int) { list[line].N++; list[line].Until = score.Instant(all[i].At) })
	return list
}
