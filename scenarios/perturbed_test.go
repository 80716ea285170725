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
			scored := map[bool]bool{} // one night with a thief and one without
			days, takes := map[int64]bool{}, map[int64]bool{}
			for _, seed := range drawings(6, 20) {
				stage, err := drill.Open(d.id, drill.WithSeed(seed), drill.WithScale(0.01), drill.WithVariation(draw.Perturbed))
				Expect(err).NotTo(HaveOccurred())
				attack := stage.World().Attack
				if !scored[attack] {
					scored[attack] = true
					r := against(ctx, stage, drill.WithDefence("none"))
					Expect(r.Harm.Total).To(BeZero(), r.Reproduce)
					Expect(r.Score).To(Equal(map[bool]score.Points{true: 0, false: score.Best}[attack]), r.Reproduce)
				}
				o, err := stage.Watch(ctx)
				Expect(err).NotTo(HaveOccurred())
				Expect(o.Tally.Attack).To(Equal(attack), "seed %d", seed)
				if !attack {
					quiet++
					Expect(o.Tally.Thief.Commands).To(BeZero(), "seed %d", seed)
					continue
				}
				Expect(o.Tally.Net()).To(BeNumerically(">", 0), "seed %d", seed)
				days[o.Tally.Changes[0].At/(24*hour)] = true
				takes[o.Tally.Net()] = true
			}
			Expect(quiet).To(BeNumerically("<", all/2))
			Expect(len(takes)).To(Equal(all-quiet), "never the same amount")
			Expect(len(days)).To(BeNumerically(">=", 3))
		})
	}
})
