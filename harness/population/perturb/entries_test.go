package perturb_test

import (
	"fmt"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/perturb"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// composite is a scenario with entries, of which one alone is drawn.
func composite(name string, change func(*scenarios.Scenario)) *scenarios.Scenario {
	GinkgoHelper()
	sc, err := scenarios.Load("composite-campaign")
	Expect(err).NotTo(HaveOccurred())
	for i := range sc.Entries {
		sc.Entries[i].Weight.Value = 0
		if sc.Entries[i].Name.Text == name {
			sc.Entries[i].Weight.Value, sc.Entries[i].Beside = 1, nil
		}
	}
	sc.Variation.Discipline, sc.Variation.Patience, sc.Variation.Greed = nil, nil, nil
	if change != nil {
		change(sc)
	}
	return sc
}

// eachVariant draws so many.
func eachVariant(sc *scenarios.Scenario, do func(*scenarios.Scenario)) {
	for seed := range uint64(12) {
		s := sim.Salt{}.Root(seed, "entries")
		v, _ := perturb.Scenario(sc, &s)
		do(v)
	}
}

func lasts(v *scenarios.Scenario) time.Duration {
	last := int64(0)
	for i := range v.Campaign.Steps {
		for _, t := range v.Campaign.Steps[i].Transfers {
			last = max(last, t.At.Unix)
		}
	}
	return time.Duration(last - v.Campaign.Onset.Earliest.Unix)
}

var _ = Describe("A scenario with entries", func() {
	It("has one of them, with steps that stand for each other taken once", func() {
		taken := map[string]int{}
		eachVariant(composite("hot_keys", nil), func(v *scenarios.Scenario) {
			Expect(v.Incident.Position.Text).To(Equal(scenarios.PositionSigningKey))
			Expect(v.Entries).To(BeEmpty())
			away, drains := 0, 0
			for _, s := range v.Campaign.Steps {
				taken[s.ID.Text]++
				if s.Choice != nil {
					away++
				} else {
					drains++
				}
			}
			Expect(away).To(Equal(1))
			Expect(drains).To(BeNumerically(">=", 1))
		})
		Expect(len(taken)).To(BeNumerically(">=", 6))
	})

	It("leaves out what follows a step that is left out", func() {
		eachVariant(composite("logins", nil), func(v *scenarios.Scenario) {
			has := func(id string) bool {
				return slices.ContainsFunc(v.Campaign.Steps, func(s scenarios.Step) bool { return s.ID.Text == id })
			}
			Expect(has("by-password")).To(Equal(has("log-in-unguarded")))
			Expect(has("by-phone")).To(Equal(has("log-in-swapped")))
		})
	})

	It("has the other's keys beside its own, where it says so", func() {
		sc := composite("old_keys", func(sc *scenarios.Scenario) {
			sc.Entries[0].Beside = &scenarios.Beside{Entry: scenarios.Name{Text: "hot_keys"}, Chance: scenarios.Share{PPM: sim.Whole}}
		})
		eachVariant(sc, func(v *scenarios.Scenario) {
			Expect(v.Compromise.Credentials() && v.Compromise.SigningKey()).To(BeTrue())
			Expect(v.Campaign.Steps[0].ID.Text).To(Equal("present"))
			Expect(v.Campaign.Steps[len(v.Campaign.Steps)-1].Transfers).NotTo(BeEmpty())
		})
	})

	It("begins at night where he is careful", func() {
		sc := composite("engine", func(sc *scenarios.Scenario) {
			sc.Variation.Discipline = []scenarios.Discipline{{Weight: scenarios.Number{Value: 1}, Pieces: scenarios.Ratio{PPM: sim.Whole}, Night: true}}
		})
		eachVariant(sc, func(v *scenarios.Scenario) {
			onset := time.Unix(0, v.Campaign.Onset.Earliest.Unix).In(v.Clock.Zone.Location())
			Expect(onset.Hour()).To(BeNumerically("<", 5))
			Expect(v.Campaign.Onset.Earliest.Unix).To(BeNumerically(">", v.Clock.Start.Unix))
		})
	})

	It("takes as much longer as he is patient, and never longer than the clock runs", func() {
		of := func(times int64) *scenarios.Scenario {
			return composite("hot_keys", func(sc *scenarios.Scenario) {
				sc.Variation.Patience = []scenarios.Patience{{Weight: scenarios.Number{Value: 1}, Times: scenarios.Ratio{PPM: times}}}
				for i := range sc.Entries {
					k := &sc.Entries[i].Campaign
					k.Steps = slices.DeleteFunc(k.Steps, func(s scenarios.Step) bool { return s.Choice != nil || len(s.Transfers) == 0 })
				}
			})
		}
		var usual []time.Duration
		eachVariant(of(sim.Whole), func(v *scenarios.Scenario) { usual = append(usual, lasts(v)) })
		n := 0
		eachVariant(of(sim.Whole/5), func(v *scenarios.Scenario) {
			Expect(lasts(v)).To(BeNumerically("~", usual[n]/5, time.Second))
			n++
		})
		eachVariant(of(1000*sim.Whole), func(v *scenarios.Scenario) {
			Expect(lasts(v)).To(BeNumerically(">", 24*time.Hour))
			Expect(v.Campaign.Onset.Earliest.Unix + int64(lasts(v))).To(BeNumerically("<=", v.Clock.End.Unix))
		})
	})

	It("takes a part of it where he is modest, and in more pieces where he is careful", func() {
		sent := func(greed, pieces int64) (sum float64, n int) {
			sc := composite("hot_keys", func(sc *scenarios.Scenario) {
				sc.Variation.Greed = []scenarios.Greed{{Weight: scenarios.Number{Value: 1}, Takes: scenarios.Ratio{PPM: greed}}}
				sc.Variation.Discipline = []scenarios.Discipline{{Weight: scenarios.Number{Value: 1}, Pieces: scenarios.Ratio{PPM: pieces}}}
				sc.Variation.Amounts.PPM = 0
			})
			eachVariant(sc, func(v *scenarios.Scenario) {
				for i := range v.Campaign.Steps {
					if s := &v.Campaign.Steps[i]; s.Takes() {
						n += len(s.Transfers)
						for _, t := range s.Transfers {
							sum += coinsOf(&t.Amount) * coinsOf(&v.Asset(t.Amount.Asset.Text).Reference)
						}
					}
				}
			})
			return sum, n
		}
		all, few := sent(sim.Whole, sim.Whole)
		quarter, many := sent(sim.Whole/4, 3*sim.Whole)
		Expect(quarter / all).To(BeNumerically("~", 0.25, 0.01))
		Expect(float64(many) / float64(few)).To(BeNumerically("~", 3, 0.6))
	})
})

func coinsOf(a *scenarios.Amount) (n float64) {
	GinkgoHelper()
	_, err := fmt.Sscan(a.Text, &n)
	Expect(err).NotTo(HaveOccurred())
	return n
}
