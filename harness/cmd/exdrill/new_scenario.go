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

	"github.com/exdrill/exdrill/scenarios"
)

// scenarioStarter is a folder with scenarios to start from: what is alike in all,
// and a file for each kind. Words in capitals stand for what they say.
//
//go:embed starters/scenario
var scenarioStarter embed.FS

// scenarioKinds are the kinds of scenario that there is something to start from for.
var scenarioKinds = []string{"hot-wallet", "api-keys", "logins", "approval-path", "signing", "ordinary-day"}

// currencies are those of the bases that a scenario can be started from, with sums
// of theirs that are worth about the same.
var currencies = map[string][]string{
	"yen":     {"CURRENCY", "JPY", "RICH", "60000000", "POOR", "9000000", "THIN", "15000", "3_CENTS", "3", "CENT", "1"},
	"dollars": {"CURRENCY", "USDT", "RICH", "400000", "POOR", "60000", "THIN", "100", "3_CENTS", "0.03", "CENT", "0.01"},
}

func newNewScenario() *cobra.Command {
	base := choiceFlag{"yen", []string{"yen", "dollars"}}
	kind := choiceFlag{scenarioKinds[0], scenarioKinds}
	c := &cobra.Command{
		Use:   "scenario NAME",
		Short: "Write a scenario that can be run, with comments that explain it",
		Long: `Write a scenario into a new folder, which can be linted and run at once. Change it
piece by piece until it is yours.

  hot-wallet     somebody has the key of the hot wallet and empties it by night
  api-keys       somebody has a bot vendor's list of API keys; with some he withdraws,
                 with others he trades their owners' money over to himself
  logins         somebody has customers' passwords and the codes that they type into a
                 page of his, or their phone numbers; he makes keys, and withdraws
  approval-path  somebody alters the code that approves withdrawals, and has his paid
  signing        somebody alters what those see who sign for cold storage
  ordinary-day   many people come at once, and nobody attacks

It extends a base, which has what exchanges have alike: how long things take, who the
customers are, coins, markets and what the staff does. What the scenario says itself
counts more, so that it says what is its own.

  yen      an exchange that counts in yen, in 2024
  dollars  one that counts in dollars (USDT)

Both extend "exchange", which says nothing of money. The line extends: takes several,
shipped scenarios such as quiet-week, and files of your own, by their path from the
scenario's folder. "exdrill show NAME --resolved" prints what comes of it, "exdrill
measures" what its facts can be, "exdrill techniques" what a thief can do, "exdrill
controls" what its posture can be.`,
		Example: "  exdrill new scenario my-incident\n  exdrill new scenario scenarios/my-incident --kind api-keys --base dollars",
		Args:    one("a NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			folder, err := vacantFolder(args[0])
			if name := filepath.Base(folder); slices.Contains(scenarios.IDs(), name) {
				err = fmt.Errorf("the name is %q, which is that of a scenario that ships, expected another one", name)
			}
			if err == nil {
				err = writeScenario(folder, kind.value, base.value)
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
	c.Flags().Var(&kind, "kind", "the `KIND` of what happens: hot-wallet, api-keys, logins, approval-path, signing or ordinary-day")
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
func writeScenario(folder, kind, base string) (err error) {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	draft, err := os.MkdirTemp(filepath.Dir(folder), ".exdrill-new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(draft)
	words := strings.NewReplacer(append([]string{"NAME", filepath.Base(folder), "BASE", base}, currencies[base]...)...)
	for name, parts := range map[string][]string{
		"scenario.yaml": {"head.yaml.txt", kind + ".yaml.txt"}, "brief.md": {"brief.md"}, "story.md": {"story.md"},
	} {
		text := ""
		for _, part := range parts {
			content, err := fs.ReadFile(scenarioStarter, "starters/scenario/"+part)
			if err != nil {
				return err
			}
			text += string(content)
		}
		if err := os.WriteFile(filepath.Join(draft, name), []byte(words.Replace(text)), 0o644); err != nil {
			return err
		}
	}
	return errors.Join(os.Chmod(draft, 0o755), os.Rename(draft, folder))
}
