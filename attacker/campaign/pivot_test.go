package campaign_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("a thief who pivots", func() {
	// at level 2, without think time to speak of, and with one retry.
	planned := func(keys int, steps ...campaign.Step) campaign.Campaign {
		c := plan(keys)
		c.Level = technique.Pivots
		c.Persistence = campaign.Persistence{Times: 1, Backoff: time.Minute}
		c.Steps = steps
		return c
	}
	techniques := func(b *campaign.Agent, key int) (list []string) {
		for _, d := range b.Log() {
			if d.Key == key && (len(list) == 0 || list[len(list)-1] != d.Technique) {
				list = append(list, d.Technique)
			}
		}
		return list
	}

	It("has another key of the same class take over what is left of a dead one's work", func() {
		run := func(level int) (*campaign.Agent, *attackertest.Exchange) {
			shop := attackertest.NewZaif()
			for i := range 4 {
				shop.Open(fmt.Sprintf("key-%d", i), btc(4*attackertest.BTC))
			}
			c := planned(4)
			c.Level = level
			for i := range 4 {
				c.Steps = append(c.Steps, on(i, step(fmt.Sprintf("take/%d", i), "withdraw_direct", int64(i), technique.Params{Count: 3, Asset: "BTC", Total: attackertest.BTC})))
			}
			b := agentOf(c)
			shop.Refuse(attacker.KeyRefused, func(r attackertest.Request) bool {
				return r.Op == "withdraw" && r.Key == "key-0" && len(shop.Accounts["key-0"].Sent) == 1
			})
			play(b, shop, forever)
			return b, shop
		}
		b, shop := run(technique.Pivots)
		Expect(shop.Accounts["key-0"].Sent).To(HaveLen(1))
		Expect(shop.Accounts["key-1"].Sent).To(HaveLen(3+2), "two were left")
		Expect(shop.Accounts["key-2"].Sent).To(HaveLen(3))
		last := b.Log()[len(b.Log())-1]
		Expect(last.Technique).To(Equal("withdraw_direct"))
		_, shop = run(technique.Retries)
		Expect(shop.Accounts["key-1"].Sent).To(HaveLen(3))
	})

	It("wakes a key up for that whose own work is done", func() {
		shop := attackertest.NewZaif()
		shop.Open("key-0", yen(1_000_000)).Rights.Trade = false
		shop.Open("key-1", yen(1_000_000))
		c := planned(2,
			on(1, step("change/1", "convert_by_trade", 0, technique.Params{Count: 1, Target: "MONA"})),
			on(0, step("change/0", "convert_by_trade", 600, technique.Params{Count: 2, Target: "BTC"})))
		b := played(c, shop)
		last := b.Log()[len(b.Log())-1]
		Expect(last.Key).To(Equal(1))
		Expect(last.Step).To(HavePrefix("change/0~"))
		Expect(last.At).To(BeNumerically(">", at(600)))
	})

	It("gives up after a few keys when all are dead", func() {
		shop := attackertest.NewZaif()
		var steps []campaign.Step
		for i := range 40 {
			shop.Open(fmt.Sprintf("key-%d", i), btc(attackertest.BTC)).Rights.Withdraw = false
			steps = append(steps, on(i, step(fmt.Sprintf("take/%d", i), "withdraw_direct", 0, technique.Params{Count: 1, Asset: "BTC"})))
		}
		b := played(planned(40, steps...), shop)
		Expect(len(b.Log())).To(BeNumerically("<=", 40*2*4))
	})

	It("changes into another coin when one cannot be withdrawn", func() {
		shop := attackertest.NewZaif()
		account := shop.Open("key-0", btc(attackertest.BTC))
		shop.Refuse(attacker.WithdrawalRefused, func(r attackertest.Request) bool { return r.Op == "withdraw" && r.Transfer.Asset == "BTC" })
		b := agentOf(planned(1,
			step("look/0", "present_key", 0, technique.Params{}),
			step("take/0", "withdraw_direct", 0, technique.Params{Count: 2, Asset: "BTC"})))
		play(b, shop, forever)
		Expect(techniques(b, 0)).To(Equal([]string{"present_key", "withdraw_direct", "convert_by_trade", "withdraw_direct"}))
		Expect(account.Sent).NotTo(BeEmpty())
		Expect(account.Sent[0].Asset).To(Equal("MONA"))
		Expect(account.Free("BTC")).To(BeNumerically("<", 100_000))
	})

	It("trades the money to an own account when it cannot be withdrawn at all, and takes it directly when it cannot be traded", func() {
		shop := attackertest.NewZaif()
		shop.Books["MONABTC"] = attackertest.Thin(70_000, 90_000, attackertest.MONA)
		shop.Open("key-0", btc(attackertest.BTC))
		shop.Open("key-1", btc(0))
		own := shop.Open("key-2", attacker.Balance{Asset: "MONA", Free: 900 * attackertest.MONA})
		counter := on(1, step("deal/1", "counter_trade", 0, technique.Params{Market: "MONABTC", Rounds: 1}))
		counter.Partner = 3
		b := agentOf(planned(3, counter,
			on(0, step("look/0", "present_key", 1, technique.Params{})),
			on(0, step("take/0", "withdraw_direct", 1, technique.Params{Count: 2}))))
		// The venue says that the key may withdraw, and then refuses it.
		shop.Refuse(attacker.KeyRefused, func(r attackertest.Request) bool { return r.Op == "withdraw" })
		play(b, shop, forever)
		Expect(techniques(b, 0)).To(Equal([]string{"present_key", "withdraw_direct", "counter_trade"}))
		Expect(own.Free("BTC")).To(BeNumerically(">", attackertest.BTC*9/10))

		shop = attackertest.NewZaif()
		account := shop.Open("key-0", btc(attackertest.BTC), yen(900_000))
		shop.Refuse(attacker.KeyRefused, func(r attackertest.Request) bool { return r.Op == "place" })
		b = agentOf(planned(1,
			step("look/0", "present_key", 0, technique.Params{}),
			step("change/0", "convert_by_trade", 0, technique.Params{Count: 2, Target: "BTC"})))
		play(b, shop, forever)
		Expect(account.Sent).To(HaveLen(1))
	})

	It("takes another own account when the partner is frozen", func() {
		shop := attackertest.NewZaif()
		shop.Books["MONABTC"] = attackertest.Thin(70_000, 90_000, attackertest.MONA)
		shop.Open("key-0", btc(attackertest.BTC))
		shop.Open("key-1", btc(0))
		for _, own := range []string{"key-2", "key-3"} {
			shop.Open(own, attacker.Balance{Asset: "MONA", Free: 900 * attackertest.MONA})
		}
		var steps []campaign.Step
		for i := range 2 {
			s := on(i, step(fmt.Sprintf("deal/%d", i), "counter_trade", int64(i), technique.Params{Market: "MONABTC", Rounds: 40, Quantity: 50 * attackertest.MONA}))
			s.Partner = 3 + i
			steps = append(steps, s)
		}
		b := agentOf(planned(4, steps...))
		play(b, shop, at(2))
		shop.Accounts["key-2"].Dead = true
		play(b, shop, forever)
		Expect(shop.Accounts["key-3"].Free("BTC")).To(BeNumerically(">", attackertest.BTC/10))
	})

	It("calls from another of his addresses when a key that lived is turned down", func() {
		shop := attackertest.NewZaif()
		account := shop.Open("key-0", btc(attackertest.BTC))
		shop.Refuse(attacker.KeyRefused, func(r attackertest.Request) bool { return r.Op == "withdraw" && r.From == "203.0.113.5" })
		b := agentOf(planned(1,
			step("look/0", "present_key", 0, technique.Params{}),
			step("take/0", "withdraw_direct", 0, technique.Params{Count: 3})))
		play(b, shop, forever)
		Expect(account.Sent).To(HaveLen(3))
		Expect(shop.Refused()).To(HaveLen(1), "he stays where he was let")
		Expect(b.Knowledge().Keys[0].Rights.Withdraw).To(BeTrue())
	})
})
