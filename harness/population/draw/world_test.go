package draw_test

import (
	"net/netip"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("A world at full scale", Ordered, func() {
	var w *draw.World
	BeforeAll(func() { w = populationtest.Build(draw.Options{Seed: 1}) })

	It("has 20,000 customers, and market makers and momentum traders besides", func() {
		Expect(w.Genesis.Accounts).To(HaveLen(20_000 + 6 + 12 + extra(w)))
		Expect(w.AccountWeight).To(HaveLen(len(w.Genesis.Accounts)))
		Expect(count(w.AccountWeight, 0)).To(Equal(18), "those have no intents")
	})

	It("plans for well over a million commands of customers", func() {
		Expect(w.Planned).To(BeNumerically(">=", 1_300_000))
		Expect(w.Planned).To(BeNumerically("<=", 1_550_000))
	})

	It("is what its seed says, down to the last balance", func() {
		again := populationtest.Build(draw.Options{Seed: 1})
		Expect(again.Genesis).To(Equal(w.Genesis))
		Expect(again.Dump).To(Equal(w.Dump))
		Expect(again.People).To(Equal(w.People))
	})

	It("differs with seed and salt", func() {
		pepper, err := sim.ParseSalt("5ca1ab1e0ddba11f00dcafe5e1ec7ed1")
		Expect(err).NotTo(HaveOccurred())
		for _, o := range []draw.Options{{Seed: 2, Scale: populationtest.Small}, {Seed: 1, Scale: populationtest.Small, Salt: pepper}} {
			other, same := populationtest.Build(o), populationtest.Build(draw.Options{Seed: 1, Scale: populationtest.Small})
			Expect(other.Genesis.Seed).NotTo(Equal(same.Genesis.Seed))
			Expect(other.Truth.Sources).NotTo(Equal(same.Truth.Sources))
			Expect(other.Genesis.Keys).NotTo(Equal(same.Genesis.Keys))
			Expect(other.Genesis.Balances).NotTo(Equal(same.Genesis.Balances))
			Expect(other.Dump).NotTo(Equal(same.Dump))
		}
	})

	It("is not drawn with a salt that nobody here knows", func() {
		pepper, err := sim.SealedSalt("sha256:941e8f881f361056f69062b6fecd8aa4d684298851b6d59390c4cb4e68f1057c")
		Expect(err).NotTo(HaveOccurred())
		_, err = draw.BuildAll(w.Scenario, draw.Options{Seed: 1, Scale: populationtest.Small, Salt: pepper})
		Expect(err).To(MatchError(ContainSubstring("is secret, expected one that is known")))
	})

	It("prices everything in whole base units within the supply", func() {
		for _, b := range w.Genesis.Balances {
			Expect(b.Amount).To(BeNumerically(">", 0))
		}
		for i := range w.Genesis.Assets {
			list, err := w.Genesis.ChainGenesis(uint16(i + 1))
			Expect(err).NotTo(HaveOccurred())
			Expect(list == nil).To(Equal(w.Genesis.Assets[i].Chain == nil))
		}
	})

	It("gives customers' callers addresses out of the scenario's ranges, nobody's twice but vendors'", func() {
		var ranges []netip.Prefix
		for _, n := range w.Scenario.Population.Networks {
			ranges = append(ranges, netip.MustParsePrefix(n.Prefix.Text))
		}
		seen := map[access.Source]bool{}
		for _, s := range callers(w) {
			a := netip.MustParseAddr(s.String())
			Expect(slices.ContainsFunc(ranges, func(p netip.Prefix) bool { return p.Contains(a) })).To(BeTrue())
			seen[s] = true
		}
		for _, s := range w.Truth.Sources {
			Expect(seen).NotTo(HaveKey(s))
		}
		Expect(len(seen)).To(BeNumerically(">", 3400), "a fifth of the programs is away in these hours")
	})

	It("has honest callers in the blocks that the thief calls from", func() {
		blocks := map[access.Source]int{}
		for _, s := range callers(w) {
			blocks[s>>8]++
		}
		for _, s := range w.Truth.Sources {
			Expect(blocks[s>>8]).To(BeNumerically(">=", 1), s.String())
		}
	})
})

// extra is how many accounts a seed adds because the cohort came out larger
// than its group.
func extra(w *draw.World) int {
	g := populationtest.Group(w.Scenario, w.Scenario.Compromise.Cohort.Group.Text)
	return max(0, cohortKeys(w)+int(w.Scenario.Compromise.Dump.Deleted.Value)-int(g.Count.Value))
}

// cohortKeys counts live keys created up to the last day of the cohort.
func cohortKeys(w *draw.World) (n int) {
	for _, k := range w.Genesis.Keys {
		if k.Deleted == 0 && k.Created <= w.Scenario.Compromise.Cohort.Created.Last.End {
			n++
		}
	}
	return n
}

func count[T comparable](list []T, v T) (n int) {
	for _, one := range list {
		if one == v {
			n++
		}
	}
	return n
}

// callers lists the addresses that honest commands of the first hours come from.
func callers(w *draw.World) (list []access.Source) {
	populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(6), populationtest.Accept, func(d *populationtest.Sent) { list = append(list, d.Command.Source) })
	return list
}

var _ = Describe("The stolen keys", func() {
	for seed := range uint64(5) {
		It("are those of the record, whatever the seed", func() {
			w := populationtest.Build(draw.Options{Seed: seed, Scale: populationtest.Small})
			dump := w.Scenario.Compromise.Dump
			var live, dead []draw.Stolen
			for _, k := range w.Dump {
				Expect(k.Key).To(BeNumerically(">", 0))
				Expect(w.Genesis.Keys[k.Key-1].Account).To(Equal(k.Account))
				Expect(w.Genesis.Keys[k.Key-1].Created).To(Equal(k.Created))
				Expect(w.Genesis.Keys[k.Key-1].Deleted).To(Equal(k.Deleted))
				Expect(k.Created).To(And(BeNumerically(">=", dump.Created.First.Start), BeNumerically("<=", dump.Created.Last.End)))
				if k.Live {
					live = append(live, k)
				} else {
					dead = append(dead, k)
				}
			}
			Expect(w.Dump).To(HaveLen(102))
			Expect(live).To(HaveLen(84))
			Expect(dead).To(HaveLen(18))
			byCreation := func(a, b draw.Stolen) int { return int(a.Created/1e9 - b.Created/1e9) }
			Expect(slices.MinFunc(live, byCreation).Created).To(BeNumerically("<=", dump.Created.First.End), "on the first day")
			Expect(slices.MaxFunc(live, byCreation).Created).To(BeNumerically(">=", dump.Created.Last.Start), "on the last day")

			oldest := slices.MinFunc(dead, func(a, b draw.Stolen) int { return int(a.Deleted/1e9 - b.Deleted/1e9) })
			Expect(oldest.Deleted).To(And(BeNumerically(">=", dump.DeletedOn.First.Start), BeNumerically("<=", dump.DeletedOn.First.End)))
			for _, k := range dead {
				Expect(k.Deleted).To(BeNumerically(">", k.Created))
			}
			Expect(cohortKeys(w)).To(And(BeNumerically(">=", 950), BeNumerically("<=", 1050)))

			owners := map[uint32]bool{}
			for _, k := range w.Dump {
				owners[k.Account] = true
			}
			Expect(owners).To(HaveLen(102), "each its own owner")
			Expect(w.Truth.Keys).To(HaveLen(102))
			Expect(w.Truth.Accounts).To(HaveLen(84))
			Expect(w.Truth.Sources).To(HaveLen(4))
		})
	}

	It("belong to the classes of victims with what these own together", func() {
		sc := populationtest.Zaif()
		// Whoever has plans of his own owns besides what these need.
		*populationtest.Group(sc, sc.Compromise.Cohort.Group.Text).Rates = scenarios.Rates{}
		w := populationtest.BuildScenario(sc, populationtest.Small)
		for _, class := range w.Scenario.Compromise.Victims {
			var accounts []uint32
			for _, k := range w.Dump {
				if k.Class == class.Name.Text {
					accounts = append(accounts, k.Account)
				}
			}
			Expect(accounts).To(HaveLen(int(class.Accounts.Value)), class.Name.Text)
			total, err := (money.Unit{Code: "JPY"}).Parse(class.Total.Text)
			Expect(err).NotTo(HaveOccurred())
			Expect(float64(worth(w, accounts))).To(BeNumerically("~", float64(total), float64(total)*0.01+1000))
		}
	})

	It("hide among all others: ids of keys and owners are spread evenly", func() {
		var keys, accounts []float64
		for seed := range uint64(10) {
			w := populationtest.Build(draw.Options{Seed: seed, Scale: populationtest.Small})
			for _, k := range w.Dump {
				keys = append(keys, float64(k.Key)/float64(len(w.Genesis.Keys)))
				accounts = append(accounts, float64(k.Account)/float64(len(w.Genesis.Accounts)))
			}
		}
		for _, all := range [][]float64{keys, accounts} {
			slices.Sort(all)
			for part := 1; part < 10; part++ {
				Expect(all[len(all)*part/10]).To(BeNumerically("~", float64(part)/10, 0.05))
			}
		}
	})
})

// worth is what accounts own together at reference prices.
func worth(w *draw.World, accounts []uint32) (sum int64) {
	for _, b := range w.Genesis.Balances {
		if slices.Contains(accounts, b.Account) {
			a := w.Genesis.Assets[b.Asset-1]
			v, _ := money.MulDiv(b.Amount, a.Reference, money.Pow10(a.Decimals), money.Nearest)
			sum += v
		}
	}
	return sum
}

var _ = Describe("Scale", func() {
	It("shrinks groups that are marked, and neither victims, nor the cohort, nor market makers", func() {
		w := populationtest.Build(draw.Options{Seed: 1, Scale: populationtest.Small})
		Expect(w.Genesis.Accounts).To(HaveLen(populationtest.Customers(w.Scenario, populationtest.Small) + 1050 + extra(w) + 18))
		Expect(w.Dump).To(HaveLen(102))
		Expect(cohortKeys(w)).To(BeNumerically(">=", 950))
		Expect(count(w.AccountWeight, 0)).To(Equal(18))
	})

	It("weighs the members of other groups by the scale", func() {
		w := populationtest.Build(draw.Options{Seed: 1, Scale: populationtest.Small})
		for _, k := range w.Dump {
			Expect(w.AccountWeight[k.Account-1]).To(Equal(int64(populationtest.Small)))
		}
		Expect(count(w.AccountWeight, sim.Whole)).To(Equal(populationtest.Customers(w.Scenario, populationtest.Small)))
	})
})

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

var _ = Describe("Build refuses what no world can be made of", func() {
	const own, exchange, yen = "zaif-api-keys-2018-01/scenario.yaml", "bases/exchange.yaml", "bases/yen.yaml"
	DescribeTable("and says where in the file, which may be one that the scenario extends",
		func(spoil func(*scenarios.Scenario), file, says string) {
			sc := populationtest.Zaif()
			spoil(sc)
			_, err := draw.Build(sc, draw.Options{Seed: 1, Scale: populationtest.Small})
			Expect(err).To(MatchError(MatchRegexp(`^scenarios/` + file + `:\d+:\d+: ` + says)))
		},
		Entry("too little money in the world",
			func(sc *scenarios.Scenario) { sc.Venues[0].Assets[1].Supply.Text = "1" }, exchange, "supply of 100000000 base units of BTC"),
		Entry("an amount finer than its coin",
			func(sc *scenarios.Scenario) { sc.Venues[0].Assets[0].Reference.Text = "0.5" }, own, `amount "0.5"`),
		Entry("an unknown coin",
			func(sc *scenarios.Scenario) { sc.Venues[0].Markets[0].Base.Text = "XYZ" }, own, `unknown asset "XYZ"`),
		Entry("a currency that is not the first asset",
			func(sc *scenarios.Scenario) { sc.Currency.Text = "BTC" }, yen, `currency "BTC" is not the venue's first asset`),
		Entry("a cohort without a group",
			func(sc *scenarios.Scenario) { sc.Compromise.Cohort.Group.Text = "nobody" }, own, `group "nobody" of the cohort`),
		Entry("a cohort that the scale would shrink",
			func(sc *scenarios.Scenario) { sc.Compromise.Cohort.Group.Text = "people" }, own, `group "people" of the cohort`),
		Entry("more stolen keys than there are",
			func(sc *scenarios.Scenario) { sc.Compromise.Dump.Live.Value = 2000 }, own, `2000 stolen keys`),
		Entry("an unknown network",
			func(sc *scenarios.Scenario) { sc.Compromise.Sources.Network.Text = "moon" }, own, `unknown network "moon"`),
		Entry("a network that is too small",
			func(sc *scenarios.Scenario) { sc.Population.Networks[1].Prefix.Text = "198.18.0.0/28" }, own, `network "hosting_abroad" is too small`),
		Entry("a network that is none",
			func(sc *scenarios.Scenario) { sc.Population.Networks[1].Prefix.Text = "everywhere" }, own, `prefix "everywhere"`),
		Entry("a day of 23 hours",
			func(sc *scenarios.Scenario) {
				sc.Population.HourlyProfiles[0].Value = sc.Population.HourlyProfiles[0].Value[:23]
			}, exchange, `rhythm "waking" has 23 weights`),
		Entry("a chain without blocks",
			func(sc *scenarios.Scenario) { sc.Venues[0].Assets[1].Chain.BlockInterval.Value = 0 }, own, `chain block interval`),
		Entry("customers without habits",
			func(sc *scenarios.Scenario) { sc.Population.Groups[0].Habits = nil }, own, `group "people" lacks`),
		Entry("two venues",
			func(sc *scenarios.Scenario) { sc.Venues = append(sc.Venues, sc.Venues[0]) }, own, `2 venues, expected 1`),
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
