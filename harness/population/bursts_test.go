package population_test

import (
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

// excited is the record with bursts of people alone, in place of everybody's.
func excited(seed uint64, of *scenarios.Bursts) *draw.World {
	GinkgoHelper()
	sc := populationtest.Zaif()
	for i := range sc.Population.Groups {
		sc.Population.Groups[i].Bursts = nil
	}
	sc.Population.Groups[0].Bursts = of
	w, err := draw.Build(sc, draw.Options{Seed: seed, Scale: 200_000})
	Expect(err).NotTo(HaveOccurred())
	return w
}

func often() *scenarios.Bursts {
	b := &scenarios.Bursts{Times: *times(25)}
	b.Every.Value, b.Lasts.Least.Value, b.Lasts.Most.Value = 4*time.Hour, 3*time.Minute, 6*time.Minute
	return b
}

// burstsOf are the phases of a group in which it cares for one market alone.
func burstsOf(w *draw.World, group int) (list []span) {
	phases := population.Groups(w.People)[group].Phases
	from := populationtest.Start(w)
	for i := range phases {
		p := &phases[i]
		only, on := -1, 0
		for m, weight := range p.ByMarket {
			if weight > 0 {
				only, on = m, on+1
			}
		}
		if on == 1 {
			list = append(list, span{from, p.Until, uint16(only + 1), p.Buys > sim.Whole/2})
		}
		from = p.Until
	}
	return list
}

type span struct {
	from, until int64
	market      uint16
	rises       bool
}

var _ = Describe("A burst", func() {
	It("has many go for one market on one side of it, at times and about coins that each drawing has of its own", func() {
		w := excited(1, often())
		bursts := burstsOf(w, 0)
		Expect(len(bursts)).To(BeNumerically("~", 24, 15))
		var lasted int64
		markets := map[uint16]bool{}
		for _, b := range bursts {
			lasted += b.until - b.from
			markets[b.market] = true
		}
		Expect(len(markets)).To(BeNumerically(">=", 2))
		in, out, agree := 0, 0, 0
		populationtest.Play(w.People.Clone(), populationtest.End(w), populationtest.Accept, func(d *populationtest.Sent) {
			account := d.Actor.Account()
			if account == 0 || d.Command.Kind != mockexchange.PlaceOrder || d.Attempt.Kind != sim.IntentOrder || w.AccountGroup[account-1] != 0 {
				return
			}
			for _, b := range bursts {
				if b.from <= d.At && d.At < b.until {
					if in++; d.Command.Market == b.market && (d.Command.Side == market.Buy) == b.rises {
						agree++
					}
					return
				}
			}
			out++
		})
		rate := func(n int, time int64) float64 { return float64(n) / float64(time) }
		Expect(rate(in, lasted)).To(BeNumerically(">", 8*rate(out, populationtest.End(w)-populationtest.Start(w)-lasted)))
		Expect(float64(agree) / float64(in)).To(BeNumerically(">", 0.6))
		other := burstsOf(excited(2, often()), 0)
		for i := range min(len(other), len(bursts)) {
			Expect(other[i].from).NotTo(Equal(bursts[i].from))
		}
		Expect(burstsOf(excited(1, nil), 0)).To(BeEmpty())
	})

	It("comes in every scenario that ships, to people and to programs", func() {
		for _, id := range scenarios.IDs() {
			sc, err := scenarios.Load(id)
			Expect(err).NotTo(HaveOccurred())
			for i := range sc.Population.Groups {
				if g := &sc.Population.Groups[i]; slices.Contains([]string{"people", "api_bots", "vendor_bots"}, g.Name.Text) {
					Expect(g.Bursts).NotTo(BeNil(), "%s: %s", id, g.Name.Text)
				}
			}
		}
	})

	It("is also about the thin coin that the thief of VIA buys, on days on which he does not come", func() {
		sc, err := scenarios.Load("binance-via-2018-03")
		Expect(err).NotTo(HaveOccurred())
		n := 0
		for seed := range uint64(12) {
			w, err := draw.Build(sc, draw.Options{Seed: seed + 1, Scale: populationtest.Small})
			Expect(err).NotTo(HaveOccurred())
			for _, b := range burstsOf(w, int(seed)%4) { // people, newcomers, programs, vendors' programs
				if w.Genesis.Assets[w.Genesis.Markets[b.market-1].Base-1].Code == "VIA" && b.rises && b.until < sc.Campaign.Onset.Earliest.Unix {
					n++
				}
			}
		}
		Expect(n).To(BeNumerically(">=", 2))
	})

	It("goes through a surge's beginning, and is of the coins that the surge is about", func() {
		sc := surging(func(s *scenarios.Surge) {
			s.Interest = scenarios.Table[scenarios.Share]{{Key: scenarios.Name{Text: "MONA"}, Value: *populationtest.Percent(100)}}
		})
		for i := range sc.Population.Groups {
			sc.Population.Groups[i].Bursts = nil
		}
		sc.Population.Groups[0].Bursts = often()
		w := populationtest.BuildScenario(sc, populationtest.Small)
		from, to := occasion(sc)
		mona, _ := w.Genesis.AssetID("MONA")
		phases := population.Groups(w.People)[0].Phases
		last := populationtest.Start(w)
		inside := 0
		for i := range phases {
			Expect(phases[i].Until).To(BeNumerically(">=", last))
			Expect(last >= from || phases[i].Until <= from).To(BeTrue(), "a phase lies on both sides of the beginning")
			if last >= from && phases[i].Until <= to {
				inside++
				only(phases[i], w, mona)
			}
			last = phases[i].Until
		}
		Expect(inside).To(BeNumerically(">", 2))
	})
})

// only expects that a phase is about the markets of one coin.
func only(p model.Phase, w *draw.World, coin uint16) {
	GinkgoHelper()
	for m, weight := range p.ByMarket {
		Expect(weight > 0).To(Equal(w.Genesis.Markets[m].Base == coin))
	}
}
