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

var _ = Describe("an agent", func() {
	It("works a unit off from the first look to the last withdrawal", func() {
		shop := attackertest.NewZaif()
		account := shop.Open("key-0", yen(1_000_000))
		b := played(plan(1, unit(0, 0, 3, 2)...), shop)
		Expect(ops(b.Log())).To(Equal([]string{
			"rights", "balances", "open_orders", "depth", "place", "place", "place", "balances", "withdraw", "withdraw",
		}))
		Expect(shop.Refused()).To(BeEmpty())
		Expect(account.Sent).To(HaveLen(2))
		Expect(b.Knowledge().Keys[0].Drained).To(BeTrue())
		_, ok := b.Next()
		Expect(ok).To(BeFalse())
	})

	It("begins a step no earlier than planned, and not before the step in front of it has ended", func() {
		shop := opened(yen(1_000_000))
		c := plan(1,
			step("read", "read_account", 0, technique.Params{}),
			step("convert", "convert_by_trade", 30, technique.Params{Count: 8, Target: "BTC"}),
			step("present", "present_key", 31, technique.Params{}),
		)
		b := agentOf(c)
		next, ok := b.Next()
		Expect(ok).To(BeTrue())
		Expect(next).To(Equal(at(0)))
		play(b, shop, forever)
		log := b.Log()
		Expect(log[0].At).To(Equal(at(0)))
		Expect(log[1].At).To(Equal(at(30)), "the first request of convert")
		last := log[len(log)-1]
		Expect(last.Step).To(Equal("present"))
		Expect(last.At).To(BeNumerically(">", at(31)))
		Expect(last.At).To(BeNumerically(">", log[len(log)-2].At))
	})

	It("thinks for 2 to 40 seconds between two requests with one key", func() {
		b := played(plan(1, unit(0, 0, 40, 10)...), opened(yen(100_000_000)))
		gaps := map[int64]bool{}
		for i, d := range b.Log()[1:] {
			gap := d.At - b.Log()[i].At
			Expect(gap).To(BeNumerically(">=", 2*second))
			Expect(gap).To(BeNumerically("<", 40*second))
			gaps[gap] = true
		}
		Expect(len(gaps)).To(Equal(len(b.Log())-1), "no two are equal")
	})

	It("thinks as long as the campaign says", func() {
		shop := opened(yen(1_000_000))
		c := plan(1)
		c.Think = campaign.Think{Min: time.Second, Max: time.Second}
		c.Steps = unit(0, 0, 3, 2)
		b := played(c, shop)
		for i, d := range b.Log() {
			Expect(d.At).To(Equal(noon + int64(i)*second))
		}
	})

	It("works on several keys at once, each from its own address and at its own pace", func() {
		alone := func() *attackertest.Exchange {
			shop := opened(yen(1_000_000))
			shop.Open("key-1", yen(2_000_000))
			return shop
		}
		c := plan(2)
		for i := range unit(0, 0, 5, 2) {
			second := unit(1, 0, 5, 2)[i]
			second.Source = 1
			c.Steps = append(c.Steps, unit(0, 0, 5, 2)[i], second)
		}
		b := agentOf(c)
		play(b, alone(), forever)
		from := map[int]string{0: "203.0.113.5", 1: "203.0.113.6"}
		turns := 0
		for i, d := range b.Log() {
			Expect(d.Source).To(Equal(from[d.Key]))
			if i > 0 && b.Log()[i-1].Key != d.Key {
				turns++
			}
		}
		Expect(turns).To(BeNumerically(">", 4), "neither unit waits for the other")

		c.Steps = unit(0, 0, 5, 2)
		single := agentOf(c)
		play(single, alone(), forever)
		var times, both []int64
		for _, d := range single.Log() {
			times = append(times, d.At)
		}
		for _, d := range b.Log() {
			if d.Key == 0 {
				both = append(both, d.At)
			}
		}
		Expect(both).To(Equal(times), "another unit changes nothing in this one's times")
	})

	It("does nothing when it is woken early", func() {
		shop := opened()
		b := agentOf(plan(1, unit(0, 5, 1, 1)...))
		Expect(b.Wake(at(4), worldOf(shop))).To(Succeed())
		Expect(shop.Requests).To(BeEmpty())
		next, ok := b.Next()
		Expect(ok).To(BeTrue())
		Expect(next).To(Equal(at(5)))
	})

	It("goes on from the time when it is woken late", func() {
		shop := opened()
		b := agentOf(plan(1, unit(0, 0, 1, 1)...))
		Expect(b.Wake(at(3), worldOf(shop))).To(Succeed())
		next, _ := b.Next()
		Expect(b.Log()[0].At).To(Equal(at(3)))
		Expect(next).To(BeNumerically(">=", at(3)+2*second))
	})

	It("has nothing to do without steps", func() {
		b := agentOf(plan(3))
		_, ok := b.Next()
		Expect(ok).To(BeFalse())
		Expect(b.Wake(at(0), worldOf(attackertest.NewZaif()))).To(Succeed())
		Expect(b.Log()).To(BeEmpty())
	})

	It("says when the venue cannot be reached, learns nothing, and has the same request due again", func() {
		shop := opened(yen(1_000_000))
		b := agentOf(plan(1, unit(0, 0, 1, 1)...))
		shop.Down = true
		err := b.Wake(at(0), worldOf(shop))
		Expect(err).To(MatchError(attackertest.ErrDown))
		Expect(err).To(MatchError(ContainSubstring("step present-0")))
		Expect(b.Log()).To(BeEmpty())
		Expect(b.Knowledge().Keys[0].Presented).To(BeFalse())
		next, ok := b.Next()
		Expect(ok).To(BeTrue())
		Expect(next).To(BeNumerically(">", at(0)))

		shop.Down = false
		play(b, shop, forever)
		Expect(ops(b.Log())[:2]).To(Equal([]string{"rights", "balances"}))
	})

	It("says when its venue is not in the world", func() {
		c := plan(1, unit(0, 0, 1, 1)...)
		Expect(agentOf(c).Wake(at(0), attacker.World{})).To(MatchError(`there is no venue "zaif"`))
	})

	It("waits by itself, without a request", func() {
		shop := opened()
		c := plan(1,
			step("sleep", "wait", 0, technique.Params{For: time.Hour}),
			step("present", "present_key", 1, technique.Params{}),
		)
		b := played(c, shop)
		Expect(b.Log()).To(HaveLen(1))
		Expect(b.Log()[0].At).To(Equal(at(60)))
	})

	It("does the same again from the same campaign, also after a journey as JSON", func() {
		logOf := func(c campaign.Campaign) []campaign.LogEntry {
			b := played(c, opened(yen(5_000_000)))
			return b.Log()
		}
		c := plan(1)
		c.Level = 1
		c.Steps = unit(0, 0, 12, 5)
		first := logOf(c)
		Expect(logOf(c)).To(Equal(first))

		Expect(logOf(sent(c))).To(Equal(first))

		c.Seed++
		Expect(logOf(c)).NotTo(Equal(first))
	})
})

var _ = Describe("The pauses of a thief", func() {
	It("are within their bounds, and as many short as long by orders of two", func() {
		shop := attackertest.NewZaif()
		var steps []campaign.Step
		for n := range 400 {
			steps = append(steps, on(0, step(fmt.Sprintf("look-%d", n), "present_key", 0, technique.Params{})))
		}
		shop.Open("key-0")
		c := plan(1)
		c.Steps, c.Think = steps, campaign.Think{Min: time.Second, Max: 64 * time.Second}
		b := agentOf(c)
		play(b, shop, forever)
		short := 0
		for i, e := range b.Log()[1:] {
			pause := time.Duration(e.At - b.Log()[i].At)
			Expect(pause).To(And(BeNumerically(">=", time.Second), BeNumerically("<=", 64*time.Second)))
			if pause < 8*time.Second {
				short++
			}
		}
		Expect(short).To(BeNumerically("~", 200, 50))
	})
})
