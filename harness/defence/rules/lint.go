package rules

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Lint checks a bundle's rules with their mapping, and the playbook and the
// fixtures against them. The error tells of everything that is wrong, or of
// files that cannot be read.
func Lint(from fs.FS, shown string, t param.Terms) error {
	var wrong yamldoc.Errors
	set, err := read(from, shown)
	broken := err != nil
	if err := wrong.Note(err); err != nil {
		return err
	}
	if broken {
		set = &sigma.Set{}
	}
	if param.Exists(from, PlaybookFile) {
		_, err := readPlaybook(from, shown, t, set)
		wrong.Note(err)
	}
	if broken { // nobody can say whether the others name rules that exist
		wrong = slices.DeleteFunc(wrong, aboutRules)
	} else if _, err = test(from, shown, set); wrong.Note(err) != nil {
		return err
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

func aboutRules(e *yamldoc.Error) bool { return strings.HasPrefix(e.Problem, "unknown "+noSuchRule) }

// LintFiles says of every file of rules in a folder, and in the folders in it,
// whether it loads for the telemetry: nil if it does. The rules of all files
// may refer to each other. A mapping.yaml in the folder counts. Files of other
// names of a bundle are left out.
func LintFiles(from fs.FS, shown string, others ...string) (files []string, wrong map[string]error, err error) {
	mapping, err := readMapping(from, shown)
	if err != nil {
		return nil, nil, err
	}
	all, err := sigma.Files(from, shown)
	if err != nil {
		return nil, nil, err
	}
	all = slices.DeleteFunc(all, func(f sigma.File) bool {
		return slices.Contains(append(others, MappingFile, PlaybookFile), path.Base(f.Name))
	})
	wrong = map[string]error{}
	set, err := sigma.Load(all, sigma.Options{Mapping: mapping, Taxonomies: []string{Taxonomy}})
	sortErrors(wrong, err)
	// What is right by itself is held against the telemetry all the same.
	sortErrors(wrong, compiles(set))
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
