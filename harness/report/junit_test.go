package report_test

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/report"
)

// element is any element of an XML file.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e *element) attr(name string) string {
	i := slices.IndexFunc(e.Attrs, func(a xml.Attr) bool { return a.Name.Local == name })
	if i < 0 {
		return ""
	}
	return e.Attrs[i].Value
}

func (e *element) number(name string) float64 {
	GinkgoHelper()
	n, err := strconv.ParseFloat(e.attr(name), 64)
	Expect(err).NotTo(HaveOccurred(), e.XMLName.Local)
	return n
}

// junit reads a report and holds it against what the schemas of Ant, of Maven's
// Surefire and of Jenkins' xUnit have in common: the attributes that each
// element must have or may, its children in their order, and sums that are right.
func junit(text string) *element {
	GinkgoHelper()
	root := &element{}
	Expect(xml.Unmarshal([]byte(text), root)).To(Succeed())
	root.check()
	for _, sum := range []string{"tests", "failures", "errors", "time"} {
		want := 0.0
		for i := range root.Children {
			want += root.Children[i].number(sum)
		}
		Expect(root.number(sum)).To(BeNumerically("~", want, 1e-9), sum)
	}
	for i := range root.Children {
		s := &root.Children[i]
		have, took := map[string]float64{}, 0.0
		for _, c := range s.Children {
			if c.XMLName.Local != "testcase" {
				continue
			}
			have["tests"]++
			took += c.number("time")
			Expect(c.attr("classname")).To(MatchRegexp(`^[\w-]+\.[\w-]+$`))
			Expect(len(c.Children)).To(BeNumerically("<=", 1))
			for _, verdict := range c.Children {
				have[map[string]string{"failure": "failures", "error": "errors", "skipped": "skipped"}[verdict.XMLName.Local]]++
			}
		}
		for _, sum := range []string{"tests", "failures", "errors", "skipped"} {
			Expect(s.number(sum)).To(Equal(have[sum]), sum)
		}
		Expect(s.number("time")).To(BeNumerically("~", took, 1e-9))
		Expect(s.number("id")).To(BeEquivalentTo(i))
		if at := s.attr("timestamp"); at != "" {
			Expect(at).To(MatchRegexp(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`), "Ant's schema wants no zone")
		}
	}
	return root
}

// schema is, by element, the attributes that must be there, and those that may,
// in brackets; then its children in their order.
var schema = map[string][2]string{
	"testsuites": {"tests failures errors time", "testsuite"},
	"testsuite":  {"id name package [timestamp] hostname tests failures errors skipped time", "properties testcase system-out system-err"},
	"properties": {"", "property"},
	"property":   {"name value", ""},
	"testcase":   {"name classname time", "skipped error failure"},
	"skipped":    {"message", ""},
	"error":      {"type message", ""},
	"failure":    {"type message", ""},
	"system-out": {"", ""},
	"system-err": {"", ""},
}

func (e *element) check() {
	GinkgoHelper()
	rule, known := schema[e.XMLName.Local]
	Expect(known).To(BeTrue(), e.XMLName.Local)
	given := map[string]bool{}
	for _, a := range e.Attrs {
		given[a.Name.Local] = true
		if a.Name.Local == "time" {
			Expect(a.Value).To(MatchRegexp(`^\d+\.\d{3}$`))
		}
	}
	for _, name := range strings.Fields(rule[0]) {
		bare := strings.Trim(name, "[]")
		Expect(given[bare] || bare != name).To(BeTrue(), "%s lacks %s", e.XMLName.Local, name)
		delete(given, bare)
	}
	Expect(slices.Collect(maps.Keys(given))).To(BeEmpty(), "%s has more", e.XMLName.Local)
	order := strings.Fields(rule[1])
	for i := range e.Children {
		at := slices.Index(order, e.Children[i].XMLName.Local)
		Expect(at).To(BeNumerically(">=", 0), "%s in %s, here", e.Children[i].XMLName.Local, e.XMLName.Local)
		order = order[at:]
		e.Children[i].check()
	}
}

var _ = Describe("JUnit", func() {
	It("is what CI servers take, of results and of sets", func() {
		junit(write(report.JUnit, report.Options{}, history(), haltEverything()))
		junit(writeTrials(report.JUnit, report.Options{Host: "runner-7"}, trials()))
		junit(writeTrials(report.JUnit, report.Options{}, nil))
	})

	It("says when, where and how long", func() {
		root := junit(writeTrials(report.JUnit, report.Options{Host: "runner-7"}, trials()))
		s := root.Children[1]
		Expect([]string{s.attr("timestamp"), s.attr("hostname"), s.attr("time")}).To(Equal([]string{"2026-04-01T03:00:04", "runner-7", "4.300"}))
		Expect(s.Children[1].attr("time")).To(Equal("4.300"), "the run took all of it")
	})

	DescribeTable("tells who is to blame for a run that did not come to its end", func(err error, kind, message string) {
		t := []report.Trial{{Scenario: "../ours/payday", Defence: "./my.defence[posture.hot_cap.share=2 %]", Err: err}}
		s := junit(writeTrials(report.JUnit, report.Options{}, t)).Children[0]
		Expect([]string{s.attr("name"), s.attr("errors"), s.attr("failures")}).To(Equal([]string{"payday", "1", "0"}))
		c := s.Children[1]
		Expect(c.attr("classname")).To(Equal("payday.my-defence-posture-hot_cap-share-2"))
		Expect([]string{c.Children[0].XMLName.Local, c.Children[0].attr("type"), c.Children[0].attr("message")}).To(Equal([]string{"error", kind, message}))
		Expect(c.Children[0].Text).To(Equal(err.Error()))
	},
		Entry("the defence", &lab.Failure{Of: lab.OfDefence, Err: io.EOF, Reproduce: "exdrill run"}, "defence", "the defence failed: EOF"),
		Entry("the lab", &lab.Failure{Of: lab.OfLab, Err: io.EOF}, "lab", "the lab failed: EOF"),
		Entry("whoever interrupted it", context.Canceled, "interrupted", "context canceled"),
		Entry("whoever wrote it", errors.New("x.yaml:1:1: no"), "input", "x.yaml:1:1: no"),
	)
})
