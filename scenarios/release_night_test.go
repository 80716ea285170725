package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("A release at night", Label("embedded", "scenario:release-night"), func() {
	const id = "release-night"

	for _, seed := range drawings(1, 3) {
		It(fmt.Sprintf("is deployed in a hurry, and then the house pays in three coins, seed %d", seed), func(ctx SpecContext) {
			released, paid := []int64{}, map[uint16]int64{}
			hear(ctx, open(id, seed, 0.02), func(_ *sim.Envelope, ev *mockexchange.Event) {
				switch {
				case ev.Type == mockexchange.Deployed:
					released = append(released, ev.At)
				case ev.Type == mockexchange.HousePaid && ev.At >= instant("2024-10-09T00:55:00+09:00"):
					paid[ev.Asset] = max(paid[ev.Asset], ev.Amount)
				}
			})
			Expect(released).To(ContainElement(instant("2024-10-08T23:52:00+09:00")))
			Expect(len(released)).To(BeNumerically(">", 1), "it is one of several")
			Expect(paid).To(HaveLen(3))
		})
	}

	DescribeTable("costs whoever takes it for BigONE's night",
		func(ctx SpecContext, control string) {
			for _, seed := range drawings(2, 4) {
				r := against(ctx, open(id, seed, 0.02), standing(control))
				Expect(r.Score).To(And(BeNumerically("<", score.Best), BeNumerically(">", score.Points(80))), r.Reproduce)
			}
		},
		Entry("stops pay-outs where code differs", "code_attestation: {}"),
		Entry("sweeps upon a spend on no record", "chain_watch: {}, automatic_sweep: {}"),
	)
})
