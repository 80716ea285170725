package rules

import (
	"fmt"
	"io/fs"
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// FixtureResult is what one case of a rule's fixtures came to.
type FixtureResult struct {
	Rule     string
	Case     string
	Pos      yamldoc.Position
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

// Test runs the fixtures of a bundle's rules. The error tells of all files
// that are wrong.
func Test(from fs.FS, shown string) (*FixtureReport, error) {
	set, err := read(from, shown)
	if err != nil {
		return nil, err
	}
	return test(from, shown, set)
}

// test runs the fixtures of a set of rules.
func test(from fs.FS, shown string, set *sigma.Set) (report *FixtureReport, err error) {
	report = &FixtureReport{}
	tested := map[string]int{}
	var wrong yamldoc.Errors
	if param.Exists(from, TestsFolder) {
		err = fs.WalkDir(from, TestsFolder, func(name string, f fs.DirEntry, err error) error {
			if err != nil || f.IsDir() || !sigma.IsRule(name) {
				return err
			}
			file, entries := param.Open(from, shown, name, "a mapping with must_fire and must_not_fire")
			p := &reader{file}
			p.fixtures(entries, name, set, report, tested)
			if p.Err() != nil {
				wrong = append(wrong, p.Errs...)
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
func (p *reader) fixtures(entries []yamldoc.Entry, name string, set *sigma.Set, report *FixtureReport, tested map[string]int) {
	rule := strings.TrimSuffix(path.Base(name), path.Ext(name))
	at := p.Top()
	for _, e := range entries {
		if e.Key == "rule" {
			rule, _ = p.Text(e, "the name of a rule")
			at = e.Place()
		}
	}
	var known []string
	for _, r := range set.Rules() {
		known = append(known, r.Label())
	}
	if !slices.Contains(known, rule) {
		p.Unknown(at, "rule", rule, known)
		return
	}
	kind := func(bit int) func(yamldoc.Entry) {
		return func(e yamldoc.Entry) {
			tested[rule] |= bit
			p.cases(e, rule, bit == firing, set, report)
		}
	}
	p.Keys(entries, yamldoc.Key{Name: "rule"},
		yamldoc.Key{Name: "must_fire", Read: kind(firing)}, yamldoc.Key{Name: "must_not_fire", Read: kind(silent)})
}

func (p *reader) cases(e yamldoc.Entry, rule string, must bool, set *sigma.Set, report *FixtureReport) {
	for i, one := range p.Items(e, "a list of cases") {
		r := FixtureResult{Rule: rule, Case: fmt.Sprintf("%s %d", e.Key, i+1), Pos: one.Place(), MustFire: must}
		var events []fixtureEvent
		p.Keys(p.Mapping(one.Value, "a mapping with name and events"),
			yamldoc.Key{Name: "name", Read: func(e yamldoc.Entry) { r.Case, _ = p.Text(e, "a sentence") }},
			yamldoc.Key{Name: "events", Read: func(e yamldoc.Entry) { events = p.events(e) }})
		if len(p.Errs) == 0 {
			p.run(&r, events, set)
			report.Results = append(report.Results, r)
		}
	}
}

// run feeds a case to rules that know nothing of other cases.
func (p *reader) run(r *FixtureResult, events []fixtureEvent, set *sigma.Set) {
	engine, err := sigma.Compile(set, ruleSchema(fixtureColumns()), sigma.Limits{Diagnose: true})
	if err != nil {
		p.Reject(r.Pos, "the rules do not compile: "+err.Error(), "rules that do")
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
	number [telemetry.FieldIDs]int64
	text   [telemetry.FieldIDs]string
	source netip.Addr
	yen    int64
	far    int64 // percent of the reference price
}

// epoch is when cases begin: a Monday at noon.
const epoch = 1_514_808_000 * int64(1e9)

func fixtureColumns() columns[*fixtureEvent] {
	return columns[*fixtureEvent]{
		class:   func(e *fixtureEvent) int { return e.class },
		number:  func(f telemetry.FieldID, e *fixtureEvent) int64 { return e.number[f] },
		text:    func(f telemetry.FieldID, e *fixtureEvent) string { return e.text[f] },
		source:  func(e *fixtureEvent) netip.Addr { return e.source },
		yen:     func(e *fixtureEvent) int64 { return e.yen },
		percent: func(e *fixtureEvent) int64 { return e.far },
		mention: func(e *fixtureEvent) mention {
			return mention{account: uint32(e.number[telemetry.FieldAccount]), key: uint32(e.number[telemetry.FieldKey])}
		},
	}
}

// maxRepeat bounds how many events one line makes, maxCase how many a case has.
const (
	maxRepeat = 10_000
	maxCase   = 100_000
)

// events reads the events of a case.
func (p *reader) events(e yamldoc.Entry) (all []fixtureEvent) {
	at := epoch
	for _, item := range p.Items(e, "a list of events") {
		lines := p.Mapping(item.Value, "a mapping with type and fields")
		given := param.New(&p.Reader, item, lines, param.Unbound())
		given.Default("every", "1s")
		given.Default("repeat", "1")
		one, vary := p.event(item, lines)
		if given.Given("at") {
			at = epoch + int64(given.Duration("at"))
		}
		every := int64(given.Duration("every"))
		for i := range given.Number("repeat", 1, maxRepeat) {
			if len(all) == maxCase {
				p.Reject(e.Pos, "the case has too many events", "at most 100,000")
				return all
			}
			made := one
			made.counted(vary, int64(i))
			made.number[telemetry.FieldAt], made.number[telemetry.FieldSeq] = at, int64(len(all)+1)
			all = append(all, made)
			at += every
		}
	}
	return all
}

// counted counts fields up.
func (e *fixtureEvent) counted(vary []telemetry.FieldID, by int64) {
	for _, f := range vary {
		switch {
		case f == telemetry.FieldSource:
			for range by {
				e.source = e.source.Next()
			}
		case f == telemetry.FieldAddress:
			e.text[f] = fmt.Sprintf("%040x", by+1)
		default:
			e.number[f] += by
		}
	}
}

// event reads one event, which has the fields of its type and no others.
func (p *reader) event(item yamldoc.Entry, lines []yamldoc.Entry) (e fixtureEvent, vary []telemetry.FieldID) {
	e.text[telemetry.FieldAddress] = strings.Repeat("0", 2*len(chain.Address{}))
	t, ok := p.typed(item, &e)
	if !ok {
		return e, nil
	}
	var names []string
	for _, f := range telemetry.FieldsOf(t) {
		names = append(names, f.Info().Name)
	}
	priced, measured := false, false
	for _, line := range lines {
		switch line.Key {
		case "type", "at", "seq", "repeat", "every", "service":
		case "vary":
			vary = p.varied(line, names)
		case yenField:
			e.yen, priced = p.integer(line), true
		case percentField:
			e.far, measured = p.integer(line), true
		default:
			if !slices.Contains(names, line.Key) {
				p.Unknown(line.Pos, "field of "+t.String(), line.Key, names)
				continue
			}
			p.column(&e, line)
		}
	}
	if !priced {
		e.yen = e.number[telemetry.FieldValue] + e.number[telemetry.FieldGap]
	}
	if !measured {
		e.far = percent(e.number[telemetry.FieldAmount], e.number[telemetry.FieldValue])
	}
	return e, vary
}

func (p *reader) typed(item yamldoc.Entry, e *fixtureEvent) (t mockexchange.EventType, ok bool) {
	line := item.Value.Find("type")
	if line == nil {
		p.Reject(item.Place(), "an event has no type", "type")
		return 0, false
	}
	name, _ := p.Text(*line, "a type of event")
	var names []string
	for i, t := range mockexchange.EventTypes() {
		if t.String() == name {
			e.class, e.text[telemetry.FieldType], e.text[telemetry.FieldService] = i, name, t.Service().String()
			return t, true
		}
		names = append(names, t.String())
	}
	p.Unknown(line.Place(), "type", name, names)
	return 0, false
}

// column reads one field of an event.
func (p *reader) column(e *fixtureEvent, line yamldoc.Entry) {
	f := telemetry.FieldNamed(line.Key)
	switch {
	case f == telemetry.FieldSource:
		s := p.words(line)
		a, err := netip.ParseAddr(s)
		if err != nil && s != "" {
			p.Wrong(line, "an IPv4 address, or an empty text")
		}
		e.source = a
	case f.Info().Type == telemetry.Integer:
		e.number[f] = p.integer(line)
	case f.Info().Type == telemetry.Boolean:
		if line.Value.Kind != yamldoc.Boolean {
			p.Reject(line.Place(), line.Key+" is "+line.Value.Kind.String(), "true or false")
		}
		if line.Value.True() {
			e.number[f] = 1
		}
	default:
		e.text[f] = p.words(line)
	}
}

// words reads a text that may be empty.
func (p *reader) words(e yamldoc.Entry) string {
	if e.Value.Kind == yamldoc.Text && e.Value.Text == "" {
		return ""
	}
	s, _ := p.Text(e, "a text")
	return s
}

func (p *reader) integer(e yamldoc.Entry) int64 {
	s, ok := p.Text(e, "a whole number")
	n, err := strconv.ParseInt(s, 10, 64)
	if ok && err != nil {
		p.Wrong(e, "a whole number")
	}
	return n
}

func (p *reader) varied(e yamldoc.Entry, names []string) (all []telemetry.FieldID) {
	for _, name := range p.Names(e, "fields to count up") {
		f := telemetry.FieldNamed(name)
		if !slices.Contains(names, name) || f != telemetry.FieldSource && f != telemetry.FieldAddress && f.Info().Type != telemetry.Integer {
			p.Unknown(e.Place(), "field to count up", name, names)
			continue
		}
		all = append(all, f)
	}
	return all
}
