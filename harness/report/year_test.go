package report_test

import (
	"bytes"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/bill"
	"github.com/exdrill/exdrill/harness/report"
)

var _ = Describe("A benchmark's yearly bill", func() {
	year := func() *bill.Year {
		return &bill.Year{
			Currency: "USD", Thefts: 0.2, Missing: []string{"listing"}, Unpriced: []string{"my-own"},
			Lines:    []bill.Line{{Defence: "careful", Stolen: 10_000, Harm: 5, Days: 3_500, Bill: 13_505, Low: 1_000, High: 90_500, Unseen: 45_000}, {Defence: "lazy", Stolen: 100_000, Bill: 100_000}},
			Cheapest: []bill.Stretch{{Defence: "lazy"}, {Defence: "careful", From: 0.0078}},
		}
	}
	written := func(y *bill.Year, before, after string) string {
		b := &report.Benchmark{Title: "a title", Matrix: &bench.Matrix{}, Year: y, Separate: &bench.Comparison{Before: before, After: after}}
		var out bytes.Buffer
		Expect(report.WriteBenchmark(&out, report.Markdown, b, report.Options{})).To(Succeed())
		return out.String()
	}

	It("says what a year costs, what was left out, and who is cheapest and overtakes whom at which rate", func() {
		Expect(written(year(), "lazy", "careful")).To(And(
			ContainSubstring("What a year costs, with one theft in 5 years"),
			ContainSubstring("| careful | $10.0 k | $5.00 | $3.50 k | $13.5 k | $1.00 k to $90.5 k | $45.0 k |"),
			ContainSubstring("| defence | one theft in 500 years | one theft in 50 years | one theft in 5 years | 2 thefts a year | 20 thefts a year |"),
			ContainSubstring("| careful | $3.60 k | $4.50 k | $13.5 k | $104 k | $1.00 M |"),
			WithTransform(func(text string) string { return strings.Join(strings.Fields(text), " ") },
				ContainSubstring("Cheapest at the stated rate, one theft in 5 years: careful. If thefts are rarer than one theft in 128 years: lazy.")),
			ContainSubstring("careful overtakes lazy at one theft in 129 years."),
			ContainSubstring("Left out, for want of runs: listing."), ContainSubstring("Left out, for want of a rate: my-own.")))
	})

	It("says which is cheapest between two other rates, too", func() {
		y := year()
		y.Cheapest = []bill.Stretch{{Defence: "none"}, {Defence: "lazy", From: 0.05}, {Defence: "careful", From: 0.2}, {Defence: "halt", From: 3}}
		Expect(report.CheapestText(y)).To(Equal("Cheapest at the stated rate, one theft in 5 years: careful. If thefts are rarer than one theft in 20 years: none. " +
			"If thefts are more frequent than one theft in 20 years and rarer than one theft in 5 years: lazy. If thefts are more frequent than 3 thefts a year: halt."))
		y.Cheapest = y.Cheapest[:1]
		Expect(report.CheapestText(y)).To(Equal("Cheapest at every rate of thefts: none."))
	})

	It("says so if one is cheaper at every rate, or cannot be compared", func() {
		y := year()
		y.Lines[1].Days = 5_000
		Expect(written(y, "lazy", "careful")).To(ContainSubstring("careful costs less than lazy at every rate of thefts."))
		Expect(written(y, "lazy", "lazy")).To(ContainSubstring("lazy and lazy cost the same at every rate of thefts."))
		y.Lines[1].Partial = true
		Expect(written(y, "lazy", "careful")).To(ContainSubstring("do not compare"))
	})

	It("stands above the reasons of defences that failed", func() {
		b := &report.Benchmark{Title: "a title", Matrix: &bench.Matrix{}, Failures: []bench.Failure{{Scenario: "payday", Defence: "mine", Runs: 2, Of: 3, Seed: 7, Why: "it crashed\x1b[2J\n  stderr: so\n"}}}
		var out bytes.Buffer
		Expect(report.WriteBenchmark(&out, report.Table, b, report.Options{})).To(Succeed())
		Expect(out.String()).To(HaveSuffix("\n\n  mine in payday: 2 of 3 runs, the first on seed 7\n    it crashed [2J\n      stderr: so\n"))
	})

	DescribeTable("writes amounts with the digits that count", func(amount float64, text string) {
		Expect(report.RoundMoney(amount, "USD")).To(Equal(text))
	},
		Entry(nil, 0.0, "$0"), Entry(nil, 4.567, "$4.57"), Entry(nil, 999.4, "$999"), Entry(nil, 999.9, "$1.00 k"),
		Entry(nil, 12_345.0, "$12.3 k"), Entry(nil, 4_250_000.0, "$4.25 M"), Entry(nil, 6.4e9, "$6.40 bn"))

	It("writes rates of thefts as people say them", func() {
		Expect(report.RateText(3.25)).To(Equal("3.25 thefts a year"))
		Expect(report.RateText(0.004)).To(Equal("one theft in 250 years"))
		Expect(report.RateText(0.998)).To(Equal("one theft a year"))
		Expect(report.RateText(0)).To(Equal("no thefts"))
	})
})
