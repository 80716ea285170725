package sigma

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// correlationKind is what a correlation measures in its window.
type correlationKind string

const (
	eventCount      correlationKind = "event_count"
	valueCount      correlationKind = "value_count"
	temporal        correlationKind = "temporal"
	temporalOrdered correlationKind = "temporal_ordered"
	valueSum        correlationKind = "value_sum"
	valueAvg        correlationKind = "value_avg"
	valuePercentile correlationKind = "value_percentile"
)

// correlationKinds lists the types of the specification.
var correlationKinds = []string{
	string(eventCount), string(valueCount), string(temporal), string(temporalOrdered),
	string(valueSum), string(valueAvg), string(valuePercentile),
}

// correlation is how matches of other rules become a match.
type correlation struct {
	kind       correlationKind
	names      []string // of the rules, as written
	rules      []*Rule
	groupBy    []string
	aliases    map[string]map[string]string // alias -> rule -> field
	span       int64                        // nanoseconds
	fields     []string                     // whose values are counted or added up
	limits     []limit
	percentile int64 // 1 to 99; 0: the share of the value among all values
	generate   bool
	pos        scenarios.Position
	at         map[string]scenarios.Position // of names, for errors that come later
}

// limit is one line of a condition.
type limit struct {
	order order
	bound number
}

// measures reports whether the type reads the values of a field.
func (k correlationKind) measures() bool {
	return k == valueCount || k == valueSum || k == valueAvg || k == valuePercentile
}

// adds reports whether the values must be integers.
func (k correlationKind) adds() bool { return k == valueSum || k == valueAvg }

func (k correlationKind) proximity() bool { return k == temporal || k == temporalOrdered }

var correlationKeys = []string{"type", "rules", "group-by", "timespan", "aliases", "condition", "generate"}

// Bounds of how many rules one correlation may watch, and of how many in order:
// for those it remembers the runs of every length.
const (
	maxRules   = 64
	maxOrdered = 16
)

func (r *reader) correlation(e *entry, doc *node) *correlation {
	c := &correlation{pos: e.pos, at: map[string]scenarios.Position{}}
	if e.value.kind != mapping {
		r.reject(e.value.pos, "correlation is "+e.value.kind.String(), "a mapping with type, rules, group-by, timespan and condition")
		return c
	}
	before := len(r.errs)
	if s := doc.find("logsource"); s != nil {
		r.reject(s.pos, "a correlation has a logsource", "none: those of its rules count")
	}
	for i := range e.value.entries {
		line := &e.value.entries[i]
		if line.value.kind == nothing {
			r.reject(line.pos, line.key+" is empty", "a value")
			continue
		}
		r.correlationLine(c, line)
	}
	if g := doc.find("generate"); g != nil {
		c.generate = r.flag(g)
	}
	for _, key := range []string{"type", "rules", "timespan"} {
		if e.value.find(key) == nil {
			r.reject(e.pos, "correlation lacks "+key, "type, rules, timespan and, in most types, condition")
		}
	}
	if len(r.errs) == before {
		r.whole(c, e)
	}
	return c
}

func (r *reader) correlationLine(c *correlation, e *entry) {
	switch e.key {
	case "type":
		c.kind = correlationKind(r.oneOf(e, correlationKinds))
	case "rules":
		c.names = r.texts(e, "ids or names of rules")
		for i, name := range c.names {
			if slices.Contains(c.names[:i], name) {
				r.reject(e.value.pos, "the rule "+short(name)+" is named twice", "each rule once")
			}
			c.at[name] = e.value.pos
		}
		if len(c.names) == 0 || len(c.names) > maxRules {
			r.reject(e.value.pos, fmt.Sprintf("rules names %d rules", len(c.names)), fmt.Sprintf("1 to %d", maxRules))
		}
	case "group-by":
		c.groupBy = r.texts(e, "a list of fields")
	case "timespan":
		c.span = r.timespan(e)
	case "aliases":
		r.aliases(c, e)
	case "generate":
		c.generate = r.flag(e)
	case "condition":
		r.limits(c, e)
	default:
		r.unknown(e.pos, "key of correlation", e.key, correlationKeys)
	}
}

func (r *reader) flag(e *entry) bool {
	if e.value.kind != boolean {
		r.reject(e.value.pos, e.key+" is "+e.value.kind.String(), "true or false")
	}
	return e.value.text == "true"
}

// timespan reads a number and a letter: 90s, 15m, 24h, 30d.
func (r *reader) timespan(e *entry) int64 {
	const wanted = "a number above 0 and s, m, h or d, such as 15m"
	s := r.text(e, wanted)
	if s == "" {
		return 0
	}
	seconds := map[byte]uint64{'s': 1, 'm': 60, 'h': 3600, 'd': 86_400}[s[len(s)-1]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
	hi, nanoseconds := bits.Mul64(n*seconds, 1_000_000_000)
	if err != nil || n == 0 || seconds == 0 || hi != 0 || nanoseconds > 1<<61 {
		r.reject(e.value.pos, "timespan is "+short(s), wanted)
		return 0
	}
	return int64(nanoseconds)
}

func (r *reader) aliases(c *correlation, e *entry) {
	c.aliases = map[string]map[string]string{}
	if e.value.kind != mapping {
		r.reject(e.value.pos, "aliases is "+e.value.kind.String(), "a mapping from aliases to rules and fields")
		return
	}
	for i := range e.value.entries {
		line := &e.value.entries[i]
		if line.value.kind != mapping {
			r.reject(line.value.pos, "the alias "+short(line.key)+" is "+line.value.kind.String(), "a mapping from rules to fields")
			continue
		}
		fields := map[string]string{}
		for j := range line.value.entries {
			one := &line.value.entries[j]
			fields[one.key] = r.o.Mapping.field(r.text(one, "a field"))
			c.at["alias "+one.key] = one.pos
		}
		c.aliases[line.key] = fields
	}
}

var limitKeys = []string{"gt", "gte", "lt", "lte", "eq", "neq", "field", "percentile"}

func (r *reader) limits(c *correlation, e *entry) {
	if e.value.kind != mapping {
		r.reject(e.value.pos, "condition is "+e.value.kind.String(), "a mapping such as gte: 10")
		return
	}
	for i := range e.value.entries {
		line := &e.value.entries[i]
		switch line.key {
		case "field":
			for _, f := range r.texts(line, "a field") {
				c.fields = append(c.fields, r.o.Mapping.field(f))
			}
		case "percentile":
			n, ok := parseNumber(line.value.text)
			if line.value.kind != integer || !ok || n.n < 1 || n.n > 99 {
				r.reject(line.value.pos, "percentile is "+short(line.value.text), "a whole number from 1 to 99")
				continue
			}
			c.percentile = n.n
		case "gt", "gte", "lt", "lte", "eq", "neq":
			n, ok := parseNumber(line.value.text)
			if !ok || line.value.kind != integer && line.value.kind != decimal {
				r.reject(line.value.pos, line.key+" is "+short(line.value.text), "a number")
				continue
			}
			c.limits = append(c.limits, limit{orders[line.key], n})
		default:
			r.unknown(line.pos, "key of condition", line.key, limitKeys)
		}
	}
}

// whole holds the parts of a correlation against its type.
func (r *reader) whole(c *correlation, e *entry) {
	at := e.pos
	if when := e.value.find("condition"); when != nil {
		at = when.pos
	}
	switch {
	case c.kind == "":
		return
	case c.kind.measures() && len(c.fields) == 0:
		r.reject(at, string(c.kind)+" lacks the field whose values it measures", "field in condition")
	case !c.kind.measures() && len(c.fields) > 0:
		r.reject(at, string(c.kind)+" has a field", "none: it counts matches")
	case c.kind != valueCount && len(c.fields) > 1:
		r.reject(at, string(c.kind)+" has several fields", "one")
	case c.percentile != 0 && c.kind != valuePercentile:
		r.reject(at, string(c.kind)+" has a percentile", "none: it belongs to value_percentile")
	case c.kind == temporalOrdered && len(c.names) > maxOrdered:
		r.reject(at, fmt.Sprintf("temporal_ordered names %d rules", len(c.names)), fmt.Sprintf("at most %d", maxOrdered))
	case len(c.limits) == 0 && !c.kind.proximity():
		r.reject(at, string(c.kind)+" lacks a threshold", "gt, gte, lt, lte, eq or neq in condition")
	}
	r.countable(c, at)
	for i, g := range c.groupBy {
		if slices.Contains(c.groupBy[:i], g) {
			r.reject(e.value.find("group-by").value.pos, "group-by names "+short(g)+" twice", "each field once")
		}
		if _, alias := c.aliases[g]; !alias {
			c.groupBy[i] = r.o.Mapping.field(g)
		}
	}
}

// countable refuses thresholds that no count can meet, or that every count meets.
func (r *reader) countable(c *correlation, at scenarios.Position) {
	for _, l := range c.limits {
		counts := !c.kind.adds() && c.kind != valuePercentile
		switch {
		case counts && l.bound.rat != nil:
			r.reject(at, string(c.kind)+" has the threshold "+l.bound.String(), "a whole number: it counts")
		case counts && (l.order == lessThan && l.bound.n <= 1 || (l.order == atMost || l.order == equal) && l.bound.n < 1):
			r.reject(at, string(c.kind)+" has the condition "+l.order.String()+" "+l.bound.String(), "one that a count of 1 or more can meet")
		case c.kind.proximity() && !slices.ContainsFunc(upTo(len(c.names)), func(n int64) bool { return l.order.holds(compareInt(n, l.bound.n)) }):
			r.reject(at, string(c.kind)+" has the condition "+l.order.String()+" "+l.bound.String(),
				fmt.Sprintf("one that 1 to %d rules can meet", len(c.names)))
		}
	}
}

func upTo(n int) (all []int64) {
	for i := range n {
		all = append(all, int64(i+1))
	}
	return all
}

// threshold is the condition as a person would say it.
func (c *correlation) threshold() string {
	var parts []string
	for _, l := range c.limits {
		parts = append(parts, l.order.String()+" "+l.bound.String())
	}
	return strings.Join(parts, " and ")
}
