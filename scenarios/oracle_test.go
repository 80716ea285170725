package scenarios_test

import (
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// hairsbreadth is by how many points somebody may be better than the oracle: as
// much as rounding can come to.
const hairsbreadth score.Points = 1

// rivals are what nobody may be better with than one who knows everything: the
// defences that ship, every control alone, and the postures that came closest.
func rivals() (list []drill.Option) {
	GinkgoHelper()
	for _, name := range bundle.Names() {
		if name != "oracle" {
			list = append(list, drill.WithDefence(name))
		}
	}
	var controls []string
	for _, c := range control.All() {
		controls = append(controls, c.Info().Name+": {}")
	}
	controls = append(controls,
		"withdrawal_opt_in: {}, multisig: {}",
		"chain_watch: {}, automatic_sweep: {}, hot_cap: {}",
		"multisig: {}, price_range_execution: {}, market_anomaly_freeze: {}",
		"key_allow_list: {}, scope_separation: {}, first_seen_hold: {}",
	)
	for _, posture := range controls {
		list = append(list, standing(posture))
	}
	return list
}

// Whatever is left to lose or to hurt by one who knows everything, nobody else may
// do without. Where he has all points there is nothing to compare.
var _ = Describe("The oracle bounds every other defence", Label("embedded"), func() {
	bounds := func(ctx SpecContext, id, variation string, seed uint64, level int) {
		GinkgoHelper()
		stage, err := drill.Open(id, drill.WithSeed(seed), drill.WithScale(0.01), drill.WithVariation(variation), drill.WithAdaptation(level))
		Expect(err).NotTo(HaveOccurred())
		run := func(d drill.Option) *drill.Result {
			GinkgoHelper()
			r, err := stage.RunDefended(ctx, d)
			Expect(err).NotTo(HaveOccurred())
			return r
		}
		oracle := run(drill.WithDefence("oracle"))
		if !oracle.Outcome.Tally.Attack {
			Expect(oracle.Score).To(Equal(score.Best), oracle.Reproduce)
		}
		if oracle.Score >= score.Best-hairsbreadth {
			return
		}
		AddReportEntry("short of all", fmt.Sprintf("%.2f: %s", float64(oracle.Score)/100, oracle.Reproduce))
		for _, d := range rivals() {
			other := run(d)
			Expect(other.Score).To(BeNumerically("<=", oracle.Score+hairsbreadth), "%s\nagainst %s", other.Reproduce, oracle.Reproduce)
		}
	}

	// The thief who holds a hot key costs even one who knows him something.
	DescribeTable("here", bounds,
		Entry("where keys drain accounts", "zaif-api-keys-2018-01", draw.Record, uint64(1), 2),
		Entry("where guardrails once were better", "binance-sys-2018-07", draw.Record, uint64(3), 0),
		Entry("where he has the hot key", "coincheck-nem-2018-01", draw.Perturbed, uint64(3), 0),
		Entry("on a day like any other", "hot-wallet-migration", draw.Perturbed, uint64(1), 0),
	)

	It("in every scenario and variation, on many seeds, whatever the thief tries", Label("soak"), func(ctx SpecContext) {
		if !soaking {
			Skip("set EXDRILL_SOAK=1")
		}
		for _, id := range scenarios.IDs() {
			for _, variation := range []string{draw.Record, draw.Perturbed} {
				for seed := range uint64(6) {
					By(strings.Join([]string{id, variation, fmt.Sprint(seed + 1)}, " "))
					bounds(ctx, id, variation, seed+1, int(seed%4))
				}
			}
		}
	})
})
