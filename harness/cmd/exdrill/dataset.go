package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios"
)

// The seeds on which results are reported. No detector may have learnt from
// them.
const (
	firstReported = 1001
	lastReported  = 1020
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

Seeds ` + fmt.Sprintf("%d to %d", firstReported, lastReported) + ` and salted runs are refused: results are reported on them, and what a
detector has learnt from says nothing about it.`,
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
	c.Flags().StringVar(&f.salt, "salt", "", "refused: salted runs are kept for reporting, whatever the `TEXT`")
	c.Flags().Var(&f.variation, "variation", "`HOW`: perturbed, with names, dates, addresses and amounts redrawn; record, as documented")
	c.Flags().IntVar(&f.adaptation, "adaptation", 0, "`LEVEL` at which the attacker takes refusals, 0 to 3")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress bar, not even on a terminal")
	return c
}

// errReserved is what datasets may not be made of.
var errReserved = errors.New("kept for reporting, and what a detector has learnt from says nothing about it")

// names and seeds that the dataset is made of; every mistake is found before
// anything runs.
func (f *datasetFlags) plan() (names []string, seeds []uint64, err error) {
	if f.salt != "" {
		return nil, nil, fmt.Errorf("--salt %q: salted runs are %w, expected none", f.salt, errReserved)
	}
	if f.out == "" {
		return nil, nil, errors.New("--out is missing, expected the folder to write")
	}
	if seeds, err = drill.ParseSeeds(f.seeds); err != nil {
		return nil, nil, fmt.Errorf("--%w", err)
	}
	for _, s := range seeds {
		if s >= firstReported && s <= lastReported {
			return nil, nil, fmt.Errorf("--seeds has %d: seeds %d to %d are %w, expected others", s, firstReported, lastReported, errReserved)
		}
	}
	if names, err = nameList("--scenarios", f.scenarios, scenarios.IDs()); err != nil {
		return nil, nil, err
	}
	return names, seeds, f.check(names)
}

// check loads everything that is named.
func (f *datasetFlags) check(names []string) error {
	known := make(map[string]string)
	for _, name := range names {
		sc, err := drill.Scenario(name)
		if err != nil {
			return err
		}
		if other, twice := known[sc.ID.Text]; twice {
			return fmt.Errorf("--scenarios: %s and %s are both %s", other, name, sc.ID.Text)
		}
		known[sc.ID.Text] = name
	}
	return store.Vacant(f.out)
}

func (f *datasetFlags) run(c *cobra.Command) error {
	names, seeds, err := f.plan()
	if err != nil {
		return err
	}
	share, err := drill.ParseShare(f.scale)
	if err != nil {
		return fmt.Errorf("--%w", err)
	}
	options := []drill.Option{
		drill.WithDefence(f.defence), drill.WithoutPrograms(), drill.WithScale(share), drill.WithVariation(f.variation.value),
		drill.WithAdaptation(f.adaptation), drill.WithEngine(engine()),
	}
	work, err := store.Begin(f.out)
	if err != nil {
		return err
	}
	defer work.Abandon()
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	defer bar.stop()
	d := &card{flags: f, bar: bar.tally(len(names) * len(seeds)), work: work.Path()}
	for _, name := range names {
		for _, seed := range seeds {
			if err := d.play(c.Context(), name, seed, options); err != nil {
				return err
			}
		}
	}
	bar.stop()
	if err := os.WriteFile(filepath.Join(d.work, "card.md"), []byte(d.text()), 0o644); err != nil {
		return err
	}
	if err := work.Finish(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d runs, %d events, of which %d are the attacker's and %d victims'\n",
		f.out, len(d.runs), d.sum(labelHonest)+d.sum(labelVictim)+d.sum(labelAttacker), d.sum(labelAttacker), d.sum(labelVictim))
	return err
}

// play makes one run and writes its two files.
func (d *card) play(ctx context.Context, name string, seed uint64, options []drill.Option) error {
	d.bar.begin(name)
	defer d.bar.end(name)
	stage, err := drill.Open(name, append([]drill.Option{drill.WithSeed(seed)}, options...)...)
	if err != nil {
		return err
	}
	sc := stage.World().Whole
	within := filepath.Join(sc.ID.Text, "seed-"+strconv.FormatUint(seed, 10))
	folder := filepath.Join(d.work, within)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	l, err := newLabeller(stage, folder)
	if err != nil {
		return err
	}
	defer l.abandon()
	outcome, err := stage.Watch(ctx, drill.WithObserver(drill.Observer{Command: l.command}))
	if err != nil {
		return err
	}
	if err := l.finish(outcome.AttackLog); err != nil {
		return err
	}
	d.runs = append(d.runs, cardRun{folder: within, seed: seed, attack: stage.World().Attack, counts: l.counts})
	d.describe(sc)
	return nil
}
