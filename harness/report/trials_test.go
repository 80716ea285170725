package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
)

// noon is when they began.
var noon = time.Date(2026, 4, 1, 12, 0, 0, 0, time.FixedZone("JST", 9*60*60))

// trials are three scenarios: one that passed, one that did not, and one whose
// defence broke.
func trials() []report.Trial {
	good, bad := guardrails(), history()
	bad.Defence = good.Defence
	bad.Reproduce = good.Reproduce
	return []report.Trial{
		{Scenario: "zaif-api-keys-2018-01", Defence: "guardrails", Result: &good, Began: noon, Took: 4500 * time.Millisecond},
		{Scenario: "./zaif-again", Defence: "guardrails", Result: &bad, Began: noon.Add(4500 * time.Millisecond), Took: 4300 * time.Millisecond},
		{
			Scenario: "../ours/payday", Defence: "guardrails", Began: noon.Add(8800 * time.Millisecond), Took: 1234567 * time.Microsecond,
			Err: &lab.Failure{Of: lab.OfDefence, Err: errors.New("it panicked"), Reproduce: "exdrill run ../ours/payday"},
		},
	}
}

func writeTrials(f report.Format, o report.Options, trials []report.Trial) string {
	GinkgoHelper()
	var b bytes.Buffer
	Expect(report.WriteTrials(&b, f, trials, o)).To(Succeed())
	return b.String()
}

var _ = Describe("A set of scenarios", func() {
	DescribeTable("looks as in its golden file", func(name string, f report.Format) {
		kept(name, writeTrials(f, report.Options{}, trials()))
	},
		Entry("at a terminal", "trials.txt", report.Table),
		Entry("for pull requests", "trials.md", report.Markdown),
		Entry("for CI", "trials.xml", report.JUnit),
	)

	It("is a list for programs, even of one, without what was not finished", func() {
		for n, want := range map[int]int{1: 1, 2: 2, 3: 2} {
			var list []score.Result
			Expect(json.Unmarshal([]byte(writeTrials(report.JSON, report.Options{}, trials()[:n])), &list)).To(Succeed())
			Expect(list).To(HaveLen(want))
			rows, err := csv.NewReader(strings.NewReader(writeTrials(report.CSV, report.Options{}, trials()[:n]))).ReadAll()
			Expect(err).NotTo(HaveOccurred())
			Expect(rows).To(HaveLen(want + 1))
		}
		Expect(writeTrials(report.JSON, report.Options{}, trials()[2:])).To(Equal("[]\n"))
	})

	It("rounds money to what a table has room for", func() {
		r := guardrails()
		r.Loss.Currency, r.Loss.Decimals, r.Harm.Currency, r.Harm.Decimals = "BTC", 8, "BTC", 8
		for amount, text := range map[int64]string{
			829_584_034_618_500: " 8,295,840 BTC ",
			110_945_001_601:     " 1,109.45 BTC ", 7_041_240_287: " 70.4124 BTC ", 13_700_116: " 0.137 BTC ", 0: " 0 BTC ",
		} {
			r.Loss.Net = score.Amount(amount)
			Expect(writeTrials(report.Table, report.Options{}, []report.Trial{{Scenario: "x", Result: &r}})).To(ContainSubstring(text))
		}
	})

	It("has nothing to say under its table when all is well", func() {
		Expect(strings.Split(strings.TrimSpace(writeTrials(report.Table, report.Options{}, trials()[:1])), "\n")).To(HaveLen(6))
	})

	It("is told even if nothing could be finished", func() {
		page := writeTrials(report.Table, report.Options{}, trials()[2:])
		Expect(page).To(HavePrefix("guardrails\n"))
		Expect(page).To(HaveSuffix(" not finished: 1 of 1\n"))
	})

	It("tells all that a program said before it crashed, and how to see it again once", func() {
		t := report.Trial{Scenario: "payday", Defence: "mine", Err: &lab.Failure{Of: lab.OfDefence, Err: errors.New("it ended\n  stderr: a\x1b[2J\n  stderr: b"), Reproduce: "exdrill run payday"}}
		page := writeTrials(report.Table, report.Options{}, []report.Trial{t})
		Expect(page).To(ContainSubstring("\n failed: payday: the defence failed: it ended\n         stderr: a [2J\n         stderr: b\n again: exdrill run payday\n"))
		Expect(strings.Count(page, "exdrill run payday")).To(Equal(1))
	})
})
