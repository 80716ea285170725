package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
)

const zaifKeys = "zaif-api-keys-2018-01"

var _ = Describe("Zaif, January 2018", Label("embedded", "scenario:"+zaifKeys), func() {
	It("comes out in the history run as it is documented", Label("slow"), func(ctx SpecContext) {
		for _, seed := range []uint64{1, 2, 3} {
			r := run(ctx, drill.WithDefence("history"), drill.WithSeed(seed))
			Expect(r).To(drill.ReproduceTheRecord())
			for _, f := range r.Facts {
				By(fmt.Sprintf("seed %d: %s, record %s", seed, f.Name, f.Expected))
				Expect(f.Holds != nil).To(Equal(f.Kind == "measured"), "every measured fact applies to the history run")
			}
			Expect(r.Passed).To(BeTrue(), r.Reproduce)
		}
	})

	It("goes on beyond the record where nobody responds", Label("slow"), func(ctx SpecContext) {
		stage, err := drill.Open(zaifKeys, drill.WithSeed(4))
		Expect(err).NotTo(HaveOccurred())
		none, err := stage.Run(ctx)
		Expect(err).NotTo(HaveOccurred())
		history, err := stage.Run(ctx, drill.WithDefence("history"))
		Expect(err).NotTo(HaveOccurred())

		held := 0
		for _, f := range none.Facts {
			Expect(f.Holds != nil).To(Equal(f.Kind == "measured" && f.About == "attack"), f.Name)
			if f.Holds != nil {
				Expect(*f.Holds).To(BeTrue(), f.Name)
				held++
			}
		}
		Expect(held).To(BeNumerically(">=", 10))
		Expect(none.Loss.Net).To(BeNumerically(">", history.Loss.Net), "the thief takes more after the hour of the stop")
		Expect(takenBy(none, stop)).To(Equal(takenBy(history, stop)), "up to the stop both runs are alike")
	})

	for seed := uint64(1); seed <= 20; seed++ {
		It(fmt.Sprintf("puts the defences in their order, seed %d", seed), Label("slow"), func(ctx SpecContext) {
			stage, err := drill.Open(zaifKeys, drill.WithSeed(seed), drill.WithScale(0.1))
			Expect(err).NotTo(HaveOccurred())
			points := func(defence string) (score.Points, *drill.Result) {
				r, err := stage.Run(ctx, drill.WithDefence(defence))
				Expect(err).NotTo(HaveOccurred())
				return r.Score, r
			}
			none, _ := points("none")
			Expect(none).To(BeZero())
			oracle, r := points("oracle")
			Expect(oracle).To(BeNumerically(">", score.Points(90_00)), r.Reproduce)
			guardrails, r := points("guardrails")
			Expect(guardrails).To(BeNumerically(">", score.Points(0)), r.Reproduce)
			halted, r := points("halt-everything")
			Expect(halted < 0 || !r.Harm.OK).To(BeTrue(), r.Reproduce)
		})
	}
})

// stop is the hour of the record's stop, 7 January 2018, 10:00 in Japan.
const stop = int64(1_515_286_800_000_000_000)

// takenBy is what the thief had taken by a moment, in base units of the
// currency.
func takenBy(r *drill.Result, moment int64) (sum int64) {
	for _, c := range r.Outcome.Tally.Changes {
		if c.At <= moment && c.Delta > 0 {
			sum += c.Delta
		}
	}
	return sum
}

// run is a scored run of the drill.
func run(ctx SpecContext, options ...drill.Option) *drill.Result {
	GinkgoHelper()
	r, err := drill.Run(ctx, zaifKeys, options...)
	Expect(err).NotTo(HaveOccurred())
	return r
}
