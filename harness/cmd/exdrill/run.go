package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/explain"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/store"
)

// runFlags are the flags of the run command.
type runFlags struct {
	conditions conditionFlags
	why        explainFlags
	defences   string
	format     choiceFlag
	out        string
	sign       string
	quiet      bool
	details    bool
	all        bool
	scenarios  string
	junit      string

	key *signature.Key // of sign; nil for none
}

func newRun() *cobra.Command {
	f := runFlags{format: formats("table", "json", "junit", "markdown", "csv")}
	c := &cobra.Command{
		Use:   "run SCENARIO | --all | --scenarios LIST",
		Short: "Run a scenario, or the whole set, against a defence and print the scores",
		Long: `Run a scenario against a defence, with the twins that its score takes: undefended,
closed for a day, the posture alone, the monitor alone. Several defences,
separated by commas, stand side by side. --out keeps a folder with every command
and event of the defended run.

--all runs every scenario that ships, --scenarios some of them, as one suite with
one defence: a line for each, one JUnit file, a list of results in JSON. A
scenario that cannot be finished does not keep the others from running. The exit
code is 1 if one does not pass: its floor, or a figure of its record.`,
		Example: `  exdrill run zaif-api-keys-2018-01 --defence guardrails
  exdrill run zaif-api-keys-2018-01 --defence none,history,guardrails --seed 7
  exdrill run zaif-api-keys-2018-01 --defence ./my-defence --variation perturbed --format json
  exdrill run zaif-api-keys-2018-01 --defence history --out runs/history
  exdrill run zaif-api-keys-2018-01 --defence ./my-defence --explain
  exdrill run --all --defence guardrails --junit report.xml
  exdrill run --scenarios payday,quiet-week --defence ./my-defence --format json`,
		Args: f.args,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case f.several() && f.why.asked():
				return errSet
			case f.several():
				return f.runSeveral(c)
			}
			return f.run(c, args[0])
		},
	}
	f.conditions.add(c)
	f.why.add(c)
	c.Flags().StringVar(&f.defences, "defence", "none", "`NAME` or folder of the defence; several separated by commas")
	c.Flags().StringVar(&f.out, "out", "", "keep the defended run in a new `FOLDER`")
	addSign(c, &f.sign, "the folder of --out")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress bar, not even on a terminal")
	c.Flags().BoolVar(&f.details, "details", false, "add every documented figure and the bill of harm")
	c.Flags().BoolVar(&f.all, "all", false, "run every scenario that ships")
	c.Flags().StringVar(&f.scenarios, "scenarios", "", "run the scenarios of a `LIST` of names or folders, separated by commas")
	c.Flags().StringVar(&f.junit, "junit", "", "write a JUnit report to a `FILE` too")
	f.format.add(c)
	return c
}

// several reports whether a set of scenarios is to be run.
func (f *runFlags) several() bool { return f.all || f.scenarios != "" }

// args checks that exactly one of the ways to name scenarios is used.
func (f *runFlags) args(c *cobra.Command, args []string) error {
	switch {
	case f.all && f.scenarios != "":
		return errors.New("--all and --scenarios exclude each other, expected one of them")
	case f.several():
		return none(c, args)
	}
	return one("a SCENARIO")(c, args)
}

func (f *runFlags) run(c *cobra.Command, scenario string) error {
	if err := writable("--junit", f.junit); err != nil {
		return err
	}
	began := time.Now()
	trials, explanation, err := f.play(c, scenario)
	if err != nil {
		list := append(report.TrialSuites(trials), unread(filepath.Base(scenario), began, err))
		if len(trials) > 0 {
			list = list[:len(trials)] // the last one tells
		}
		return junitFiles{junit: f.junit, format: f.format.value}.unfinished(c.OutOrStdout(), list, err)
	}
	if err := f.also(trials); err != nil {
		return err
	}
	if err := f.show(c, trials, explanation); err != nil {
		return err
	}
	noteTrials(c, report.Format(f.format.value), trials)
	return nil
}

// show writes what came of one scenario.
func (f *runFlags) show(c *cobra.Command, trials []report.Trial, explanation *explain.Explanation) error {
	format := report.Format(f.format.value)
	var results []score.Result
	for _, t := range trials {
		results = append(results, *t.Result)
	}
	switch {
	case explanation != nil:
		return report.WriteExplained(c.OutOrStdout(), format, &results[0], explanation, f.look(c))
	case format == report.JUnit:
		return report.WriteTrials(c.OutOrStdout(), format, trials, f.look(c))
	}
	return report.Write(c.OutOrStdout(), format, results, f.look(c))
}

// noteTrials is noteCopies for trials.
func noteTrials(c *cobra.Command, format report.Format, trials []report.Trial) {
	var results []*score.Result
	for _, t := range trials {
		results = append(results, t.Result)
	}
	noteCopies(c, format, copiesOf(results...))
}

// play makes the runs, one a defence. The last trial is that of the run that did
// not come to its end, if any had begun.
func (f *runFlags) play(c *cobra.Command, scenario string) (trials []report.Trial, explanation *explain.Explanation, err error) {
	names, err := f.guards(scenario)
	if err != nil {
		return nil, nil, err
	}
	options, err := f.conditions.options(c.ErrOrStderr())
	if err != nil {
		return nil, nil, err
	}
	stage, err := drill.Open(scenario, options...)
	if err != nil {
		return nil, nil, err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	defer bar.stop()
	var recorder *explain.Recorder
	var more []drill.Option
	if f.why.asked() {
		recorder = explain.NewRecorder(stage)
		more = recorder.Options()
	}
	for _, name := range names {
		t := report.Trial{Scenario: scenario, Defence: name}
		r := timed(&t, func() (*drill.Result, error) {
			return play(c.Context(), stage, name, f.out, f.key, bar.show(name, stage.World().Genesis.Start, stage.End()), more...)
		})
		trials = append(trials, t)
		if t.Err != nil {
			return trials, nil, t.Err
		}
		if recorder != nil {
			explanation = recorder.Explain(r, f.why.rule)
		}
	}
	return trials, explanation, nil
}

// guards loads every defence before anything runs: bad input costs no time.
func (f *runFlags) guards(scenario string) (names []string, err error) {
	if names, err = nameList("--defence", f.defences, nil); err != nil {
		return nil, err
	}
	if f.out != "" && len(names) > 1 {
		return nil, fmt.Errorf("--out keeps one run, but --defence names %d, expected one", len(names))
	}
	sc, err := drill.Scenario(scenario)
	if err != nil {
		return nil, err
	}
	var guards []*defence.Defence
	for _, name := range names {
		d, err := bundle.Load(name, sc)
		if err != nil {
			return nil, err
		}
		guards = append(guards, d)
	}
	if err := f.why.check(f.format.value, names, guards); err != nil {
		return nil, err
	}
	if f.key, err = signingKey(f.sign, "--out", f.out); err != nil {
		return nil, err
	}
	if f.out != "" {
		err = store.Vacant(f.out)
	}
	return names, err
}

// look is how the report looks on the terminal.
func (f *runFlags) look(c *cobra.Command) report.Options {
	o := look(c.OutOrStdout())
	o.Details, o.Host = f.details, onThisHost().Host
	return o
}

// also writes the JUnit report that was asked for beside the one printed.
func (f *runFlags) also(trials []report.Trial) error {
	return writeFile("--junit", f.junit, func(w io.Writer) error { return report.WriteTrials(w, report.JUnit, trials, onThisHost()) })
}

// play runs one defence and keeps the run in a folder, unless that is empty,
// signed where there is a key. Further options come last.
func play(ctx context.Context, stage *drill.Stage, name, out string, key *signature.Key, progress func(now int64), more ...drill.Option) (*drill.Result, error) {
	more = append([]drill.Option{drill.WithObserver(drill.Observer{Progress: progress})}, more...)
	if out == "" {
		return stage.Run(ctx, append([]drill.Option{drill.WithDefence(name)}, more...)...)
	}
	return keep.Signed(ctx, stage, name, out, key, more...)
}
