package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/exdrill/exdrill/harness/score"
)

// Suite is one run as a CI server sees it.
type Suite struct {
	Name       string
	Seconds    float64 // of wall time
	Properties []Property
	Cases      []Case
}

// Property is a fact about a suite.
type Property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// Case is one thing that must hold: a threshold, a floor or a documented
// figure.
type Case struct {
	Name     string
	Class    string
	Wanted   string
	Measured string
	Failed   bool
	Skipped  string // why it was not checked, empty if it was
	// What helps when it failed: the seed on which it was worst and the command
	// that shows it again.
	Seed      string
	Reproduce string
}

// Suites makes a suite of every result: its floor, and every documented figure.
func Suites(results []score.Result) []Suite {
	suites := make([]Suite, 0, len(results))
	for i := range results {
		suites = append(suites, suiteOf(&results[i]))
	}
	return suites
}

func suiteOf(r *score.Result) Suite {
	c := card{Result: r}
	class := r.Scenario.ID + "." + r.Defence.Name
	seed := fmt.Sprint(r.Seed)
	s := Suite{
		Name: c.title(), Seconds: float64(r.Timing.WallMS) / 1000,
		Properties: []Property{
			{"scenario", r.Scenario.ID},
			{"scenario.version", fmt.Sprint(r.Scenario.Version)},
			{"defence", r.Defence.Name},
			{"seed", seed},
			{"score", r.Score.String()},
			{"log", r.Log.Head},
			{"reproduce", r.Reproduce},
		},
		Cases: []Case{{
			Name: "availability", Class: class, Wanted: ">= " + exact(r.Harm.Floor), Measured: exact(r.Harm.Availability),
			Failed: !r.Harm.OK, Seed: seed, Reproduce: r.Reproduce,
		}},
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		k := Case{
			Name: "record: " + f.Name, Class: class, Wanted: documented(f), Measured: measured(f),
			Seed: seed, Reproduce: r.Reproduce, Skipped: unchecked(f),
		}
		k.Failed = f.Holds != nil && !*f.Holds
		s.Cases = append(s.Cases, k)
	}
	return s
}

// unchecked says why a documented figure was not checked, empty if it was.
func unchecked(f *score.FactResult) string {
	switch {
	case f.Holds != nil:
		return ""
	case f.Kind == "recorded":
		return "recorded only"
	case f.About == "response":
		return "depends on the response of the record"
	}
	return "checked where nobody acts, or history does"
}

type xmlSuites struct {
	XMLName  xml.Name   `xml:"testsuites"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Suites   []xmlSuite `xml:"testsuite"`
}

type xmlSuite struct {
	Name       string     `xml:"name,attr"`
	Tests      int        `xml:"tests,attr"`
	Failures   int        `xml:"failures,attr"`
	Skipped    int        `xml:"skipped,attr"`
	Time       string     `xml:"time,attr"`
	Properties []Property `xml:"properties>property"`
	Cases      []xmlCase  `xml:"testcase"`
}

type xmlCase struct {
	Name    string   `xml:"name,attr"`
	Class   string   `xml:"classname,attr"`
	Failure *xmlNote `xml:"failure,omitempty"`
	Skipped *xmlNote `xml:"skipped,omitempty"`
	Out     string   `xml:"system-out,omitempty"`
}

type xmlNote struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteSuites writes suites in the form that CI servers know as JUnit.
func WriteSuites(w io.Writer, suites []Suite) error {
	var all xmlSuites
	for _, s := range suites {
		x := xmlSuite{Name: s.Name, Time: fmt.Sprintf("%.3f", s.Seconds), Properties: s.Properties}
		for _, c := range s.Cases {
			x.add(c)
		}
		all.Tests, all.Failures = all.Tests+x.Tests, all.Failures+x.Failures
		all.Suites = append(all.Suites, x)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (x *xmlSuite) add(c Case) {
	x.Tests++
	k := xmlCase{Name: c.Name, Class: c.Class}
	switch {
	case c.Failed:
		x.Failures++
		k.Failure = &xmlNote{
			Message: fmt.Sprintf("wanted %s, measured %s", c.Wanted, c.Measured),
			Text:    fmt.Sprintf("wanted:     %s\nmeasured:   %s\nworst seed: %s\nagain:      %s", c.Wanted, c.Measured, c.Seed, c.Reproduce),
		}
	case c.Skipped != "":
		x.Skipped++
		k.Skipped = &xmlNote{Message: c.Skipped}
	default:
		k.Out = fmt.Sprintf("wanted %s, measured %s", c.Wanted, c.Measured)
	}
	x.Cases = append(x.Cases, k)
}
