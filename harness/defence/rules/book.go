package rules

import (
	"io/fs"
	"path"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// What a bundle of rules is made of.
const (
	RulesFolder  = "rules"
	TestsFolder  = "rules/tests"
	MappingFile  = "mapping.yaml"
	PlaybookFile = "playbook.yaml"
)

// Taxonomy is what rules may name as theirs, besides sigma.
const Taxonomy = "exdrill"

// reader reads the files of a bundle that are about rules.
type reader struct{ yamldoc.Reader }

// Book is the rules of a bundle and what follows from their alerts. It does
// not change, and any number of monitors may share it.
type Book struct {
	set      *sigma.Set
	playbook playbook
	terms    param.Terms
	muted    map[string]bool // rules that raise no alerts in this defence
}

// Ruled reports whether a bundle watches by rules.
func Ruled(from fs.FS) bool {
	return param.Exists(from, RulesFolder) || param.Exists(from, PlaybookFile)
}

// Kind is the kind of monitors made of rules.
const Kind = "rules"

// Open reads the rules, the mapping and the playbook of a bundle.
func Open(from fs.FS, shown string, t param.Terms) (*Book, error) {
	set, err := read(from, shown)
	if err != nil {
		return nil, err
	}
	book := &Book{set: set, terms: t}
	if param.Exists(from, PlaybookFile) {
		book.playbook, err = readPlaybook(from, shown, t, set)
	}
	return book, err
}

// read loads a bundle's rules and compiles them for nobody, so that what
// is wrong is told at load.
func read(from fs.FS, shown string) (*sigma.Set, error) {
	mapping, err := readMapping(from, shown)
	if err != nil {
		return nil, err
	}
	if !param.Exists(from, RulesFolder) {
		at := yamldoc.Position{File: path.Join(shown, RulesFolder), Line: 1, Column: 1}
		return nil, yamldoc.Errors{{Pos: at, Problem: "there is no such folder", Expected: "a folder of Sigma rules beside the playbook"}}
	}
	sub, err := fs.Sub(from, RulesFolder)
	if err != nil {
		return nil, err
	}
	files, err := sigma.Files(sub, path.Join(shown, RulesFolder))
	if err != nil {
		return nil, err
	}
	return compiled(files, mapping, path.Join(shown, RulesFolder))
}

func compiled(files []sigma.File, mapping sigma.Mapping, shown string) (*sigma.Set, error) {
	set, err := sigma.Load(files, sigma.Options{Mapping: mapping, Taxonomies: []string{Taxonomy}})
	if err != nil {
		return nil, err
	}
	if len(set.Rules()) == 0 {
		at := yamldoc.Position{File: shown, Line: 1, Column: 1}
		return nil, yamldoc.Errors{{Pos: at, Problem: "the folder has no rules", Expected: "files that end in .yml"}}
	}
	return set, compiles(set)
}

// Make makes the monitor of one run.
func (b *Book) Make(uint64, *scenarios.Scenario) (defence.Monitor, error) {
	return &Monitor{book: b}, nil
}

// compiles holds rules against the telemetry.
func compiles(set *sigma.Set) error {
	_, err := sigma.Compile(set, ruleSchema(telemetryColumns(&defence.Directory{}, param.Yen{})), sigma.Limits{})
	return err
}

// compile makes the engine of one run.
func (b *Book) compile(v *defence.Directory, diagnose bool) (*sigma.Engine[*mockexchange.Event, mention], error) {
	return sigma.Compile(b.set, ruleSchema(telemetryColumns(v, b.terms.Yen)), sigma.Limits{Events: 1 << 20, Diagnose: diagnose})
}

// readMapping reads mapping.yaml; a bundle without one maps nothing.
func readMapping(from fs.FS, shown string) (m sigma.Mapping, err error) {
	const wanted = "a mapping with fields, values and logsources"
	if !param.Exists(from, MappingFile) {
		return m, nil
	}
	file, entries := param.Open(from, shown, MappingFile, wanted)
	p, known := &reader{file}, ruleNames()
	p.Keys(entries,
		yamldoc.Key{Name: "fields", Read: func(e yamldoc.Entry) {
			m.Fields = p.renames(e, "the field's name in the telemetry")
			for _, line := range p.Mapping(e.Value, wanted) {
				if to, ok := m.Fields[line.Key]; ok && !slices.Contains(known, to) {
					p.Unknown(line.Place(), "field", to, known)
				}
			}
		}},
		yamldoc.Key{Name: "values", Read: func(e yamldoc.Entry) {
			m.Values = map[string]map[string]string{}
			for _, line := range p.Mapping(e.Value, "a mapping from fields to values") {
				m.Values[line.Key] = p.renames(line, "the value in the telemetry")
			}
		}},
		yamldoc.Key{Name: "logsources", Read: func(e yamldoc.Entry) {
			for _, one := range p.Items(e, "a list of from and to") {
				m.Logsources = append(m.Logsources, p.alias(one))
			}
		}})
	return m, p.Err()
}

func ruleNames() (names []string) {
	for _, f := range Fields() {
		names = append(names, f.Name)
	}
	return names
}

// renames reads a mapping from texts to texts.
func (p *reader) renames(e yamldoc.Entry, wanted string) map[string]string {
	all := map[string]string{}
	for _, line := range p.Mapping(e.Value, "a mapping") {
		if to, ok := p.Text(line, wanted); ok {
			all[line.Key] = to
		}
	}
	return all
}

func (p *reader) alias(e yamldoc.Entry) (a sigma.LogsourceAlias) {
	logsource := func(l *sigma.Logsource) func(yamldoc.Entry) {
		name := func(to *string) func(yamldoc.Entry) {
			return func(e yamldoc.Entry) { *to, _ = p.Text(e, "a name") }
		}
		return func(e yamldoc.Entry) {
			p.Keys(p.Mapping(e.Value, "a mapping with product, category or service"),
				yamldoc.Key{Name: "product", Read: name(&l.Product)},
				yamldoc.Key{Name: "category", Read: name(&l.Category)},
				yamldoc.Key{Name: "service", Read: name(&l.Service)})
		}
	}
	p.Keys(p.Mapping(e.Value, "a mapping with from and to"),
		yamldoc.Key{Name: "from", Read: logsource(&a.From)}, yamldoc.Key{Name: "to", Read: logsource(&a.To)})
	return a
}
