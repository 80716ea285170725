package perturb_test

import (
	"strings"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/perturb"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
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

	It("leaves market makers at every venue, also where one has a tenth of everything", func() {
		sc, err := scenarios.Load("threecommas-2022-10")
		Expect(err).NotTo(HaveOccurred())
		counts := map[int64]bool{}
		for seed := range uint64(12) {
			s := sim.NewStream(seed, 0, 0)
			v, _ := perturb.Scenario(sc, &s)
			for _, g := range v.Population.Groups {
				if g.Quotes != nil {
					Expect(v.Spread(g.Count.Value)).NotTo(ContainElement(int64(0)))
					counts[g.Count.Value] = true
				}
			}
		}
		Expect(len(counts)).To(BeNumerically(">", 1), "they are redrawn")
	})

	It("keeps within its bounds", func() {
		for seed := range uint64(60) {
			v, _ := perturbed(seed)
			moved := v.Clock.Start.Unix - populationtest.Record().Clock.Start.Unix
			Expect(v.Clock.End.Unix - populationtest.Record().Clock.End.Unix).To(Equal(moved))
			Expect(time.Unix(0, v.Clock.Start.Unix).UTC().Year()).To(And(BeNumerically(">=", 2016), BeNumerically("<=", 2025)))
			later := v.Campaign.Onset.Earliest.Unix - populationtest.Record().Campaign.Onset.Earliest.Unix - moved
			Expect(later).To(And(BeNumerically(">=", -populationtest.Hours(15)), BeNumerically("<=", populationtest.Hours(24))))

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
			shift := (k.Cohort.Created.First.Start - was.Cohort.Created.First.Start - moved) / populationtest.Hours(24)
			Expect(shift).To(And(BeNumerically(">=", -151), BeNumerically("<=", 150)))
			Expect(k.Dump.DeletedOn.Last.End).To(BeNumerically("<", v.Clock.Start.Unix))
		}
	})

	It("moves the dates of all keys alike, so that the stolen ones are of the age of others", func() {
		was := populationtest.Record()
		moved := map[int64]bool{}
		for seed := range uint64(60) {
			v, _ := perturbed(seed)
			by := v.Compromise.Dump.Created.First.Start - was.Compromise.Dump.Created.First.Start
			for i := range v.Population.Groups {
				if k := v.Population.Groups[i].Keys; k != nil {
					Expect(k.Created.Last.End-was.Population.Groups[i].Keys.Created.Last.End).To(Equal(by), v.Population.Groups[i].Name.Text)
					Expect(k.Created.Last.End).To(BeNumerically("<", v.Clock.Start.Unix), "nobody has keys of tomorrow")
				}
			}
			moved[by] = true
		}
		Expect(len(moved)).To(BeNumerically(">", 30))
	})

	It("draws large amounts to the last digit", func() {
		round := 0
		for seed := range uint64(60) {
			v, _ := perturbed(seed)
			for i := range v.Compromise.Victims {
				if digits := strings.ReplaceAll(v.Compromise.Victims[i].Total.Text, ".", ""); len(digits) > 7 && strings.HasSuffix(digits, "00") {
					round++
				}
			}
		}
		Expect(round).To(BeNumerically("<", 15), "three of 300 by chance")
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
		Expect(len(codes)).To(And(BeNumerically(">=", 7), BeNumerically("<=", 9)))
		Expect(codes).To(And(HaveKey("JPY"), Not(HaveKey("BTC")), Not(HaveKey("MONA"))))
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

	It("gives the thief of a wallet server the machines beside it now and then, and nobody else", func() {
		for id, want := range map[string]float64{"coincheck-nem-2018-01": 12, "zaif-api-keys-2018-01": 0} {
			sc, err := scenarios.Load(id)
			Expect(err).NotTo(HaveOccurred())
			held := 0
			for seed := range uint64(40) {
				s := sim.NewStream(seed, 0, 0)
				if v, _ := perturb.Scenario(sc, &s); v.Compromise.Machines {
					held++
				}
			}
			Expect(held).To(BeNumerically("~", want, want/2), id)
			Expect(sc.Compromise.Machines).To(BeFalse(), "the record is left alone")
		}
	})

	It("deceives people who sign in three ways, of which each control leaves one", func() {
		sc, err := scenarios.Load("bybit-2025-02")
		Expect(err).NotTo(HaveOccurred())
		ways := map[string]int{}
		for seed := range uint64(100) {
			s := sim.NewStream(seed, 0, 0)
			v, _ := perturb.Scenario(sc, &s)
			planted := v.Campaign.Steps[0].Transfers
			way := "new owners"
			if planted[0].Pays {
				way = "a payment"
			}
			if len(planted) > 1 {
				Expect(planted[0].Host.Text).To(Equal(scenarios.DecodingHost))
				Expect(planted[1].At.Unix).To(BeNumerically(">", planted[0].At.Unix))
				way += ", decoder held"
			}
			Expect(v.Compromise.Hosts).To(HaveLen(len(planted)))
			ways[way]++
		}
		Expect(ways).To(HaveLen(3))
		Expect(ways["new owners, decoder held"]).To(BeNumerically("~", 30, 12))
		Expect(ways["a payment"]).To(BeNumerically("~", 25, 12))
		Expect(sc.Campaign.Steps[0].Transfers).To(HaveLen(1), "the record is left alone")
		Expect(sc.Compromise.Hosts).To(HaveLen(1))
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
		rock, err := sim.ParseSalt("5ca1ab1e0ddba11f00dcafe5e1ec7ed1")
		Expect(err).NotTo(HaveOccurred())
		a := populationtest.Build(draw.Options{Seed: 1, Scale: 5_000, Variation: draw.Perturbed})
		b := populationtest.Build(draw.Options{Seed: 1, Scale: 5_000, Variation: draw.Perturbed, Salt: rock})
		Expect(a.Scenario).NotTo(Equal(b.Scenario))
		Expect(a.Genesis.Start).NotTo(Equal(b.Genesis.Start))
	})
})

func of(text, asset string) scenarios.Amount {
	return scenarios.Amount{Text: text, Asset: populationtest.Named(asset)}
}

// staged is the trio with a ladder of asks of the thief's own, a step that
// buys them with victims' keys, and an exchange that undoes it.
func staged() *scenarios.Scenario {
	sc := populationtest.Trio(populationtest.Zaif(), 300)
	mona, bait, at, price := populationtest.Named("MONA/JPY"), populationtest.Named("bait"), populationtest.Named("akebono"), of("180000", "JPY")
	begin := sc.Campaign.Steps[0].At
	sc.Campaign.Steps = append(sc.Campaign.Steps,
		scenarios.Step{ID: populationtest.Named("rest"), Technique: populationtest.Named("place_bait_orders"), On: []scenarios.Name{bait}, At: begin, Params: &scenarios.Params{
			Market: &mona, Ladder: []scenarios.Rung{
				{Price: of("90000.5", "JPY"), Quantity: of("10", "MONA")}, {Price: of("180000", "JPY"), Quantity: of("20.01", "MONA")},
			},
		}},
		scenarios.Step{
			ID: populationtest.Named("buy"), Technique: populationtest.Named("buy_from_self"), On: []scenarios.Name{populationtest.Named("rest")}, With: &bait, Venue: &at, At: begin,
			Counts: make([]scenarios.Number, 10), Params: &scenarios.Params{Market: &mona, Price: &price},
		})
	for i := range sc.Campaign.Steps[2].Counts {
		sc.Campaign.Steps[2].Counts[i] = populationtest.Exact(5)
	}
	above, since, total := of("90000", "JPY"), sc.History.Actions[0].At, of("5000000", "JPY")
	sc.History.Actions[1].Venue = &at
	sc.History.Actions[1].Market, sc.History.Actions[1].PriceAbove, sc.History.Actions[1].Since = &mona, &above, &since
	sc.History.Actions[2].Total = &total
	sc.Facts[0].Venue = &at
	coins := populationtest.Exact(150)
	sc.Venues[0].Assets[1].HotCoins = &coins
	sc.Venues[0].Migrations = []scenarios.Migration{{Asset: populationtest.Named("BTC"), At: sc.History.Actions[2].At, Announced: sc.History.Actions[0].At}}
	return sc
}

// onStage is the staged scenario for those who only read it.
var onStage = sync.OnceValue(staged)

// redrawn gives a variation of the staged scenario.
func redrawn(seed uint64) *scenarios.Scenario {
	s := sim.NewStream(seed, 0, 0)
	v, _ := perturb.Scenario(onStage(), &s)
	return v
}

// codes are the assets of a venue.
func codes(v *scenarios.Venue) (list []string) {
	for i := range v.Assets {
		list = append(list, v.Assets[i].Code.Text)
	}
	return list
}

func units(a scenarios.Amount, decimals uint8) int64 {
	GinkgoHelper()
	n, err := money.Unit{Code: a.Asset.Text, Decimals: decimals}.Parse(a.Text)
	Expect(err).NotTo(HaveOccurred())
	return n
}

var _ = Describe("A perturbed scenario with several venues", func() {
	It("names each venue differently, and alike wherever it is named", func() {
		for seed := range uint64(40) {
			v := redrawn(seed)
			names := map[string]bool{}
			for i := range v.Venues {
				names[v.Venues[i].Name.Text] = true
			}
			Expect(names).To(HaveLen(3))
			first := v.Venues[0].Name.Text
			Expect(v.Compromise.Victims[0].Venue.Text).To(Equal(first))
			Expect(v.Compromise.AttackerAccounts[0].Venue.Text).To(Equal(first))
			Expect(v.Compromise.AttackerAccounts[1].Venue.Text).To(Equal(v.Venues[2].Name.Text))
			Expect(v.Campaign.Steps[2].Venue.Text).To(Equal(first))
			Expect(v.History.Actions[1].Venue.Text).To(Equal(first))
			Expect(v.Facts[0].Venue.Text).To(Equal(first))
		}
	})

	It("gives a coin one name at all venues", func() {
		v := redrawn(3)
		mona := v.Compromise.AttackerAccounts[0].Holdings[0].Key.Text
		for i := range v.Venues {
			Expect(codes(&v.Venues[i])).To(ConsistOf(codes(&v.Venues[0])))
			Expect(codes(&v.Venues[i])).To(ContainElement(mona))
		}
		Expect(mona).NotTo(Equal("MONA"))
		Expect(v.Campaign.Steps[1].Params.Market.Text).To(Equal(mona + "/JPY"))
		Expect(v.Campaign.Steps[1].Params.Ladder[0].Quantity.Asset.Text).To(Equal(mona))
		Expect(v.History.Actions[1].Market.Text).To(Equal(mona + "/JPY"))
	})

	It("moves all prices of a market alike, on its tick, and quantities in its steps", func() {
		differ := map[int64]bool{}
		for seed := range uint64(40) {
			v := redrawn(seed)
			ladder, limit := v.Campaign.Steps[1].Params.Ladder, v.Campaign.Steps[2].Params.Price
			m := v.Market(v.Campaign.Steps[1].Params.Market.Text)
			at := func(a scenarios.Amount) int64 { return units(a, uint8(m.PriceScale.Value)) }
			low, high, fair, tick := at(ladder[0].Price), at(ladder[1].Price), at(m.Price.Start), at(m.Tick)
			Expect(at(*limit)).To(Equal(high), "who buys still meets who sells")
			Expect(low).To(BeNumerically("<", high))
			Expect(high/fair).To(BeNumerically("~", 180000/1400, 66), "give or take 50 %")
			Expect(at(*v.History.Actions[1].PriceAbove)).To(BeNumerically("<=", low))
			Expect([]int64{low % tick, high % tick}).To(HaveEach(BeZero()))
			Expect(fair/tick).To(BeNumerically(">=", 1000), "ticks are fine")
			Expect(units(ladder[1].Quantity, 8) % units(m.Step, 8)).To(BeZero())
			differ[high] = true
		}
		Expect(len(differ)).To(BeNumerically(">", 30))
	})

	It("redraws own accounts, what they hold, keys in public and coins", func() {
		accounts, coins := map[int64]bool{}, map[int64]bool{}
		for seed := range uint64(40) {
			v := redrawn(seed)
			k := v.Compromise
			Expect(k.AttackerAccounts[0].Accounts.Value).To(And(BeNumerically(">=", 18), BeNumerically("<=", 44)))
			Expect(k.Dump.Published.Value).To(And(BeNumerically(">=", 18), BeNumerically("<=", 42)))
			Expect(k.AttackerAccounts[0].Opened.Last.End).To(BeNumerically("<", v.Clock.Start.Unix))
			accounts[k.AttackerAccounts[0].Accounts.Value] = true
			for _, a := range v.Venues[0].Assets {
				if a.HotCoins != nil {
					coins[a.HotCoins.Value] = true
				}
			}
		}
		Expect(len(accounts)).To(BeNumerically(">", 10))
		Expect(len(coins)).To(BeNumerically(">", 20))
	})

	It("moves what the exchange undid and moved itself along with the thief", func() {
		v, was := redrawn(8), onStage()
		moved := v.History.Actions[0].At.Unix - was.History.Actions[0].At.Unix
		Expect(v.History.Actions[1].Since.Unix - was.History.Actions[1].Since.Unix).To(Equal(moved))
		Expect(v.Venues[0].Migrations[0].At.Unix - was.Venues[0].Migrations[0].At.Unix).To(Equal(moved))
		for i := range v.Statements[1:] {
			Expect(v.Statements[i+1].At.Unix).To(BeNumerically(">=", v.Statements[i].At.Unix))
		}
	})

	It("makes worlds for every seed, with a count for each account at the step's venue", func() {
		for seed := range uint64(4) {
			worlds, err := draw.BuildAll(onStage(), draw.Options{Seed: seed, Scale: 5_000, Variation: draw.Perturbed})
			Expect(err).NotTo(HaveOccurred())
			for i, w := range worlds {
				Expect(w.Genesis.Name).To(Equal(w.Whole.Venues[i].Name.Text))
				_, err := mockexchange.New(&w.Genesis, nil)
				Expect(err).NotTo(HaveOccurred())
			}
			here := worlds[0].Scenario
			Expect(here.Campaign.Steps[2].Counts).To(HaveLen(int(here.Compromise.Victims[1].Accounts.Value)))
		}
	})
})
