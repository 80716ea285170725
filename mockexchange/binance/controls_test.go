package binance_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
)

// A bitcoin is 1,900,000 yen in these specs.
var _ = Describe("Standing controls on markets", func() {
	const minute = 60_000_000_000

	It("are among the filters that clients read beforehand", func() {
		api := newGuardedClient(market.Policy{
			PriceBand:   market.PriceBand{Over: 90_000_000_000, BidUp: 1_200_000, BidDown: 200_000, AskUp: 5_000_000, AskDown: 800_000},
			PositionCap: 19_000_000, NotionalCap: 1_000_000, SelfTradePrevention: true,
		})
		info := api.get("/api/v3/exchangeInfo", "symbol=BTCJPY").text
		Expect(info).To(ContainSubstring(`{"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"1.2","bidMultiplierDown":"0.2",` +
			`"askMultiplierUp":"5","askMultiplierDown":"0.8","avgPriceMins":2}`))
		Expect(info).To(ContainSubstring(`{"filterType":"MAX_POSITION","maxPosition":"10.00000000"}`))
		Expect(info).To(ContainSubstring(`"maxNotional":"1000000","applyMaxToMarket":true`))
		Expect(info).To(ContainSubstring(`"defaultSelfTradePreventionMode":"EXPIRE_TAKER","allowedSelfTradePreventionModes":["EXPIRE_TAKER"]`))
	})

	DescribeTable("refuse orders in the protocol's words", func(p market.Policy, order, text string) {
		api := newGuardedClient(p)
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=2200000")
		a := api.signed(buyer, "POST", "/api/v3/order", "symbol=BTCJPY&"+order)
		Expect(a.status).To(Equal(400))
		Expect(a.text).To(Equal(text))
	},
		Entry("a price off the band", market.Policy{PriceBand: market.PriceBand{BidUp: 1_100_000}},
			"side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=2100000", `{"code":-1013,"msg":"Filter failure: PERCENT_PRICE_BY_SIDE"}`),
		Entry("nothing within the range", market.Policy{PriceRange: market.PriceRange{Most: 100_000}},
			"side=BUY&type=MARKET&quantity=0.01", `{"code":-1013,"msg":"Filter failure: PERCENT_PRICE"}`),
		Entry("more than may be held", market.Policy{PositionCap: 19_000},
			"side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.02&price=1900000", `{"code":-1013,"msg":"Filter failure: MAX_POSITION"}`),
		Entry("worth too much", market.Policy{NotionalCap: 30_000},
			"side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.02&price=1900000", `{"code":-1013,"msg":"Filter failure: NOTIONAL"}`),
	)

	It("show an auction as what it is", func() {
		api := newGuardedClient(market.Policy{CircuitBreaker: market.CircuitBreaker{Move: 100_000, For: minute}})
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=2200000")
		Expect(api.order(buyer, "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=2200000")).NotTo(BeZero())
		Expect(api.get("/api/v3/exchangeInfo", "").text).To(ContainSubstring(`"status":"AUCTION_MATCH"`))
		Expect(api.signed(buyer, "POST", "/api/v3/order", "symbol=BTCJPY&side=BUY&type=MARKET&quantity=0.01").text).To(Equal(`{"code":-2010,"msg":"Market is closed."}`))
		api.venue.now += minute
		Expect(api.get("/api/v3/exchangeInfo", "").text).To(ContainSubstring(`"status":"TRADING"`))
	})
})
