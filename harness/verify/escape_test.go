package verify_test

import (
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/verify"
)

// missed is how often a sample of these cells misses runs that a forger spread so.
func missed(cells []verify.Cell, forged []int, times int) float64 {
	draw, unseen := rand.New(rand.NewPCG(1, 2)), 0
	for range times {
		found := false
		for c := range cells {
			for _, i := range draw.Perm(cells[c].Runs)[:cells[c].Again] {
				found = found || i < forged[c]
			}
		}
		if !found {
			unseen++
		}
	}
	return float64(unseen) / float64(times)
}

var _ = Describe("The chance of a forger", func() {
	cells := []verify.Cell{{Runs: 10, Again: 1}, {Runs: 20, Again: 4}}

	It("is what drawing samples shows, at the spread that is best for him", func() {
		for forged := 1; forged <= 8; forged++ {
			best := 0.0
			for first := range forged + 1 {
				best = max(best, missed(cells, []int{first, forged - first}, 20_000))
			}
			Expect(verify.EscapeOf(cells, forged).Chance).To(BeNumerically("~", best, 0.015), "%d forged", forged)
		}
	})

	It("is one where nothing is made again, and none where everything is, or where he has changed more than was left", func() {
		Expect(verify.EscapeOf([]verify.Cell{{Runs: 5}}, 5).Chance).To(Equal(1.0))
		Expect(verify.EscapeOf([]verify.Cell{{Runs: 5, Again: 5}}, 1).Chance).To(BeZero())
		Expect(verify.EscapeOf([]verify.Cell{{Runs: 5, Again: 2}}, 4).Chance).To(BeZero())
		Expect(verify.EscapeOf(cells, 30).Chance).To(BeZero())
		Expect(verify.EscapeOf(cells, 1).Chance).To(BeNumerically("~", 0.9, 1e-12))
	})

	It("is told for one run, and for one, five and ten in a hundred", func() {
		var forged []int
		for _, e := range verify.EscapesOf([]verify.Cell{{Runs: 1000, Again: 10}}) {
			forged = append(forged, e.Forged)
		}
		Expect(forged).To(Equal([]int{1, 10, 50, 100}))
		Expect(verify.EscapesOf([]verify.Cell{{Runs: 3, Again: 1}})).To(HaveLen(1))
		Expect(verify.EscapesOf(nil)).To(Equal([]verify.Escape{{1, 0}}))
	})
})
