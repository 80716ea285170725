package draw_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Build refuses what no world can be made of", func() {
	DescribeTable("and says where in the file",
		func(spoil func(*scenarios.Scenario), says string) {
			sc := populationtest.Zaif()
			spoil(sc)
			_, err := draw.Build(sc, draw.Options{Seed: 1, Scale: populationtest.Small})
			Expect(err).To(MatchError(MatchRegexp(`scenario\.yaml:\d+:\d+: ` + says)))
		},
		Entry("too little money in the world",
			func(sc *scenarios.Scenario) { sc.Venues[0].Assets[1].Supply.Text = "1" }, "supply of 100000000 base units of BTC"),
		Entry("an amount finer than its coin",
			func(sc *scenarios.Scenario) { sc.Venues[0].Assets[0].Reference.Text = "0.5" }, `amount "0.5"`),
		Entry("an unknown coin",
			func(sc *scenarios.Scenario) { sc.Venues[0].Markets[0].Base.Text = "XYZ" }, `unknown asset "XYZ"`),
		Entry("a currency that is not the first asset",
			func(sc *scenarios.Scenario) { sc.Currency.Text = "BTC" }, `currency "BTC" is not the venue's first asset`),
		Entry("a cohort without a group",
			func(sc *scenarios.Scenario) { sc.Compromise.Cohort.Group.Text = "nobody" }, `group "nobody" of the cohort`),
		Entry("a cohort that the scale would shrink",
			func(sc *scenarios.Scenario) { sc.Compromise.Cohort.Group.Text = "people" }, `group "people" of the cohort`),
		Entry("more stolen keys than there are",
			func(sc *scenarios.Scenario) { sc.Compromise.Dump.Live.Value = 2000 }, `2000 stolen keys`),
		Entry("an unknown network",
			func(sc *scenarios.Scenario) { sc.Compromise.Sources.Network.Text = "moon" }, `unknown network "moon"`),
		Entry("a network that is too small",
			func(sc *scenarios.Scenario) { sc.Population.Networks[1].Prefix.Text = "198.18.0.0/28" }, `network "hosting_abroad" is too small`),
		Entry("a network that is none",
			func(sc *scenarios.Scenario) { sc.Population.Networks[1].Prefix.Text = "everywhere" }, `prefix "everywhere"`),
		Entry("a day of 23 hours",
			func(sc *scenarios.Scenario) {
				sc.Population.HourlyProfiles[0].Value = sc.Population.HourlyProfiles[0].Value[:23]
			}, `rhythm "waking" has 23 weights`),
		Entry("a chain without blocks",
			func(sc *scenarios.Scenario) { sc.Venues[0].Assets[1].Chain.BlockInterval.Value = 0 }, `chain block interval`),
		Entry("customers without habits",
			func(sc *scenarios.Scenario) { sc.Population.Groups[0].Habits = nil }, `group "people" lacks`),
		Entry("two venues",
			func(sc *scenarios.Scenario) { sc.Venues = append(sc.Venues, sc.Venues[0]) }, `2 venues, expected 1`),
	)

	DescribeTable("options out of range",
		func(o draw.Options, says string) {
			_, err := draw.Build(populationtest.Zaif(), o)
			Expect(err).To(MatchError(ContainSubstring(says)))
		},
		Entry("scale", draw.Options{Scale: 2 * sim.Whole}, "scale of 2000000 parts per million"),
		Entry("negative scale", draw.Options{Scale: -1}, "scale of -1"),
		Entry("variation", draw.Options{Variation: "shaken"}, `variation "shaken", expected record or perturbed`),
	)
})

var _ = Describe("A scenario without an attacker", func() {
	It("has nobody to rob", func() {
		sc := populationtest.Zaif()
		sc.Compromise, sc.Campaign = nil, nil
		for _, variation := range []string{draw.Record, draw.Perturbed} {
			w, err := draw.Build(sc, draw.Options{Seed: 1, Scale: populationtest.Small, Variation: variation})
			Expect(err).NotTo(HaveOccurred())
			Expect(w.Attack).To(BeFalse())
			Expect(w.Dump).To(BeEmpty())
			Expect(w.Truth).To(Equal(draw.Truth{}))
			Expect(w.Planned).To(BeNumerically(">", 10_000))
		}
	})
})
