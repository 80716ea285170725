package defence

import (
	"io/fs"
	"path"

	"github.com/goccy/go-yaml/ast"

	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// What a bundle of rules is made of.
const (
	rulesFolder  = "rules"
	testsFolder  = "rules/tests"
	mappingFile  = "mapping.yaml"
	playbookFile = "playbook.yaml"
)

// Taxonomy is what rules may name as theirs, besides sigma.
const Taxonomy = "exdrill"

// ruleBook is the rules of a bundle and what follows from their alerts. It does
// not change, and any number of monitors may share it.
type ruleBook struct {
	set      *sigma.Set
	playbook playbook
	terms    terms
	muted    map[string]bool // rules that raise no alerts in this defence
}

// ruled reports whether a bundle watches by rules.
func ruled(from fs.FS) bool { return exists(from, rulesFolder) || exists(from, playbookFile) }

// partNames is where the parts of a bundle of rules stand.
var partNames = map[string]string{"rules": rulesFolder, "playbook": playbookFile}

// part holds a key of defence.yaml that names a part of the bundle against
// where it stands.
func (p *page) part(from fs.FS, e entry) {
	want := partNames[e.key]
	s, ok := p.text(e, want)
	switch {
	case ok && s != want:
		p.reject(p.place(e), e.key+" is "+short(s), want)
	case ok && !exists(from, want):
		p.reject(p.place(e), "there is no "+want, "it in the bundle")
	}
}

// partless refuses parts that nobody would read.
func (p *page) partless(from fs.FS, d *Defence) {
	at := func(name string) scenarios.Position {
		return scenarios.Position{File: path.Join(path.Dir(p.file), name), Line: 1, Column: 1}
	}
	switch {
	case ruled(from) && d.watch != nil:
		p.reject(at(rulesFolder), "there are rules beside another monitor", "one of the two")
	case exists(from, mappingFile) && !ruled(from):
		p.reject(at(mappingFile), "there is a mapping without rules", "a folder rules beside it")
	}
}

// rulesWatch is the name of monitors made of rules.
const rulesWatch = "rules"

// watchByRules gives the defence the rules of its bundle, if it has any.
func (d *Defence) watchByRules(from fs.FS, shown string, t terms) error {
	if !ruled(from) {
		return nil
	}
	book, err := openRules(from, shown, t)
	if err != nil {
		return err
	}
	d.watch = &builtin{
		name: rulesWatch,
		make: func(uint64, *scenarios.Scenario) (Monitor, error) { return &RuleWatch{book: book}, nil },
	}
	return nil
}

// openRules reads the rules, the mapping and the playbook of a bundle.
func openRules(from fs.FS, shown string, t terms) (*ruleBook, error) {
	set, err := readRules(from, shown)
	if err != nil {
		return nil, err
	}
	p := &page{file: path.Join(shown, playbookFile)}
	book := &ruleBook{set: set, terms: t}
	if exists(from, playbookFile) {
		book.playbook = p.playbook(from, t, set)
	}
	return book, p.complaint()
}

// readRules loads a bundle's rules and compiles them for nobody, so that what
// is wrong is told at load.
func readRules(from fs.FS, shown string) (*sigma.Set, error) {
	p := &page{file: path.Join(shown, mappingFile)}
	mapping := p.fieldMapping(from)
	if err := p.complaint(); err != nil {
		return nil, err
	}
	if !exists(from, rulesFolder) {
		at := scenarios.Position{File: path.Join(shown, rulesFolder), Line: 1, Column: 1}
		return nil, scenarios.Errors{{Pos: at, Problem: "there is no such folder", Expected: "a folder of Sigma rules beside the playbook"}}
	}
	sub, err := fs.Sub(from, rulesFolder)
	if err != nil {
		return nil, err
	}
	files, err := sigma.Files(sub, path.Join(shown, rulesFolder))
	if err != nil {
		return nil, err
	}
	return compiled(files, mapping, path.Join(shown, rulesFolder))
}

func compiled(files []sigma.File, mapping sigma.Mapping, shown string) (*sigma.Set, error) {
	set, err := sigma.Load(files, sigma.Options{Mapping: mapping, Taxonomies: []string{Taxonomy}})
	if err != nil {
		return nil, err
	}
	if len(set.Rules()) == 0 {
		at := scenarios.Position{File: shown, Line: 1, Column: 1}
		return nil, scenarios.Errors{{Pos: at, Problem: "the folder has no rules", Expected: "files that end in .yml"}}
	}
	_, err = sigma.Compile(set, ruleSchema(telemetryColumns(&View{}, Yen{})), sigma.Limits{})
	return set, err
}

// compile makes the engine of one run.
func (b *ruleBook) compile(v *View, diagnose bool) (*sigma.Engine[*mockexchange.Event, mention], error) {
	return sigma.Compile(b.set, ruleSchema(telemetryColumns(v, b.terms.yen)), sigma.Limits{Events: 1 << 20, Diagnose: diagnose})
}

// fieldMapping reads mapping.yaml; a bundle without one maps nothing.
func (p *page) fieldMapping(from fs.FS) (m sigma.Mapping) {
	const wanted = "a mapping with fields, values and logsources"
	if !exists(from, mappingFile) {
		return m
	}
	known := ruleNames()
	for _, e := range p.open(from, mappingFile, wanted) {
		switch e.key {
		case "fields":
			m.Fields = p.renames(e, "the field's name in the telemetry")
			for _, line := range p.mapping(e.value, e.at, wanted) {
				if to, ok := m.Fields[line.key]; ok && !has(known, to) {
					p.unknown(p.place(line), "field", to, known)
				}
			}
		case "values":
			m.Values = map[string]map[string]string{}
			for _, line := range p.mapping(e.value, e.at, "a mapping from fields to values") {
				m.Values[line.key] = p.renames(line, "the value in the telemetry")
			}
		case "logsources":
			for _, n := range p.items(e, "a list of from and to") {
				m.Logsources = append(m.Logsources, p.alias(e, n))
			}
		default:
			p.unknown(e.at, "key", e.key, []string{"fields", "values", "logsources"})
		}
	}
	return m
}

func ruleNames() (names []string) {
	for _, f := range RuleFields() {
		names = append(names, f.Name)
	}
	return names
}

func has(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// renames reads a mapping from texts to texts.
func (p *page) renames(e entry, wanted string) map[string]string {
	all := map[string]string{}
	for _, line := range p.mapping(e.value, e.at, "a mapping") {
		if to, ok := p.text(line, wanted); ok {
			all[line.key] = to
		}
	}
	return all
}

// items gives the elements of a list.
func (p *page) items(e entry, wanted string) []ast.Node {
	list, ok := e.value.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 {
		p.reject(p.place(e), e.key+" is "+kindOf(e.value), wanted)
		return nil
	}
	return list.Values
}

func (p *page) alias(e entry, n ast.Node) (a sigma.LogsourceAlias) {
	for _, line := range p.mapping(n, p.place(e), "a mapping with from and to") {
		l := &a.From
		switch line.key {
		case "from":
		case "to":
			l = &a.To
		default:
			p.unknown(line.at, "key", line.key, []string{"from", "to"})
			continue
		}
		for _, part := range p.mapping(line.value, line.at, "a mapping with product, category or service") {
			s, _ := p.text(part, "a name")
			switch part.key {
			case "product":
				l.Product = s
			case "category":
				l.Category = s
			case "service":
				l.Service = s
			default:
				p.unknown(part.at, "key", part.key, []string{"product", "category", "service"})
			}
		}
	}
	return a
}
