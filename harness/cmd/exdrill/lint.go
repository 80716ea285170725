package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
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
		Args:    cobra.MinimumNArgs(1),
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
	has := func(name string) bool {
		_, err := os.Stat(filepath.Join(path, name))
		return err == nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, sc := drill.Scenario(path); sc == nil {
			return nil
		} else if defence.Lint(path) == nil {
			return nil
		}
		return fmt.Errorf("%s: there is no such file, scenario or defence", path)
	case err != nil:
		return err
	case info.IsDir() && has("scenario.yaml"), filepath.Base(path) == "scenario.yaml":
		_, err := drill.Scenario(path)
		return err
	case info.IsDir() && has("defence.yaml"), filepath.Base(path) == "defence.yaml", filepath.Base(path) == "posture.yaml":
		return defence.Lint(path)
	case !info.IsDir():
		_, err := drill.LoadSuite(path)
		return err
	}
	return fmt.Errorf("%s: holds neither a scenario.yaml nor a defence.yaml", path)
}
