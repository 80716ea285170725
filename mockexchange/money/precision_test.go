package money_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/money"
)

var _ = Describe("Precision", func() {
	habit := money.Precision{100_000, 200_000, 300_000}

	DescribeTable("is as many digits as the draw falls on", func(n, draw, rounded int64) {
		Expect(habit.Round(n, draw, money.Down)).To(Equal(rounded))
	},
		Entry("one", int64(987_654), int64(99_999), int64(900_000)),
		Entry("two", int64(987_654), int64(100_000), int64(980_000)),
		Entry("three", int64(987_654), int64(599_999), int64(987_000)),
		Entry("all", int64(987_654), int64(600_000), int64(987_654)),
		Entry("no more than there are", int64(98), int64(599_999), int64(98)),
		Entry("of one digit", int64(7), int64(0), int64(7)),
	)

	It("rounds in the direction that is asked for", func() {
		Expect(habit.Round(96_500, 0, money.Up)).To(Equal(int64(100_000)))
		Expect(habit.Round(96_500, 150_000, money.Up)).To(Equal(int64(97_000)))
		Expect(habit.Round(96_400, 150_000, money.Nearest)).To(Equal(int64(96_000)))
		Expect(habit.Round(9_223_372_036_854_775_807, 0, money.Up)).To(Equal(int64(9_223_372_036_854_775_807)), "what does not fit stays")
	})

	It("never gains nor loses more than its last digit is worth", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			n := rapid.Int64Range(1, 1<<62).Draw(t, "n")
			digits := rapid.IntRange(1, 3).Draw(t, "digits")
			p := make(money.Precision, digits)
			p[digits-1] = 1_000_000
			down, up := p.Round(n, 0, money.Down), p.Round(n, 0, money.Up)
			if down < 1 || down > n || up < n || float64(up-down) > 1.01*float64(down)/float64(money.Pow10(uint8(digits-1))) {
				t.Fatalf("%d between %d and %d", n, down, up)
			}
		})
	})
})
