package technique_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("convert_by_trade", func() {
	run := func(p technique.Params, balances ...attacker.Balance) *stage {
		s := opened(balances...)
		s.use(technique.ConvertByTrade{}, p)
		return s
	}
	toBTC := func(count int) technique.Params { return technique.Params{Count: count, Target: "BTC"} }
	orders := func(s *stage) (list []attacker.Order) {
		for _, r := range s.shop.Requests {
			if r.Op == "place" {
				list = append(list, r.Order)
			}
		}
		return list
	}

	It("looks at balances and book, then spends all cash in exactly the planned orders", func() {
		s := run(toBTC(3), holding("JPY", 1_000_000))
		Expect(s.ops()).To(Equal([]string{"balances", "depth", "place", "place", "place"}))
		Expect(s.shop.Refused()).To(BeEmpty())
		Expect(s.account().Free("JPY")).To(BeNumerically("<", 2_005_000/10_000+1), "less than a step is worth")
		Expect(s.account().Free("BTC")).To(BeNumerically("~", 49_800_000, 100_000))
	})

	It("buys by market orders of an exact value and sells by limit orders through the best price", func() {
		s := run(toBTC(2), holding("JPY", 1_000_000), holding("MONA", 1_000*MONA))
		list := orders(s)
		Expect(list).To(HaveLen(2))
		sell, buy := list[0], list[1]
		Expect(sell.Market).To(Equal("MONABTC"))
		Expect(sell.Limit).To(BeTrue())
		Expect(sell.Price).To(Equal(int64(77_600)), "3 % under the best bid of 80,000")
		Expect(sell.Quantity).To(Equal(int64(1_000 * MONA)))
		Expect(buy.Market).To(Equal("BTCJPY"))
		Expect(buy.Limit).To(BeFalse())
		Expect(buy.Quote).To(Equal(int64(1_000_000)))
	})

	It("words orders as the style says", func() {
		style := func(style technique.Style) []attacker.Order {
			p := toBTC(2)
			p.Style, p.Through = style, 50_000
			s := run(p, holding("JPY", 1_000_000), holding("MONA", 1_000*MONA))
			Expect(s.shop.Refused()).To(BeEmpty())
			return orders(s)
		}
		for _, o := range style(technique.StyleLimit) {
			Expect(o.Limit).To(BeTrue())
			Expect(o.Quote).To(BeZero())
			if o.Buy {
				Expect(o.Price).To(Equal(int64(2_105_250)), "5 % over the best ask of 2,005,000")
			} else {
				Expect(o.Price).To(Equal(int64(76_000)), "5 % under the best bid of 80,000")
			}
		}
		for _, o := range style(technique.StyleMarket) {
			Expect(o.Limit).To(BeFalse())
			Expect(o.Price).To(BeZero())
		}
	})

	It("goes over a bridge where no market leads to the target, and looks at the balances before it crosses", func() {
		s := run(toBTC(4), holding("XEM", 50_000*XEM))
		Expect(s.ops()).To(Equal([]string{"balances", "depth", "depth", "place", "place", "balances", "place", "place"}))
		list := orders(s)
		Expect(list[0].Market).To(Equal("XEMJPY"))
		Expect(list[3].Market).To(Equal("BTCJPY"))
		Expect(s.account().Free("XEM")).To(BeZero())
		Expect(s.account().Free("JPY")).To(BeNumerically("<", 201))
		Expect(s.shop.Refused()).To(BeEmpty())
	})

	It("does not count on more behind a bridge than fees and a slipping price leave", func() {
		// 9.6 XEM are 1,872 yen at the best price, enough for three orders of
		// 620 yen, but a fee of 2 % leaves 1,834, enough for two.
		s := opened(holding("XEM", 9_600_000))
		s.shop.Listed[3].MinNotional, s.shop.Fee = 100, 20_000
		s.use(technique.ConvertByTrade{}, toBTC(6))
		Expect(s.shop.Accepted("place")).To(Equal(6))
	})

	It("crosses a bridge with what lay there too", func() {
		s := run(toBTC(2), holding("XEM", 50_000*XEM), holding("JPY", 3_000_000))
		Expect(orders(s)).To(HaveLen(2))
		Expect(orders(s)[0].Market).To(Equal("XEMJPY"))
		Expect(s.account().Free("JPY")).To(BeNumerically("<", 201))
	})

	It("turns everything into whatever coin is the target", func() {
		p := technique.Params{Count: 6, Target: "MONA"}
		s := run(p, holding("XEM", 50_000*XEM), holding("JPY", 3_000_000), holding("BTC", BTC), holding("MONA", MONA))
		Expect(orders(s)).To(HaveLen(6))
		Expect(s.shop.Refused()).To(BeEmpty())
		Expect(s.account().Free("XEM")).To(BeZero())
		Expect(s.account().Free("BTC")).To(BeNumerically("<", 100_000), "less than one MONA is worth")
		Expect(s.account().Free("JPY")).To(BeNumerically("<", 1_700))
	})

	It("gives the most orders to the most valuable balance", func() {
		s := run(toBTC(10), holding("JPY", 9_000_000), holding("MONA", 100*MONA))
		count := map[string]int{}
		for _, o := range orders(s) {
			count[o.Market]++
		}
		Expect(count).To(Equal(map[string]int{"BTCJPY": 9, "MONABTC": 1}))
	})

	It("leaves the least valuable balances alone when orders are few", func() {
		s := run(toBTC(1), holding("MONA", 100*MONA), holding("JPY", 9_000_000), holding("XEM", 900_000*XEM))
		Expect(orders(s)).To(HaveLen(1))
		Expect(orders(s)[0].Market).To(Equal("BTCJPY"), "XEM is worth more, but needs two")
		Expect(s.account().Free("MONA")).To(Equal(int64(100 * MONA)))
	})

	It("makes fewer orders when the balances are too small for so many", func() {
		// An order is at least 500 yen, which takes three steps of 0.0001 BTC at
		// about 206 yen, the slip included.
		s := run(toBTC(10), holding("JPY", 2_100))
		Expect(orders(s)).To(HaveLen(3))
		Expect(s.shop.Refused()).To(BeEmpty())
	})

	It("makes none of dust, of nothing, and of the target itself", func() {
		for _, balance := range []attacker.Balance{
			holding("JPY", 400), holding("MONA", MONA/2), holding("BTC", BTC), {Asset: "JPY", Locked: 1_000_000},
		} {
			s := run(toBTC(3), balance)
			Expect(orders(s)).To(BeEmpty(), balance.Asset)
		}
	})

	It("does not sell into an empty book", func() {
		s := opened(holding("JPY", 1_000_000))
		s.shop.Books["BTCJPY"] = attacker.Depth{}
		s.use(technique.ConvertByTrade{}, toBTC(3))
		Expect(s.ops()).To(Equal([]string{"balances", "depth"}))
	})

	It("stays under the largest order", func() {
		s := opened(holding("MONA", 100*MONA))
		s.shop.Listed[2].MaxQty = 30 * MONA
		s.use(technique.ConvertByTrade{}, toBTC(2))
		Expect(s.shop.Refused()).To(BeEmpty())
		for _, o := range orders(s) {
			Expect(o.Quantity).To(Equal(int64(30 * MONA)))
		}
	})

	It("looks at the book again after an order that was filled badly, and lets the last order take the rest", func() {
		s := opened(holding("MONA", 100*MONA))
		account := s.account()
		s.shop.Script = func(r attackertest.Request) attacker.Refusal {
			if r.Op == "place" { // the price falls by a tenth as soon as he begins
				s.shop.Books["MONABTC"] = attacker.Depth{Bids: []attacker.Level{{Price: 72_000, Quantity: 1_000 * MONA}}}
			}
			return attacker.Accepted
		}
		s.use(technique.ConvertByTrade{}, toBTC(3))
		Expect(s.ops()).To(Equal([]string{"balances", "depth", "place", "depth", "place", "place"}))
		Expect(s.shop.Refused()).To(BeEmpty())
		Expect(account.Free("MONA")).To(BeZero())
	})

	Context("when orders are refused", func() {
		refused := func(r attacker.Refusal, balances ...attacker.Balance) *stage {
			s := opened(balances...)
			s.refuse("place", r)
			s.use(technique.ConvertByTrade{}, toBTC(3))
			return s
		}

		It("tries every planned one", func() {
			for _, r := range []attacker.Refusal{attacker.FilterRefused, attacker.RateRefused, attacker.OtherRefused} {
				Expect(orders(refused(r, holding("JPY", 1_000_000)))).To(HaveLen(3), string(r))
			}
		})

		It("counts anew when there is less than he thought, and makes all that were planned", func() {
			s := opened(holding("JPY", 1_000_000))
			spent := false
			s.shop.Script = func(r attackertest.Request) attacker.Refusal {
				if r.Op == "place" && !spent { // its owner was faster
					spent = true
					s.account().Money[0].Free = 400_000
					return attacker.FundsRefused
				}
				return attacker.Accepted
			}
			s.use(technique.ConvertByTrade{}, toBTC(3))
			Expect(s.key.Ordered).To(Equal(3))
			Expect(s.account().Free("JPY")).To(BeNumerically("<", 10))
		})

		It("counts anew three times at most", func() {
			Expect(orders(refused(attacker.FundsRefused, holding("JPY", 1_000_000)))).To(HaveLen(3 + 3))
		})

		It("gives up a market that is closed, and tries the next", func() {
			s := refused(attacker.MarketRefused, holding("JPY", 1_000_000), holding("MONA", 100*MONA))
			Expect(orders(s)).To(HaveLen(2))
			Expect(orders(s)[0].Market).NotTo(Equal(orders(s)[1].Market))
		})

		It("gives up altogether when the key may not", func() {
			s := refused(attacker.KeyRefused, holding("JPY", 1_000_000), holding("MONA", 100*MONA))
			Expect(orders(s)).To(HaveLen(1))
			Expect(s.key.Rights.Trade).To(BeFalse())
		})
	})

	It("gives up when it cannot look at the balances", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k", holding("JPY", 1_000_000)).Dead = true
		s.use(technique.ConvertByTrade{}, toBTC(3))
		Expect(s.ops()).To(Equal([]string{"balances"}))
	})

	It("leaves a market alone whose book it may not see", func() {
		s := opened(holding("JPY", 1_000_000))
		s.refuse("depth", attacker.RateRefused)
		s.use(technique.ConvertByTrade{}, toBTC(3))
		Expect(s.ops()).To(Equal([]string{"balances", "depth"}))
	})

	It("is exact for any balances: never refused, and as many orders as planned if they suffice", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			p := technique.Params{
				Count:  rapid.IntRange(1, 25).Draw(t, "count"),
				Target: rapid.SampledFrom([]string{"BTC", "MONA", "XEM"}).Draw(t, "target"),
				Style:  rapid.SampledFrom([]technique.Style{technique.StyleMixed, technique.StyleLimit, technique.StyleMarket}).Draw(t, "style"),
			}
			s := newStage(attackertest.NewZaif())
			s.chance = technique.NewChance(rapid.Uint64().Draw(t, "seed"), 0)
			account := s.shop.Open("k",
				holding("JPY", rapid.Int64Range(0, 20_000_000).Draw(t, "jpy")),
				holding("XEM", rapid.Int64Range(0, 1_000_000*XEM).Draw(t, "xem")),
				holding("BTC", rapid.Int64Range(0, 10*BTC).Draw(t, "btc")),
				holding("MONA", rapid.Int64Range(0, 10_000*MONA).Draw(t, "mona")))
			rich := false // one balance that pays for every planned order
			for _, m := range account.Money {
				rich = rich || m.Asset != p.Target && m.Free >= plenty(m.Asset)
			}
			s.use(technique.ConvertByTrade{}, p)
			if refused := s.shop.Refused(); len(refused) > 0 {
				t.Fatalf("refused: %+v", refused)
			}
			placed := s.shop.Accepted("place")
			if placed > p.Count || rich && p.Count > 1 && placed < p.Count {
				t.Fatalf("%d orders, expected %d", placed, p.Count)
			}
		})
	})
})

var _ = Describe("the arithmetic of an order", func() {
	It("rounds the smallest quantity up, so that its worth is never short of the minimum", func() {
		// At 291, 3 % under the best bid, 3 pieces are worth 873 and 4 are worth 1,164.
		s := newStage(&attackertest.Exchange{
			Listed:   []attacker.MarketInfo{{Name: "AB", Base: "A", Quote: "B", MinNotional: 1_000}},
			Coins:    []attacker.AssetInfo{{Code: "A"}, {Code: "B"}},
			Accounts: map[string]*attackertest.Account{},
			Books:    map[string]attacker.Depth{"AB": {Bids: []attacker.Level{{Price: 300, Quantity: 100}}}},
		})
		s.shop.Open("k", holding("A", 8))
		s.use(technique.ConvertByTrade{}, technique.Params{Count: 5, Target: "B"})
		Expect(s.shop.Refused()).To(BeEmpty())
		Expect(s.shop.Accepted("place")).To(Equal(2))
	})

	It("passes the filters of any market to the last base unit", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			m := attacker.MarketInfo{
				Name: "AB", Base: "A", Quote: "B",
				BaseDecimals:  uint8(rapid.IntRange(2, 8).Draw(t, "base decimals")),
				QuoteDecimals: uint8(rapid.IntRange(0, 2).Draw(t, "quote decimals")),
				PriceScale:    uint8(rapid.IntRange(0, 4).Draw(t, "price scale")),
				Tick:          rapid.Int64Range(0, 20).Draw(t, "tick"),
				Step:          rapid.Int64Range(0, 20).Draw(t, "step"),
				MinQty:        rapid.Int64Range(0, 50).Draw(t, "min qty"),
				MinNotional:   rapid.Int64Range(0, 1_000).Draw(t, "min notional"),
			}
			price := rapid.Int64Range(1_000, 10_000_000).Draw(t, "price")
			price -= price % max(m.Tick, 1)
			shop := &attackertest.Exchange{
				Listed:   []attacker.MarketInfo{m},
				Coins:    []attacker.AssetInfo{{Code: "A", Decimals: m.BaseDecimals}, {Code: "B", Decimals: m.QuoteDecimals}},
				Accounts: map[string]*attackertest.Account{},
				Books: map[string]attacker.Depth{"AB": {
					Bids: []attacker.Level{{Price: price, Quantity: 1 << 40}},
					Asks: []attacker.Level{{Price: price + max(m.Tick, 1), Quantity: 1 << 40}},
				}},
			}
			s := newStage(shop)
			s.chance = technique.NewChance(rapid.Uint64().Draw(t, "seed"), 0)
			asset, target := "A", "B"
			if rapid.Bool().Draw(t, "buy") {
				asset, target = "B", "A"
			}
			shop.Open("k", holding(asset, rapid.Int64Range(0, 1_000_000_000).Draw(t, "amount")))
			s.use(technique.ConvertByTrade{}, technique.Params{
				Count:  rapid.IntRange(1, 200).Draw(t, "count"),
				Target: target,
				Style:  rapid.SampledFrom([]technique.Style{technique.StyleMixed, technique.StyleLimit, technique.StyleMarket}).Draw(t, "style"),
			})
			if refused := shop.Refused(); len(refused) > 0 {
				t.Fatalf("refused: %+v", refused)
			}
		})
	})
})

// plenty is enough of an asset for 25 orders that go over a bridge.
func plenty(asset string) int64 {
	switch asset {
	case "JPY":
		return 100_000
	case "BTC":
		return BTC / 10
	case "MONA":
		return 200 * MONA
	}
	return 2_000 * XEM
}
