package perturb_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/perturb"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

func perturbed(seed uint64) (*scenarios.Scenario, bool) {
	GinkgoHelper()
	s := sim.NewStream(seed, 0, 0)
	return perturb.Scenario(populationtest.Record(), &s)
}

var _ = Describe("A perturbed scenario", func() {
	It("leaves the record alone", func() {
		sc := populationtest.Zaif()
		s := sim.NewStream(1, 0, 0)
		perturbed, _ := perturb.Scenario(sc, &s)
		Expect(sc).To(Equal(populationtest.Zaif()))
		Expect(perturbed).NotTo(Equal(sc))
	})

	It("is the same for the same stream", func() {
		a, attack := perturbed(3)
		b, same := perturbed(3)
		Expect(b).To(Equal(a))
		Expect(same).To(Equal(attack))
	})

	It("keeps within its bounds", func() {
		for seed := range uint64(60) {
			v, _ := perturbed(seed)
			days := (v.Clock.Start.Unix - populationtest.Record().Clock.Start.Unix) / populationtest.Hours(24)
			Expect(days).To(And(BeNumerically(">=", -120), BeNumerically("<=", 120)))
			Expect(v.Clock.Start.Unix).To(Equal(populationtest.Record().Clock.Start.Unix+days*populationtest.Hours(24)), "midnight stays midnight")
			Expect(v.Clock.End.Unix - v.Clock.Start.Unix).To(Equal(populationtest.Record().Clock.End.Unix - populationtest.Record().Clock.Start.Unix))

			k, was := v.Compromise, populationtest.Record().Compromise
			Expect(k.Dump.Keys.Value).To(Equal(k.Dump.Live.Value + k.Dump.Deleted.Value))
			Expect(k.Dump.Deleted.Value).To(And(BeNumerically(">=", 10), BeNumerically("<=", 26)), "18, give or take 40 %")
			var live int64
			for i := range k.Victims {
				n := was.Victims[i].Accounts.Value
				Expect(k.Victims[i].Accounts.Value).To(BeNumerically("~", n, n*2/5+1))
				live += k.Victims[i].Accounts.Value
			}
			Expect(k.Dump.Live.Value).To(Equal(live))
			Expect(k.Cohort.Keys.Value).To(BeNumerically("~", 1000, 400))
			Expect(k.Sources.Addresses.Value).To(And(BeNumerically(">=", 2), BeNumerically("<=", 6)))
			shift := (k.Cohort.Created.First.Start-was.Cohort.Created.First.Start)/populationtest.Hours(24) - days
			Expect(shift).To(And(BeNumerically(">=", -150), BeNumerically("<=", 150)))
			Expect(k.Dump.DeletedOn.Last.End).To(BeNumerically("<", v.Clock.Start.Unix))
		}
	})

	It("keeps the campaign within the clock, in its order, with a count for each account", func() {
		for seed := range uint64(60) {
			v, _ := perturbed(seed)
			c := v.Campaign
			Expect(c.Onset.Earliest.Unix).To(BeNumerically(">=", v.Clock.Start.Unix))
			Expect(c.Onset.Latest.Unix).To(BeNumerically(">=", c.Onset.Earliest.Unix))
			sizes := map[string]int{}
			for _, class := range v.Compromise.Victims {
				sizes[class.Name.Text] = int(class.Accounts.Value)
			}
			for _, s := range c.Steps {
				if s.At != nil {
					Expect(s.At.End.Unix).To(And(BeNumerically(">", v.Clock.Start.Unix), BeNumerically("<=", v.Clock.End.Unix)))
				}
				if len(s.Counts) == 0 {
					continue
				}
				accounts := 0
				for _, set := range s.On {
					accounts += sizes[set.Text]
				}
				Expect(s.Counts).To(HaveLen(accounts), s.ID.Text)
				for _, n := range s.Counts {
					Expect(n.Value).To(BeNumerically(">=", 1))
				}
			}
		}
	})

	It("moves what the exchange did along with the thief, and the cut-off along with the keys", func() {
		v, _ := perturbed(11)
		moved := v.History.Actions[0].At.Unix - populationtest.Record().History.Actions[0].At.Unix
		Expect(v.Campaign.Onset.Earliest.Unix - populationtest.Record().Campaign.Onset.Earliest.Unix).To(Equal(moved))
		keys := v.Compromise.Cohort.Created.Last.End - populationtest.Record().Compromise.Cohort.Created.Last.End
		for i, a := range v.History.Actions {
			if a.CreatedUntil != nil {
				Expect(a.CreatedUntil.Unix - populationtest.Record().History.Actions[i].CreatedUntil.Unix).To(Equal(keys))
			}
		}
	})

	It("names venue, coins and ranges differently, everywhere alike", func() {
		v, _ := perturbed(5)
		Expect(v.Venues[0].Name.Text).NotTo(Equal("zaif"))
		codes := map[string]bool{}
		for _, a := range v.Venues[0].Assets {
			codes[a.Code.Text] = true
			Expect(a.Reference.Asset.Text).To(Equal("JPY"))
			if a.Chain != nil {
				Expect(a.Chain.Network.Text).To(Equal(strings.ToLower(a.Code.Text)))
				Expect(a.Chain.MinFee.Asset.Text).To(Equal(a.Code.Text))
			}
		}
		Expect(codes).To(And(HaveLen(5), HaveKey("JPY"), Not(HaveKey("BTC")), Not(HaveKey("MONA"))))
		for _, row := range v.Population.Holdings {
			Expect(codes).To(HaveKey(row.Key.Text))
		}
		for _, s := range v.Campaign.Steps {
			if s.Params != nil && s.Params.Target != nil {
				Expect(codes).To(HaveKey(s.Params.Target.Text))
			}
		}
		for i, n := range v.Population.Networks {
			Expect(n.Prefix.Text).NotTo(Equal(populationtest.Record().Population.Networks[i].Prefix.Text))
			Expect(n.Prefix.Text).To(HavePrefix("24"))
		}
	})

	It("sometimes brings no attack", func() {
		quiet := 0
		for seed := range uint64(200) {
			if _, attack := perturbed(seed); !attack {
				quiet++
			}
		}
		Expect(quiet).To(BeNumerically("~", 20, 10))
	})

	It("makes a world for every seed, in which honest life works", func() {
		for seed := range uint64(12) {
			w := populationtest.Build(draw.Options{Seed: seed, Scale: 5_000, Variation: draw.Perturbed})
			Expect(w.Truth.Keys).To(HaveLen(int(w.Scenario.Compromise.Dump.Keys.Value)))
			_, err := mockexchange.New(&w.Genesis, nil)
			Expect(err).NotTo(HaveOccurred())
			Expect(w.Genesis.Name).To(Equal(w.Scenario.Venues[0].Name.Text))
			Expect(w.Planned).To(BeNumerically(">", 5000))
		}
	})

	It("differs by salt", func() {
		a := populationtest.Build(draw.Options{Seed: 1, Scale: 5_000, Variation: draw.Perturbed})
		b := populationtest.Build(draw.Options{Seed: 1, Scale: 5_000, Variation: draw.Perturbed, Salt: "rock"})
		Expect(a.Scenario).NotTo(Equal(b.Scenario))
		Expect(a.Genesis.Start).NotTo(Equal(b.Genesis.Start))
	})
})
