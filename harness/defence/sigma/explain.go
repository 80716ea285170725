package sigma

import "slices"

// Stats counts what a rule did. All but Matches wants Limits.Diagnose.
type Stats struct {
	Events  uint64 `json:"events"`  // of its log source
	Matches uint64 `json:"matches"` // events for which the rule held

	Selections []Counted `json:"selections"` // how often each search held, filters last
	Fields     []Counted `json:"fields"`     // in how many of the events each field was
}

// Counted is a name and how often it came.
type Counted struct {
	Name string `json:"name"`
	N    uint64 `json:"n"`
}

// Correlated counts what became of the matches that a correlation watches.
type Correlated struct {
	Events    uint64 `json:"events"`    // taken into a window
	Groups    uint64 `json:"groups"`    // that were begun
	Ungrouped uint64 `json:"ungrouped"` // without a value to group by
	Valueless uint64 `json:"valueless"` // without a value to measure
	Late      uint64 `json:"late"`      // later than the limit allows
	Truncated uint64 `json:"truncated"` // given up because a group was full
	Evicted   uint64 `json:"evicted"`   // groups given up because there were too many
}

// Explanation says why a rule matched, or why it stayed silent.
type Explanation struct {
	Rule *Rule
	Stats
	NeverSeen []string // fields of the rule that were in no event of its log source

	// Of correlations:
	Windows   Correlated
	Threshold string
	Closest   *Closest // nil if no event reached a window
}

// Closest is the window that came closest to the threshold.
type Closest struct {
	Group    []GroupValue `json:"group,omitempty"`
	From     int64        `json:"from"`  // time of its first event
	Until    int64        `json:"until"` // time of its last event
	Measured string       `json:"measured"`
}

// probe looks at one rule for one class of events.
type probe[E any] struct {
	rule       int
	selections []check[E]
	names      []string
	fields     []check[E]
	columns    []string
}

// probe compiles what Explain tells about a detection.
func (c *compiler[E, N]) probe(i int, rule *Rule, class int) probe[E] {
	p := probe[E]{rule: i}
	add := func(d *detection, prefix string) {
		p.selections = append(p.selections, c.selections(d, class)...)
		for _, s := range d.selections {
			p.names = append(p.names, prefix+s.name)
			for _, group := range s.any {
				for _, one := range group {
					p.field(c, one.field, class)
				}
			}
		}
	}
	add(rule.detection, "")
	for _, f := range rule.detection.filters {
		add(f, "filter ")
	}
	return p
}

func (p *probe[E]) field(c interface {
	present(name string, class int) check[E]
}, name string, class int,
) {
	if name != "" && !slices.Contains(p.columns, name) {
		p.columns = append(p.columns, name)
		p.fields = append(p.fields, c.present(name, class))
	}
}

// present compiles whether a field is in an event.
func (c *compiler[E, N]) present(name string, class int) check[E] {
	f := c.fields[name]
	if f == nil || !f.in(class) {
		return settled[E](false)
	}
	return presenceOf(f, true)
}

// diagnose counts for every rule of a class what its parts say to an event.
func (g *Engine[E, N]) diagnose(e E, class int) {
	for i := range g.probes[class] {
		p := &g.probes[class][i]
		s := &g.stats[p.rule]
		s.Events++
		s.Selections = counting(s.Selections, p.names, p.selections, e)
		s.Fields = counting(s.Fields, p.columns, p.fields, e)
	}
}

func counting[E any](all []Counted, names []string, checks []check[E], e E) []Counted {
	if all == nil {
		all = make([]Counted, len(names))
		for i, n := range names {
			all[i].Name = n
		}
	}
	for i := range checks {
		if checks[i].holds(e) {
			all[i].N++
		}
	}
	return all
}

// closest is the best window so far of a correlation.
type closest[N any] struct {
	found       bool
	measure     measure
	key         string
	from, until int64
}

// closer keeps the window that comes closest to the first threshold.
func (r *correlator[E, N]) closer(w *window[N], v verdict) {
	if !r.limits.Diagnose || v.to == 0 {
		return
	}
	if r.best.found && !r.nearer(v.measure) {
		return
	}
	r.best = closest[N]{true, v.measure, w.key, w.events[v.from].at, w.events[v.to-1].at}
}

// nearer reports whether a measure is closer to the first threshold than the
// best so far.
func (r *correlator[E, N]) nearer(m measure) bool {
	sign := m.fraction().Cmp(r.best.measure.fraction())
	switch r.c.limits[0].order {
	case lessThan, atMost:
		return sign < 0
	}
	return sign > 0
}

// Explain tells about every rule, in the order in which they were loaded.
func (g *Engine[E, N]) Explain() []Explanation {
	all := make([]Explanation, len(g.rules))
	for i, rule := range g.rules {
		all[i] = Explanation{Rule: rule, Stats: g.stats[i]}
		for _, f := range g.stats[i].Fields {
			if f.N == 0 {
				all[i].NeverSeen = append(all[i].NeverSeen, f.Name)
			}
		}
	}
	for _, r := range g.correlators {
		x := &all[r.index]
		x.Windows, x.Threshold = r.stats, r.c.threshold()
		if r.best.found {
			x.Closest = &Closest{From: r.best.from, Until: r.best.until, Measured: r.best.measure.String()}
			for i, v := range parts(r.best.key) {
				x.Closest.Group = append(x.Closest.Group, GroupValue{r.c.groupBy[i], v})
			}
		}
	}
	return all
}
