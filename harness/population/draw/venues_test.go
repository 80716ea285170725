package draw_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Worlds of several venues", Ordered, func() {
	var sc *scenarios.Scenario
	var worlds []*draw.World
	BeforeAll(func() {
		sc = populationtest.Trio(populationtest.Zaif(), 3_001)
		var err error
		worlds, err = draw.BuildAll(sc, draw.Options{Seed: 4, Scale: populationtest.Small})
		Expect(err).NotTo(HaveOccurred())
	})

	// all adds a number up over the venues.
	all := func(of func(w *draw.World) int) (sum int) {
		for _, w := range worlds {
			sum += of(w)
		}
		return sum
	}

	It("come in the order of the file, each with its own venue alone", func() {
		Expect(worlds).To(HaveLen(3))
		for i, w := range worlds {
			Expect(w.Venue).To(Equal(i))
			Expect(w.Genesis.Name).To(Equal(sc.Venues[i].Name.Text))
			Expect(w.Scenario.Venues).To(HaveLen(1))
			Expect(w.Whole.Venues).To(HaveLen(3))
			_, err := mockexchange.New(&w.Genesis, nil)
			Expect(err).NotTo(HaveOccurred())
		}
	})

	It("split everybody exactly, by shares", func() {
		for g := range sc.Population.Groups {
			sum := int64(0)
			for _, w := range worlds {
				if here := populationtest.Group(w.Scenario, sc.Population.Groups[g].Name.Text); here != nil {
					sum += here.Count.Value
				}
			}
			Expect(sum).To(Equal(sc.Population.Groups[g].Count.Value))
		}
		Expect(populationtest.Group(worlds[0].Scenario, "people").Count.Value).To(BeEquivalentTo(7595))
		Expect(all(func(w *draw.World) int { return len(w.Dump) })).To(Equal(3_001))
		Expect(all(func(w *draw.World) int { return len(w.Truth.Accounts) })).To(Equal(600))
		deleted := []int64{}
		for _, w := range worlds {
			deleted = append(deleted, w.Scenario.Compromise.Dump.Deleted.Value)
		}
		Expect(deleted).To(Equal(scenarios.Split(2_401, []int64{500_000, 330_000, 170_000})))
	})

	It("keep a class of victims that names its venue there, with all that it owns", func() {
		robbed := func(w *draw.World) (n int) {
			for _, k := range w.Dump {
				if k.Class == "robbed" {
					n++
				}
			}
			return n
		}
		Expect(robbed(worlds[0])).To(Equal(40))
		Expect(robbed(worlds[1]) + robbed(worlds[2])).To(BeZero())
		Expect(worlds[0].Scenario.Compromise.Victims[0].Total.Text).To(Equal("72000000"))
	})

	It("show exactly as many keys as were shown in public, live ones and deleted ones alike", func() {
		shown := map[bool]int{}
		for _, w := range worlds {
			for _, k := range w.Dump {
				if k.Published {
					shown[k.Live]++
				}
			}
		}
		Expect(shown[true] + shown[false]).To(Equal(300))
		Expect(shown[true]).To(BeNumerically("~", 60, 30))
	})

	It("have in common where the vendors and the thief call from, and nothing else", func() {
		Expect(worlds[0].Truth.Sources).To(HaveLen(4))
		calls := func(w *draw.World) map[access.Source]bool {
			from := map[access.Source]bool{}
			populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(14), populationtest.Accept, func(d *populationtest.Sent) {
				if g := d.Command.Source; d.Command.Key != 0 {
					from[g] = true
				}
			})
			return from
		}
		first := calls(worlds[0])
		for _, w := range worlds[1:] {
			Expect(w.Truth.Sources).To(Equal(worlds[0].Truth.Sources))
			Expect(w.Genesis.Seed).NotTo(Equal(worlds[0].Genesis.Seed))
			common := 0
			for s := range calls(w) {
				if first[s] {
					common++
				}
			}
			Expect(common).To(BeNumerically(">=", 4), "those of up to three vendors, four each")
			Expect(common).To(BeNumerically("<=", 12))
		}
	})

	It("are drawn again alike", func() {
		again, err := draw.BuildAll(sc, draw.Options{Seed: 4, Scale: populationtest.Small})
		Expect(err).NotTo(HaveOccurred())
		for i := range worlds {
			Expect(again[i].Genesis).To(Equal(worlds[i].Genesis))
			Expect(again[i].Dump).To(Equal(worlds[i].Dump))
		}
	})

	It("leave out what is done elsewhere", func() {
		s := populationtest.Trio(populationtest.Zaif(), 300)
		at := populationtest.Named("hayate")
		s.History.Actions[0].Venue = &at
		s.History.Alerts[0].Venue = &at
		s.Campaign.Steps[0].On = []scenarios.Name{populationtest.Named("robbed")}
		ws, err := draw.BuildAll(s, draw.Options{Seed: 1, Scale: populationtest.Small})
		Expect(err).NotTo(HaveOccurred())
		Expect(ws[0].Scenario.History.Actions).To(HaveLen(len(s.History.Actions) - 1))
		Expect(ws[1].Scenario.History.Actions).To(HaveLen(len(s.History.Actions)))
		Expect(ws[0].Scenario.History.Alerts).To(BeEmpty())
		Expect(ws[0].Scenario.Campaign.Steps).To(HaveLen(1))
		Expect(ws[1].Scenario.Campaign.Steps).To(BeEmpty())
		Expect(s.Campaign.Steps).To(HaveLen(1), "the scenario given is left alone")
	})
})

var _ = Describe("Build", func() {
	It("draws what BuildAll draws of one venue, and nothing of several", func() {
		all, err := draw.BuildAll(populationtest.Record(), draw.Options{Seed: 6, Scale: populationtest.Small})
		Expect(err).NotTo(HaveOccurred())
		w := populationtest.Build(draw.Options{Seed: 6, Scale: populationtest.Small})
		Expect(all).To(HaveLen(1))
		Expect(all[0].Genesis).To(Equal(w.Genesis))
		Expect(w.Scenario).To(BeIdenticalTo(w.Whole))
		_, err = draw.Build(populationtest.Trio(populationtest.Zaif(), 300), draw.Options{Seed: 6, Scale: populationtest.Small})
		Expect(err).To(MatchError(ContainSubstring("3 venues, expected 1")))
	})
})
