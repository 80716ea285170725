package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
)

// suiteStarters are the texts that a suite begins with.
//
//go:embed suites/exdrill.yaml suites/github.yml suites/gitlab.yml
var suiteStarters embed.FS

// suiteFlags are the flags of the new suite command.
type suiteFlags struct {
	defence, scenarios string
	ci                 choiceFlag
}

// jobFiles are where CI systems look for a job, by the system's name.
var jobFiles = map[string]string{"github": ".github/workflows/exdrill.yml", "gitlab": ".gitlab-ci.yml"}

func newNewSuite() *cobra.Command {
	f := suiteFlags{ci: choiceFlag{"github", []string{"github", "gitlab", "none"}}}
	c := &cobra.Command{
		Use:   "suite [FOLDER]",
		Short: "Write a suite, and the job that runs it in CI",
		Long: `Write an exdrill.yaml into a folder, this one by default, and a job that holds a
defence against its thresholds in CI: for GitHub Actions, with exdrill's own action,
or for GitLab. Both build exdrill from source. Files that are there are left alone,
and then nothing is written.`,
		Example: "  exdrill new suite\n  exdrill new suite --defence ./my-defence --scenarios zaif-api-keys-2018-01,payday --ci gitlab",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			if ext := filepath.Ext(folder); ext == ".yaml" || ext == ".yml" {
				return fmt.Errorf("%s is the name of a file, expected a FOLDER, into which exdrill.yaml is written", folder)
			}
			made, err := f.write(folder)
			for _, name := range made {
				fmt.Fprintln(c.OutOrStdout(), name)
			}
			return err
		},
	}
	c.Flags().StringVar(&f.defence, "defence", "guardrails", "the `DEFENCE` under test: a name, or a folder as seen from FOLDER")
	c.Flags().StringVar(&f.scenarios, "scenarios", "", "`NAMES` of scenarios, separated by commas (default an attack and a calm week)")
	c.Flags().Var(&f.ci, "ci", "the job's `SYSTEM`: github, gitlab or none")
	return c
}

// usualScenarios are an attack and a week without one, so that crying wolf
// fails as surely as sleeping.
var usualScenarios = []string{"zaif-api-keys-2018-01", "quiet-week"}

// write writes the files, all or none, and names them.
func (f *suiteFlags) write(folder string) (made []string, err error) {
	names, err := nameList("--scenarios", f.scenarios, usualScenarios)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := drill.Scenario(name); err != nil {
			return nil, err
		}
	}
	guard := f.defence
	if !slices.Contains(bundle.Names(), guard) && !filepath.IsAbs(guard) {
		guard = filepath.Join(folder, guard)
	}
	if err := bundle.Lint(guard); err != nil {
		return nil, err
	}
	fill := strings.NewReplacer("DEFENCE", f.defence, "SCENARIOS", strings.Join(names, ", "))
	files := [][2]string{{"exdrill.yaml", "suites/exdrill.yaml"}}
	if job, ok := jobFiles[f.ci.value]; ok {
		files = append(files, [2]string{job, "suites/" + f.ci.value + ".yml"})
	}
	for _, file := range files {
		path := filepath.Join(folder, filepath.FromSlash(file[0]))
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s is there already, expected none", path)
		}
	}
	for _, file := range files {
		text, err := suiteStarters.ReadFile(file[1])
		if err != nil {
			return made, err
		}
		path := filepath.Join(folder, filepath.FromSlash(file[0]))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return made, err
		}
		if err := os.WriteFile(path, []byte(fill.Replace(string(text))), 0o644); err != nil {
			return made, err
		}
		made = append(made, path)
	}
	return made, nil
}
