package main

import (
	_ "embed"
	"io"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/gym"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

func newEnv() *cobra.Command {
	var conditions conditionFlags
	var example string
	c := &cobra.Command{
		Use:   "env SCENARIO",
		Short: "Let a program outside drive the defence, step by step, for a reward",
		Long: `Let a program outside drive the defence step by step, as reinforcement learning
does. It writes a request a line to standard input and reads an answer a line:

  {"reset": {"seed": 7}}                     begins an episode; without a seed the
                                             next one. services and types name the
                                             events that are wanted, default all
  {"step": {"alerts": [], "actions": []}}    answers the batch of the last line
  {"close": {}}                              ends it all

Every answer has type, venue, reward, done, loss and harm. While an episode lasts
it has the batch of protocol v1, and before the first one of a venue its hello;
"exdrill fields --protocol" describes them, and the answers that a step may be.
After the last step it has done and the score. What is wrong with a request comes
as {"type": "error", "error": "..."}, and the same request is awaited again.

The reward is minus the change of loss, in hundredths of what an undefended venue
loses, and minus the change of harm, in hundredths of what closing for a day does.
100 and all rewards of an episode together are its score, which is never below
-100. What is still open, such as a frozen account, counts as it would if the run
ended now.`,
		Example: `  exdrill env zaif-api-keys-2018-01 --scale 0.02 --seed 1
  exdrill env --example python > agent.py && python3 agent.py exdrill zaif-api-keys-2018-01`,
		Args: atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			if example != "" {
				if err := yamldoc.CheckWord("--example", example, []string{"python"}); err != nil {
					return err
				}
				_, err := io.WriteString(c.OutOrStdout(), gym.Python)
				return err
			}
			if err := one("a SCENARIO")(c, args); err != nil {
				return err
			}
			return runEnv(c, args[0], &conditions)
		},
	}
	conditions.add(c)
	c.Flags().StringVar(&example, "example", "", "print a program that drives it, in a `LANGUAGE`: python")
	return c
}

// runEnv plays episodes until nobody wants any more.
func runEnv(c *cobra.Command, scenario string, f *conditionFlags) error {
	options, err := f.options(c.ErrOrStderr())
	if err != nil {
		return err
	}
	e, err := gym.New(scenario, f.seed, options...)
	if err != nil {
		return err
	}
	return e.Serve(c.Context(), c.InOrStdin(), c.OutOrStdout())
}
