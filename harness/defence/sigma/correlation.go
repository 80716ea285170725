package sigma

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
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
	pos        yamldoc.Position
	at         map[string]yamldoc.Position // of names, for errors that come later
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

func (r *reader) correlation(e *yamldoc.Entry, doc *yamldoc.Node) *correlation {
	c := &correlation{pos: e.Pos, at: map[string]yamldoc.Position{}}
	if e.Value.Kind != yamldoc.Mapping {
		r.Reject(e.Value.Pos, "correlation is "+e.Value.Kind.String(), "a mapping with type, rules, group-by, timespan and condition")
		return c
	}
	before := len(r.Errs)
	if s := doc.Find("logsource"); s != nil {
		r.Reject(s.Pos, "a correlation has a logsource", "none: those of its rules count")
	}
	for i := range e.Value.Entries {
		line := &e.Value.Entries[i]
		if line.Value.Kind == yamldoc.Nothing {
			r.Reject(line.Pos, line.Key+" is empty", "a value")
			continue
		}
		r.correlationLine(c, line)
	}
	if g := doc.Find("generate"); g != nil {
		c.generate = r.flag(g)
	}
	for _, key := range []string{"type", "rules", "timespan"} {
		if e.Value.Find(key) == nil {
			r.Reject(e.Pos, "correlation lacks "+key, "type, rules, timespan and, in most types, condition")
		}
	}
	if len(r.Errs) == before {
		r.whole(c, e)
	}
	return c
}

func (r *reader) correlationLine(c *correlation, e *yamldoc.Entry) {
	switch e.Key {
	case "type":
		c.kind = correlationKind(r.oneOf(e, correlationKinds))
	case "rules":
		c.names = r.texts(e, "ids or names of rules")
		for i, name := range c.names {
			if slices.Contains(c.names[:i], name) {
				r.Reject(e.Value.Pos, "the rule "+yamldoc.Quoted(name)+" is named twice", "each rule once")
			}
			c.at[name] = e.Value.Pos
		}
		if len(c.names) == 0 || len(c.names) > maxRules {
			r.Reject(e.Value.Pos, fmt.Sprintf("rules names %d rules", len(c.names)), fmt.Sprintf("1 to %d", maxRules))
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
		r.Unknown(e.Pos, "key of correlation", e.Key, correlationKeys)
	}
}

func (r *reader) flag(e *yamldoc.Entry) bool {
	if e.Value.Kind != yamldoc.Boolean {
		r.Reject(e.Value.Pos, e.Key+" is "+e.Value.Kind.String(), "true or false")
	}
	return e.Value.Text == "true"
}

// timespan reads a number and a letter: 90s, 15m, 24h, 30d.
func (r *reader) timespan(e *yamldoc.Entry) int64 {
	const wanted = "a number above 0 and s, m, h or d, such as 15m"
	s := r.text(e, wanted)
	if s == "" {
		return 0
	}
	seconds := map[byte]uint64{'s': 1, 'm': 60, 'h': 3600, 'd': 86_400}[s[len(s)-1]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
	hi, nanoseconds := bits.Mul64(n*seconds, 1_000_000_000)
	if err != nil || n == 0 || seconds == 0 || hi != 0 || nanoseconds > 1<<61 {
		r.Reject(e.Value.Pos, "timespan is "+yamldoc.Quoted(s), wanted)
		return 0
	}
	return int64(nanoseconds)
}

func (r *reader) aliases(c *correlation, e *yamldoc.Entry) {
	c.aliases = map[string]map[string]string{}
	if e.Value.Kind != yamldoc.Mapping {
		r.Reject(e.Value.Pos, "aliases is "+e.Value.Kind.String(), "a mapping from aliases to rules and fields")
		return
	}
	for i := range e.Value.Entries {
		line := &e.Value.Entries[i]
		if line.Value.Kind != yamldoc.Mapping {
			r.Reject(line.Value.Pos, "the alias "+yamldoc.Quoted(line.Key)+" is "+line.Value.Kind.String(), "a mapping from rules to fields")
			continue
		}
		fields := map[string]string{}
		for j := range line.Value.Entries {
			one := &line.Value.Entries[j]
			fields[one.Key] = r.o.Mapping.field(r.text(one, "a field"))
			c.at["alias "+one.Key] = one.Pos
		}
		c.aliases[line.Key] = fields
	}
}

var limitKeys = []string{"gt", "gte", "lt", "lte", "eq", "neq", "field", "percentile"}

func (r *reader) limits(c *correlation, e *yamldoc.Entry) {
	if e.Value.Kind != yamldoc.Mapping {
		r.Reject(e.Value.Pos, "condition is "+e.Value.Kind.String(), "a mapping such as gte: 10")
		return
	}
	for i := range e.Value.Entries {
		line := &e.Value.Entries[i]
		switch line.Key {
		case "field":
			for _, f := range r.texts(line, "a field") {
				c.fields = append(c.fields, r.o.Mapping.field(f))
			}
		case "percentile":
			n, ok := parseNumber(line.Value.Text)
			if line.Value.Kind != yamldoc.Integer || !ok || n.n < 1 || n.n > 99 {
				r.Reject(line.Value.Pos, "percentile is "+yamldoc.Quoted(line.Value.Text), "a whole number from 1 to 99")
				continue
			}
			c.percentile = n.n
		case "gt", "gte", "lt", "lte", "eq", "neq":
			n, ok := parseNumber(line.Value.Text)
			if !ok || line.Value.Kind != yamldoc.Integer && line.Value.Kind != yamldoc.Decimal {
				r.Reject(line.Value.Pos, line.Key+" is "+yamldoc.Quoted(line.Value.Text), "a number")
				continue
			}
			c.limits = append(c.limits, limit{orders[line.Key], n})
		default:
			r.Unknown(line.Pos, "key of condition", line.Key, limitKeys)
		}
	}
}

// whole holds the parts of a correlation against its type.
func (r *reader) whole(c *correlation, e *yamldoc.Entry) {
	at := e.Pos
	if when := e.Value.Find("condition"); when != nil {
		at = when.Pos
	}
	switch {
	case c.kind == "":
		return
	case c.kind.measures() && len(c.fields) == 0:
		r.Reject(at, string(c.kind)+" lacks the field whose values it measures", "field in condition")
	case !c.kind.measures() && len(c.fields) > 0:
		r.Reject(at, string(c.kind)+" has a field", "none: it counts matches")
	case c.kind != valueCount && len(c.fields) > 1:
		r.Reject(at, string(c.kind)+" has several fields", "one")
	case c.percentile != 0 && c.kind != valuePercentile:
		r.Reject(at, string(c.kind)+" has a percentile", "none: it belongs to value_percentile")
	case c.kind == temporalOrdered && len(c.names) > maxOrdered:
		r.Reject(at, fmt.Sprintf("temporal_ordered names %d rules", len(c.names)), fmt.Sprintf("at most %d", maxOrdered))
	case len(c.limits) == 0 && !c.kind.proximity():
		r.Reject(at, string(c.kind)+" lacks a threshold", "gt, gte, lt, lte, eq or neq in condition")
	}
	r.countable(c, at)
	for i, g := range c.groupBy {
		if slices.Contains(c.groupBy[:i], g) {
			r.Reject(e.Value.Find("group-by").Value.Pos, "group-by names "+yamldoc.Quoted(g)+" twice", "each field once")
		}
		if _, alias := c.aliases[g]; !alias {
			c.groupBy[i] = r.o.Mapping.field(g)
		}
	}
}

// countable refuses thresholds that no count can meet, or that every count meets.
func (r *reader) countable(c *correlation, at yamldoc.Position) {
	for _, l := range c.limits {
		counts := !c.kind.adds() && c.kind != valuePercentile
		switch {
		case counts && l.bound.rat != nil:
			r.Reject(at, string(c.kind)+" has the threshold "+l.bound.String(), "a whole number: it counts")
		case counts && (l.order == lessThan && l.bound.n <= 1 || (l.order == atMost || l.order == equal) && l.bound.n < 1):
			r.Reject(at, string(c.kind)+" has the condition "+l.order.String()+" "+l.bound.String(), "one that a count of 1 or more can meet")
		case c.kind.proximity() && !slices.ContainsFunc(upTo(len(c.names)), func(n int64) bool { return l.order.holds(compareInt(n, l.bound.n)) }):
			r.Reject(at, string(c.kind)+" has the condition "+l.order.String()+" "+l.bound.String(),
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
