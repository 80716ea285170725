package report_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report"
)

var _ = Describe("how firmly an order stands", func() {
	told := func(s *bench.Stability) string {
		GinkgoHelper()
		var b strings.Builder
		Expect(report.WriteBenchmark(&b, report.Table, &report.Benchmark{Matrix: &bench.Matrix{}, Stability: s}, report.Options{})).To(Succeed())
		return strings.Join(strings.Fields(b.String()), " ")
	}

	It("is told in a few sentences: what it stands, what turns it, and which pairs prices could turn together", func() {
		text := told(&bench.Stability{
			Stands: []string{"price of order_refused times 3", "price of key_disabled times 3", "price of order_refused divided by 5", "payday left out"},
			Changes: []bench.Shift{{When: "price of key_disabled divided by 4", Swaps: []bench.Swap{
				{Ahead: "both", Behind: "sentinel", AheadScore: 81.5, BehindScore: 80.25},
			}}},
			Pairs: []bench.Pair{
				{Ahead: "sentinel", Behind: "both", Gap: 0.5, Least: -1.25, With: []string{"price of key_disabled divided by 4", "price of order_refused times 3"}},
				{Ahead: "both", Behind: "none", Gap: 20, Least: 12},
			},
			Unknown: []string{"something"},
		})
		Expect(text).To(ContainSubstring("The order stands under 2 prices at their upper ends, the price of order_refused divided by 5, payday left out."))
		Expect(text).To(ContainSubstring("The order changes with price of key_disabled divided by 4: both then comes before sentinel (81.5 against 80.2)."))
		Expect(text).To(ContainSubstring("Within the ranges of all prices of harm, 1 of 2 pairs change places. " +
			"sentinel is ahead of both by 0.5, and behind by 1.2 with price of key_disabled divided by 4 and price of order_refused times 3."))
		Expect(text).To(ContainSubstring("Not asked: something."))
	})

	It("says so where no pair can be turned", func() {
		text := told(&bench.Stability{Pairs: []bench.Pair{{Ahead: "both", Behind: "none", Gap: 20, Least: 12}}})
		Expect(text).To(ContainSubstring("No two of the ranked change places within the ranges of all prices of harm, as far as turning them finds (1 asked)."))
	})
})
