package planner

import (
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

func called(text string) scenarios.Name { return scenarios.Name{Text: text} }
func of(text, asset string) scenarios.Amount {
	return scenarios.Amount{Text: text, Asset: called(asset)}
}
func exactly(n int64) scenarios.Number           { return scenarios.Number{Value: n, Lo: n, Hi: n} }
func lasting(d time.Duration) scenarios.Duration { return scenarios.Duration{Value: d} }

// baited is Zaif's story with three accounts of the thief's own, orders that
// they rest, victims' keys that buy them, and a list of keys in public.
func baited() *scenarios.Scenario {
	GinkgoHelper()
	sc, err := scenarios.Load(zaif)
	Expect(err).NotTo(HaveOccurred())
	k, c := sc.Compromise, sc.Campaign
	shown, bait, mona := exactly(12), called("bait"), called("MONA/JPY")
	k.Dump.Published = &shown
	k.AttackerAccounts = []scenarios.AttackerAccounts{{
		Name: bait, Accounts: exactly(3), Opened: k.Cohort.Created,
		Holdings: scenarios.Table[scenarios.Amount]{{Key: called("MONA"), Value: of("30", "MONA")}},
	}}
	at := c.Steps[0].At
	price, quantity, rounds, spend := of("180000.5", "JPY"), of("1.25", "MONA"), exactly(7), scenarios.Share{PPM: 900_000}
	pause, least := lasting(time.Minute), of("0.5", "BTC")
	rest := scenarios.Step{ID: called("rest"), Technique: called("place_bait_orders"), On: []scenarios.Name{bait}, At: at, Params: &scenarios.Params{
		Market: &mona, Ladder: []scenarios.Rung{{Price: of("90000.5", "JPY"), Quantity: quantity}, {Price: price, Quantity: of("2", "MONA")}},
	}}
	buy := scenarios.Step{ID: called("buy"), Technique: called("buy_from_self"), On: []scenarios.Name{called("sold")}, With: &bait, At: at, Params: &scenarios.Params{
		Market: &mona, Price: &price, Quantity: &quantity, Rounds: &rounds, Spend: &spend, Pause: &pause, Least: &least,
	}}
	show := scenarios.Step{ID: called("show"), Technique: called("use_published_keys"), On: []scenarios.Name{called(scenarios.OnPublished)}, At: at}
	c.Steps = []scenarios.Step{rest, buy, show}
	return sc
}

func planned(sc *scenarios.Scenario) (*draw.World, campaign.Campaign, []uint32, error) {
	GinkgoHelper()
	w, err := draw.Build(sc, draw.Options{Seed: 3, Scale: sim.Whole / 50})
	Expect(err).NotTo(HaveOccurred())
	c, ids, err := Plan(w, &w.Genesis, 1, 0)
	return w, c, ids, err
}

// named are the steps that the scenario calls so.
func named(c *campaign.Campaign, id string) (list []campaign.Step) {
	for _, s := range c.Steps {
		if strings.HasPrefix(s.ID, id+"/") {
			list = append(list, s)
		}
	}
	return list
}

var _ = Describe("A plan with own accounts", Ordered, func() {
	var w *draw.World
	var c campaign.Campaign
	var ids []uint32
	BeforeAll(func() {
		var err error
		w, c, ids, err = planned(baited())
		Expect(err).NotTo(HaveOccurred())
	})

	It("gives the thief the keys that he uses and, after them, his own", func() {
		Expect(c.Keys).To(HaveLen(len(ids)))
		Expect(len(ids)).To(BeNumerically("<", len(w.Dump)), "the rest of the dump lies about")
		for i, o := range w.AttackerAccounts {
			Expect(ids[len(ids)-len(w.AttackerAccounts)+i]).To(Equal(o.Key))
		}
	})

	It("lets own accounts rest what the ladder says, at the market's scale", func() {
		steps := named(&c, "rest")
		Expect(steps).To(HaveLen(3))
		for _, s := range steps {
			Expect(s.Partner).To(BeZero())
			Expect(s.Params.Market).To(Equal("MONAJPY"))
			Expect(s.Params.Ladder).To(Equal([]technique.Rung{{Price: 900005, Quantity: 1_25000000}, {Price: 1800005, Quantity: 2_00000000}}))
		}
	})

	It("gives each victim's key a partner, in turn", func() {
		steps, turns := named(&c, "buy"), map[int]int{}
		Expect(steps).To(HaveLen(7))
		for _, s := range steps {
			Expect(s.Key).To(BeNumerically("<", len(ids)-3))
			Expect(s.Partner).To(BeNumerically(">", len(ids)-3))
			turns[s.Partner]++
			Expect(s.Params).To(Equal(technique.Params{
				Market: "MONAJPY", Price: 1800005, Quantity: 1_25000000, Rounds: 7, Spend: 900_000, Pause: time.Minute, Least: 50000000,
			}))
		}
		Expect(turns).To(HaveLen(3))
		Expect(turns).To(HaveEach(BeNumerically(">=", 2)))
	})

	It("knows which keys were shown in public", func() {
		var shown []uint32
		for _, k := range w.Dump {
			if k.Published {
				shown = append(shown, k.Key)
			}
		}
		var used []uint32
		for _, s := range named(&c, "show") {
			used = append(used, ids[s.Key])
		}
		Expect(used).To(ConsistOf(shown))
		Expect(shown).To(HaveLen(12))
	})

	It("is a campaign that the thief can carry out", func() {
		_, err := campaign.New(c)
		Expect(err).NotTo(HaveOccurred())
	})

	It("counts own keys among none of the dump's sets", func() {
		sc := baited()
		sc.Campaign.Steps[2].On = []scenarios.Name{called(scenarios.OnAll)}
		w, c, _, err := planned(sc)
		Expect(err).NotTo(HaveOccurred())
		Expect(named(&c, "show")).To(HaveLen(len(w.Dump)))
	})

	DescribeTable("says what is not there", func(change func(steps []scenarios.Step), message string) {
		sc := baited()
		change(sc.Campaign.Steps)
		_, _, _, err := planned(sc)
		Expect(err).To(MatchError(ContainSubstring(message)))
	},
		Entry("a market", func(s []scenarios.Step) { n := called("SYS/JPY"); s[0].Params.Market = &n }, "no market SYS/JPY at zaif"),
		Entry("a partner", func(s []scenarios.Step) { n := called("nobody"); s[1].With = &n }, "no own account of class nobody at zaif"),
		Entry("a price that the market cannot count", func(s []scenarios.Step) { s[0].Params.Ladder[0].Price.Text = "1.23456" }, "expected at most 1 decimals"),
		Entry("a step before", func(s []scenarios.Step) {
			s[1].At, s[1].After = nil, &scenarios.After{Step: called("rest"), Delay: lasting(0), Jitter: lasting(0)}
		}, "step buy is about a key that step rest is not about at zaif"),
	)
})

var _ = Describe("A plan on a chain", func() {
	It("hands over how many coins a transaction spends and how many addresses it pays", func() {
		sc, err := scenarios.Load("coincheck-nem-2018-01")
		Expect(err).NotTo(HaveOccurred())
		inputs, outputs := exactly(131), exactly(4)
		step := &sc.Campaign.Steps[0]
		step.Transfers[0].Inputs, step.Transfers[1].Outputs = &inputs, &outputs
		below := of("2", "BTC")
		step.Params = &scenarios.Params{Below: &below}
		_, c, _, err := planned(sc)
		Expect(err).NotTo(HaveOccurred())
		steps := named(&c, step.ID.Text)
		at := slices.IndexFunc(steps, func(s campaign.Step) bool { return s.ID == step.ID.Text+"/1" })
		Expect(steps[at].Params.Inputs).To(Equal(131))
		Expect(steps[at].Params.Outputs).To(BeZero())
		Expect(steps[at+1].Params.Outputs).To(Equal(4))
		Expect(steps[at].Params.Below).To(BeEquivalentTo(2_00000000))
	})
})
