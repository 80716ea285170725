package sigma

import (
	"slices"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// filter suppresses rules where its condition holds.
type filter struct {
	rules     []string // ids or names
	every     bool     // all rules of the log source
	logsource Logsource
	pos       yamldoc.Position
	detection *detection
}

// everyRule is what a filter names instead of rules when it is about all of
// its log source.
const everyRule = "any"

func (r *reader) filter(e *yamldoc.Entry, doc *yamldoc.Node) *filter {
	f := &filter{pos: e.Pos, logsource: r.logsource(doc)}
	f.detection = r.detection(e, "rules")
	if f.detection == nil {
		return f
	}
	if w := f.detection.when; w != nil && w.op == opNot {
		r.Reject(e.Value.Find("condition").Value.Pos, "the filter's condition is a negation: it says what stays", "what the filter suppresses, such as condition: selection")
	}
	rules := e.Value.Find("rules")
	if rules == nil {
		r.Reject(e.Pos, "filter lacks rules", "the ids or names of rules, or any")
		return f
	}
	f.rules = r.texts(rules, "ids or names of rules, or any")
	f.every = rules.Value.Scalar() && rules.Value.Text == everyRule
	if len(f.rules) == 0 {
		r.Reject(rules.Pos, "rules is empty", "ids or names of rules, or any")
	}
	return f
}

// apply puts a filter upon the rules that it names.
func (l *loader) apply(f *filter, called map[string]*Rule) {
	if f.every {
		for _, rule := range l.set.rules {
			if rule.detection != nil && f.logsource.covers(rule.Logsource) {
				rule.detection.filters = append(rule.detection.filters, f.detection)
			}
		}
		return
	}
	for _, name := range f.rules {
		rule := called[name]
		switch {
		case rule == nil:
			l.r.Unknown(f.pos, "rule", name, keys(called))
		case rule.detection == nil:
			l.r.Reject(f.pos, "the filter names the correlation "+yamldoc.Quoted(name), "detections")
		case !f.logsource.covers(rule.Logsource):
			l.r.Reject(f.pos, "the filter is about "+f.logsource.String()+", the rule "+yamldoc.Quoted(name)+" about "+rule.Logsource.String(), "one log source")
		case !slices.Contains(rule.detection.filters, f.detection):
			rule.detection.filters = append(rule.detection.filters, f.detection)
		}
	}
}
