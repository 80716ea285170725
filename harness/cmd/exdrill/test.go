package main

import (
	"fmt"
	"io"
	"os"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
)

func newTest() *cobra.Command {
	format := formatFlag{"table", []string{"table", "json", "junit", "markdown"}}
	var out string
	var update, quiet bool
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
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			path := "exdrill.yaml"
			if len(args) == 1 {
				path = args[0]
			}
			suite, err := drill.LoadSuite(path)
			if err != nil {
				return err
			}
			if update {
				suite = suite.WithoutBaseline()
			}
			told := func(scenario string, seed uint64) {
				if !quiet && isTerminal(os.Stderr) {
					fmt.Fprintf(c.ErrOrStderr(), "%s seed %d done\n", scenario, seed)
				}
			}
			r, err := suite.Run(c.Context(), version, told)
			if err != nil {
				return err
			}
			if update {
				if suite, err = drill.LoadSuite(path); err != nil {
					return err
				}
				if err := suite.UpdateBaseline(r, version); err != nil {
					return err
				}
			}
			return finishTest(c.OutOrStdout(), out, format.value, r)
		},
	}
	format.add(c)
	c.Flags().StringVar(&out, "output", "", "write the report to this file instead of the terminal")
	c.Flags().BoolVar(&update, "update-baseline", false, "record what the suite scores now as its baseline")
	c.Flags().BoolVar(&quiet, "quiet", false, "do not tell of every finished run")
	return c
}

// finishTest writes the report and turns a failed threshold into an exit code.
func finishTest(w io.Writer, out, format string, r *drill.Report) error {
	if out != "" {
		f, err := os.Create(out)
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	if err := writeVerdicts(w, format, r); err != nil {
		return err
	}
	if !r.Passed {
		return &thresholdsFailed{}
	}
	return nil
}

func writeVerdicts(w io.Writer, format string, r *drill.Report) error {
	switch format {
	case "json":
		return writeJSON(w, r)
	case "junit":
		return report.WriteSuites(w, suites(r))
	}
	t := table.NewWriter()
	if format == "table" {
		t = plainTable(nil)
	}
	t.AppendHeader(table.Row{"scenario", "threshold", "wanted", "measured", "worst seed", "verdict"})
	for _, v := range r.Verdicts {
		t.AppendRow(table.Row{v.Scenario, v.Threshold, v.Wanted, v.Measured, v.WorstSeed, verdictWord(v.Passed)})
	}
	text := t.RenderMarkdown()
	if format == "table" {
		text = t.Render()
	}
	fmt.Fprintf(w, "%s\n", text)
	for _, v := range r.Verdicts {
		if !v.Passed {
			fmt.Fprintf(w, "\n%s in %s: wanted %s, measured %s; to see it again:\n  %s\n", v.Threshold, v.Scenario, v.Wanted, v.Measured, v.Reproduce)
		}
	}
	return nil
}

func verdictWord(passed bool) string {
	if passed {
		return "passed"
	}
	return "FAILED"
}

// suites turns verdicts into what CI systems read: one suite for every
// scenario, one case for every threshold.
func suites(r *drill.Report) (list []report.Suite) {
	for _, v := range r.Verdicts {
		if n := len(list); n == 0 || list[n-1].Name != v.Scenario {
			list = append(list, report.Suite{Name: v.Scenario})
		}
		s := &list[len(list)-1]
		s.Cases = append(s.Cases, report.Case{
			Name: v.Threshold, Class: v.Scenario + "." + r.Defence, Wanted: v.Wanted, Measured: v.Measured,
			Failed: !v.Passed, Seed: fmt.Sprint(v.WorstSeed), Reproduce: v.Reproduce,
		})
	}
	return list
}
