package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/shipped"
)

// compareFlags are the flags of the compare command.
type compareFlags struct {
	format choiceFlag
	failOn choiceFlag
}

func newCompare() *cobra.Command {
	f := compareFlags{format: formats("table", "json", "markdown"), failOn: choiceFlag{"nothing", []string{"nothing", "worse"}}}
	c := &cobra.Command{
		Use:   "compare BEFORE AFTER",
		Short: "Say whether one defence does better than another, seed by seed",
		Long: `Compare two series of scores: paired differences for every scenario, with an
interval and a verdict, both by one sign-flip test, and how many seeds a difference
of that size and spread takes. Each side is a run store (STORE:DEFENCE where it holds
several), a run folder, a file of results as run --format json prints them, or
the baseline of a suite. Only what was drawn the same on both sides is compared.`,
		Example: `  exdrill compare runs.db:guardrails runs.db:both
  exdrill compare main.db branch.db --fail-on worse --format markdown
  exdrill compare runs/before runs/after`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("%d sides, expected BEFORE and AFTER", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0], args[1]) },
	}
	f.format.add(c)
	c.Flags().Var(&f.failOn, "fail-on", "`WHAT` ends with exit code 1: worse, a scenario that is provably worse; nothing")
	return c
}

func (f *compareFlags) run(c *cobra.Command, before, after string) error {
	a, err := bench.ReadSeries(before)
	if err != nil {
		return err
	}
	b, err := bench.ReadSeries(after)
	if err != nil {
		return err
	}
	warnSide(c, before)
	warnSide(c, after)
	if a.Engine != b.Engine && a.Engine != "" && b.Engine != "" {
		return fmt.Errorf("%s is of exdrill %s and %s of exdrill %s, expected one version", before, a.Engine, after, b.Engine)
	}
	result, err := bench.Compare(a, b)
	if err != nil {
		return err
	}
	defer noteCopies(c, report.Format(f.format.value), shipped.CopiesIn(slices.Concat(a.Of, b.Of)))
	if err := report.WriteComparison(c.OutOrStdout(), report.Format(f.format.value), result, look(c.OutOrStdout())); err != nil {
		return err
	}
	if f.failOn.value == "worse" && len(result.Worse()) > 0 {
		return &thresholdsFailed{}
	}
	return nil
}
