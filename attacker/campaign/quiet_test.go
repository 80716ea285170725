package campaign

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("A thief who knows what controls venues have", func() {
	steps := []Step{
		{ID: "look", Technique: "present_key"},
		{ID: "trade", Technique: "counter_trade", Partner: 2, Params: technique.Params{Market: "AB", Rounds: 10, Price: 900, Quantity: 5}},
	}

	It("trades near the market first, and as planned afterwards", func() {
		c := Campaign{Level: technique.Probes, Steps: steps}
		got := c.quietFirst()
		Expect(got).To(HaveLen(3))
		Expect(got[1].ID).To(Equal("trade~quiet"))
		Expect(got[1].Partner).To(Equal(2))
		Expect(got[1].Params).To(Equal(technique.Params{Market: "AB", Rounds: 40, Through: 300_000, Quantity: 5}))
		Expect(got[2]).To(Equal(steps[1]))
		Expect(steps[1].Params.Price).To(BeEquivalentTo(900), "the plan is left alone")
	})

	It("alone does: below that level the plan is word by word", func() {
		for level := technique.Replays; level < technique.Probes; level++ {
			c := Campaign{Level: level, Steps: steps}
			Expect(c.quietFirst()).To(Equal(steps))
		}
	})
})
