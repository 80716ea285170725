package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
)

// A variant is another night: on another day, at another hour, with other
// amounts, and sometimes nothing happens at all.
var _ = Describe("Every variant", Label("embedded"), func() {
	for _, d := range records {
		It("of "+d.id+" plays, with or without a thief", Label("scenario:"+d.id, "slow"), func(ctx SpecContext) {
			quiet, all := 0, len(drawings(6, 20))
			days, takes := map[int64]bool{}, map[int64]bool{}
			for _, seed := range drawings(6, 20) {
				r, err := drill.Run(ctx, d.id, drill.WithSeed(seed), drill.WithScale(0.01), drill.WithVariation(draw.Perturbed))
				Expect(err).NotTo(HaveOccurred())
				Expect(r.Harm.Total).To(BeZero(), r.Reproduce)
				if !r.Outcome.Tally.Attack {
					quiet++
					Expect(r.Score).To(Equal(score.Best), r.Reproduce)
					Expect(r.Outcome.Tally.Thief.Commands).To(BeZero(), r.Reproduce)
					continue
				}
				Expect(r.Score).To(BeZero(), r.Reproduce)
				Expect(r.Loss.Net).To(BeNumerically(">", 0), r.Reproduce)
				days[r.Outcome.Tally.Changes[0].At/(24*hour)] = true
				takes[int64(r.Loss.Net)] = true
			}
			Expect(quiet).To(And(BeNumerically(">", 0), BeNumerically("<", all/2)), "sometimes nobody comes")
			Expect(len(takes)).To(Equal(all-quiet), "never the same amount")
			Expect(len(days)).To(BeNumerically(">=", 3))
		})
	}
})
