package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

func newLint() *cobra.Command {
	schema := false
	c := &cobra.Command{
		Use:   "lint PATH ... | --schema",
		Short: "Check scenarios, defences, rules and suites without running them",
		Long: `Check files without running a drill. A folder with a scenario.yaml is checked as
a scenario, one with a defence.yaml as a defence with its posture, rules,
mapping, playbook and fixtures, any other as a folder of Sigma rules, of which it
says which load. A file is checked as what it holds: a rule, or a suite of
"exdrill test". What is wrong comes as file:line:column, what is wrong, and what
was expected. A mapping.yaml in a folder of rules counts.

Of a scenario all that is wrong is told at once, and what it lets pass can be
run: venues, customers and the thief's plan are built as a run builds them, on the
record and in variants, and the record is played undefended with few customers,
because nothing can be scored where nobody is robbed. Warnings are about what is
allowed and hardly meant: no Japanese, more stolen than lies in the wallet, a
figure that the plan cannot come to, a clock that takes minutes to play.

--schema prints the format of scenario.yaml as a JSON Schema, by which editors
complete keys and names. With the YAML language server: a first line
"# yaml-language-server: $schema=./scenario.schema.json".`,
		Example: `  exdrill lint scenarios/zaif-api-keys-2018-01
  exdrill lint ./my-defence exdrill.yaml
  exdrill lint ./our-siem-rules
  exdrill lint --schema > scenario.schema.json`,
		Args: func(c *cobra.Command, args []string) error {
			if schema {
				return none(c, args)
			}
			return some("a PATH")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if schema {
				_, err := c.OutOrStdout().Write(scenarios.Schema(drill.Vocabulary()))
				return err
			}
			var all []error
			for _, path := range args {
				if err := lint(c, path); err != nil {
					all = append(all, err)
				}
			}
			return errors.Join(all...)
		},
	}
	c.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of scenario.yaml instead")
	return c
}

// lint checks one thing and says so if it is fine.
func lint(c *cobra.Command, path string) error {
	w := c.OutOrStdout()
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir() && !isPart(path):
		return lintRules(w, path)
	case err == nil && !info.IsDir() && isRuleFile(path):
		return lintRule(w, path)
	}
	warnings, err := lintPart(c.Context(), path, info, err)
	if err != nil {
		return err
	}
	for _, warning := range warnings {
		fmt.Fprintf(w, "%s: warning: %s, expected %s\n", warning.Pos, warning.Problem, warning.Expected)
	}
	fmt.Fprintf(w, "%s: fine\n", path)
	return nil
}

// isPart reports whether a folder is a scenario or a defence.
func isPart(folder string) bool {
	return holds(folder, "scenario.yaml") || holds(folder, "defence.yaml") || holds(folder, "posture.yaml")
}

// lintPart checks a scenario, a defence or a suite by what it looks like.
func lintPart(ctx context.Context, path string, info fs.FileInfo, err error) (warnings yamldoc.Errors, _ error) {
	switch {
	case err != nil:
		return lintName(ctx, path, err)
	case info.IsDir() && holds(path, "scenario.yaml"), isScenario(path):
		return drill.Lint(ctx, path)
	case info.IsDir() && (holds(path, "defence.yaml") || holds(path, "posture.yaml")), filepath.Base(path) == "defence.yaml", filepath.Base(path) == "posture.yaml":
		return nil, bundle.Lint(path)
	}
	_, err = drill.LoadSuite(path)
	return nil, err
}

// isScenario reports whether a file is a scenario: by its name, or because it has
// a clock at its margin, which no suite has.
func isScenario(path string) bool {
	if filepath.Base(path) == "scenario.yaml" {
		return true
	}
	text, err := os.ReadFile(path)
	return err == nil && bytes.Contains(text, []byte("\nclock:"))
}

func holds(folder, name string) bool {
	_, err := os.Stat(filepath.Join(folder, name))
	return err == nil
}

// lintName checks what ships under a name, where no file has it.
func lintName(ctx context.Context, name string, gone error) (warnings yamldoc.Errors, _ error) {
	var unknown *yamldoc.UnknownError
	if warnings, err := drill.Lint(ctx, name); err == nil || !errors.Is(gone, fs.ErrNotExist) {
		return warnings, err
	} else if !errors.As(err, &unknown) {
		return nil, fmt.Errorf("%s: no such file or folder", name)
	}
	known := append(scenarios.IDs(), bundle.Names()...)
	if slices.Contains(bundle.Names(), name) {
		return nil, bundle.Lint(name)
	}
	if near := yamldoc.Nearest(name, known); near != "" {
		return nil, fmt.Errorf("%s: no such file, scenario or defence, did you mean %q?", name, near)
	}
	return nil, fmt.Errorf("%s: no such file, scenario or defence", name)
}

// lintRules says of every file in a folder of rules whether it loads.
func lintRules(w io.Writer, folder string) error {
	files, wrong, err := bundle.LintRules(os.DirFS(folder), filepath.ToSlash(folder))
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(files, isRuleFile) {
		return fmt.Errorf("%s: the folder holds neither a scenario.yaml nor a defence.yaml nor a Sigma rule", folder)
	}
	var all []error
	for _, name := range files {
		if err := wrong[name]; err != nil {
			all = append(all, err)
			continue
		}
		fmt.Fprintf(w, "%s: loads\n", name)
	}
	fmt.Fprintf(w, layout.Plural(len(files), "%s: %d of %d file loads\n|%s: %d of %d files load\n"), folder, len(files)-len(all), len(files))
	return errors.Join(all...)
}

// lintRule checks one file of rules among those of its folder, to which it may
// refer.
func lintRule(w io.Writer, path string) error {
	folder := filepath.Dir(path)
	_, wrong, err := bundle.LintRules(os.DirFS(folder), filepath.ToSlash(folder))
	if err != nil {
		return err
	}
	if err := wrong[filepath.ToSlash(filepath.Clean(path))]; err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: loads\n", path)
	return nil
}

// isRuleFile reports whether a file looks like Sigma rules.
func isRuleFile(path string) bool {
	if !sigma.IsRule(filepath.ToSlash(path)) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		for _, key := range []string{"detection:", "correlation:", "logsource:", "filter:"} {
			if strings.HasPrefix(lines.Text(), key) {
				return true
			}
		}
	}
	return false
}
