package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/golden"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
)

var _ = Describe("What people read", func() {
	DescribeTable("an amount of money", func(amount int64, currency string, decimals int, text string) {
		Expect(report.Money(score.Amount(amount), currency, uint8(decimals))).To(Equal(text))
	},
		Entry(nil, int64(1_234_567), "JPY", 0, "¥1,234,567"),
		Entry(nil, int64(-1_234_567), "JPY", 0, "-¥1,234,567"),
		Entry(nil, int64(0), "JPY", 0, "¥0"),
		Entry(nil, int64(92_050), "USD", 2, "$920.50"),
		Entry(nil, int64(92_000), "USD", 2, "$920.00"),
		Entry(nil, int64(-5), "USD", 2, "-$0.05"),
		Entry(nil, int64(1_250_000_000), "BTC", 8, "12.5 BTC"),
		Entry(nil, int64(7), "", 0, "7"),
	)

	DescribeTable("a share", func(part, whole int64, text string) {
		Expect(report.Percent(part, whole)).To(Equal(text))
	},
		Entry(nil, int64(0), int64(7), "0 %"),
		Entry(nil, int64(7), int64(7), "100 %"),
		Entry(nil, int64(1), int64(3), "33.3 %"),
		Entry(nil, int64(2), int64(3), "66.7 %"),
		Entry("almost nothing", int64(1), int64(1_000_000), "< 0.1 %"),
		Entry("almost all", int64(999_999), int64(1_000_000), "> 99.9 %"),
		Entry("less than nothing", int64(-1), int64(1_000_000), "> -0.1 %"),
		Entry("more than all", int64(3), int64(2), "150 %"),
		Entry("beyond all measure", int64(1<<62), int64(1), "> 1000 %"),
		Entry("of nothing", int64(5), int64(0), "0 %"),
	)

	DescribeTable("a span of time", func(ns int64, text string) {
		Expect(report.Span(score.Elapsed(ns))).To(Equal(text))
	},
		Entry(nil, int64(0), "at once"),
		Entry(nil, int64(999_999_999), "at once"),
		Entry(nil, int64(22e9), "22 s"),
		Entry(nil, int64(60e9), "1 m"),
		Entry(nil, int64(312e9), "5 m 12 s"),
		Entry(nil, int64(61_920e9), "17 h 12 m"),
		Entry(nil, int64(47*3600e9), "47 h"),
		Entry(nil, int64(75*3600e9), "3 d 3 h"),
		Entry(nil, int64(-312e9), "-5 m 12 s"),
	)

	It("tells a time by the venue's clock and in UTC, with the date where it differs", func() {
		Expect(report.Moment(tokyo("2018-01-07 10:00:00"), "Asia/Tokyo")).To(Equal("2018-01-07 10:00:00 JST (01:00:00 UTC)"))
		Expect(report.Moment(tokyo("2018-01-07 02:30:05"), "Asia/Tokyo")).To(Equal("2018-01-07 02:30:05 JST (2018-01-06 17:30:05 UTC)"))
		Expect(report.Moment(tokyo("2018-01-07 10:00:00"), "")).To(Equal("2018-01-07 01:00:00 UTC"))
		Expect(report.Moment(tokyo("2018-01-07 10:00:00"), "Nowhere/Land")).To(Equal("2018-01-07 01:00:00 UTC"))
		Expect(report.Local(tokyo("2018-01-07 10:00:00"), "Asia/Tokyo")).To(Equal("2018-01-07 10:00 JST"))
	})
})

var _ = Describe("A scorecard", func() {
	It("fits a terminal of 100 columns, like the comparison one of 120", func() {
		for _, r := range []score.Result{history(), none(), guardrails(), oracle(), haltEverything(), quiet()} {
			for line := range strings.Lines(write(report.Table, report.Options{}, r)) {
				Expect(utf8.RuneCountInString(line)).To(BeNumerically("<=", 101), line)
				Expect(line).NotTo(HaveSuffix(" \n"))
			}
		}
		for line := range strings.Lines(write(report.Table, report.Options{}, none(), history(), guardrails(), haltEverything())) {
			Expect(utf8.RuneCountInString(line)).To(BeNumerically("<=", 121), line)
		}
	})

	It("says no more in colour than without", func() {
		coloured := write(report.Table, report.Options{Color: true, Details: true}, history())
		Expect(coloured).To(ContainSubstring("\x1b["))
		for _, code := range []string{"0", "1", "2", "31", "32", "33"} {
			coloured = strings.ReplaceAll(coloured, "\x1b["+code+"m", "")
		}
		Expect(coloured).To(Equal(write(report.Table, report.Options{Details: true}, history())))
	})

	It("uses colour on terminals alone", func() {
		f, err := os.Create(filepath.Join(GinkgoT().TempDir(), "out"))
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(f.Close)
		Expect(report.For(f).Color).To(BeFalse())
		GinkgoT().Setenv("NO_COLOR", "1")
		null, err := os.Open(os.DevNull)
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(null.Close)
		Expect(report.For(null).Color).To(BeFalse(), "a character device, but NO_COLOR is set")
	})

	It("counts attempts and alerts in good English", func() {
		r := guardrails()
		r.Containment.AttemptsRefused, r.Detection.Alerts.False = 1, 1
		text := write(report.Table, report.Options{}, r)
		Expect(text).To(ContainSubstring("1 attempt refused\n"))
		Expect(text).To(ContainSubstring(", 1 false alert\n"))
	})

	It("says who said what was false, unless it was the venue", func() {
		r := history()
		r.Statements = append(r.Statements, score.StatementResult{
			At: tokyo("2018-01-06 21:00:00"), Claim: "nothing_wrong", By: "3commas", False: to(true),
		})
		text := write(report.Table, report.Options{}, r)
		Expect(text).To(MatchRegexp(`Said +2 false +assets_safe: 2018-01-06 20:00:00 JST`))
		Expect(text).To(ContainSubstring(" nothing_wrong by 3commas: 2018-01-06 21:00:00 JST"))
	})

	It("tells a floor that was just missed from one that was met", func() {
		r := haltEverything()
		r.Harm.Availability = 899_999
		Expect(write(report.Table, report.Options{}, r)).To(ContainSubstring("availability 89.9999 % is below its floor of 90 %"))
	})

	It("says that a defence was not confined, and why", func() {
		free := as("free", 5000, func(r *score.Result) { r.Unconfined = "a server may ask whom it likes" })
		for _, f := range []report.Format{report.Table, report.Markdown} {
			for _, list := range [][]score.Result{{free}, {history(), free}} {
				var b strings.Builder
				Expect(report.Write(&b, f, list, report.Options{})).To(Succeed())
				Expect(b.String()).To(And(ContainSubstring("unconfined:"), ContainSubstring("a server may ask whom it likes; no leaderboard ranks")))
			}
		}
	})

	It("says when a thief was stopped before anybody noticed him", func() {
		r := history()
		r.Containment.SecondsAfterDetection = to(score.Elapsed(-600e9))
		Expect(write(report.Table, report.Options{}, r)).To(ContainSubstring("10 m before it was detected, 61 attempts refused"))
	})
})

var _ = Describe("A format", func() {
	It("as JSON is one object for one result and a list for several or none", func() {
		var one score.Result
		Expect(json.Unmarshal([]byte(write(report.JSON, report.Options{}, history())), &one)).To(Succeed())
		Expect(one).To(Equal(history()))
		var two []score.Result
		Expect(json.Unmarshal([]byte(write(report.JSON, report.Options{}, history(), none())), &two)).To(Succeed())
		Expect(two).To(HaveLen(2))
		Expect(write(report.JSON, report.Options{})).To(Equal("[]\n"))
	})

	It("as JUnit counts what fails and what is skipped, and is well-formed whatever a name holds", func() {
		suite := report.Suite{Name: `a "suite" & <more>`, Cases: []report.Case{
			{Name: "score >= 80", Class: "x", Wanted: ">= 80", Measured: "30.77", Failed: true, Seed: "7", Reproduce: "exdrill run 'a & b'"},
			{Name: "detect <= 10m", Class: "x", Wanted: "<= 10m", Measured: "2 m"},
			{Name: "later", Class: "x", Skipped: "not today"},
		}}
		var b strings.Builder
		Expect(report.WriteSuites(&b, []report.Suite{suite}, report.Options{})).To(Succeed())
		var back struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Suites   []struct {
				Name    string `xml:"name,attr"`
				Skipped int    `xml:"skipped,attr"`
				Cases   []struct {
					Failure *struct {
						Message string `xml:"message,attr"`
						Text    string `xml:",chardata"`
					} `xml:"failure"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		Expect(xml.Unmarshal([]byte(b.String()), &back)).To(Succeed())
		Expect(back.Tests).To(Equal(3))
		Expect(back.Failures).To(Equal(1))
		Expect(back.Suites).To(HaveLen(1))
		Expect(back.Suites[0].Name).To(Equal(`a "suite" & <more>`))
		Expect(back.Suites[0].Skipped).To(Equal(1))
		Expect(back.Suites[0].Cases[0].Failure.Message).To(Equal("wanted >= 80, measured 30.77"))
		Expect(back.Suites[0].Cases[0].Failure.Text).To(Equal("wanted:     >= 80\nmeasured:   30.77\nworst seed: 7\nagain:      exdrill run 'a & b'"))
		Expect(back.Suites[0].Cases[1].Failure).To(BeNil())
	})

	It("as Markdown keeps a name from breaking its table", func() {
		r := guardrails()
		r.Defence.Name = "a|b\nc<i>"
		Expect(write(report.Markdown, report.Options{}, r)).To(ContainSubstring(`| a\|b c&lt;i> | 94.12 |`))
	})

	It("as CSV has as many fields in every line as in its head", func() {
		lines := strings.Split(strings.TrimSpace(write(report.CSV, report.Options{}, none(), quiet())), "\n")
		Expect(lines).To(HaveLen(3))
		for _, line := range lines[1:] {
			Expect(strings.Count(line, ",")).To(Equal(strings.Count(lines[0], ",")))
		}
	})
})

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

	It("does not call a theft that was stopped unseen a day without one", func() {
		r := guardrails()
		r.Detection.FirstActionAt, r.Detection.DetectedAt, r.Detection.Seconds = 0, 0, nil
		card := write(report.Table, plain, r)
		Expect(card).To(ContainSubstring("nothing that the thief did could be seen"))
		Expect(card).To(ContainSubstring("the thief got nowhere"))
		Expect(card).NotTo(ContainSubstring("no attack came"))
		Expect(card).NotTo(ContainSubstring("nothing to contain"))
	})

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
