package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// A variant is another night: on another day, at another hour, with other
// amounts, and sometimes nothing happens at all.
var _ = Describe("Every variant", Label("embedded"), func() {
	for _, d := range records {
		It("of "+d.id+" plays, with or without a thief", Label("scenario:"+d.id, "slow"), func(ctx SpecContext) {
			all := len(drawings(6, 20))
			robbed, quiet := len(drawings(2, 20)), len(drawings(1, 20)) // how many are played
			days, takes, nights := map[int64]bool{}, map[int64]bool{}, 0
			for _, seed := range drawings(6, 20) {
				stage := variant(d.id, seed, 0.01, sim.Salt{})
				if !stage.World().Attack {
					if nights++; nights <= quiet {
						passes(ctx, stage)
					}
					continue
				}
				days[stage.World().Scenario.Campaign.Onset.Earliest.Unix/(24*hour)] = true
				if len(takes) < robbed {
					takes[robs(ctx, stage, len(takes) == 0)] = true
				}
			}
			Expect(nights).To(BeNumerically("<", all/2))
			Expect(len(takes)).To(Equal(min(robbed, all-nights)), "never the same amount")
			Expect(len(days)).To(BeNumerically(">=", 3))
		})
	}
})

// passes expects that nothing happens on a stage, and that who does nothing about
// it is right.
func passes(ctx SpecContext, stage *drill.Stage) {
	GinkgoHelper()
	r := against(ctx, stage, drill.WithDefence("none"))
	Expect(r.Score).To(Equal(score.Best), r.Reproduce)
	Expect(r.Harm.Total).To(BeZero(), r.Reproduce)
	Expect(r.Outcome.Tally.Attack).To(BeFalse(), r.Reproduce)
	Expect(r.Outcome.Tally.Thief.Commands).To(BeZero(), r.Reproduce)
}

// robs expects that a thief takes something on a stage where nobody defends, and
// gives how much; a scored run has no points for it.
func robs(ctx SpecContext, stage *drill.Stage, scored bool) int64 {
	GinkgoHelper()
	if scored {
		r := against(ctx, stage, drill.WithDefence("none"))
		Expect(r.Score).To(BeZero(), r.Reproduce)
		Expect(r.Harm.Total).To(BeZero(), r.Reproduce)
		Expect(r.Loss.Net).To(BeNumerically(">", 0), r.Reproduce)
		return int64(r.Loss.Net)
	}
	o, err := stage.Watch(ctx)
	Expect(err).NotTo(HaveOccurred())
	Expect(o.Tally.Attack).To(BeTrue(), "seed %d", stage.Seed())
	Expect(o.Tally.Net()).To(BeNumerically(">", 0), "seed %d", stage.Seed())
	return o.Tally.Net()
}
