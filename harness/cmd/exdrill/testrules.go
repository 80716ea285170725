package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// testRulesFlags are the flags of test rules.
type testRulesFlags struct {
	format choiceFlag
	output string
	strict bool
}

func newTestRules() *cobra.Command {
	f := testRulesFlags{format: formats("table", "json", "junit")}
	c := &cobra.Command{
		Use:   "rules BUNDLE",
		Short: "Run the fixtures of a bundle's rules, without any drill",
		Long: `Run the cases of rules/tests/<rule>.yml of a bundle: events upon which a rule must
fire, and others upon which it must not. No drill is run. A rule that a case is
about is the one that the file is named after, or that its key rule names. The
exit code is 1 if a rule does not do what it must, and with --strict also if a
rule that raises alerts lacks a case of either kind.

  must_fire:
    - name: five dead keys from one address
      events:
        - {type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 5, vary: [key]}
  must_not_fire:
    - name: one dead key
      events:
        - {type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key}

Events have the fields that "exdrill fields" lists; what is left out is 0 or
empty. at is the time since the case began, or a second after the event before;
repeat makes several, every so much apart, and vary counts ids, amounts or
addresses up from one to the next. "exdrill events RUN --as-fixture" writes a
case of what happened in a run.`,
		Example: "  exdrill test rules ./my-defence\n  exdrill test rules ./my-defence --strict --format junit --output rules.xml",
		Args:    one("a BUNDLE, the folder or name of a defence,"),
		RunE:    func(c *cobra.Command, args []string) error { return f.run(c.OutOrStdout(), args[0]) },
	}
	f.format.add(c)
	c.Flags().StringVar(&f.output, "output", "", "write the report to a `FILE` instead of the terminal")
	c.Flags().BoolVar(&f.strict, "strict", false, "fail if a rule that raises alerts lacks a case of either kind")
	return c
}

func (f *testRulesFlags) run(w io.Writer, name string) error {
	if err := writable("--output", f.output); err != nil {
		return err
	}
	began := time.Now()
	r, err := bundle.TestRules(name)
	if err != nil {
		return junitFiles{format: f.format.value, output: f.output}.unfinished(w, []report.Suite{unread(filepath.Base(name), began, err)}, err)
	}
	write := func(w io.Writer) error { return f.write(w, name, r) }
	if f.output != "" {
		err = writeFile("--output", f.output, write)
	} else {
		err = write(w)
	}
	if err != nil {
		return err
	}
	if !r.Passed() || f.strict && len(r.Untested) > 0 {
		return &thresholdsFailed{}
	}
	return nil
}

func (f *testRulesFlags) write(w io.Writer, bundle string, r *rules.FixtureReport) error {
	switch f.format.value {
	case "json":
		return report.WriteValue(w, fixturesJSON(r))
	case "junit":
		return report.WriteSuites(w, f.suites(bundle, r), onThisHost())
	}
	f.table(w, r)
	return nil
}

func (f *testRulesFlags) table(w io.Writer, r *rules.FixtureReport) {
	g := layout.NewGrid(28, 40, 0, 0)
	g.Row("rule", "case", "must", "verdict")
	failed := 0
	for i := range r.Results {
		c := &r.Results[i]
		g.Row(c.Rule, c.Case, does(c.MustFire), verdictWord(c.Passed()))
		if !c.Passed() {
			failed++
		}
	}
	g.Print(w)
	for i := range r.Results {
		if c := &r.Results[i]; !c.Passed() {
			fmt.Fprintf(w, "\n%s: %s, case %q: must %s, but %s\n", c.Pos, c.Rule, c.Case, does(c.MustFire), came(c))
		}
	}
	if len(r.Untested) > 0 {
		fmt.Fprintln(w)
		for _, line := range layout.Wrap("without a case of both kinds: "+strings.Join(r.Untested, ", "), layout.PageWidth-2) {
			fmt.Fprintln(w, " "+line)
		}
	}
	fmt.Fprintf(w, "\n%d passed, %d failed\n", len(r.Results)-failed, failed)
}

func does(fire bool) string {
	if fire {
		return "fire"
	}
	return "stay silent"
}

// came says what a rule did in a case, and why.
func came(c *rules.FixtureResult) string {
	x := &c.Explanation
	if c.Fired {
		return fmt.Sprintf("it fired %d times", x.Matches)
	}
	switch {
	case x.Closest != nil:
		return fmt.Sprintf("it stayed silent: the closest window came to %s, wanted %s", x.Closest.Measured, x.Threshold)
	case x.Rule != nil && x.Rule.Correlates():
		return "it stayed silent: no event came into a window, wanted " + x.Threshold
	case x.Events == 0:
		return "it stayed silent: no event is of its log source"
	}
	return "it stayed silent: " + silence(x)
}

// silence says which searches of a detection never held.
func silence(x *sigma.Explanation) string {
	var parts []string
	for _, s := range x.Selections {
		if s.N == 0 {
			parts = append(parts, s.Name+" never held")
		} else {
			parts = append(parts, fmt.Sprintf("%s held for %d of %d", s.Name, s.N, x.Events))
		}
	}
	if len(x.NeverSeen) > 0 {
		parts = append(parts, "no event had "+strings.Join(x.NeverSeen, ", "))
	}
	return strings.Join(parts, "; ")
}

// suites are one for every rule, with a case for each of its own.
func (f *testRulesFlags) suites(bundle string, r *rules.FixtureReport) (list []report.Suite) {
	again := "exdrill test rules " + bundle
	suite := func(rule string) *report.Suite {
		for i := range list {
			if list[i].Name == rule {
				return &list[i]
			}
		}
		list = append(list, report.Suite{Name: rule})
		return &list[len(list)-1]
	}
	for i := range r.Results {
		c := &r.Results[i]
		measured := "fired"
		if !c.Passed() || !c.Fired {
			measured = came(c)
		}
		s := suite(c.Rule)
		s.Cases = append(s.Cases, report.Case{
			Name: c.Case, Class: "rules." + c.Rule, Wanted: does(c.MustFire), Measured: measured, Failed: !c.Passed(), Seed: "-", Reproduce: again,
		})
	}
	for _, rule := range r.Untested {
		s := suite(rule)
		one := report.Case{Name: "has cases of both kinds", Class: "rules." + rule, Wanted: "cases of both kinds", Measured: "too few", Seed: "-", Reproduce: again + " --strict"}
		if one.Failed = f.strict; !f.strict {
			one.Skipped = "no case of one kind, or of both"
		}
		s.Cases = append(s.Cases, one)
	}
	return list
}

// The JSON of a report.
type (
	fixtureJSON struct {
		Rule     string `json:"rule"`
		Case     string `json:"case"`
		At       string `json:"at"` // file:line:column
		MustFire bool   `json:"must_fire"`
		Fired    bool   `json:"fired"`
		Passed   bool   `json:"passed"`
		Why      string `json:"why,omitempty"` // it failed
	}
	fixtureReportJSON struct {
		Passed   bool          `json:"passed"`
		Cases    []fixtureJSON `json:"cases"`
		Untested []string      `json:"untested"` // rules without a case of both kinds
	}
)

func fixturesJSON(r *rules.FixtureReport) fixtureReportJSON {
	out := fixtureReportJSON{Passed: r.Passed(), Cases: []fixtureJSON{}, Untested: append([]string{}, r.Untested...)}
	for i := range r.Results {
		c := &r.Results[i]
		one := fixtureJSON{Rule: c.Rule, Case: c.Case, At: c.Pos.String(), MustFire: c.MustFire, Fired: c.Fired, Passed: c.Passed()}
		if !one.Passed {
			one.Why = came(c)
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}
