package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/drill/drilltest"
	"github.com/exdrill/exdrill/harness/score"
)

const zaifKeys = "zaif-api-keys-2018-01"

var _ = Describe("Zaif, January 2018", Label("embedded", "scenario:"+zaifKeys), func() {
	for _, seed := range drawings(1, 20) {
		It(fmt.Sprintf("puts the defences in their order, seed %d", seed), Label("slow"), func(ctx SpecContext) {
			points := func(defence string) (score.Points, *drill.Result) {
				r := against(ctx, open(zaifKeys, seed, 0.02), drill.WithDefence(defence))
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

// zaifKeysComeOut: what the stop came too late for is gone, the rest is not.
func zaifKeysComeOut(none, history *drill.Result) {
	Expect(history.Passed).To(BeTrue(), history.Reproduce)
	Expect(none.Loss.Net).To(BeNumerically(">", history.Loss.Net), "the thief takes more after the hour of the stop")
	Expect(takenBy(none, stop)).To(Equal(takenBy(history, stop)), "up to the stop both runs are alike")
	Expect(history).To(drilltest.ReproduceTheRecord())
}
