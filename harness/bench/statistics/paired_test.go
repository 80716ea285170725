package statistics_test

import (
	"fmt"
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

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
	d, err := statistics.Paired("a scenario", before, after)
	Expect(err).NotTo(HaveOccurred())
	return d
}

var _ = Describe("paired differences", func() {
	It("find nothing between two replicas of one defence in 92 of 100 trials or more", func() {
		chance := rand.New(rand.NewPCG(1, 2))
		same, all := 0, repetitions(500, 200)
		for range all {
			if trial(chance, 20, 0).Verdict == statistics.NoProof {
				same++
			}
		}
		AddReportEntry(fmt.Sprintf("no difference in %d of %d", same, all))
		Expect(float64(same) / float64(all)).To(BeNumerically(">=", 0.92))
	})

	It("find a loss of three points among 40 seeds in nine of ten trials", func() {
		chance := rand.New(rand.NewPCG(3, 4))
		found, all := 0, repetitions(500, 200)
		for range all {
			if trial(chance, 40, 3).Verdict == statistics.Worse {
				found++
			}
		}
		AddReportEntry(fmt.Sprintf("found in %d of %d", found, all))
		Expect(float64(found) / float64(all)).To(BeNumerically(">=", 0.90))
	})

	It("refuse series of different lengths", func() {
		_, err := statistics.Paired("payday", []float64{1, 2}, []float64{1})
		Expect(err).To(MatchError(ContainSubstring("payday: 2 scores against 1")))
	})

	It("claim nothing from fewer than eight seeds", func() {
		d, err := statistics.Paired("a", []float64{1, 2, 3}, []float64{51, 52, 53})
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Interval).To(BeNil())
		Expect(d.Verdict).To(Equal(statistics.NoProof))
		Expect(d.Mean).To(Equal(50.0))
	})

	It("see a difference that is the same on every seed, and none where there is none", func() {
		same := []float64{1, 2, 3, 4, 5, 6, 7, 8}
		d, _ := statistics.Paired("a", same, same)
		Expect(d.Verdict).To(Equal(statistics.NoProof))
		d, _ = statistics.Paired("a", same, []float64{2, 3, 4, 5, 6, 7, 8, 9})
		Expect(d.Verdict).To(Equal(statistics.Better))
	})
})

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

	It("keeps false claims over twelve scenarios rare", func() {
		chance := rand.New(rand.NewPCG(5, 6))
		claimed, all := 0, repetitions(500, 40)
		for range all {
			list := make([]statistics.Difference, 12)
			for i := range list {
				list[i] = trial(chance, 20, 0)
			}
			statistics.Holm(list)
			for i := range list {
				if list[i].Verdict != statistics.NoProof {
					claimed++
					break
				}
			}
		}
		Expect(float64(claimed) / float64(all)).To(BeNumerically("<=", 0.10))
	})
})
