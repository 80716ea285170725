package campaign_test

import (
	"fmt"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

// The shape of the theft at Zaif in January 2018: 102 keys of which 18 were
// deleted, 137 orders over 15 accounts, 37 withdrawals from 10 of them, and
// what would have followed had nobody stopped it.
var _ = Describe("a campaign of the size of the record", func() {
	const (
		keys, dead = 102, 18
		traded     = 15
		stop       = 17 * 60 // minute of the exchange's stop
	)
	orders := []int{20, 18, 15, 12, 11, 10, 9, 8, 7, 6, 6, 5, 4, 3, 3}
	withdrawals := []int{8, 6, 5, 4, 4, 3, 3, 2, 1, 1}

	open := func() *attackertest.Exchange {
		shop := attackertest.NewZaif()
		for i := range keys {
			a := shop.Open(fmt.Sprintf("key-%d", i), yen(100_000+int64(i%7)*900_000))
			a.Dead = i >= keys-dead
		}
		return shop
	}
	whole := func() campaign.Campaign {
		c := plan(keys)
		for i := range keys {
			c.Steps = append(c.Steps, on(i, step(fmt.Sprintf("present-%d", i), "present_key", int64(i)*9, technique.Params{})))
		}
		for i := range traded {
			for _, s := range unit(i, int64(20+i*60), orders[i], 1)[1:] {
				if s.Technique == "withdraw_direct" {
					if i >= len(withdrawals) {
						continue
					}
					s.Params.Count = withdrawals[i]
				}
				c.Steps = append(c.Steps, s)
			}
		}
		for i := range keys - dead {
			for _, s := range unit(i, int64(stop+i*20), 2, 2) {
				s.ID, s.Counterfactual = "more-"+s.ID, true
				if s.Technique != "present_key" {
					s.When = []campaign.Condition{campaign.CanWithdraw, campaign.UnitNotDrained}
				}
				c.Steps = append(c.Steps, s)
			}
		}
		slices.SortStableFunc(c.Steps, func(a, b campaign.Step) int { return int((a.At - b.At) / second) })
		return c
	}
	// count counts what was asked, by op and outcome, and the keys behind it.
	count := func(b *campaign.Agent, op string, refused bool) (n, keys int) {
		seen := map[int]bool{}
		for _, d := range b.Log() {
			if d.Op == op && (d.Refusal != "") == refused && d.At < at(stop) {
				n++
				seen[d.Key] = true
			}
		}
		return n, len(seen)
	}
	expectCount := func(b *campaign.Agent, op string, refused bool, n, keys int) {
		gotN, gotKeys := count(b, op, refused)
		Expect(gotN).To(Equal(n), op)
		Expect(gotKeys).To(Equal(keys), op)
	}

	It("meets every figure up to the stop, whatever the seed", func() {
		for seed := range uint64(5) {
			c := whole()
			c.Seed = seed
			b, shop := agentOf(c), open()
			play(b, shop, at(stop)-1)
			expectCount(b, "rights", false, keys-dead, keys-dead)
			expectCount(b, "rights", true, dead, dead)
			expectCount(b, "place", false, 137, traded)
			expectCount(b, "place", true, 0, 0)
			expectCount(b, "withdraw", false, 37, len(withdrawals))
			expectCount(b, "withdraw", true, 0, 0)
			for _, d := range b.Log() {
				Expect(d.Counterfactual).To(BeFalse())
			}
		}
	})

	It("goes on undefended, with the accounts that are not drained yet and no others", func() {
		b, shop := agentOf(whole()), open()
		play(b, shop, forever)
		drained := 0
		for i := range keys - dead {
			if b.Knowledge().Keys[i].Drained {
				drained++
			}
		}
		Expect(drained).To(Equal(keys - dead))
		for _, d := range requests(b) {
			if d.Counterfactual && d.Op != "rights" {
				Expect(d.Key).To(BeNumerically(">=", len(withdrawals)), "%+v", d)
			}
		}
	})

	It("leaves keys alone that cannot withdraw any more", func() {
		b, shop := agentOf(whole()), open()
		play(b, shop, at(stop)-1)
		for i := range keys {
			shop.Accounts[fmt.Sprintf("key-%d", i)].Rights.Withdraw = false
		}
		before := len(shop.Requests)
		play(b, shop, forever)
		Expect(shop.Requests[before:]).To(HaveLen(keys - dead))
		for _, r := range shop.Requests[before:] {
			Expect(r.Op).To(Equal("rights"))
		}
	})
})
