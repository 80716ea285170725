package sigma

import (
	"slices"

	"github.com/exdrill/exdrill/scenarios"
)

// filter suppresses rules where its condition holds.
type filter struct {
	rules     []string // ids or names
	every     bool     // all rules of the log source
	logsource Logsource
	pos       scenarios.Position
	detection *detection
}

// everyRule is what a filter names instead of rules when it is about all of
// its log source.
const everyRule = "any"

func (r *reader) filter(e *entry, doc *node) *filter {
	f := &filter{pos: e.pos, logsource: r.logsource(doc)}
	f.detection = r.detection(e, "rules")
	if f.detection == nil {
		return f
	}
	if w := f.detection.when; w != nil && w.op == opNot {
		r.reject(e.value.find("condition").value.pos, "the filter's condition is a negation: it says what stays", "what the filter suppresses, such as condition: selection")
	}
	rules := e.value.find("rules")
	if rules == nil {
		r.reject(e.pos, "filter lacks rules", "the ids or names of rules, or any")
		return f
	}
	f.rules = r.texts(rules, "ids or names of rules, or any")
	f.every = rules.value.scalar() && rules.value.text == everyRule
	if len(f.rules) == 0 {
		r.reject(rules.pos, "rules is empty", "ids or names of rules, or any")
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
			l.r.unknown(f.pos, "rule", name, keys(called))
		case rule.detection == nil:
			l.r.reject(f.pos, "the filter names the correlation "+short(name), "detections")
		case !f.logsource.covers(rule.Logsource):
			l.r.reject(f.pos, "the filter is about "+f.logsource.String()+", the rule "+short(name)+" about "+rule.Logsource.String(), "one log source")
		case !slices.Contains(rule.detection.filters, f.detection):
			rule.detection.filters = append(rule.detection.filters, f.detection)
		}
	}
}
