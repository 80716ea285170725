package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

const (
	bitfinex       = "bitfinex-2016-08"
	limitRaisedDay = "limit-raised-day"
)

var _ = Describe("Bitfinex, August 2016", Label("embedded", "scenario:"+bitfinex), func() {
	It("takes it all with a limit that the thief set, and no key", func(ctx SpecContext) {
		stage := open(bitfinex, 1, 0.02)
		Expect(stage.World().Scenario.SigningPath()).To(BeTrue())
		var asked, changed []mockexchange.Event
		hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
			switch ev.Type {
			case mockexchange.SigningLimitAsked:
				asked = append(asked, *ev)
			case mockexchange.SigningLimitChanged:
				changed = append(changed, *ev)
			}
		})
		Expect(asked).To(HaveLen(1))
		Expect([]any{asked[0].Label, changed[0].At}).To(Equal([]any{"wallet-server", asked[0].At}))
	})

	It("is held to the limit that there was where a higher one waits for a second person", func(ctx SpecContext) {
		r := against(ctx, open(bitfinex, 1, 0.02), standing("signing_policy_lock: {}"))
		Expect(r.Loss.Net).To(BeNumerically("<", r.Loss.Undefended*20/100), r.Reproduce)
		Expect(r.Score).To(And(BeNumerically(">", score.Points(80_00)), BeNumerically("<", score.Points(99_00))), r.Reproduce)
	})

	It("is stopped where a person has to sign, for the price of a person", func(ctx SpecContext) {
		r := against(ctx, open(bitfinex, 1, 0.02), standing("multisig: {m: 2, n: 3, people: 2}"))
		Expect(r.Loss.Net).To(BeZero(), r.Reproduce)
		Expect(r.Harm.Total).To(BeNumerically(">", 0), r.Reproduce)
	})

	DescribeTable("waits, or does not even notice", func(ctx SpecContext, posture string) {
		r := against(ctx, open(bitfinex, 1, 0.02), standing(posture))
		Expect(r.Loss.Net).To(BeNumerically(">", r.Loss.Undefended*95/100), r.Reproduce)
	},
		Entry("where the lock has no second person", "signing_policy_lock: {second_person: false}"),
		Entry("where machines sign what is proposed", "multisig: {}"),
		Entry("where addresses are held that nobody paid before: it is no withdrawal", "address_book: {}"),
	)

	It("is prevented by one who knows of it, whatever is drawn", func(ctx SpecContext) {
		for seed := range uint64(2) {
			r := against(ctx, variant(bitfinex, seed+1, 0.02, sim.Salt{}), drill.WithDefence("oracle"))
			Expect(r.Score).To(BeNumerically(">", score.Points(98_00)), r.Reproduce)
		}
	})
})

var _ = Describe("A day for which staff raise their co-signer's limit", Label("embedded", "scenario:"+limitRaisedDay), func() {
	It("costs nothing, and much where the higher limit waits for a day", func(ctx SpecContext) {
		stage := open(limitRaisedDay, 1, 0.02)
		Expect(against(ctx, stage, drill.WithDefence("none")).Score).To(Equal(score.Best))
		r := against(ctx, stage, standing("signing_policy_lock: {}"))
		Expect(r.Score).To(BeNumerically("<", score.Points(90_00)), r.Reproduce)
		less := against(ctx, stage, standing("signing_policy_lock: {after: 1h}"))
		Expect(less.Score).To(BeNumerically(">", r.Score), less.Reproduce)
	})
})

// bitfinexComesOut checks that the thief gets what he came for, and that stopping
// everything afterwards changes nothing of it.
func bitfinexComesOut(none, history *drill.Result) {
	Expect(none.Loss.Undefended).To(BeNumerically(">", 0))
	Expect(history.Loss.Net).To(BeNumerically(">", none.Loss.Undefended*99/100))
	Expect(history.Harm.Total).To(BeNumerically(">", 0))
}
