package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

// lost is what a thief of a level takes from a venue under a defence, summed
// over seeds.
func lost(ctx SpecContext, id, guard string, level int, seeds uint64, scale float64) (sum int64) {
	GinkgoHelper()
	for seed := uint64(1); seed <= seeds; seed++ {
		o, err := open(id, seed, scale).Watch(ctx, drill.WithDefence(guard), drill.WithAdaptation(level))
		Expect(err).NotTo(HaveOccurred())
		sum += o.Tally.Net()
	}
	return sum
}

// attacked lists the scenarios with a thief.
func attacked() (ids []string) {
	GinkgoHelper()
	for _, id := range scenarios.IDs() {
		sc, err := drill.Scenario(id)
		Expect(err).NotTo(HaveOccurred())
		if sc.Compromise != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

var _ = Describe("A thief who adapts", Label("embedded"), func() {
	worse := func(ctx SpecContext, seeds uint64, scale float64, guards ...string) {
		for _, id := range attacked() {
			for _, guard := range guards {
				replaying, probing := lost(ctx, id, guard, 0, seeds, scale), lost(ctx, id, guard, drill.MaxAdaptation, seeds, scale)
				Expect(probing).To(BeNumerically(">=", replaying), "%s against %s", id, guard)
			}
		}
	}

	It("does at least the damage of one who replays the record", func(ctx SpecContext) { worse(ctx, 1, 0.02, "guardrails") })

	It("does so over ten seeds", Label("soak"), func(ctx SpecContext) { worse(ctx, 10, 0.1, "static-limits", "guardrails") })
})
