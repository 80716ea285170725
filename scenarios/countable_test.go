package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// buildVariant draws the worlds of a variant and what their chains begin with.
func buildVariant(sc *scenarios.Scenario, seed uint64, scale int64) []*draw.World {
	GinkgoHelper()
	worlds, err := draw.BuildAll(sc, draw.Options{Seed: seed, Scale: scale, Variation: draw.Perturbed})
	Expect(err).NotTo(HaveOccurred(), "%s --seed %d", sc.ID.Text, seed)
	for _, w := range worlds {
		for a := range w.Genesis.Assets {
			_, err := w.Genesis.ChainGenesis(uint16(a + 1))
			Expect(err).NotTo(HaveOccurred(), "%s --seed %d", sc.ID.Text, seed)
		}
	}
	return worlds
}

// all is what everybody and the house own of an asset.
func all(g *mockexchange.Genesis, asset uint16) (sum int64) {
	sum = g.Assets[asset-1].HouseFunds
	for _, b := range g.Balances {
		if b.Asset == asset {
			sum += b.Amount
		}
	}
	return sum
}

var _ = Describe("A variant with a coin so cheap that everybody would own more of it than can be counted", func() {
	DescribeTable("is built, with all that there can be", func(id string, seeds ...uint64) {
		sc := load(id)
		for _, seed := range seeds {
			most := int64(0)
			for _, w := range buildVariant(sc, seed, sim.Whole/50) {
				for a := range w.Genesis.Assets {
					most = max(most, all(&w.Genesis, uint16(a+1)))
				}
			}
			Expect(most).To(BeNumerically(">", mockexchange.MostOwed/2), "--seed %d", seed)
		}
	},
		EntryDescription("%[1]s"),
		Entry(nil, "honest-squeeze-2022-12", uint64(10), uint64(21), uint64(28), uint64(42), uint64(43), uint64(45), uint64(52), uint64(58)),
		Entry(nil, "threecommas-2022-10", uint64(29)),
		Entry(nil, "binance-accounts-2019-05", uint64(4), uint64(5), uint64(6)),
	)

	It("is built at full size too, for every scenario and 300 seeds", Label("soak"), func() {
		if !soaking {
			Skip("SKIPPED, NOT TESTED: EXDRILL_SOAK=1 runs it")
		}
		for _, id := range scenarios.IDs() {
			sc := load(id)
			for seed := range uint64(300) {
				buildVariant(sc, seed+1, sim.Whole/50)
				buildVariant(sc, seed+1, sim.Whole)
			}
		}
	})
})
