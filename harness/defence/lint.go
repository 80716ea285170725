package defence

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/scenarios"
)

// Lint checks a bundle without a scenario: what it is called, its posture, its
// rules, mapping and playbook, and that its fixtures can be read, whether or
// not they pass. The error tells of everything that is wrong, whatever part of
// the bundle it is in.
func Lint(nameOrPath string) error {
	from, shown, err := locate(nameOrPath)
	if err != nil {
		return err
	}
	l := linter{from: from, shown: shown, terms: terms{unit: anyUnit, lint: true}}
	if err := l.bundle(); err != nil {
		return err
	}
	if len(l.errs) > 0 {
		return l.errs
	}
	// What only shows where the parts are put together.
	_, err = load(from, shown, l.terms)
	return err
}

// linter gathers what is wrong with a bundle.
type linter struct {
	from  fs.FS
	shown string
	terms terms
	errs  scenarios.Errors
}

// bundle checks part by part. The error is of files that cannot be read.
func (l *linter) bundle() error {
	d := &Defence{}
	head := l.page(defenceFile)
	head.head(l.from, d)
	l.note(head.complaint())
	if ruled(l.from) {
		if err := l.rules(); err != nil {
			return err
		}
	}
	if watched := d.watch != nil || ruled(l.from); exists(l.from, postureFile) || !watched && len(head.errs) == 0 {
		posture := l.page(postureFile)
		posture.posture(l.from, l.terms)
		l.note(posture.complaint())
	}
	return nil
}

func (l *linter) page(name string) *page { return &page{file: path.Join(l.shown, name)} }

// note keeps what is wrong; what is no matter of a place in a file it gives
// back.
func (l *linter) note(err error) error {
	var errs scenarios.Errors
	if err == nil || !errors.As(err, &errs) {
		return err
	}
	l.errs = append(l.errs, errs...)
	return nil
}

// rules checks the rules with their mapping, and the playbook and the fixtures
// against them. Where the rules are wrong, nobody can say whether the others
// name ones that exist.
func (l *linter) rules() error {
	set, err := readRules(l.from, l.shown)
	broken := err != nil
	if err := l.note(err); err != nil {
		return err
	}
	if broken {
		set = &sigma.Set{}
	}
	if exists(l.from, playbookFile) {
		playbook := l.page(playbookFile)
		playbook.playbook(l.from, l.terms, set)
		if broken {
			playbook.errs = slices.DeleteFunc(playbook.errs, aboutRules)
		}
		l.note(playbook.complaint())
	}
	if broken {
		return nil
	}
	_, err = testRules(l.from, l.shown, set)
	return l.note(err)
}

// noSuchRule is what playbooks say of rules that do not exist.
const noSuchRule = "rule that raises alerts"

func aboutRules(e *scenarios.Error) bool { return strings.HasPrefix(e.Problem, "unknown "+noSuchRule) }

// LintRules says of every file of rules in a folder, and in the folders in it,
// whether it loads for the telemetry: nil if it does. The rules of all files
// may refer to each other. A mapping.yaml in the folder counts.
func LintRules(from fs.FS, shown string) (files []string, wrong map[string]error, err error) {
	from = visible{from}
	p := &page{file: path.Join(shown, mappingFile)}
	mapping := p.fieldMapping(from)
	if err := p.complaint(); err != nil {
		return nil, nil, err
	}
	all, err := sigma.Files(from, shown)
	if err != nil {
		return nil, nil, err
	}
	all = slices.DeleteFunc(all, func(f sigma.File) bool {
		return slices.Contains([]string{mappingFile, playbookFile, postureFile, defenceFile}, path.Base(f.Name))
	})
	wrong = map[string]error{}
	set, err := sigma.Load(all, sigma.Options{Mapping: mapping, Taxonomies: []string{Taxonomy}})
	sortErrors(wrong, err)
	// What is right by itself is held against the telemetry all the same.
	_, err = sigma.Compile(set, ruleSchema(telemetryColumns(&View{}, Yen{})), sigma.Limits{})
	sortErrors(wrong, err)
	for _, f := range all {
		files = append(files, f.Name)
	}
	return files, wrong, nil
}

// sortErrors puts errors to the files that they are about.
func sortErrors(wrong map[string]error, err error) {
	var errs scenarios.Errors
	if !errors.As(err, &errs) {
		return
	}
	for _, e := range errs {
		some, _ := wrong[e.Pos.File].(scenarios.Errors)
		if !slices.ContainsFunc(some, func(o *scenarios.Error) bool { return *o == *e }) {
			wrong[e.Pos.File] = append(some, e)
		}
	}
}
