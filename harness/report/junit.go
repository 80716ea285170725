package report

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// Suite is one run as a CI server sees it.
type Suite struct {
	Name       string
	Began      time.Time
	Properties []Property
	Cases      []Case
}

// Property is a fact about a suite.
type Property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// Case is one thing that must hold: that a run comes to its end, a threshold, a
// floor or a documented figure.
type Case struct {
	Name     string
	Class    string
	Took     time.Duration // on the wall; the runs take it, judging them next to none
	Wanted   string
	Measured string
	Failed   bool
	Err      error  // why nothing could be measured
	Skipped  string // why it was not checked, empty if it was
	// What helps when it failed: the seed on which it was worst and the command
	// that shows it again.
	Seed      string
	Reproduce string
}

// Suites makes a suite of every result: its run, its floor, and every documented
// figure.
func Suites(results []score.Result) []Suite {
	suites := make([]Suite, 0, len(results))
	for i := range results {
		suites = append(suites, suiteOf(&results[i]))
	}
	return suites
}

func suiteOf(r *score.Result) Suite {
	c := card{Result: r}
	class := Class(r.Scenario.ID, r.Defence.Name)
	seed := fmt.Sprint(r.Seed)
	s := Suite{
		Name: c.title(),
		Properties: []Property{
			{"scenario", r.Scenario.ID},
			{"scenario.version", fmt.Sprint(r.Scenario.Version)},
			{"defence", r.Defence.Name},
			{"seed", seed},
			{"score", r.Score.String()},
			{"lost", c.money(r.Loss.Net)},
			{"undefended", c.money(r.Loss.Undefended)},
			{"log", r.Log.Head},
			{"reproduce", r.Reproduce},
		},
		Cases: []Case{{Name: "run", Class: class, Took: time.Duration(r.Timing.WallMS) * time.Millisecond}, {
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
	case f.Kind == scenarios.FactRecorded:
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
	Errors   int        `xml:"errors,attr"`
	Time     xmlSeconds `xml:"time,attr"`
	Suites   []xmlSuite `xml:"testsuite"`
}

// xmlSuite has what the schemas of Jenkins' xUnit, of Maven's Surefire and of
// Ant ask for, in the order in which the strictest of them, Ant's, wants it.
type xmlSuite struct {
	ID         int        `xml:"id,attr"`
	Name       string     `xml:"name,attr"`
	Package    string     `xml:"package,attr"`
	Timestamp  string     `xml:"timestamp,attr,omitempty"`
	Hostname   string     `xml:"hostname,attr"`
	Tests      int        `xml:"tests,attr"`
	Failures   int        `xml:"failures,attr"`
	Errors     int        `xml:"errors,attr"`
	Skipped    int        `xml:"skipped,attr"`
	Time       xmlSeconds `xml:"time,attr"`
	Properties struct {
		List []Property `xml:"property"`
	} `xml:"properties"`
	Cases []xmlCase `xml:"testcase"`
	Out   string    `xml:"system-out"`
	Err   string    `xml:"system-err"`
}

type xmlCase struct {
	Name    string     `xml:"name,attr"`
	Class   string     `xml:"classname,attr"`
	Time    xmlSeconds `xml:"time,attr"`
	Skipped *xmlNote   `xml:"skipped,omitempty"`
	Error   *xmlNote   `xml:"error,omitempty"`
	Failure *xmlNote   `xml:"failure,omitempty"`
}

type xmlNote struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// xmlSeconds is a time in seconds, to the millisecond.
type xmlSeconds time.Duration

// MarshalXMLAttr writes what every schema takes: no exponent, no comma.
func (s xmlSeconds) MarshalXMLAttr(name xml.Name) (xml.Attr, error) {
	return xml.Attr{Name: name, Value: fmt.Sprintf("%.3f", time.Duration(s).Seconds())}, nil
}

// WriteSuites writes suites in the form that CI servers know as JUnit.
func WriteSuites(w io.Writer, suites []Suite, o Options) error {
	var all xmlSuites
	for i := range suites {
		x := suites[i].xml(i, o)
		all.Tests, all.Failures, all.Errors, all.Time = all.Tests+x.Tests, all.Failures+x.Failures, all.Errors+x.Errors, all.Time+x.Time
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

func (s *Suite) xml(number int, o Options) xmlSuite {
	x := xmlSuite{ID: number, Name: s.Name, Package: "exdrill", Hostname: cmp.Or(o.Host, "localhost")}
	x.Properties.List = s.Properties
	if !s.Began.IsZero() {
		x.Timestamp = s.Began.UTC().Format("2006-01-02T15:04:05")
	}
	for i := range s.Cases {
		x.add(&s.Cases[i])
	}
	return x
}

func (x *xmlSuite) add(c *Case) {
	k := xmlCase{Name: c.Name, Class: c.Class, Time: xmlSeconds(c.Took.Round(time.Millisecond))}
	met := fmt.Sprintf("wanted %s, measured %s", c.Wanted, c.Measured)
	switch {
	case c.Err != nil:
		x.Errors++
		first, _, _ := strings.Cut(c.Err.Error(), "\n")
		k.Error = &xmlNote{Type: cause(c.Err), Message: first, Text: c.Err.Error()}
		x.Err += c.Name + ": " + c.Err.Error() + "\n"
	case c.Failed:
		x.Failures++
		k.Failure = &xmlNote{
			Type: "threshold", Message: met,
			Text: fmt.Sprintf("wanted:     %s\nmeasured:   %s\nworst seed: %s\nagain:      %s", c.Wanted, c.Measured, c.Seed, c.Reproduce),
		}
	case c.Skipped != "":
		x.Skipped++
		k.Skipped = &xmlNote{Message: c.Skipped}
	case c.Wanted != "":
		x.Out += c.Name + ": " + met + "\n"
	}
	x.Tests, x.Time = x.Tests+1, x.Time+k.Time
	x.Cases = append(x.Cases, k)
}

// cause is who or what kept a run from its end, in a word.
func cause(err error) string {
	var failure *lab.Failure
	switch {
	case errors.As(err, &failure):
		return string(failure.Of)
	case errors.Is(err, context.Canceled):
		return "interrupted"
	}
	return "input"
}

// Class is what a run's cases are filed under: the scenario, and in it the
// defence. CI servers part a class from its package at the last point, so that
// neither a path nor a value of a change may leave one in a name.
func Class(scenario, defence string) string { return classWord(scenario) + "." + classWord(defence) }

func classWord(name string) string {
	base, changes, _ := strings.Cut(name, "[")
	base = path.Base(strings.ReplaceAll(base, `\`, "/")) + " " + changes
	return strings.Join(strings.FieldsFunc(base, func(r rune) bool {
		return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}
