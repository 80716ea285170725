package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("What is within its bounds one by one, and together too much,", func() {
	DescribeTable("is told with its place", func(old, mutant, message string) {
		src, at := mutate(old, mutant)
		_, err := scenarios.Parse(file, []byte(src))
		Expect(err).To(MatchError(ContainSubstring(at[0].String() + ": " + message)))
	},
		Entry("people of two groups", "  groups:\n", "  groups:\n    - {name: more, like: people, count: 600000}\n    - {name: most, like: people, count: ‸600000}\n",
			"the groups have 1200000 members with these, expected at most 1000000 in all"),
		Entry("what everybody does", "  groups:\n", "  groups:\n    - name: busy\n      like: people\n      count: ‸90000\n"+
			"      rates: {logins: 0 a day, reads: 1000 a day, orders: 0 a day, cancels: 0 %, withdrawals: 0 a day, deposits: 0 a day, complaints: 0 a day}\n",
			"with busy everybody does some "),
		Entry("what happens oftener than a run gets through", "pay_out_every: ", "pay_out_every: ‸1ms # ",
			"pay_out_every is 1ms, expected 1s or more"),
	)
})
