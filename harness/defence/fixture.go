package defence

import (
	"fmt"
	"io/fs"
	"net/netip"
	"path"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios"
)

// FixtureResult is what one case of a rule's fixtures came to.
type FixtureResult struct {
	Rule     string
	Case     string
	Pos      scenarios.Position
	MustFire bool
	Fired    bool
	// Explanation says why the rule fired or stayed silent.
	Explanation sigma.Explanation
}

// Passed reports whether the rule did what it must.
func (r *FixtureResult) Passed() bool { return r.Fired == r.MustFire }

// FixtureReport is what all fixtures of a bundle came to.
type FixtureReport struct {
	Results  []FixtureResult
	Untested []string // rules that raise alerts and have no case of both kinds
}

// Passed reports whether every rule did what it must.
func (r *FixtureReport) Passed() bool {
	for i := range r.Results {
		if !r.Results[i].Passed() {
			return false
		}
	}
	return true
}

// TestRules runs the fixtures of a bundle's rules, rules/tests/<rule>.yml,
// without a run: each holds lists of events upon which the rule must, and must
// not, fire.
//
//	must_fire:
//	  - name: five dead keys from one address
//	    events:
//	      - {type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 5, vary: [key]}
//	must_not_fire:
//	  - name: one dead key
//	    events:
//	      - {type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key}
//
// Events carry the fields of the telemetry; what is left out is 0 or empty. at
// is the time since the case began, or a second after the event before. repeat
// makes several, every so much apart, and vary counts ids, amounts or addresses
// up from one to the next. The error is of type scenarios.Errors, or an
// *UnknownError.
func TestRules(nameOrPath string) (*FixtureReport, error) {
	from, shown, err := locate(nameOrPath)
	if err != nil {
		return nil, err
	}
	set, err := readRules(from, shown)
	if err != nil {
		return nil, err
	}
	return testRules(from, shown, set)
}

// testRules runs the fixtures of a set of rules; the error tells of all files
// that are wrong.
func testRules(from fs.FS, shown string, set *sigma.Set) (report *FixtureReport, err error) {
	report = &FixtureReport{}
	tested := map[string]int{}
	var wrong scenarios.Errors
	if exists(from, testsFolder) {
		err = fs.WalkDir(from, testsFolder, func(name string, f fs.DirEntry, err error) error {
			if err != nil || f.IsDir() || !sigma.IsRule(name) {
				return err
			}
			p := &page{file: path.Join(shown, name)}
			p.fixtures(from, name, set, report, tested)
			if p.complaint() != nil {
				wrong = append(wrong, p.errs...)
			}
			return nil
		})
	}
	for _, rule := range set.Rules() {
		if !rule.Silent && tested[rule.Label()] != both {
			report.Untested = append(report.Untested, rule.Label())
		}
	}
	if err == nil && len(wrong) > 0 {
		err = wrong
	}
	return report, err
}

// Kinds of cases, as bits.
const (
	firing = 1
	silent = 2
	both   = firing | silent
)

// fixtures reads and runs one file.
func (p *page) fixtures(from fs.FS, name string, set *sigma.Set, report *FixtureReport, tested map[string]int) {
	entries := p.open(from, name, "a mapping with must_fire and must_not_fire")
	rule := strings.TrimSuffix(path.Base(name), path.Ext(name))
	at := p.top()
	for _, e := range entries {
		if e.key == "rule" {
			rule, _ = p.text(e, "the name of a rule")
			at = p.place(e)
		}
	}
	var known []string
	for _, r := range set.Rules() {
		known = append(known, r.Label())
	}
	if !has(known, rule) {
		p.unknown(at, "rule", rule, known)
		return
	}
	for _, e := range entries {
		switch e.key {
		case "rule":
		case "must_fire":
			tested[rule] |= firing
			p.cases(e, rule, true, set, report)
		case "must_not_fire":
			tested[rule] |= silent
			p.cases(e, rule, false, set, report)
		default:
			p.unknown(e.at, "key", e.key, []string{"rule", "must_fire", "must_not_fire"})
		}
	}
}

func (p *page) cases(e entry, rule string, must bool, set *sigma.Set, report *FixtureReport) {
	for i, n := range p.items(e, "a list of cases") {
		r := FixtureResult{Rule: rule, Case: fmt.Sprintf("%s %d", e.key, i+1), Pos: p.place(entry{e.key, e.at, n}), MustFire: must}
		var events []fixtureEvent
		lines := p.mapping(n, e.at, "a mapping with name and events")
		for _, line := range lines {
			switch line.key {
			case "name":
				r.Case, _ = p.text(line, "a sentence")
			case "events":
				events = p.events(line)
			default:
				p.unknown(line.at, "key", line.key, []string{"name", "events"})
			}
		}
		if len(p.errs) == 0 {
			p.run(&r, events, set)
			report.Results = append(report.Results, r)
		}
	}
}

// run feeds a case to rules that know nothing of other cases.
func (p *page) run(r *FixtureResult, events []fixtureEvent, set *sigma.Set) {
	engine, err := sigma.Compile(set, ruleSchema(fixtureColumns()), sigma.Limits{Diagnose: true})
	if err != nil {
		p.reject(r.Pos, "the rules do not compile: "+err.Error(), "rules that do")
		return
	}
	for i := range events {
		engine.Feed(&events[i])
	}
	for _, x := range engine.Explain() {
		if x.Rule.Label() == r.Rule {
			r.Explanation, r.Fired = x, x.Matches > 0
		}
	}
}

// fixtureEvent is one event of a fixture, field by field.
type fixtureEvent struct {
	class  int
	number [fieldIDs]int64
	text   [fieldIDs]string
	source netip.Addr
	yen    int64
	far    int64 // percent of the reference price
}

// epoch is when cases begin: a Monday at noon.
const epoch = 1_514_808_000 * int64(1e9)

func fixtureColumns() columns[*fixtureEvent] {
	return columns[*fixtureEvent]{
		class:   func(e *fixtureEvent) int { return e.class },
		number:  func(f fieldID, e *fixtureEvent) int64 { return e.number[f] },
		text:    func(f fieldID, e *fixtureEvent) string { return e.text[f] },
		source:  func(e *fixtureEvent) netip.Addr { return e.source },
		yen:     func(e *fixtureEvent) int64 { return e.yen },
		percent: func(e *fixtureEvent) int64 { return e.far },
		mention: func(e *fixtureEvent) mention {
			return mention{account: uint32(e.number[fieldAccount]), key: uint32(e.number[fieldKey])}
		},
	}
}

// maxRepeat bounds how many events one line makes, maxCase how many a case has.
const (
	maxRepeat = 10_000
	maxCase   = 100_000
)

// events reads the events of a case.
func (p *page) events(e entry) (all []fixtureEvent) {
	at := epoch
	for _, n := range p.items(e, "a list of events") {
		lines := p.mapping(n, e.at, "a mapping with type and fields")
		given := &Params{page: p, control: entry{key: "event", at: p.place(entry{e.key, e.at, n})}, given: lines, terms: terms{unit: anyUnit, lint: true}}
		one, vary := p.event(given, lines)
		if _, ok := given.find("at"); ok {
			at = epoch + int64(given.Duration("at", 1))
		}
		every := int64(given.Duration("every", 1e9))
		for i := range given.Number("repeat", 1, 1, maxRepeat) {
			if len(all) == maxCase {
				p.reject(e.at, "the case has too many events", "at most 100,000")
				return all
			}
			made := one
			made.counted(vary, int64(i))
			made.number[fieldAt], made.number[fieldSeq] = at, int64(len(all)+1)
			all = append(all, made)
			at += every
		}
	}
	return all
}

// counted counts fields up.
func (e *fixtureEvent) counted(vary []fieldID, by int64) {
	for _, f := range vary {
		switch {
		case f == fieldSource:
			for range by {
				e.source = e.source.Next()
			}
		case f == fieldAddress:
			e.text[f] = fmt.Sprintf("%040x", by+1)
		default:
			e.number[f] += by
		}
	}
}

// event reads one event, which has the fields of its type and no others.
func (p *page) event(given *Params, lines []entry) (e fixtureEvent, vary []fieldID) {
	e.text[fieldAddress] = strings.Repeat("0", 2*len(chain.Address{}))
	t, ok := p.typed(given, &e)
	if !ok {
		return e, nil
	}
	var names []string
	for _, f := range append(append([]fieldID(nil), commonFields...), forms[t].fields...) {
		names = append(names, fieldInfos[f].Name)
	}
	priced, measured := false, false
	for _, line := range lines {
		switch line.key {
		case "type", "at", "seq", "repeat", "every", "service":
		case "vary":
			vary = p.varied(line, names)
		case yenField:
			e.yen, priced = p.integer(line), true
		case percentField:
			e.far, measured = p.integer(line), true
		default:
			if !has(names, line.key) {
				p.unknown(line.at, "field of "+t.String(), line.key, names)
				continue
			}
			p.column(&e, line)
		}
	}
	if !priced {
		e.yen = e.number[fieldValue] + e.number[fieldGap]
	}
	if !measured {
		e.far = percent(e.number[fieldAmount], e.number[fieldValue])
	}
	return e, vary
}

func (p *page) typed(given *Params, e *fixtureEvent) (t mockexchange.EventType, ok bool) {
	line, ok := given.find("type")
	if !ok {
		p.reject(given.control.at, "an event has no type", "type")
		return 0, false
	}
	name, _ := p.text(line, "a type of event")
	var names []string
	for i, t := range mockexchange.EventTypes() {
		if t.String() == name {
			e.class, e.text[fieldType], e.text[fieldService] = i, name, t.Service().String()
			return t, true
		}
		names = append(names, t.String())
	}
	p.unknown(p.place(line), "type", name, names)
	return 0, false
}

// column reads one field of an event.
func (p *page) column(e *fixtureEvent, line entry) {
	f := fieldNamed(line.key)
	switch {
	case f == fieldSource:
		s := p.words(line)
		a, err := netip.ParseAddr(s)
		if err != nil && s != "" {
			p.reject(p.place(line), line.key+" is "+short(s), "an IPv4 address, or an empty text")
		}
		e.source = a
	case fieldInfos[f].Type == anInteger:
		e.number[f] = p.integer(line)
	case fieldInfos[f].Type == aBoolean:
		if b, ok := line.value.(*ast.BoolNode); ok {
			if b.Value {
				e.number[f] = 1
			}
			return
		}
		p.reject(p.place(line), line.key+" is "+kindOf(line.value), "true or false")
	default:
		e.text[f] = p.words(line)
	}
}

// words reads a text that may be empty.
func (p *page) words(e entry) string {
	if s, ok := e.value.(*ast.StringNode); ok && s.Value == "" {
		return ""
	}
	s, _ := p.text(e, "a text")
	return s
}

func (p *page) integer(e entry) int64 {
	s, ok := p.text(e, "a whole number")
	n, err := strconv.ParseInt(s, 10, 64)
	if ok && err != nil {
		p.reject(p.place(e), e.key+" is "+short(s), "a whole number")
	}
	return n
}

func (p *page) varied(e entry, names []string) (all []fieldID) {
	for _, name := range p.names(e, "fields to count up") {
		f := fieldNamed(name)
		if !has(names, name) || f != fieldSource && f != fieldAddress && fieldInfos[f].Type != anInteger {
			p.unknown(p.place(e), "field to count up", name, names)
			continue
		}
		all = append(all, f)
	}
	return all
}

// fieldNamed finds a field that is known to exist.
func fieldNamed(name string) fieldID {
	for f := range fieldIDs {
		if fieldInfos[f].Name == name {
			return f
		}
	}
	return 0
}
