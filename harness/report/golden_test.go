package report_test

import (
	"bytes"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/golden"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
)

// kept holds a text against a file in testdata.
func kept(name, text string) {
	GinkgoHelper()
	if err := golden.Check(filepath.Join("testdata", name), text); err != nil {
		Fail(err.Error())
	}
}

func write(f report.Format, o report.Options, results ...score.Result) string {
	GinkgoHelper()
	var b bytes.Buffer
	Expect(report.Write(&b, f, results, o)).To(Succeed())
	return b.String()
}

var _ = Describe("A report", func() {
	plain, details := report.Options{}, report.Options{Details: true}

	DescribeTable("looks as in its golden file", func(name string, f report.Format, o report.Options, results ...score.Result) {
		kept(name, write(f, o, results...))
	},
		Entry("the scorecard of history", "scorecard-history.txt", report.Table, plain, history()),
		Entry("with all its details", "scorecard-history-details.txt", report.Table, details, history()),
		Entry("of an undefended venue", "scorecard-none.txt", report.Table, plain, none()),
		Entry("of a posture that stops nearly all", "scorecard-guardrails.txt", report.Table, plain, guardrails()),
		Entry("of a closed venue", "scorecard-halt-everything.txt", report.Table, plain, haltEverything()),
		Entry("of a control scenario in dollars", "scorecard-control.txt", report.Table, plain, quiet()),
		Entry("in colour", "scorecard-colour.txt", report.Table, report.Options{Color: true, Details: true}, history()),
		Entry("several defences side by side", "comparison.txt", report.Table, plain, none(), history(), guardrails(), oracle(), haltEverything()),
		Entry("apart where they do not compare", "comparison-two.txt", report.Table, plain, history(), quiet(), guardrails()),
		Entry("for pull requests", "one.md", report.Markdown, plain, history()),
		Entry("for pull requests, several", "several.md", report.Markdown, plain, none(), history(), guardrails(), quiet()),
		Entry("for CI", "junit.xml", report.JUnit, plain, history(), haltEverything()),
		Entry("for spreadsheets", "results.csv", report.CSV, plain, none(), history(), quiet()),
		Entry("for programs", "history.json", report.JSON, plain, history()),
	)
})
