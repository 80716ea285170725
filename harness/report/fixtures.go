package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// WriteFixtures writes what the fixtures of a bundle's rules came to. Strict, a
// rule without cases of both kinds fails.
func WriteFixtures(w io.Writer, format Format, bundle string, r *rules.FixtureReport, strict bool, o Options) error {
	switch format {
	case JSON:
		return WriteValue(w, fixturesJSON(r))
	case JUnit:
		return WriteSuites(w, fixtureSuites(bundle, r, strict), o)
	}
	fixtureTable(w, r)
	return nil
}

func fixtureTable(w io.Writer, r *rules.FixtureReport) {
	names := 0
	for i := range r.Results {
		names = max(names, layout.Width(r.Results[i].Rule))
	}
	g := layout.NewGrid(0, max(layout.PageWidth-names-verdicts, leastCase), 0, 0) // a rule's name is one word, and never broken
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

// How wide the two columns behind the cases of fixtures are, with all gaps, and
// the narrowest column that cases are squeezed into.
const (
	verdicts  = 27
	leastCase = 16
)

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
		return "it fired " + layout.Count(int(x.Matches), "time")
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

// fixtureSuites are one for every rule, with a case for each of its own.
func fixtureSuites(bundle string, r *rules.FixtureReport, strict bool) (list []Suite) {
	again := "exdrill test rules " + bundle
	suite := func(rule string) *Suite {
		for i := range list {
			if list[i].Name == rule {
				return &list[i]
			}
		}
		list = append(list, Suite{Name: rule})
		return &list[len(list)-1]
	}
	for i := range r.Results {
		c := &r.Results[i]
		measured := "fired"
		if !c.Passed() || !c.Fired {
			measured = came(c)
		}
		s := suite(c.Rule)
		s.Cases = append(s.Cases, Case{
			Name: c.Case, Class: "rules." + c.Rule, Wanted: does(c.MustFire), Measured: measured, Failed: !c.Passed(), Seed: "-", Reproduce: again,
		})
	}
	for _, rule := range r.Untested {
		s := suite(rule)
		one := Case{Name: "has cases of both kinds", Class: "rules." + rule, Wanted: "cases of both kinds", Measured: "too few", Seed: "-", Reproduce: again + " --strict"}
		if one.Failed = strict; !strict {
			one.Skipped = "no case of one kind, or of both"
		}
		s.Cases = append(s.Cases, one)
	}
	return list
}

// The JSON of a
type (
	// FixtureCase is one case.
	FixtureCase struct {
		Rule     string `json:"rule"`
		Case     string `json:"case"`
		At       string `json:"at"` // file:line:column
		MustFire bool   `json:"must_fire"`
		Fired    bool   `json:"fired"`
		Passed   bool   `json:"passed"`
		Why      string `json:"why,omitempty"` // it failed
	}
	// FixtureReport is all cases, and the rules that lack some.
	FixtureReport struct {
		Passed   bool          `json:"passed"`
		Cases    []FixtureCase `json:"cases"`
		Untested []string      `json:"untested"` // rules without a case of both kinds
	}
)

func fixturesJSON(r *rules.FixtureReport) FixtureReport {
	out := FixtureReport{Passed: r.Passed(), Cases: []FixtureCase{}, Untested: append([]string{}, r.Untested...)}
	for i := range r.Results {
		c := &r.Results[i]
		one := FixtureCase{Rule: c.Rule, Case: c.Case, At: c.Pos.String(), MustFire: c.MustFire, Fired: c.Fired, Passed: c.Passed()}
		if !one.Passed {
			one.Why = came(c)
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}
