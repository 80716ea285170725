package main

import (
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
)

// ablateFlags are the flags of the ablate command.
type ablateFlags struct {
	defence, seeds, scale, svg  string
	salt                        saltFlag
	variation, format           choiceFlag
	adaptation, orders, workers int
	candidates, quiet           bool
}

func newAblate() *cobra.Command {
	f := ablateFlags{format: formats("table", "json", "markdown", "csv"), variation: choiceFlag{"record", []string{"record", "perturbed"}}}
	c := &cobra.Command{
		Use:   "ablate SCENARIO",
		Short: "Say what each control and each rule of a defence contributes",
		Long: `Take a defence apart and say what each control and each rule contributes: in
money saved, in harm done, in points. A part's share is its gain averaged over all
orders in which the parts could have been added (Shapley values), so the shares sum
to the whole; beside it stand the part alone and the defence without it.

Up to 8 parts every choice of them is run, and the shares are exact; beyond, orders
are drawn, and the error that they leave is shown. Beyond 20 parts, rules that one
response of the playbook names are one part, and so are all that none names. A part
can be tried alone, too: --defence 'guardrails[only=hot_cap+price_band]'.

Controls that the defence has not are tried with their defaults, so that the answer
does not end with what somebody thought of.`,
		Example: `  exdrill ablate coincheck-nem-2018-01 --defence guardrails
  exdrill ablate zaif-api-keys-2018-01 --defence both --seeds 1-10 --svg parts.svg
  exdrill ablate payday --defence ./mine --format json > ablation.json`,
		Args: one("a SCENARIO"),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	c.Flags().StringVar(&f.defence, "defence", "guardrails", "the `DEFENCE` to take apart: a name or a folder")
	c.Flags().StringVar(&f.seeds, "seeds", "1-5", "`LIST` such as \"1-10\" or \"1, 2, 7\"")
	c.Flags().StringVar(&f.scale, "scale", "0.1", "`SHARE` of the population that may shrink")
	c.Flags().Var(&f.variation, "variation", "the incident `HOW`: record, as documented; perturbed, redrawn")
	addSalt(c, &f.salt)
	c.Flags().IntVar(&f.adaptation, "adaptation", 0, "`LEVEL` of the attacker's adaptation, 0 to 3")
	c.Flags().IntVar(&f.orders, "orders", 24, "how many orders are drawn beyond 8 parts, `N`")
	c.Flags().BoolVar(&f.candidates, "candidates", true, "try the controls that the defence has not")
	c.Flags().IntVar(&f.workers, "workers", runtime.NumCPU(), "how many runs go on side by side, `N`")
	c.Flags().StringVar(&f.svg, "svg", "", "draw the parts as bars into a `FILE`")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress, not even on a terminal")
	f.format.add(c)
	return c
}

func (f *ablateFlags) run(c *cobra.Command, scenario string) error {
	a, err := f.apart(scenario)
	if err != nil {
		return err
	}
	if err := writable("--svg", f.svg); err != nil {
		return err
	}
	if a.Salt, err = f.salt.one(c.ErrOrStderr()); err != nil {
		return err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	told := bar.count()
	a.Progress = func(done, all int) { told(done, all, "") }
	result, err := bench.Ablate(c.Context(), a)
	bar.stop()
	if err != nil {
		return err
	}
	if err := writeFile("--svg", f.svg, func(w io.Writer) error { return report.DrawAblation(w, result) }); err != nil {
		return err
	}
	defer noteCopies(c, report.Format(f.format.value), copiesOf(&score.Result{Scenario: result.Scenario, Defence: result.Defence}))
	return report.WriteAblation(c.OutOrStdout(), report.Format(f.format.value), result, look(c.OutOrStdout()))
}

// fewestOrders leave an error that can be told.
const fewestOrders = 4

// apart turns the flags into what is to be taken apart.
func (f *ablateFlags) apart(scenario string) (*bench.Apart, error) {
	a := &bench.Apart{
		Scenario: scenario, Defence: f.defence, Variation: f.variation.value, Adaptation: f.adaptation,
		Engine: engine(), Orders: f.orders, Candidates: f.candidates, Workers: f.workers,
	}
	var err error
	if a.Seeds, err = drill.ParseSeeds(f.seeds); err != nil {
		return nil, fmt.Errorf("--%w", err)
	}
	share, err := drill.ParseShare(f.scale)
	if err != nil {
		return nil, fmt.Errorf("--%w", err)
	}
	a.Scale = int64(share*1e6 + 0.5)
	switch {
	case f.adaptation < 0 || f.adaptation > drill.MaxAdaptation:
		return nil, fmt.Errorf("--adaptation %d, expected a level from 0 to %d", f.adaptation, drill.MaxAdaptation)
	case f.orders < fewestOrders:
		return nil, fmt.Errorf("--orders %d, expected at least %d", f.orders, fewestOrders)
	case f.workers < 1:
		return nil, fmt.Errorf("--workers %d, expected at least 1", f.workers)
	}
	return a, nil
}
