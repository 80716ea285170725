package market_test

import (
	"encoding/json"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A spec", func() {
	It("is valid, or says why not", func() {
		Expect(whole.Validate()).To(Succeed())
		Expect(bitcoin.Validate()).To(Succeed())
	})

	DescribeTable("that is not possible", func(change func(s *market.Spec), want string) {
		s := bitcoin
		change(&s)
		Expect(s.Validate()).To(MatchError(market.ErrSpec))
		Expect(s.Validate()).To(MatchError("no possible market: " + want))
	},
		EntryDescription("%[2]s"),
		Entry(nil, func(s *market.Spec) { s.Symbol = "" }, "it has no symbol"),
		Entry(nil, func(s *market.Spec) { s.Tick = -1 }, "BTCJPY: a bound is negative: -1"),
		Entry(nil, func(s *market.Spec) { s.Quote = 1 }, "BTCJPY: asset 1 is traded against asset 1"),
		Entry(nil, func(s *market.Spec) { s.Base = 0 }, "BTCJPY: asset 0 is traded against asset 2"),
		Entry(nil, func(s *market.Spec) { s.PriceScale = 10 }, "BTCJPY: more than 9 decimals"),
		Entry(nil, func(s *market.Spec) { s.QuoteDecimals = 9 }, "BTCJPY: the price scale must be at least 1"),
		Entry(nil, func(s *market.Spec) { s.MakerFee = -10_001 }, "BTCJPY: fees of -10001 and 1000 parts per million"),
		Entry(nil, func(s *market.Spec) { s.TakerFee = 1_000_001 }, "BTCJPY: fees of 0 and 1000001 parts per million"),
	)

	It("that is not possible makes a book that takes no order", func() {
		s := bitcoin
		s.QuoteDecimals = 9
		_, code := market.NewBook(s).Reserve(&market.Order{
			ID: 1, Account: 1, Side: market.Buy, Type: market.Limit, Price: 2_000_000, Quantity: 10_000,
		})
		Expect(code).To(Equal(reject.Overflow))
	})

	DescribeTable("knows what a quantity is worth", func(s market.Spec, price, qty, down, up int64) {
		got, ok := s.Notional(price, qty, money.Down)
		Expect([]any{got, ok}).To(Equal([]any{down, true}))
		got, ok = s.Notional(price, qty, money.Up)
		Expect([]any{got, ok}).To(Equal([]any{up, true}))
	},
		Entry("0.015 bitcoin at 1,923,450 yen", bitcoin, int64(1_923_450), int64(1_500_000), int64(28_851), int64(28_852)),
		Entry("2 XEM of 6 decimals at 0.00001234 bitcoin",
			market.Spec{BaseDecimals: 6, QuoteDecimals: 8, PriceScale: 8}, int64(1234), int64(2_000_000), int64(2468), int64(2468)),
		Entry("half a satoshi", market.Spec{BaseDecimals: 6, QuoteDecimals: 8, PriceScale: 8}, int64(1), int64(500_000), int64(0), int64(1)),
	)

	It("keeps its shape in JSON", func() {
		text, err := json.Marshal(bitcoin)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(text)).To(Equal(`{"symbol":"BTCJPY","base":1,"quote":2,"base_decimals":8,"quote_decimals":0,` +
			`"price_scale":0,"tick":5,"min_price":1000,"max_price":10000000,"step":10000,"min_qty":10000,` +
			`"max_qty":10000000000,"min_notional":500,"maker_fee":0,"taker_fee":1000}`))
		var back market.Spec
		Expect(json.Unmarshal(text, &back)).To(Succeed())
		Expect(back).To(Equal(bitcoin))
	})
})
