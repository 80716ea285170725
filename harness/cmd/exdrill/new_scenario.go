package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// scenarioStarter is a folder with a scenario to start from. NAME, BASE and
// CURRENCY stand for what they say.
//
//go:embed starters/scenario
var scenarioStarter embed.FS

// currencies are those of the bases that a scenario can be started from.
var currencies = map[string]string{"yen": "JPY", "dollars": "USDT"}

func newNewScenario() *cobra.Command {
	base := choiceFlag{"yen", []string{"yen", "dollars"}}
	c := &cobra.Command{
		Use:   "scenario NAME",
		Short: "Write a scenario that can be run, with comments that explain it",
		Long: `Write a scenario into a new folder: a theft from a hot wallet that can be linted and
run at once. It extends a base, which has what exchanges have alike: how long things
take, who the customers are, coins, markets and what the staff does. What the scenario
says itself counts more, so that it says what is its own.

  yen      an exchange that counts in yen, in 2024
  dollars  one that counts in dollars (USDT)

Both extend "exchange", which says nothing of money. The line extends: takes several,
shipped scenarios such as quiet-week, and files of your own, by their path from the
scenario's folder. "exdrill show NAME --resolved" prints what comes of it.`,
		Example: "  exdrill new scenario my-incident\n  exdrill new scenario scenarios/my-incident --base dollars",
		Args:    one("a NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			folder, err := vacantFolder(args[0])
			if err == nil {
				err = writeScenario(folder, base.value)
			}
			if err != nil {
				return err
			}
			shown := filepath.ToSlash(folder)
			if !filepath.IsAbs(folder) {
				shown = "./" + shown
			}
			fmt.Fprintf(c.OutOrStdout(), "%s\n  brief.md\n  scenario.yaml\n  story.md\n\n", shown)
			for _, line := range [][2]string{
				{"check it", "exdrill lint " + shown},
				{"see it whole", "exdrill show " + shown + " --resolved"},
				{"try it", "exdrill run " + shown + " --defence none,history,guardrails --scale 0.1"},
			} {
				fmt.Fprintf(c.OutOrStdout(), "%-15s%s\n", line[0], line[1])
			}
			return nil
		},
	}
	c.Flags().Var(&base, "base", "the `BASE` that it extends: yen or dollars")
	return c
}

// vacantFolder checks the path of a folder that is to be made.
func vacantFolder(path string) (string, error) {
	folder := filepath.Clean(path)
	name := filepath.Base(folder)
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || name[0] == '-' || len(name) > 60 {
		return "", fmt.Errorf("the name is %q, expected lower-case letters, digits and hyphens, at most 60", name)
	}
	if _, err := os.Lstat(folder); err == nil {
		return "", fmt.Errorf("%s is there already, expected a folder that does not exist yet", folder)
	}
	return folder, nil
}

// writeScenario writes the files of a scenario. Nothing is left of one that could
// not be finished.
func writeScenario(folder, base string) (err error) {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	draft, err := os.MkdirTemp(filepath.Dir(folder), ".exdrill-new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(draft)
	words := strings.NewReplacer("NAME", filepath.Base(folder), "BASE", base, "CURRENCY", currencies[base])
	const from = "starters/scenario"
	files, err := fs.ReadDir(scenarioStarter, from)
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := fs.ReadFile(scenarioStarter, from+"/"+f.Name())
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(draft, strings.TrimSuffix(f.Name(), ".txt")), []byte(words.Replace(string(text))), 0o644); err != nil {
			return err
		}
	}
	return errors.Join(os.Chmod(draft, 0o755), os.Rename(draft, folder))
}
