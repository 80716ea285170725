package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/dataset"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

// datasetFlags are the flags of the dataset command.
type datasetFlags struct {
	scenarios, seeds, out string
	defence, scale, salt  string
	variation             choiceFlag
	adaptation            int
	quiet                 bool
}

func newDataset() *cobra.Command {
	f := datasetFlags{variation: choiceFlag{"perturbed", []string{"record", "perturbed"}}}
	c := &cobra.Command{
		Use:   "dataset",
		Short: "Write labelled telemetry for people who train detectors",
		Long: `Write the telemetry of chosen scenarios and seeds into a new folder: for every run
events.ndjson.gz, the events as monitors see them, and labels.ndjson.gz, which says
of each by its sequence number whether it is the attacker's, a victim's or honest,
and by which technique. card.md describes the whole, what is synthetic included.

Salted runs, on which leaderboards are made, and seeds ` + fmt.Sprintf("%d to %d", drill.FirstSmokeSeed, drill.LastSmokeSeed) + `, which are for
smoke tests, are refused: what a detector has learnt from says nothing about it.`,
		Example: `  exdrill dataset --seeds 1-5 --scale 0.1 --out telemetry
  exdrill dataset --scenarios zaif-api-keys-2018-01,payday --seeds 1-20 --out telemetry`,
		Args: none,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	c.Flags().StringVar(&f.scenarios, "scenarios", "", "`NAMES` or folders, separated by commas (default all that ship)")
	c.Flags().StringVar(&f.seeds, "seeds", "1", "`LIST` such as \"1-10\" or \"1, 2, 7\"")
	c.Flags().StringVar(&f.out, "out", "", "the new `FOLDER` to write")
	c.Flags().StringVar(&f.defence, "defence", "none", "`NAME` or folder of the defence that is on watch meanwhile, none that is a program of its own")
	c.Flags().StringVar(&f.scale, "scale", "0.1", "`SHARE` of the population that may shrink")
	c.Flags().StringVar(&f.salt, "salt", "", "refused, whatever the `SALT`: salted runs are kept for ranking")
	c.Flags().Var(&f.variation, "variation", "`HOW`: perturbed, with names, dates, addresses and amounts redrawn; record, as documented")
	c.Flags().IntVar(&f.adaptation, "adaptation", 0, "`LEVEL` at which the attacker takes refusals, 0 to 3")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress bar, not even on a terminal")
	return c
}

// plan is what the flags ask for.
func (f *datasetFlags) plan() (*dataset.Plan, error) {
	p := &dataset.Plan{Defence: f.defence, Variation: f.variation.value, Adaptation: f.adaptation, Engine: engine()}
	if f.salt != "" {
		return nil, fmt.Errorf("--salt: salted runs are %w, expected none", dataset.ErrReserved)
	}
	if f.out == "" {
		return nil, errors.New("--out is missing, expected the folder to write")
	}
	var err error
	if p.Seeds, err = drill.ParseSeeds(f.seeds); err != nil {
		return nil, fmt.Errorf("--%w", err)
	}
	if p.Scale, err = drill.ParseShare(f.scale); err != nil {
		return nil, fmt.Errorf("--%w", err)
	}
	if p.Scenarios, err = nameList("--scenarios", f.scenarios, scenarios.IDs()); err != nil {
		return nil, err
	}
	err = p.Check()
	if errors.Is(err, dataset.ErrReserved) {
		return nil, fmt.Errorf("--%w", err)
	}
	return p, err
}

func (f *datasetFlags) run(c *cobra.Command) error {
	p, err := f.plan()
	if err != nil {
		return err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	defer bar.stop()
	p.Progress = bar.tally(len(p.Scenarios) * len(p.Seeds)).begin
	d, err := p.Write(c.Context(), f.out)
	bar.stop()
	if err != nil {
		return err
	}
	attacker, victims := d.Count(dataset.Attacker), d.Count(dataset.Victim)
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %s, %s, of which %d are the attacker's and %d victims'\n",
		f.out, layout.Count(len(d.Runs), "run"), layout.Count(int(attacker+victims+d.Count(dataset.Honest)), "event"), attacker, victims)
	return err
}
