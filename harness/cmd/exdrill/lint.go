package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

func newLint() *cobra.Command {
	return &cobra.Command{
		Use:   "lint PATH ...",
		Short: "Check scenarios, defences and suites without running them",
		Long: `Check files without running anything. A folder with a scenario.yaml is checked as
a scenario, one with a defence.yaml as a defence, and a file that ends in .yaml
as a suite of "exdrill test". What is wrong comes as file:line:column, what is
wrong, and what was expected.`,
		Example: "  exdrill lint scenarios/zaif-api-keys-2018-01\n  exdrill lint ./my-defence exdrill.yaml",
		Args:    some("a PATH"),
		RunE: func(c *cobra.Command, args []string) error {
			var all []error
			for _, path := range args {
				if err := lint(path); err != nil {
					all = append(all, err)
				} else {
					fmt.Fprintf(c.OutOrStdout(), "%s: fine\n", path)
				}
			}
			return errors.Join(all...)
		},
	}
}

// lint checks one thing by what it looks like.
func lint(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return lintName(path, err)
	case info.IsDir() && holds(path, "scenario.yaml"), filepath.Base(path) == "scenario.yaml":
		_, err := drill.Scenario(path)
		return err
	case info.IsDir() && (holds(path, "defence.yaml") || holds(path, "posture.yaml")), filepath.Base(path) == "defence.yaml", filepath.Base(path) == "posture.yaml":
		return defence.Lint(path)
	case !info.IsDir():
		_, err := drill.LoadSuite(path)
		return err
	}
	return fmt.Errorf("%s: the folder holds neither a scenario.yaml nor a defence.yaml", path)
}

func holds(folder, name string) bool {
	_, err := os.Stat(filepath.Join(folder, name))
	return err == nil
}

// lintName checks what ships under a name, where no file has it.
func lintName(name string, gone error) error {
	var unknown *scenarios.UnknownError
	if _, err := drill.Scenario(name); err == nil || !errors.Is(gone, fs.ErrNotExist) {
		return err
	} else if !errors.As(err, &unknown) {
		return fmt.Errorf("%s: no such file or folder", name)
	}
	known := append(scenarios.IDs(), defence.Names()...)
	if slices.Contains(defence.Names(), name) {
		return defence.Lint(name)
	}
	if near := scenarios.Nearest(name, known); near != "" {
		return fmt.Errorf("%s: no such file, scenario or defence, did you mean %q?", name, near)
	}
	return fmt.Errorf("%s: no such file, scenario or defence", name)
}
