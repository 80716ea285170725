package draw_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
)

var _ = Describe("More coins than a chain can count", func() {
	build := func(variation string) (*draw.World, error) {
		sc := populationtest.Zaif()
		for i := range sc.Population.Groups {
			if g := &sc.Population.Groups[i]; g.Scalable && g.Amounts != nil { // victims are not of these
				g.Amounts.Order.Median.Text += "00000000"
			}
		}
		return draw.Build(sc, draw.Options{Seed: 2, Scale: populationtest.Small, Variation: variation})
	}

	It("are an error in a record, which says where", func() {
		_, err := build(draw.Record)
		Expect(err).To(MatchError(MatchRegexp(`yaml:\d+:\d+: supply of \d+ base units of \w+.*, but everybody owns \d+ together`)))
	})

	It("are in a variant as many as there can be, and makers have what they need", func() {
		w, err := build(draw.Perturbed)
		Expect(err).NotTo(HaveOccurred())
		capped := 0
		for i := range w.Genesis.Assets {
			a := &w.Genesis.Assets[i]
			owned, quoting := a.HouseFunds, 0
			for _, b := range w.Genesis.Balances {
				if b.Asset != uint16(i+1) {
					continue
				}
				owned += b.Amount
				if w.Scenario.Population.Groups[w.AccountGroup[b.Account-1]].Quotes != nil {
					quoting++
				}
			}
			Expect(quoting).To(BeNumerically(">", 0), a.Code)
			supply, err := money.Unit{Code: a.Code, Decimals: a.Decimals}.Parse(w.Scenario.Asset(a.Code).Supply.Text)
			Expect(err).NotTo(HaveOccurred())
			if owned > min(supply, mockexchange.MostOwed)/100*99 {
				capped++
			}
		}
		Expect(capped).To(BeNumerically(">", 0))
	})
})
