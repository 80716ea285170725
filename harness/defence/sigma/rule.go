package sigma

import (
	"slices"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Rule is a detection or a correlation: what it says about itself. It does not
// change once it is loaded.
type Rule struct {
	Title          string
	ID             string // optional, unique
	Name           string // optional, unique
	Status         string // stable, test, experimental, deprecated or empty
	Level          string // informational, low, medium, high, critical or empty
	Description    string
	Author         string
	License        string
	Date           string
	Modified       string
	Taxonomy       string
	References     []string
	Tags           []string
	Fields         []string
	FalsePositives []string
	Scope          []string
	Logsource      Logsource // of detections
	Pos            yamldoc.Position

	// Silent rules are there for correlations alone and report no matches.
	Silent bool

	detection   *detection
	correlation *correlation
}

// Label is the shortest unique text that a person wrote for the rule.
func (r *Rule) Label() string {
	switch {
	case r.Name != "":
		return r.Name
	case r.ID != "":
		return r.ID
	}
	return r.Title
}

// Correlates reports whether the rule is a correlation, not a detection.
func (r *Rule) Correlates() bool { return r.correlation != nil }

// Refers gives the rules that a correlation correlates; none for detections.
func (r *Rule) Refers() []*Rule {
	if r.correlation == nil {
		return nil
	}
	return slices.Clone(r.correlation.rules)
}

// Kind is detection or the type of the correlation.
func (r *Rule) Kind() string {
	if r.correlation == nil {
		return "detection"
	}
	return string(r.correlation.kind)
}

// Logsource says where the events come from that a rule is about. An empty
// attribute means any.
type Logsource struct {
	Category string
	Product  string
	Service  string
}

// covers reports whether events of the source are among what the rule asks for.
func (l Logsource) covers(source Logsource) bool {
	return (l.Category == "" || l.Category == source.Category) &&
		(l.Product == "" || l.Product == source.Product) &&
		(l.Service == "" || l.Service == source.Service)
}

// String names the attributes that are not empty.
func (l Logsource) String() string {
	text := ""
	for _, part := range []struct{ name, value string }{
		{"product", l.Product}, {"category", l.Category}, {"service", l.Service},
	} {
		if part.value == "" {
			continue
		}
		if text != "" {
			text += " "
		}
		text += part.name + " " + part.value
	}
	if text == "" {
		return "any"
	}
	return text
}

// Levels lists the levels from the least to the most grave.
func Levels() []string { return []string{"informational", "low", "medium", "high", "critical"} }

// graver is the more grave of two levels; empty counts least.
func graver(a, b string) string {
	if slices.Index(Levels(), a) < slices.Index(Levels(), b) {
		return b
	}
	return a
}

// detection is the searches of a rule and how they are joined.
type detection struct {
	selections []*selection
	when       *expr
	filters    []*detection // what suppresses the rule where it holds
}

// selection is one search: alternatives of which one must hold.
type selection struct {
	name string
	any  [][]*item // any of these, all items of it
}

// item is one line of a search: a field, or the whole event, and what its
// value is held against.
type item struct {
	field  string // empty: a keyword, held against every value of the event
	pos    yamldoc.Position
	tests  []test
	all    bool // every test must hold, not just one
	negate bool // none may hold

	null     bool     // the field is absent or null
	exists   presence // the field is there, or is not
	part     timePart // the number to take out of a date
	compared bool     // tests are orders of numbers
	network  bool     // tests are networks
	refs     []string // fields to hold the field against
	ref      refTest
}

type presence uint8

const (
	unasked presence = iota
	mustExist
	mustNotExist
)

// expr is a condition over the selections.
type expr struct {
	op        exprOp
	kids      []*expr
	selection int // of opSelection
}

type exprOp uint8

const (
	opSelection exprOp = iota
	opAnd
	opOr
	opNot
)
