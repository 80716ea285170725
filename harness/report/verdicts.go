package report

import (
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// WriteVerdicts writes what a suite of thresholds came to.
func WriteVerdicts(w io.Writer, format Format, r *drill.Report, o Options) error {
	switch format {
	case JSON:
		return WriteValue(w, r)
	case JUnit:
		return WriteSuites(w, VerdictSuites(r), o)
	}
	verdictTable(w, format, r.Verdicts)
	failed := 0
	for _, v := range r.Verdicts {
		if !v.Passed {
			failed++
			fmt.Fprintf(w, "\n%s in %s: wanted %s, measured %s, worst seed %d; to see it again:\n", v.Threshold, v.Scenario, v.Wanted, v.Measured, v.WorstSeed)
			fmt.Fprintf(w, pasted[format], v.Reproduce)
		}
	}
	fmt.Fprintf(w, "\n%d passed, %d failed\n", len(r.Verdicts)-failed, failed)
	return nil
}

// pasted is how a format shows a command to paste.
var pasted = map[Format]string{Table: "  %s\n", Markdown: "\n```\n%s\n```\n"}

func verdictTable(w io.Writer, format Format, verdicts []drill.Verdict) {
	head := []string{"scenario", "threshold", "wanted", "measured", "worst seed", "verdict"}
	g := layout.NewGrid(0, 0, 0, 0, 0, 0)
	g.Row(head...)
	t := table.NewWriter()
	t.AppendHeader(cells(head))
	for _, v := range verdicts {
		line := []string{v.Scenario, v.Threshold, v.Wanted, v.Measured, fmt.Sprint(v.WorstSeed), verdictWord(v.Passed)}
		g.Row(line...)
		t.AppendRow(cells(line))
	}
	if format == Table {
		g.Print(w)
		return
	}
	fmt.Fprintln(w, t.RenderMarkdown())
}

func cells(line []string) (row table.Row) {
	for _, c := range line {
		row = append(row, c)
	}
	return row
}

func verdictWord(passed bool) string {
	if passed {
		return "passed"
	}
	return "FAILED"
}

// VerdictSuites turns what a suite came to into what CI systems read: one suite for
// every scenario, in it a case for every seed and one for every threshold.
func VerdictSuites(r *drill.Report) (list []Suite) {
	of := func(scenario string) *Suite {
		if n := len(list); n == 0 || list[n-1].Name != scenario {
			list = append(list, Suite{Name: scenario, Properties: []Property{{Name: "scenario", Value: scenario}, {Name: "defence", Value: r.Defence}}})
		}
		return &list[len(list)-1]
	}
	verdicts := r.Verdicts
	for i := range r.Runs {
		run := &r.Runs[i]
		s, class := of(run.Scenario), Class(run.Scenario, r.Defence)
		k := Case{Name: fmt.Sprintf("seed %d", run.Seed), Class: class, Took: run.Took, Err: run.Err}
		if run.Began.IsZero() {
			k.Skipped = "not run: another run did not come to its end"
		} else if s.Began.IsZero() {
			s.Began = run.Began
		}
		s.Cases = append(s.Cases, k)
		last := i+1 == len(r.Runs) || r.Runs[i+1].Scenario != run.Scenario
		for ; last && len(verdicts) > 0 && verdicts[0].Scenario == run.Scenario; verdicts = verdicts[1:] {
			v := &verdicts[0]
			s.Cases = append(s.Cases, Case{
				Name: v.Threshold, Class: class, Wanted: v.Wanted, Measured: v.Measured,
				Failed: !v.Passed, Seed: fmt.Sprint(v.WorstSeed), Reproduce: v.Reproduce,
			})
		}
	}
	return list
}
