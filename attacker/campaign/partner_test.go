package campaign_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("a step with a partner", func() {
	open := func() *attackertest.Exchange {
		shop := opened(btc(attackertest.BTC))
		shop.Open("key-1", attacker.Balance{Asset: "MONA", Free: 1_000 * attackertest.MONA})
		shop.Books["MONABTC"] = attackertest.Thin(70_000, 90_000, attackertest.MONA)
		return shop
	}
	with := func(partner int, s campaign.Step) campaign.Step {
		s.Partner = partner
		return s
	}
	deal := technique.Params{Market: "MONABTC", Rounds: 3, Quantity: 50 * attackertest.MONA}
	campaignOf := func() campaign.Campaign {
		c := plan(2, with(2, step("counter", "counter_trade", 0, deal)))
		take := on(1, step("take", "withdraw_proceeds", 30, technique.Params{Target: "BTC", Least: 1}))
		take.Source = 1
		c.Steps = append(c.Steps, take)
		return c
	}

	It("calls with both keys, each from an address of its own, and tells them apart in its log and its knowledge", func() {
		b, shop := agentOf(campaignOf()), open()
		play(b, shop, forever)
		Expect(shop.Refused()).To(BeEmpty())
		from, places := map[string]string{"key-0": "203.0.113.5", "key-1": "203.0.113.6"}, map[int]int{}
		for i, r := range shop.Requests {
			d := b.Log()[i]
			Expect(d.Source).To(Equal(r.From))
			if r.Op != "depth" { // which needs no key
				Expect(r.Key).To(Equal([]string{"key-0", "key-1"}[d.Key]))
				Expect(r.From).To(Equal(from[r.Key]))
			}
			if r.Op == "place" {
				places[d.Key]++
			}
		}
		Expect(places).To(Equal(map[int]int{0: 6, 1: 6}))
		Expect(b.Knowledge().Keys[0].Ordered).To(Equal(6))
		Expect(b.Knowledge().Keys[1].Ordered).To(Equal(6))
		Expect(shop.Accounts["key-1"].Sent).To(HaveLen(1))
		Expect(b.Log()[3].Asked).To(HaveSuffix(", to rest"))
	})

	It("does the same from what was sent as JSON", func() {
		c := campaignOf()
		whole := agentOf(c)
		play(whole, open(), forever)
		b := agentOf(sent(c))
		play(b, open(), forever)
		Expect(b.Log()).To(Equal(whole.Log()))
	})

	DescribeTable("is refused before it begins",
		func(spoil func(*campaign.Step), message string) {
			c := campaignOf()
			spoil(&c.Steps[0])
			_, err := campaign.New(c)
			Expect(err).To(MatchError("not a campaign: step counter: " + message))
		},
		Entry("without one that it needs", func(s *campaign.Step) { s.Partner = 0 },
			"partner is missing, expected the number of an own account's key"),
		Entry("with one that there is not", func(s *campaign.Step) { s.Partner = 3 },
			"partner is 3, expected 1 to 2 and not the key's own number"),
		Entry("with itself", func(s *campaign.Step) { s.Partner = 1 },
			"partner is 1, expected 1 to 2 and not the key's own number"),
	)
})
