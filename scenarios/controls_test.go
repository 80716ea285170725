package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// In a control scenario nothing is wrong. What a defence does there, it does to
// customers.
var _ = Describe("Every control scenario", Label("embedded"), func() {
	for _, id := range scenarios.IDs() {
		sc, err := scenarios.Load(id)
		if err != nil {
			panic(err)
		}
		if sc.Incident.Position.Text != scenarios.PositionNone {
			continue
		}
		Describe(id, Label("scenario:"+id), func() {
			for _, seed := range drawings(1, 3) {
				It(fmt.Sprintf("rewards those who do nothing and not those who close, seed %d", seed), Label("slow"), func(ctx SpecContext) {
					stage := open(id, seed, 0.1)
					none := against(ctx, stage, drill.WithDefence("none"))
					Expect(none.Score).To(Equal(score.Best), none.Reproduce)
					Expect(none.Passed).To(BeTrue(), none.Reproduce)
					Expect(none.Outcome.Tally.Attack).To(BeFalse())
					Expect(none.Outcome.Tally.Thief.Commands).To(BeZero())
					Expect(none.Harm.Total).To(BeZero())
					Expect(none.Harm.ClosedDay).To(BeNumerically(">", 0))

					halted := against(ctx, stage, drill.WithDefence("halt-everything"))
					Expect(halted.Score).To(BeNumerically("<", 0), halted.Reproduce)
					Expect(halted.Passed).To(BeFalse(), halted.Reproduce)
				})
			}

			It("is scored as one in every variation", func(ctx SpecContext) {
				for _, seed := range drawings(1, 2) {
					r, err := drill.Run(ctx, id, drill.WithSeed(seed), drill.WithScale(0.02), drill.WithVariation("perturbed"))
					Expect(err).NotTo(HaveOccurred())
					Expect(r.Score).To(Equal(score.Best), r.Reproduce)
				}
			})
		})
	}
})
