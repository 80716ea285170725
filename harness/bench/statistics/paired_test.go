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

// trial draws the scores of one defence under two salts, the second lower by
// loss on average, and compares them.
func trial(chance *rand.Rand, seeds int, loss float64) statistics.Difference {
	before, after := make([]float64, seeds), make([]float64, seeds)
	for i := range before {
		before[i] = 70 + 8*chance.NormFloat64()
		after[i] = before[i] - loss + 5*chance.NormFloat64()
	}
	return paired(before, after)
}

func paired(before, after []float64) statistics.Difference {
	d, err := statistics.Paired("a scenario", before, after, points)
	Expect(err).NotTo(HaveOccurred())
	return d
}

// drawnScores are scores of two defences as they occur, equal ones among them.
func drawnScores(t *rapid.T, n int, name string) (list []float64) {
	for range n {
		list = append(list, float64(rapid.OneOf(rapid.IntRange(-10_000, 10_000), rapid.Just(0), rapid.Just(10_000)).Draw(t, name))/100)
	}
	return list
}

var _ = Describe("paired differences", func() {
	It("find nothing between two replicas of one defence in 93 of 100 trials or more", func() {
		chance := rand.New(rand.NewPCG(1, 2))
		same, all := 0, repetitions(5_000, 200)
		for range all {
			if trial(chance, 12, 0).Verdict == statistics.NoProof {
				same++
			}
		}
		AddReportEntry(fmt.Sprintf("no difference in %d of %d", same, all))
		Expect(float64(same) / float64(all)).To(BeNumerically(">=", 0.95-3*math.Sqrt(0.95*0.05/float64(all))))
	})

	It("find a loss of three points among 40 seeds in nine of ten trials", func() {
		chance := rand.New(rand.NewPCG(3, 4))
		found, all := 0, repetitions(500, 40)
		for range all {
			if trial(chance, 40, 3).Verdict == statistics.Worse {
				found++
			}
		}
		AddReportEntry(fmt.Sprintf("found in %d of %d", found, all))
		Expect(float64(found) / float64(all)).To(BeNumerically(">=", 0.85))
	})

	It("call a gain of 55 to 63 points in all sixteen seeds what it is", func() {
		before, after := make([]float64, 16), make([]float64, 16)
		for i := range before {
			after[i] = 55 + float64(i%9)
		}
		d := paired(before, after)
		Expect(d.P).To(Equal(2 / math.Pow(2, 16)))
		Expect(d.Verdict).To(Equal(statistics.Better))
		Expect(*d.Interval).To(And(HaveField("Low", BeNumerically(">", 55)), HaveField("High", BeNumerically("<", 63))))
		Expect(d.Bounds.Low).To(BeNumerically(">", 0))
	})

	It("count every choice of signs of up to sixteen", func() {
		// Of 2^8 choices, three sums are as large as 1+2+3+4+5+6+7-1: all signs
		// as they are, the last flipped, and that and the first.
		d := paired(make([]float64, 8), []float64{1, 2, 3, 4, 5, 6, 7, -1})
		Expect(d.P).To(Equal(2 * 3 / 256.0))
	})

	It("cover a difference that is symmetric about it, and with their bounds the mean of rare ones", func() {
		for _, n := range []int{8, 10, 20, 40} {
			var symmetric, rare, rarer int
			all := repetitions(2_000, 40)
			chance := rand.New(rand.NewPCG(uint64(n), 11))
			within := func(i *statistics.Interval, mean float64) int {
				if i.Low <= mean && mean <= i.High {
					return 1
				}
				return 0
			}
			for range all {
				before, gain, once, twice := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
				for i := range before {
					gain[i] = 5 + 8*chance.NormFloat64()
					once[i] = rarely(0, 100, 0.1)(chance)
					twice[i] = rarely(1, -100, 0.1)(chance)
				}
				symmetric += within(paired(before, gain).Interval, 5)
				rare += within(paired(before, once).Bounds, 10)
				rarer += within(paired(before, twice).Bounds, -9.1)
			}
			least := 0.95 - 3*math.Sqrt(0.95*0.05/float64(all))
			for what, covered := range map[string]int{"symmetric": symmetric, "one in ten 100": rare, "one in ten -100": rarer} {
				AddReportEntry(fmt.Sprintf("%d seeds, %s: %d of %d", n, what, covered, all))
				Expect(float64(covered)/float64(all)).To(BeNumerically(">=", least), "%d seeds, %s", n, what)
			}
		}
	})

	It("have an interval that leaves out zero exactly where there is a verdict, corrected or not", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			list := make([]statistics.Difference, rapid.IntRange(1, 4).Draw(t, "scenarios"))
			for i := range list {
				n := rapid.IntRange(8, 11).Draw(t, "seeds")
				list[i] = paired(drawnScores(t, n, "before"), drawnScores(t, n, "after"))
				agrees(t, &list[i])
			}
			statistics.Holm(list)
			for i := range list {
				agrees(t, &list[i])
			}
		})
	})

	It("turn round with the two defences", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			n := rapid.SampledFrom([]int{8, 12, 20}).Draw(t, "seeds")
			a, b := drawnScores(t, n, "a"), drawnScores(t, n, "b")
			d, e := paired(a, b), paired(b, a)
			near := func(x, y float64) bool { return math.Abs(x-y) < 1e-6 }
			if d.P != e.P || !near(d.Interval.Low, -e.Interval.High) || !near(d.Interval.High, -e.Interval.Low) || !near(d.Bounds.Low, -e.Bounds.High) {
				t.Fatalf("%+v against %+v", d, e)
			}
			if opposite := map[statistics.Verdict]statistics.Verdict{statistics.Better: statistics.Worse, statistics.Worse: statistics.Better, statistics.NoProof: statistics.NoProof}; d.Verdict != opposite[e.Verdict] {
				t.Fatalf("%s against %s", d.Verdict, e.Verdict)
			}
		})
	})

	It("rise with every score of the later one", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			n := rapid.SampledFrom([]int{8, 10, 18}).Draw(t, "seeds")
			a, b := drawnScores(t, n, "a"), drawnScores(t, n, "b")
			d := paired(a, b)
			b[rapid.IntRange(0, n-1).Draw(t, "which")] = 100
			// Where both are corrected alike, that is.
			if e := paired(a, b); d.Verdict == e.Verdict && (e.Interval.Low < d.Interval.Low-1e-6 || e.Interval.High < d.Interval.High-1e-6) {
				t.Fatalf("a better score made %v to %v", d.Interval, e.Interval)
			}
		})
	})

	It("flip what belongs together as one", func() {
		var pairs []statistics.Pair
		for seed := range 10 {
			for range 12 { // scenarios that all go one way
				pairs = append(pairs, statistics.Pair{Cluster: fmt.Sprint(seed), After: map[bool]float64{true: 10, false: -5}[seed%2 == 0]})
			}
		}
		d := statistics.Clustered("all", pairs, points)
		Expect(d.N).To(Equal(10))
		Expect(d.Mean).To(Equal(2.5))
		Expect(d.Verdict).To(Equal(statistics.NoProof)) // 120 runs, but five seeds against five
	})

	It("say how many seeds would show them, and are shown by so many in four of five trials", func() {
		chance := rand.New(rand.NewPCG(9, 9))
		first := trial(chance, 2_000, 3) // as good as the truth
		Expect(first.Needed).To(BeNumerically("~", 24, 2))
		found, all := 0, repetitions(1_000, 60)
		for range all {
			if trial(chance, first.Needed, 3).Verdict == statistics.Worse {
				found++
			}
		}
		AddReportEntry(fmt.Sprintf("%d seeds: found in %d of %d", first.Needed, found, all))
		Expect(float64(found) / float64(all)).To(BeNumerically("~", 0.8, 3*math.Sqrt(0.8*0.2/float64(all))+0.03))
		Expect(paired(make([]float64, 8), make([]float64, 8)).Needed).To(BeZero())
	})

	It("refuse series of different lengths", func() {
		_, err := statistics.Paired("payday", []float64{1, 2}, []float64{1}, points)
		Expect(err).To(MatchError(ContainSubstring("payday: 2 scores against 1")))
	})

	It("claim nothing from fewer than eight seeds", func() {
		d := paired([]float64{1, 2, 3}, []float64{51, 52, 53})
		Expect(d.Interval).To(BeNil())
		Expect(d.Bounds).To(BeNil())
		Expect(d.Verdict).To(Equal(statistics.NoProof))
		Expect(d.Mean).To(Equal(50.0))
	})

	It("see a difference that is the same on every seed, and none where there is none", func() {
		same := []float64{1, 2, 3, 4, 5, 6, 7, 8}
		d := paired(same, same)
		Expect(d.P).To(Equal(1.0))
		Expect(d.Verdict).To(Equal(statistics.NoProof))
		Expect(*d.Interval).To(Equal(statistics.Interval{}))
		Expect(d.Bounds.High).To(BeNumerically("~", 200*(1-math.Pow(0.025, 1.0/8)), 1e-4))
		Expect(paired(same, []float64{2, 3, 4, 5, 6, 7, 8, 9}).Verdict).To(Equal(statistics.Better))
	})
})

// agrees sees that verdict, probability, mean and interval say one thing.
func agrees(t *rapid.T, d *statistics.Difference) {
	i := d.Interval
	shown := i.Low > 0 || i.High < 0
	if shown != (d.Verdict != statistics.NoProof) || shown != (d.Corrected <= statistics.Significance) {
		t.Fatalf("%s, p %v and the interval %v", d.Verdict, d.Corrected, i)
	}
	if d.Verdict == statistics.Better && i.Low <= 0 || d.Verdict == statistics.Worse && i.High >= 0 || d.Mean < i.Low-1e-5 || d.Mean > i.High+1e-5 {
		t.Fatalf("%s, mean %v and the interval %v", d.Verdict, d.Mean, i)
	}
}

var _ = Describe("Holm's correction", func() {
	It("raises each probability by what is left to look at, and never reverses their order", func() {
		all := []statistics.Difference{
			{Name: "c", P: 0.04, Mean: -1}, {Name: "a", P: 0.01, Mean: -1}, {Name: "b", P: 0.02, Mean: 1},
		}
		statistics.Holm(all)
		Expect(all[1].Corrected).To(BeNumerically("~", 0.03, 1e-9))
		Expect(all[2].Corrected).To(BeNumerically("~", 0.04, 1e-9))
		Expect(all[0].Corrected).To(BeNumerically("~", 0.04, 1e-9))
		Expect(all[1].Verdict).To(Equal(statistics.Worse))
		Expect(all[2].Verdict).To(Equal(statistics.Better))
	})

	It("has the interval reach to zero where it takes a difference back, and leaves the others alone", func() {
		list := make([]statistics.Difference, 12)
		for i := range list {
			list[i] = paired(make([]float64, 8), []float64{1, 2, 3, 4, 5, 6, 7, 8}) // 2 in 2^8: 0.0078
		}
		list[0] = paired(make([]float64, 16), []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
		alone, weak := *list[0].Interval, *list[1].Interval
		Expect(weak.Low).To(BeNumerically(">", 0))
		statistics.Holm(list)
		Expect(list[0].Verdict).To(Equal(statistics.Better))
		Expect(*list[0].Interval).To(Equal(alone))
		Expect(list[1].Verdict).To(Equal(statistics.NoProof))
		Expect(*list[1].Interval).To(Equal(statistics.Interval{Low: 0, High: weak.High}))
	})

	It("does not count comparisons in which nothing differed", func() {
		list := make([]statistics.Difference, 12)
		for i := range list {
			list[i] = paired(make([]float64, 8), make([]float64, 8))
		}
		list[3] = paired(make([]float64, 8), []float64{1, 2, 3, 4, 5, 6, 7, 8})
		list[7] = paired(make([]float64, 8), []float64{-1, 2, -3, 4, -5, 6, -7, 8})
		statistics.Holm(list)
		Expect(list[3].Corrected).To(Equal(2 * 2 / 256.0))
		Expect(list[3].Verdict).To(Equal(statistics.Better))
		Expect(list[0].Verdict).To(Equal(statistics.NoProof))
	})

	It("keeps false claims over twelve scenarios rare", func() {
		chance := rand.New(rand.NewPCG(5, 6))
		claimed, all := 0, repetitions(2_000, 40)
		for range all {
			list := make([]statistics.Difference, 12)
			for i := range list {
				list[i] = trial(chance, 12, 0)
			}
			statistics.Holm(list)
			for i := range list {
				if list[i].Verdict != statistics.NoProof {
					claimed++
					break
				}
			}
		}
		Expect(float64(claimed) / float64(all)).To(BeNumerically("<=", 0.05+3*math.Sqrt(0.95*0.05/float64(all))))
	})
})
