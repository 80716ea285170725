package draw_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
)

var _ = Describe("Adoption of voluntary controls", func() {
	// listed are the keys whose owners keep an allow-list.
	listed := func(adoption int64) map[uint32]bool {
		all := map[uint32]bool{}
		w := populationtest.Build(draw.Options{Seed: 3, Scale: populationtest.Small, Adoption: adoption})
		for i := range w.Genesis.Keys {
			if len(w.Genesis.Keys[i].Listed) > 0 {
				all[uint32(i+1)] = true
			}
		}
		return all
	}

	It("grows and shrinks with the multiple, and whoever is among few is among many", func() {
		half, plain, double := listed(sim.Whole/2), listed(0), listed(2*sim.Whole)
		Expect(listed(sim.Whole)).To(Equal(plain))
		Expect(len(half)).To(BeNumerically("<", len(plain)*3/4))
		Expect(len(double)).To(BeNumerically(">", len(plain)*5/4))
		for key := range half {
			Expect(plain).To(HaveKey(key))
		}
		for key := range plain {
			Expect(double).To(HaveKey(key))
		}
	})

	It("never exceeds everybody", func() {
		keys := len(populationtest.Build(draw.Options{Seed: 3, Scale: populationtest.Small}).Genesis.Keys)
		Expect(len(listed(draw.MaxAdoption))).To(BeNumerically("<=", keys))
	})

	It("refuses a multiple that is none", func() {
		for _, wrong := range []int64{-1, draw.MaxAdoption + 1} {
			_, err := draw.Build(populationtest.Record(), draw.Options{Seed: 3, Scale: populationtest.Small, Adoption: wrong})
			Expect(err).To(MatchError(ContainSubstring("expected 1 to 1000000000")))
		}
	})
})
