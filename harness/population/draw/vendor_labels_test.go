package draw_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Keys that were made for a bot vendor", func() {
	worlds := func(id string, seed uint64, v string, without bool) []*draw.World {
		GinkgoHelper()
		sc, err := scenarios.Load(id)
		Expect(err).NotTo(HaveOccurred())
		if without {
			sc = sc.Clone()
			for i := range sc.Venues {
				sc.Venues[i].VendorLabels = nil
			}
		}
		all, err := draw.BuildAll(sc, draw.Options{Seed: seed, Scale: 500_000, Variation: v})
		Expect(err).NotTo(HaveOccurred())
		return all
	}

	It("name it in as many cases as the venue says, the leaked ones like any others", func() {
		for _, w := range worlds("threecommas-2022-10", 1, draw.Record, false) {
			named, leaked := map[uint8]int64{}, map[uint32]bool{}
			for _, k := range w.Dump {
				leaked[k.Key] = true
				named[w.Genesis.Keys[k.Key-1].Vendor]++
			}
			share := w.Scenario.Venues[0].VendorLabels.PPM
			Expect(named).To(HaveLen(2), "their vendor, and none")
			Expect(named[0] * money.Whole / int64(len(w.Dump))).To(BeNumerically("~", money.Whole-share, 20_000))
			others := map[uint8]bool{}
			for i, k := range w.Genesis.Keys {
				if k.Vendor != 0 && !leaked[uint32(i+1)] {
					others[k.Vendor] = true
				}
			}
			Expect(len(others)).To(BeNumerically(">=", 2), "honest customers of every vendor, of the leaked one too")
			Expect(w.Genesis.Vendors).To(Equal([]string{"vendor-1", "vendor-2", "vendor-3", "vendor-4"}))
		}
	})

	It("name it on good days, too, and nowhere where the venue has no such keys", func() {
		for _, without := range []bool{false, true} {
			w := worlds("bot-vendor-migration", 2, draw.Perturbed, without)[0]
			named := 0
			for _, k := range w.Genesis.Keys {
				if k.Vendor != 0 {
					named++
				}
			}
			Expect(named > 0).To(Equal(!without))
			Expect(len(w.Genesis.Vendors) > 0).To(Equal(!without))
		}
	})
})
