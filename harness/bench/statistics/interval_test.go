package statistics_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// points is the range of scores.
var points = statistics.Range{Low: -100, High: 100}

// rarely is a score that is nearly always one thing and now and then another.
func rarely(often, seldom, share float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 {
		if r.Float64() < share {
			return seldom
		}
		return often
	}
}

// scripted draws many samples of a size.
func scripted(n, times int, draw func(*rand.Rand) float64, see func([]float64)) {
	chance := rand.New(rand.NewPCG(uint64(n), 7))
	for range times {
		values := make([]float64, n)
		for i := range values {
			values[i] = draw(chance)
		}
		see(values)
	}
}

var _ = Describe("the interval of a mean", func() {
	even := func(r *rand.Rand) float64 { return min(max(60+15*r.NormFloat64(), -100), 100) }
	skewed := func(r *rand.Rand) float64 { return max(100-20*r.ExpFloat64(), -100) }
	mostly := func(r *rand.Rand) float64 { // some 98, and one in twelve a disaster
		if r.IntN(12) == 0 {
			return -100 + 30*r.Float64()
		}
		return 97 + 2*r.Float64()
	}

	// 95 % less three standard errors of the repetitions.
	DescribeTable("covers it in 95 of 100 repetitions, whatever varies",
		func(mean float64, draw func(*rand.Rand) float64) {
			for _, n := range []int{8, 10, 20, 40} {
				covered, all, width := 0, repetitions(4_000, 120), 0.0
				scripted(n, all, draw, func(values []float64) {
					i := statistics.Interval95(values, points)
					width += (i.High - i.Low) / float64(all)
					if i.Low <= mean && mean <= i.High {
						covered++
					}
				})
				share := float64(covered) / float64(all)
				AddReportEntry(fmt.Sprintf("%d seeds: coverage %.3f of %d, width %.1f", n, share, all, width))
				Expect(share).To(BeNumerically(">=", 0.95-3*math.Sqrt(0.95*0.05/float64(all))), "%d seeds", n)
			}
		},
		Entry("100, and one in ten 0", 90.0, rarely(100, 0, 0.1)),
		Entry("0, and one in ten 100", 10.0, rarely(0, 100, 0.1)),
		Entry("100, and one in ten -100", 80.0, rarely(100, -100, 0.1)),
		Entry("100, and one in fifty -100", 96.0, rarely(100, -100, 0.02)),
		Entry("0 or 100", 50.0, rarely(0, 100, 0.5)),
		Entry("98, and one in twelve a disaster", 11*98.0/12-85.0/12, mostly),
		Entry("symmetric", 60.0, even),
		Entry("skewed", 80.0, skewed),
	)

	It("covers the mean over scenarios that differ, each drawn as often", func() {
		covered, all := 0, repetitions(4_000, 100)
		chance := rand.New(rand.NewPCG(8, 8))
		for range all {
			var values []float64
			for scenario := range 12 {
				for range 8 {
					v := 100.0
					if scenario < 2 && chance.IntN(4) == 0 {
						v = -100 * float64(scenario)
					}
					values = append(values, v)
				}
			}
			if i := statistics.Interval95(values, points); i.Low <= 93.75 && 93.75 <= i.High {
				covered++
			}
		}
		Expect(float64(covered) / float64(all)).To(BeNumerically(">=", 0.95-3*math.Sqrt(0.95*0.05/float64(all))))
	})

	It("is that of Clopper and Pearson for what happens or does not", func() {
		// Their interval for 2 of 10 is 2.52 % to 55.61 %, for none of 20 up to
		// 1 - 0.025^(1/20).
		share, i := statistics.Proportion(2, 10)
		Expect(share).To(Equal(0.2))
		Expect(i.Low).To(BeNumerically("~", 0.025211, 1e-5))
		Expect(i.High).To(BeNumerically("~", 0.556095, 1e-5))
		_, i = statistics.Proportion(0, 20)
		Expect(i.Low).To(BeZero())
		Expect(i.High).To(BeNumerically("~", 1-math.Pow(0.025, 1.0/20), 1e-6))
	})

	It("is no point where nothing varied: what no seed showed may be as rare as the rule of three says", func() {
		i := statistics.Interval95([]float64{100, 100, 100, 100, 100, 100, 100, 100}, points)
		Expect(i.High).To(Equal(100.0))
		Expect(i.Low).To(BeNumerically("~", 100-200*(1-math.Pow(0.025, 1.0/8)), 1e-5))
	})

	It("is at most a third as wide as Hoeffding's where scores vary as scores do", func() {
		width, all := 0.0, repetitions(2_000, 40)
		scripted(40, all, even, func(values []float64) {
			i := statistics.Interval95(values, points)
			width += (i.High - i.Low) / float64(all)
		})
		Expect(width).To(BeNumerically("<=", 2*200*math.Sqrt(math.Log(40)/80)/3))
	})

	It("is given for no fewer than eight scores", func() {
		seven := []float64{1, 2, 3, 4, 5, 6, 7}
		Expect(statistics.Interval95(seven, points)).To(BeNil())
		Expect(statistics.Interval95(append(seven, 8), points)).NotTo(BeNil())
	})

	It("holds the mean, stays in the range, mirrors with the scores, and rises with each of them", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			scores := rapid.SliceOfN(rapid.Map(rapid.IntRange(-10_000, 10_000), func(p int) float64 { return float64(p) / 100 }), 8, 20).Draw(t, "scores")
			i := *statistics.Interval95(scores, points)
			if m := statistics.Mean(scores); m < i.Low-1e-6 || m > i.High+1e-6 || i.Low < -100 || i.High > 100 || i.Low >= i.High {
				t.Fatalf("mean %v, interval %v", m, i)
			}
			mirrored := make([]float64, len(scores))
			for k := range scores {
				mirrored[k] = -scores[k]
			}
			if j := *statistics.Interval95(mirrored, points); math.Abs(j.Low+i.High) > 1e-6 || math.Abs(j.High+i.Low) > 1e-6 {
				t.Fatalf("%v, mirrored %v", i, j)
			}
			scores[rapid.IntRange(0, len(scores)-1).Draw(t, "which")] = 100
			if j := *statistics.Interval95(scores, points); j.Low < i.Low-1e-6 || j.High < i.High-1e-6 {
				t.Fatalf("a better score made %v to %v", i, j)
			}
		})
	})
})

var _ = Describe("a median", func() {
	never := math.Inf(1)

	It("keeps what never happened, as later than all else", func() {
		Expect(statistics.Median([]float64{3, never, 1})).To(Equal(3.0))
		Expect(statistics.Median([]float64{3, never, 1, never})).To(Equal(never))
		Expect(statistics.Median([]float64{4, 1, 2, 3})).To(Equal(2.5))
	})

	It("lies between two of the values", func() {
		// Of ten, the second and the ninth: with 1.07 % on each side.
		Expect(statistics.MedianInterval([]float64{10, 9, 8, 7, 6, 5, 4, 3, 2, 1})).To(Equal(&statistics.Interval{Low: 2, High: 9}))
		Expect(statistics.MedianInterval([]float64{1, 2, 3, 4, 5, never, never, never})).To(Equal(&statistics.Interval{Low: 1, High: never}))
		Expect(statistics.MedianInterval([]float64{1, 2, 3})).To(BeNil())
	})

	It("is covered in 95 of 100 repetitions, also if a third never happens", func() {
		for _, n := range []int{8, 10, 20, 40} {
			covered, all := 0, repetitions(20_000, 1_000)
			median := math.Log(1 / (1 - 0.5/0.65)) // of 65 % that happen after an exponential time
			scripted(n, all, func(r *rand.Rand) float64 {
				if r.Float64() < 0.35 {
					return never
				}
				return r.ExpFloat64()
			}, func(values []float64) {
				if i := statistics.MedianInterval(values); i.Low <= median && median <= i.High {
					covered++
				}
			})
			Expect(float64(covered)/float64(all)).To(BeNumerically(">=", 0.95-3*math.Sqrt(0.95*0.05/float64(all))), "%d seeds", n)
		}
	})

	It("stands beside the worst", func() {
		worst, at := statistics.Worst([]float64{3, -1, 2})
		Expect(worst).To(Equal(-1.0))
		Expect(at).To(Equal(1))
	})
})
