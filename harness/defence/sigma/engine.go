package sigma

import (
	"cmp"
	"fmt"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Limits bound what an engine remembers. A zero means the default.
type Limits struct {
	// Lateness is how far behind the newest event, in nanoseconds, an event may
	// come and still count in correlations; later ones match detections alone.
	// The default is 0: correlations want events in the order of time.
	Lateness int64
	// Groups bounds the groups of one correlation; those that were silent
	// longest are given up first. Default 65,536.
	Groups int
	// Events bounds the events that one correlation remembers in all its
	// groups; groups are given up in the same way. Default 262,144.
	Events int
	// Window bounds the events of one group; the oldest are given up first.
	// Default 32,768. A threshold above it is refused.
	Window int
	// Diagnose counts what Explain tells, which makes matching slower.
	Diagnose bool
}

func (l Limits) filled() Limits {
	l.Lateness = max(l.Lateness, 0)
	l.Groups = cmp.Or(l.Groups, 65_536)
	l.Events = cmp.Or(l.Events, 262_144)
	l.Window = min(cmp.Or(l.Window, 32_768), l.Events)
	return l
}

// Engine evaluates compiled rules over a stream of events. It is for one
// goroutine.
type Engine[E, N any] struct {
	schema      *Schema[E, N]
	limits      Limits
	rules       []*Rule
	classes     [][]detector[E] // by class of event
	correlators []*correlator[E, N]
	links       [][]link // by rule: the correlations that watch it
	probes      [][]probe[E]

	fed     uint64
	clock   int64 // time of the newest event
	matches []Match[N]
	stats   []Stats
}

// detector is one rule for one class of events.
type detector[E any] struct {
	rule  int
	check check[E]
}

// link leads from a rule to a correlation that watches it.
type link struct {
	correlator int
	rule       int // which of the correlation's rules it is
}

// Compile makes an engine of a set of rules. The error is of type
// yamldoc.Errors: fields that events do not have, values that they cannot
// have, log sources that nothing comes from.
func Compile[E, N any](set *Set, schema *Schema[E, N], limits Limits) (*Engine[E, N], error) {
	c := newCompiler(schema)
	g := &Engine[E, N]{
		schema: schema, limits: limits.filled(), rules: set.rules, clock: never,
		classes: make([][]detector[E], max(1, len(schema.Sources))),
		links:   make([][]link, len(set.rules)),
		stats:   make([]Stats, len(set.rules)),
	}
	if g.limits.Diagnose {
		g.probes = make([][]probe[E], len(g.classes))
	}
	for i, rule := range set.rules {
		if rule.detection != nil {
			c.detector(g, i, rule)
		}
	}
	c.correlators(g)
	if err := c.errs.Sorted(); err != nil {
		return nil, err
	}
	return g, nil
}

// detector compiles one detection for every class that it is about.
func (c *compiler[E, N]) detector(g *Engine[E, N], i int, rule *Rule) {
	before := len(c.errs)
	classes := c.covered(rule)
	if len(classes) == 0 {
		return
	}
	c.vet(rule.detection, classes)
	for _, f := range rule.detection.filters {
		c.vet(f, classes)
	}
	if len(c.errs) > before {
		return
	}
	possible := false
	for _, class := range classes {
		made := c.rule(rule.detection, class)
		if g.limits.Diagnose {
			g.probes[class] = append(g.probes[class], c.probe(i, rule, class))
		}
		if made.run != nil || made.known {
			possible = true
			g.classes[class] = append(g.classes[class], detector[E]{i, made})
		}
	}
	if !possible {
		c.errs = append(c.errs, &yamldoc.Error{
			Pos: rule.Pos, Problem: fmt.Sprintf("the rule %s can hold for no event of %s", yamldoc.Quoted(rule.Label()), rule.Logsource),
			Expected: "searches for fields and values that stand together in one event",
		})
	}
}

// Rules lists the rules in the order in which they were loaded.
func (g *Engine[E, N]) Rules() []*Rule { return append([]*Rule(nil), g.rules...) }

// Feed evaluates the rules over one event. The matches, detections first, are
// the engine's: they and what they lead to are good until the next Feed.
func (g *Engine[E, N]) Feed(e E) []Match[N] {
	g.fed++
	g.matches = g.matches[:0]
	class := 0
	if g.schema.Class != nil {
		class = g.schema.Class(e)
	}
	if g.probes != nil {
		g.diagnose(e, class)
	}
	hit := false
	for i := range g.classes[class] {
		if d := &g.classes[class][i]; d.check.holds(e) {
			hit = true
			g.detected(e, d.rule)
		}
	}
	if len(g.correlators) == 0 {
		return g.matches
	}
	if at := g.schema.Time(e); at > g.clock {
		g.clock = at
	}
	if hit {
		g.correlate(e)
	}
	return g.matches
}

// detected reports a detection's match and tells the correlations that watch it.
func (g *Engine[E, N]) detected(e E, rule int) {
	g.stats[rule].Matches++
	for _, l := range g.links[rule] {
		g.correlators[l.correlator].note(hit{l.rule, rule})
	}
	if !g.rules[rule].Silent {
		g.matches = append(g.matches, Match[N]{
			Rule: g.rules[rule], At: g.schema.Time(e), ID: g.id(e), Note: g.note(e), First: true,
		})
	}
}

func (g *Engine[E, N]) id(e E) uint64 {
	if g.schema.ID == nil {
		return g.fed
	}
	return g.schema.ID(e)
}

func (g *Engine[E, N]) note(e E) (n N) {
	if g.schema.Note != nil {
		n = g.schema.Note(e)
	}
	return n
}

// correlate runs the correlations that have hits, those that others watch
// before the others.
func (g *Engine[E, N]) correlate(e E) {
	at := g.schema.Time(e)
	late := g.clock - g.limits.Lateness
	for _, r := range g.correlators {
		if len(r.hits) == 0 {
			continue
		}
		id, note := g.id(e), g.note(e)
		for _, f := range r.step(e, at, id, note, late) {
			g.correlated(r, f, at, id, note)
		}
	}
}

// correlated reports a correlation's match and tells the correlations that
// watch it. They hear of every event at which the condition holds.
func (g *Engine[E, N]) correlated(r *correlator[E, N], f firing[N], at int64, id uint64, note N) {
	g.stats[r.index].Matches++
	for _, l := range g.links[r.index] {
		g.correlators[l.correlator].note(hit{l.rule, f.base})
	}
	if r.rule.Silent {
		return
	}
	g.matches = append(g.matches, Match[N]{
		Rule: r.rule, At: at, ID: id, Note: note, First: f.verdict.first,
		group: f.window.key, events: f.window.events[f.verdict.from:f.verdict.to], rules: r.c, measure: f.verdict.measure,
	})
}

// Advance tells the engine that time goes on without events, so that it can
// forget what no window needs any more.
func (g *Engine[E, N]) Advance(now int64) {
	g.clock = max(g.clock, now)
	for _, r := range g.correlators {
		r.expire(g.clock - g.limits.Lateness - r.c.span)
	}
}
