package bundle

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
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
	l := linter{from: from, shown: shown, terms: param.Unbound()}
	if err := l.bundle(); err != nil {
		return err
	}
	if len(l.errs) > 0 {
		return told(from, shown, l.errs)
	}
	// What only shows where the parts are put together.
	_, err = load(from, shown, l.terms)
	return told(from, shown, err)
}

// linter gathers what is wrong with a bundle.
type linter struct {
	from  fs.FS
	shown string
	terms param.Terms
	errs  yamldoc.Errors
}

// bundle checks part by part. The error is of files that cannot be read.
func (l *linter) bundle() error {
	d := &defence.Defence{}
	head := readManifest(l.from, l.shown, d)
	l.note(head.Err())
	if rules.Ruled(l.from) {
		if err := l.rules(); err != nil {
			return err
		}
	}
	if watched := d.Watch != nil || rules.Ruled(l.from); yamldoc.Exists(l.from, control.PostureFile) || !watched && len(head.Errs) == 0 {
		_, err := control.ReadPosture(l.from, l.shown, l.terms)
		l.note(err)
	}
	return nil
}

// note keeps what is wrong; what is no matter of a place in a file it gives
// back.
func (l *linter) note(err error) error {
	var errs yamldoc.Errors
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
	set, err := rules.Read(l.from, l.shown)
	broken := err != nil
	if err := l.note(err); err != nil {
		return err
	}
	if broken {
		set = &sigma.Set{}
	}
	if yamldoc.Exists(l.from, rules.PlaybookFile) {
		_, err := rules.ReadPlaybook(l.from, l.shown, l.terms, set)
		l.note(err)
		if broken {
			l.errs = slices.DeleteFunc(l.errs, aboutRules)
		}
	}
	if broken {
		return nil
	}
	_, err = rules.Test(l.from, l.shown, set)
	return l.note(err)
}

func aboutRules(e *yamldoc.Error) bool {
	return strings.HasPrefix(e.Problem, "unknown "+rules.NoSuchRule)
}

// LintRules says of every file of rules in a folder, and in the folders in it,
// whether it loads for the telemetry: nil if it does. The rules of all files
// may refer to each other. A mapping.yaml in the folder counts.
func LintRules(from fs.FS, shown string) (files []string, wrong map[string]error, err error) {
	from = visible{from}
	mapping, err := rules.ReadMapping(from, shown)
	if err != nil {
		return nil, nil, err
	}
	all, err := sigma.Files(from, shown)
	if err != nil {
		return nil, nil, err
	}
	all = slices.DeleteFunc(all, func(f sigma.File) bool {
		return slices.Contains([]string{rules.MappingFile, rules.PlaybookFile, control.PostureFile, defenceFile}, path.Base(f.Name))
	})
	wrong = map[string]error{}
	set, err := sigma.Load(all, sigma.Options{Mapping: mapping, Taxonomies: []string{rules.Taxonomy}})
	sortErrors(wrong, err)
	// What is right by itself is held against the telemetry all the same.
	sortErrors(wrong, rules.Check(set))
	for _, f := range all {
		files = append(files, f.Name)
	}
	return files, wrong, nil
}

// sortErrors puts errors to the files that they are about.
func sortErrors(wrong map[string]error, err error) {
	var errs yamldoc.Errors
	if !errors.As(err, &errs) {
		return
	}
	for _, e := range errs {
		some, _ := wrong[e.Pos.File].(yamldoc.Errors)
		if !slices.ContainsFunc(some, func(o *yamldoc.Error) bool { return *o == *e }) {
			wrong[e.Pos.File] = append(some, e)
		}
	}
}
