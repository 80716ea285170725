package planner

import (
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("A plan", Ordered, func() {
	var w *draw.World
	BeforeAll(func() {
		sc, err := scenarios.Load(zaif)
		Expect(err).NotTo(HaveOccurred())
		w, err = draw.Build(sc, draw.Options{Seed: 3, Scale: sim.Whole / 50})
		Expect(err).NotTo(HaveOccurred())
	})

	It("holds the counts, the spans and the order of the scenario, whatever the seed", func() {
		sc := w.Scenario
		for seed := range uint64(20) {
			p, _, err := Plan(w, &w.Genesis, seed, 0)
			Expect(err).NotTo(HaveOccurred())
			Expect(p.Sources).To(HaveLen(4))
			counts := make(map[string]int)
			last := make(map[int]int)   // by key: position in the scenario of its latest step
			when := make(map[int]int64) // by key: its time
			used := make(map[int]bool)
			before := int64(0)
			for _, st := range p.Steps {
				Expect(st.At).To(BeNumerically(">=", before), "in the order of time")
				before = st.At
				Expect(st.At).To(BeNumerically(">=", sc.Campaign.Onset.Earliest.Unix))
				used[st.Source] = true
				at := slices.IndexFunc(sc.Campaign.Steps, func(x scenarios.Step) bool { return strings.HasPrefix(st.ID, x.ID.Text+"/") })
				Expect(at).To(BeNumerically(">=", 0))
				if earlier, found := last[st.Key]; found {
					Expect(at).To(BeNumerically(">", earlier), "key %d: in the order of the scenario", st.Key)
					Expect(st.At).To(BeNumerically(">", when[st.Key]))
				}
				last[st.Key], when[st.Key] = at, st.At
				if !st.Counterfactual {
					counts[st.Technique] += max(st.Params.Count, 1)
				}
			}
			Expect(used).To(HaveLen(4), "all four addresses are used")
			Expect(counts["present_key"]).To(Equal(102))
			Expect(p.Steps[0].At).To(BeNumerically("<=", sc.Campaign.Onset.Latest.Unix))
		}
	})

	It("writes prices to the last digit, whatever their size", func() {
		sc, err := scenarios.Load("binance-sys-2018-07")
		Expect(err).NotTo(HaveOccurred())
		thin, err := draw.Build(sc, draw.Options{Seed: 3, Scale: sim.Whole / 50})
		Expect(err).NotTo(HaveOccurred())
		large, unround := 0.0, 0.0
		for seed := range uint64(20) {
			p, _, err := Plan(thin, &thin.Genesis, seed, 0)
			Expect(err).NotTo(HaveOccurred())
			for _, s := range p.Steps {
				for _, r := range s.Params.Ladder {
					if r.Price > 30_000_000 && r.Price < 100_000_000 {
						large++
						if r.Price%10 != 0 {
							unround++
						}
					}
				}
			}
		}
		Expect(large).To(BeNumerically(">", 200))
		Expect(unround/large).To(BeNumerically("~", 0.72, 0.1), "four of five programs write prices in full")
	})

	It("draws anew for every seed, and the same for the same", func() {
		a, _, _ := Plan(w, &w.Genesis, 1, 0)
		b, _, _ := Plan(w, &w.Genesis, 1, 0)
		c, _, _ := Plan(w, &w.Genesis, 2, 0)
		Expect(a).To(Equal(b))
		Expect(c.Steps).NotTo(Equal(a.Steps))
		Expect(c.Addresses["BTC"][0]).NotTo(Equal(a.Addresses["BTC"][0]))
	})

	It("says where counts do not fit the keys", func() {
		sc, other := *w.Scenario, *w
		c := *sc.Campaign
		c.Steps = slices.Clone(c.Steps)
		at := slices.IndexFunc(c.Steps, func(x scenarios.Step) bool { return len(x.Counts) > 1 })
		Expect(at).To(BeNumerically(">=", 0))
		c.Steps[at].Counts = c.Steps[at].Counts[1:]
		sc.Campaign, other.Scenario = &c, &sc
		_, _, err := Plan(&other, &w.Genesis, 1, 0)
		Expect(err).To(MatchError(MatchRegexp(`scenario\.yaml:\d+:\d+: \d+ counts for \d+ keys, expected one for each`)))
	})
})
