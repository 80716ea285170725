package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
)

// testFlags are the flags of the test command.
type testFlags struct {
	format        choiceFlag
	output, junit string
	update, quiet bool
}

func newTest() *cobra.Command {
	f := testFlags{format: formats("table", "json", "junit", "markdown")}
	c := &cobra.Command{
		Use:   "test [SUITE]",
		Short: "Hold a defence against thresholds, as CI systems do",
		Long: `Run the suite of an exdrill.yaml and hold every result against its thresholds and
its baseline. The exit code is 1 when one fails; each failure says what was
wanted, what was measured, the worst seed, and how to run it again.

  apiVersion: exdrill/v1
  defence: ./my-defence         # a folder, or a defence that ships
  scenarios: [zaif-api-keys-2018-01]
  seeds: 1-5
  scale: 10 %
  thresholds:
    score: ">= 60"              # of the mean over the seeds
    detect: "<= 10m"            # of the slowest seed
    harm: "<= 5 %"              # of a closed day, of the worst seed
  baseline: baseline.json       # optional`,
		Example: "  exdrill test\n  exdrill test ci/exdrill.yaml --format junit --output report.xml",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			path := "exdrill.yaml"
			if len(args) == 1 {
				path = args[0]
			}
			return f.run(c, path)
		},
	}
	f.format.add(c)
	c.Flags().StringVar(&f.output, "output", "", "write the report to a `FILE` instead of the terminal")
	c.Flags().StringVar(&f.junit, "junit", "", "write JUnit, too, to a `FILE`")
	c.Flags().BoolVar(&f.update, "update-baseline", false, "record what the suite scores now as its baseline")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "do not tell of every finished run, not even on a terminal")
	c.AddCommand(newTestRules())
	return c
}

func (f *testFlags) run(c *cobra.Command, path string) error {
	for _, file := range []struct{ flag, path string }{{"--output", f.output}, {"--junit", f.junit}} {
		if err := writable(file.flag, file.path); err != nil {
			return err
		}
	}
	began := time.Now()
	r, err := f.play(c, path)
	if err == nil {
		defer noteCopies(c, report.Format(f.format.value), copiesOf(pointers(r.Results)...))
		return f.finish(c.OutOrStdout(), r)
	}
	list := []report.Suite{unread(filepath.Base(path), began, err)}
	if r != nil {
		list = report.VerdictSuites(r)
	}
	return junitFiles{f.junit, f.format.value, f.output}.unfinished(c.OutOrStdout(), list, err)
}

// play runs the suite. If it cannot be finished, the report is of what there was
// by then, nil for nothing.
func (f *testFlags) play(c *cobra.Command, path string) (*drill.Report, error) {
	suite, err := drill.LoadSuite(path)
	if err != nil {
		return nil, err
	}
	tested := suite
	if f.update {
		if err := suite.CheckBaseline(); err != nil {
			return nil, err
		}
		tested = suite.WithoutBaseline()
	}
	told := func(scenario string, seed uint64) {
		if w, ok := c.ErrOrStderr().(*os.File); ok && !f.quiet && isTerminal(w) {
			fmt.Fprintf(w, "%s seed %d done\n", scenario, seed)
		}
	}
	r, err := tested.Run(c.Context(), engine(), told)
	if err != nil || !f.update {
		return r, err
	}
	if err := suite.UpdateBaseline(r, engine()); err != nil {
		return nil, err
	}
	fmt.Fprintf(c.ErrOrStderr(), "%s: recorded\n", suite.BaselinePath())
	return r, nil
}

// writable makes the folder of a report's file, so that minutes were not spent
// before it turns out that there is none; empty is fine.
func writable(flag, path string) error {
	if path == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("%s %s: %w", flag, path, err)
	}
	return nil
}

// finish writes the report and turns a failed threshold into an exit code.
func (f *testFlags) finish(w io.Writer, r *drill.Report) error {
	write := func(w io.Writer) error {
		return report.WriteVerdicts(w, report.Format(f.format.value), r, onThisHost())
	}
	err := writeFile("--junit", f.junit, func(w io.Writer) error { return report.WriteVerdicts(w, report.JUnit, r, onThisHost()) })
	switch {
	case err != nil:
	case f.output != "":
		err = writeFile("--output", f.output, write)
	default:
		err = write(w)
	}
	if err != nil {
		return err
	}
	if !r.Passed {
		return &thresholdsFailed{}
	}
	return nil
}
