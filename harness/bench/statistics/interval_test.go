package statistics_test

import (
	"fmt"
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/bench/statistics"
)

var _ = Describe("the interval of a mean", func() {
	// Scores of synthetic defences whose true mean is known: one that does
	// sometimes better and sometimes worse, one that mostly does well and now and
	// then fails badly.
	even := func(r *rand.Rand) float64 { return 60 + 15*r.NormFloat64() }
	skewed := func(r *rand.Rand) float64 { return 100 - 20*r.ExpFloat64() }

	DescribeTable("covers it in 92 to 98 of 100 repetitions",
		func(n int, mean float64, draw func(*rand.Rand) float64) {
			chance := rand.New(rand.NewPCG(uint64(n), 7))
			covered, all := 0, repetitions(2_000, 400)
			for range all {
				scores := make([]float64, n)
				for i := range scores {
					scores[i] = draw(chance)
				}
				i := statistics.Interval95(scores)
				if i.Low <= mean && mean <= i.High {
					covered++
				}
			}
			share := float64(covered) / float64(all)
			AddReportEntry(fmt.Sprintf("coverage %.3f of %d", share, all))
			Expect(share).To(And(BeNumerically(">=", 0.92), BeNumerically("<=", 0.98)))
		},
		Entry("10 seeds, symmetric", 10, 60.0, even),
		Entry("20 seeds, symmetric", 20, 60.0, even),
		Entry("40 seeds, symmetric", 40, 60.0, even),
		Entry("10 seeds, skewed", 10, 80.0, skewed),
		Entry("20 seeds, skewed", 20, 80.0, skewed),
		Entry("40 seeds, skewed", 40, 80.0, skewed),
	)

	It("is given for no fewer than eight scores", func() {
		seven := []float64{1, 2, 3, 4, 5, 6, 7}
		Expect(statistics.Interval95(seven)).To(BeNil())
		Expect(statistics.Interval95(append(seven, 8))).NotTo(BeNil())
	})

	It("is a point where nothing varies", func() {
		i := statistics.Interval95([]float64{55, 55, 55, 55, 55, 55, 55, 55})
		Expect(i).To(Equal(&statistics.Interval{Low: 55, High: 55}))
	})

	It("moves with the scores and does not depend on who asks", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			// Scores have two decimals. What lies a billionth apart a resample cannot
			// tell from what is equal.
			points := rapid.SliceOfN(rapid.Int64Range(-100_00, 100_00), 8, 20).Draw(t, "points")
			scores, moved := make([]float64, len(points)), make([]float64, len(points))
			for i, p := range points {
				scores[i], moved[i] = float64(p)/100, float64(p+10_00)/100
			}
			a := *statistics.Interval95(scores)
			again := *statistics.Interval95(scores)
			b := *statistics.Interval95(moved)
			if a != again {
				t.Fatalf("two intervals for the same scores: %v and %v", a, again)
			}
			if d := b.Low - a.Low; d < 9.999 || d > 10.001 {
				t.Fatalf("scores ten higher moved the interval from %v to %v", a, b)
			}
			if m := statistics.Mean(scores); m < a.Low-1e-9 || m > a.High+1e-9 {
				t.Fatalf("mean %v outside of %v", m, a)
			}
		})
	})

	It("stands beside the plain figures", func() {
		Expect(statistics.Median([]float64{3, 1, 2})).To(Equal(2.0))
		Expect(statistics.Median([]float64{4, 1, 2, 3})).To(Equal(2.5))
		worst, at := statistics.Worst([]float64{3, -1, 2})
		Expect(worst).To(Equal(-1.0))
		Expect(at).To(Equal(1))
	})
})
