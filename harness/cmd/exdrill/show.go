package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/report/casefile"
	"github.com/exdrill/exdrill/scenarios"
)

// showFlags are the flags of the show command.
type showFlags struct {
	brief, resolved     bool
	language, variation choiceFlag
	seed                uint64
	salt                saltFlag
}

func newShow() *cobra.Command {
	f := showFlags{language: choiceFlag{"en", []string{"en", "ja"}}, variation: choiceFlag{draw.Record, []string{draw.Record, draw.Perturbed}}}
	c := &cobra.Command{
		Use:   "show SCENARIO",
		Short: "Tell a scenario: story, timeline, facts with their sources, techniques",
		Long: `Tell a scenario, named by its id or by the path of its folder: its story, the
timeline of the record, every documented figure with its source, and the
attacker's techniques. --brief shows only what the shift on duty knew when it
began, for those who want to try themselves.

--variation perturbed tells what "run" and "bench" with it redraw the scenario
into from a seed: venues, timeline, the thief's own accounts, and whether he comes
at all.

--resolved prints the whole scenario.yaml, with all that it has from what it extends:
what runs are made from and keep.`,
		Example: `  exdrill show zaif-api-keys-2018-01 --brief
  exdrill show zaif-api-keys-2018-01 --lang ja
  exdrill show quiet-week --resolved
  exdrill show zaif-api-keys-2018-01 --variation perturbed --seed 3`,
		Args: one("a SCENARIO"),
		RunE: func(c *cobra.Command, args []string) error {
			sc, err := drill.Scenario(args[0])
			if err != nil {
				return err
			}
			if f.resolved {
				_, err := io.WriteString(c.OutOrStdout(), sc.File("scenario.yaml"))
				return err
			}
			return f.run(c, sc)
		},
	}
	c.Flags().BoolVar(&f.brief, "brief", false, "show only what the shift on duty knew")
	c.Flags().BoolVar(&f.resolved, "resolved", false, "print the whole scenario.yaml, with what it extends")
	c.Flags().Var(&f.language, "lang", "`LANGUAGE` of the texts: en or ja")
	c.Flags().Var(&f.variation, "variation", "the incident `HOW`: record, as documented; perturbed, as a seed redraws it")
	c.Flags().Uint64Var(&f.seed, "seed", 1, "of a variant, what chance brings: the number `N` of a drawing")
	c.MarkFlagsMutuallyExclusive("resolved", "brief")
	c.MarkFlagsMutuallyExclusive("resolved", "variation")
	addSalt(c, &f.salt)
	return c
}

func (f *showFlags) run(c *cobra.Command, sc *scenarios.Scenario) error {
	perturbed := f.variation.value == draw.Perturbed
	switch {
	case f.brief && perturbed:
		return errors.New("--brief is about the record, and no variant has a brief of its own")
	case f.brief:
		return casefile.Brief(c.OutOrStdout(), sc, f.language.value)
	case !perturbed && (c.Flags().Changed("seed") || c.Flags().Changed("salt")):
		return errors.New("--seed and --salt are about variants, expected --variation perturbed beside them")
	case !perturbed:
		casefile.Write(c.OutOrStdout(), sc, f.language.value)
		return nil
	}
	salt, err := f.salt.one(c.ErrOrStderr())
	if err != nil {
		return err
	}
	drawn := fmt.Sprintf("seed %d", f.seed)
	if !salt.IsNone() {
		drawn += ", salt " + salt.Commitment()
	}
	variant, attack := draw.Variant(sc, draw.Options{Seed: f.seed, Salt: salt})
	casefile.Variant(c.OutOrStdout(), variant, attack, drawn, f.language.value)
	return nil
}
