package technique_test

import (
	"regexp"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("the list of techniques", func() {
	It("has them all, in the order in which a thief needs them", func() {
		var names []string
		for _, t := range technique.All() {
			names = append(names, t.Info().Name)
		}
		Expect(names).To(Equal([]string{
			"present_key", "use_published_keys", "read_account", "cancel_orders", "convert_by_trade", "withdraw_direct",
			"place_bait_orders", "buy_from_self", "counter_trade", "withdraw_proceeds",
			"sign_with_stolen_key", "fan_out", "peel", "structure_below_limit", "wait", "retry",
		}))
	})

	It("finds each by its name and no other", func() {
		for _, t := range technique.All() {
			found, ok := technique.Find(t.Info().Name)
			Expect(ok).To(BeTrue())
			Expect(found).To(Equal(t))
		}
		_, ok := technique.Find("Present_Key")
		Expect(ok).To(BeFalse())
	})

	It("tells of each what it does, what it looks like and what it is called elsewhere", func() {
		for _, t := range technique.All() {
			info := t.Info()
			Expect(info.Summary).To(HaveSuffix("."), info.Name)
			Expect(info.Effect).To(HaveSuffix("."), info.Name)
			Expect(info.Seen).To(HaveSuffix("."), info.Name)
			for _, id := range info.ATTACK {
				Expect(id).To(MatchRegexp(`^T\d{4}(\.\d{3})?$`), info.Name)
			}
			for _, id := range info.AADAPT {
				Expect(id).To(MatchRegexp(`^ADT\d{4}(\.\d{3})?$`), info.Name)
			}
			if info.Name != "wait" { // doing nothing is no technique of any taxonomy
				Expect(info.ATTACK).NotTo(BeEmpty(), info.Name)
				Expect(info.AADAPT).NotTo(BeEmpty(), info.Name)
			}
		}
		Expect(regexp.MustCompile(`^\d+$`).MatchString(technique.ATTACKVersion)).To(BeTrue())
		Expect(technique.AADAPTVersion).To(Equal("4.4.0"))
	})
})

var _ = Describe("chance", func() {
	It("is the same for the same seed and stream, and another for another", func() {
		draw := func(seed, stream uint64) (list []int64) {
			c := technique.NewChance(seed, stream)
			for range 20 {
				list = append(list, c.Between(0, 1_000_000))
			}
			return list
		}
		Expect(draw(1, 2)).To(Equal(draw(1, 2)))
		Expect(draw(1, 2)).NotTo(Equal(draw(1, 3)))
		Expect(draw(1, 2)).NotTo(Equal(draw(2, 2)))
	})

	It("stays within its bounds and reaches all of them", func() {
		c := technique.NewChance(1, 0)
		seen := map[int64]int{}
		for range 1_000 {
			seen[c.Between(5, 10)]++
		}
		Expect(seen).To(HaveLen(5))
		for n := int64(5); n < 10; n++ {
			Expect(seen[n]).To(BeNumerically("~", 200, 60))
		}
		Expect(c.Between(5, 5)).To(Equal(int64(5)))
		Expect(c.Between(5, 4)).To(Equal(int64(5)))
	})
})

var _ = Describe("the pool of addresses", func() {
	It("hands out each address once, then starts again", func() {
		p := technique.NewAddressPool(map[string][]string{"BTC": {"a", "b"}, "XEM": {"x"}})
		var got []string
		for _, asset := range []string{"BTC", "XEM", "BTC", "XEM", "BTC"} {
			address, ok := p.Next(asset)
			Expect(ok).To(BeTrue())
			got = append(got, address)
		}
		Expect(got).To(Equal([]string{"a", "x", "b", "x", "a"}))
		Expect(p.Has("BTC")).To(BeTrue())
		Expect(p.Has("MONA")).To(BeFalse())
		_, ok := p.Next("MONA")
		Expect(ok).To(BeFalse())
	})
})
