package technique_test

import (
	"regexp"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("the list of techniques", func() {
	It("has each once", func() {
		var names []string
		for _, t := range technique.All() {
			names = append(names, t.Info().Name)
		}
		Expect(slices.Compact(slices.Sorted(slices.Values(names)))).To(HaveLen(len(names)))
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

var _ = DescribeTable("parameters that make no sense are refused",
	func(t technique.Technique, p technique.Params, message string) {
		run, err := t.Start(p)
		Expect(run).To(BeNil())
		Expect(err).To(MatchError(message))
	},
	Entry(nil, technique.Peel{}, technique.Params{}, "amount is 0, expected at least 1"),
	Entry(nil, technique.Peel{}, technique.Params{Amount: 1, Outputs: -1}, "outputs is -1, expected 0 or more"),
	Entry(nil, technique.Peel{}, technique.Params{Amount: 1, Inputs: -1}, "inputs is -1, expected 0 or more"),
	Entry(nil, technique.Peel{}, technique.Params{Amount: 1, Pause: -1}, "pause is -1ns, expected a positive duration, or none"),
	Entry(nil, technique.StructureBelowLimit{}, technique.Params{Amount: 1, Below: 1}, "below is 1, expected at least 2"),
	Entry(nil, technique.StructureBelowLimit{}, technique.Params{Below: 2}, "amount is 0, expected at least 1"),
	Entry(nil, technique.ConvertByTrade{}, technique.Params{Target: "BTC"}, "count is 0, expected at least 1"),
	Entry(nil, technique.ConvertByTrade{}, technique.Params{Count: 1}, "target is missing, expected the code of an asset"),
	Entry(nil, technique.ConvertByTrade{}, technique.Params{Count: 1, Target: "BTC", Style: "slow"}, `style is "slow", expected limit, market or none`),
	Entry(nil, technique.ConvertByTrade{}, technique.Params{Count: 1, Target: "BTC", Through: 1_000_000}, "through is 1000000, expected 0 to 999999 parts per million"),
	Entry(nil, technique.CounterTrade{}, technique.Params{Rounds: 1}, "market is missing, expected the symbol of a market"),
	Entry(nil, technique.CounterTrade{}, technique.Params{Market: "M"}, "rounds is 0, expected at least 1"),
	Entry(nil, technique.CounterTrade{}, technique.Params{Market: "M", Rounds: 1, Through: 1_000_000}, "through is 1000000, expected 0 to 999999 parts per million"),
	Entry(nil, technique.CounterTrade{}, technique.Params{Market: "M", Rounds: 1, Pause: -1}, "pause is -1ns, expected a positive duration, or none"),
	Entry(nil, technique.PlaceBaitOrders{}, technique.Params{Price: 1}, "market is missing, expected the symbol of a market"),
	Entry(nil, technique.PlaceBaitOrders{}, technique.Params{Market: "M"}, "rung 1 is 0 at 0, expected a quantity of 0 or more at a price of at least 1"),
	Entry(nil, technique.PlaceBaitOrders{}, technique.Params{Market: "M", Price: -1}, "price is -1, expected a positive price, or none"),
	Entry(nil, technique.PlaceBaitOrders{}, technique.Params{Market: "M", Quantity: -1}, "quantity is -1, expected a positive quantity, or none"),
	Entry(nil, technique.BuyFromSelf{}, technique.Params{}, "market is missing, expected the symbol of a market"),
	Entry(nil, technique.BuyFromSelf{}, technique.Params{Market: "M", Spend: 1_000_001}, "spend is 1000001, expected 0 to 1000000 parts per million"),
	Entry(nil, technique.BuyFromSelf{}, technique.Params{Market: "M", Count: -1}, "count is -1, expected 0 or more"),
	Entry(nil, technique.WithdrawProceeds{}, technique.Params{}, "asset and target are missing, expected the code of the coin to withdraw in one of them"),
	Entry(nil, technique.WithdrawProceeds{}, technique.Params{Asset: "BTC", Least: -1}, "least is -1, expected 0 or more"),
	Entry(nil, technique.WithdrawProceeds{}, technique.Params{Asset: "BTC", Until: -1}, "until is -1, expected a time after 1970, or none"),
	Entry(nil, technique.WithdrawProceeds{}, technique.Params{Asset: "BTC", Price: -1}, "price is -1, expected a positive price, or none"),
	Entry(nil, technique.WithdrawProceeds{}, technique.Params{Asset: "BTC", Through: -1}, "through is -1, expected 0 to 999999 parts per million"),
	Entry(nil, technique.WithdrawProceeds{}, technique.Params{Asset: "BTC", Pause: -1}, "pause is -1ns, expected a positive duration, or none"),
	Entry(nil, technique.WithdrawDirect{}, technique.Params{}, "count is 0, expected at least 1"),
	Entry(nil, technique.WithdrawDirect{}, technique.Params{Count: 1, Total: -1}, "total is -1, expected none or a positive amount"),
	Entry(nil, technique.WithdrawDirect{}, technique.Params{Count: 1, Fresh: "never"}, `fresh is "never", expected account or none`),
	Entry(nil, technique.Retry{}, technique.Params{Times: -1}, "times is -1, expected at least 1"),
	Entry(nil, technique.Retry{}, technique.Params{Backoff: -1}, "backoff is -1ns, expected a positive duration"),
	Entry(nil, technique.Wait{}, technique.Params{}, "wait needs one of until and for, and not both"),
	Entry(nil, technique.Wait{}, technique.Params{Until: 1, For: 1}, "wait needs one of until and for, and not both"),
	Entry(nil, technique.Wait{}, technique.Params{For: -1e9}, "for is -1s, expected a positive duration"),
	Entry(nil, technique.Wait{}, technique.Params{Until: -1}, "until is -1, expected a time after 1970"),
)

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
