package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/store"
)

// runFlags are the flags of the run command.
type runFlags struct {
	conditions conditionFlags
	defences   string
	format     choiceFlag
	out        string
	quiet      bool
	details    bool
}

func newRun() *cobra.Command {
	f := runFlags{format: formats("table", "json", "junit", "markdown", "csv")}
	c := &cobra.Command{
		Use:   "run SCENARIO",
		Short: "Run a scenario against a defence and print the scorecard",
		Long: `Run a scenario against a defence, with the twins that its score takes: undefended,
closed for a day, the posture alone, the monitor alone. Several defences,
separated by commas, stand side by side. --out keeps a folder with every command
and event of the defended run.`,
		Example: `  exdrill run zaif-api-keys-2018-01 --defence guardrails
  exdrill run zaif-api-keys-2018-01 --defence none,history,guardrails --seed 7
  exdrill run zaif-api-keys-2018-01 --defence ./my-defence --variation perturbed --format json
  exdrill run zaif-api-keys-2018-01 --defence history --out runs/history`,
		Args: one("a SCENARIO"),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	f.conditions.add(c)
	c.Flags().StringVar(&f.defences, "defence", "none", "`NAME` or folder of the defence; several separated by commas")
	c.Flags().StringVar(&f.out, "out", "", "keep the defended run in a new `FOLDER`")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress bar, not even on a terminal")
	c.Flags().BoolVar(&f.details, "details", false, "add every documented figure and the bill of harm")
	f.format.add(c)
	return c
}

func (f *runFlags) run(c *cobra.Command, scenario string) error {
	names, err := defences(f.defences)
	if err != nil {
		return err
	}
	if f.out != "" && len(names) > 1 {
		return fmt.Errorf("--out keeps one run, but --defence names %d, expected one", len(names))
	}
	options, err := f.conditions.options()
	if err != nil {
		return err
	}
	sc, err := drill.Scenario(scenario)
	if err != nil {
		return err
	}
	// Every defence is loaded before anything runs: bad input costs no time.
	for _, name := range names {
		if _, err := defence.Load(name, sc); err != nil {
			return err
		}
	}
	if f.out != "" {
		if err := store.Vacant(f.out); err != nil {
			return err
		}
	}
	stage, err := drill.Open(scenario, options...)
	if err != nil {
		return err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	defer bar.stop()
	var results []score.Result
	for _, name := range names {
		r, err := f.one(c, stage, name, bar)
		if err != nil {
			return err
		}
		results = append(results, r.Result)
	}
	bar.stop()
	shown := look(c.OutOrStdout())
	shown.Details = f.details
	return report.Write(c.OutOrStdout(), report.Format(f.format.value), results, shown)
}

// defences splits the list of a --defence.
func defences(list string) (names []string, err error) {
	for _, name := range strings.Split(list, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			return nil, fmt.Errorf("--defence %q names nothing in one place, expected names such as none,guardrails", list)
		}
		if slices.Contains(names, name) {
			return nil, fmt.Errorf("--defence %q names %s twice", list, name)
		}
		names = append(names, name)
	}
	return names, nil
}

// one runs one defence and, where it is asked for, keeps the run.
func (f *runFlags) one(c *cobra.Command, stage *drill.Stage, name string, bar *progress) (*drill.Result, error) {
	world := stage.World()
	options := []drill.Option{drill.WithDefence(name), drill.WithProgress(bar.show(name, world.Genesis.Start, stage.End()))}
	var folder *store.Folder
	if f.out != "" {
		var err error
		if folder, err = store.Create(f.out, engine(), venues(stage)...); err != nil {
			return nil, err
		}
		defer folder.Abandon()
		options = append(options, drill.WithRecorder(folder))
	}
	r, err := stage.Run(c.Context(), options...)
	if err != nil || folder == nil {
		return r, err
	}
	r.Log.Path = f.out
	return r, keep(folder, stage, name, r)
}

// venues are those of a stage as a run folder needs them.
func venues(stage *drill.Stage) (list []store.Venue) {
	for _, w := range stage.Worlds() {
		list = append(list, store.Venue{Name: w.Genesis.Name, View: defence.NewView(&w.Genesis)})
	}
	return list
}

// keep completes a run folder: the result, and what it was made from.
func keep(folder *store.Folder, stage *drill.Stage, name string, r *drill.Result) error {
	text, err := json.MarshalIndent(r.Result, "", "  ")
	if err != nil {
		return err
	}
	if err := folder.Add(store.ResultFile, append(text, '\n')); err != nil {
		return err
	}
	for _, file := range stage.World().Scenario.Files {
		if err := folder.Add("scenario/"+file.Name, file.Data); err != nil {
			return err
		}
	}
	files, err := defence.Files(name)
	if err != nil {
		return err
	}
	if err := folder.AddTree("defence", files); err != nil {
		return err
	}
	return folder.Finish()
}
