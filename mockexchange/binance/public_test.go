package binance_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/binance"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Public data", func() {
	var api *client
	BeforeEach(func() { api = newClient(binance.Options{}) })

	It("tells the venue's time", func() {
		Expect(api.get("/api/v3/ping", "").text).To(Equal("{}"))
		Expect(api.get("/api/v3/time", "").text).To(Equal(`{"serverTime":1515225600000}`))
		Expect(api.venue.last().Kind).To(Equal(mockexchange.ReadStatus))
		Expect(api.venue.last().Source.String()).To(Equal("10.1.2.3"))
	})

	It("describes the markets", func() {
		api = newClient(binance.Options{Limits: binance.DefaultLimits()})
		Expect(api.get("/api/v3/exchangeInfo", "symbol=BTCJPY").text).To(MatchJSON(`{"timezone":"UTC","serverTime":1515225600000,
			"rateLimits":[
				{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},
				{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100},
				{"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":200000}],
			"exchangeFilters":[],
			"symbols":[{"symbol":"BTCJPY","status":"TRADING","baseAsset":"BTC","baseAssetPrecision":8,"quoteAsset":"JPY",
				"quotePrecision":0,"quoteAssetPrecision":0,"baseCommissionPrecision":8,"quoteCommissionPrecision":0,
				"orderTypes":["LIMIT","LIMIT_MAKER","MARKET"],"icebergAllowed":false,"ocoAllowed":false,"otoAllowed":false,
				"quoteOrderQtyMarketAllowed":true,"allowTrailingStop":false,"cancelReplaceAllowed":false,"amendAllowed":false,
				"isSpotTradingAllowed":true,"isMarginTradingAllowed":false,
				"filters":[
					{"filterType":"PRICE_FILTER","minPrice":"0.0","maxPrice":"0.0","tickSize":"5.0"},
					{"filterType":"LOT_SIZE","minQty":"0.00010000","maxQty":"0.00000000","stepSize":"0.00010000"},
					{"filterType":"MARKET_LOT_SIZE","minQty":"0.00010000","maxQty":"0.00000000","stepSize":"0.00010000"},
					{"filterType":"NOTIONAL","minNotional":"100","applyMinToMarket":true,"maxNotional":"0","applyMaxToMarket":false,"avgPriceMins":0}],
				"permissions":[],"permissionSets":[["SPOT"]],
				"defaultSelfTradePreventionMode":"NONE","allowedSelfTradePreventionModes":["NONE"]}]}`))
		for _, query := range []string{"symbol=ETHJPY", "symbols=%5B%22BTCJPY%22,%22ETHJPY%22%5D"} {
			Expect(api.get("/api/v3/exchangeInfo", query).text).To(Equal(`{"code":-1121,"msg":"Invalid symbol."}`))
		}
		Expect(api.get("/api/v3/exchangeInfo", "symbols=BTCJPY").text).To(ContainSubstring("-1100"))
	})

	It("shows the book, best prices first", func() {
		for _, price := range []string{"189000", "190000", "188000"} {
			api.order(buyer, "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price="+price)
		}
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.02&price=191000")
		Expect(api.get("/api/v3/depth", "symbol=BTCJPY&limit=2").text).To(Equal(
			`{"lastUpdateId":5,"bids":[["190000.0","0.01000000"],["189000.0","0.01000000"]],"asks":[["191000.0","0.02000000"]]}`))
		Expect(api.venue.last().Limit).To(Equal(uint32(2)))
		Expect(api.get("/api/v3/depth", "symbol=BTCJPY").status).To(Equal(200))
		Expect(api.venue.last().Limit).To(Equal(uint32(100)))
		Expect(api.get("/api/v3/depth", "").text).To(ContainSubstring("-1102"))
		Expect(api.get("/api/v3/depth", "symbol=ETHJPY").text).To(ContainSubstring("-1121"))

		Expect(api.get("/api/v3/ticker/bookTicker", "symbol=BTCJPY").text).To(Equal(
			`{"symbol":"BTCJPY","bidPrice":"190000.0","bidQty":"0.01000000","askPrice":"191000.0","askQty":"0.02000000"}`))
		api.order(buyer, "side=BUY&type=MARKET&quantity=0.001")
		Expect(api.get("/api/v3/ticker/price", "").text).To(Equal(`[{"symbol":"BTCJPY","price":"191000.0"}]`))
		Expect(api.get("/api/v3/ticker/price", "symbols=%5B%22BTCJPY%22%5D").text).To(HavePrefix("["))
	})

	DescribeTable("of things this venue lacks is empty",
		func(path, expected string) { Expect(api.get(path, "").text).To(Equal(expected)) },
		Entry("margin", "/sapi/v1/margin/allPairs", "[]"),
		Entry("isolated margin", "/sapi/v1/margin/isolated/allPairs", "[]"),
		Entry("futures", "/fapi/v1/exchangeInfo", `{"symbols":[]}`),
		Entry("delivery", "/dapi/v1/exchangeInfo", `{"symbols":[]}`),
	)
})

var _ = Describe("What the venue does not know", func() {
	It("is refused and still recorded", func() {
		api := newClient(binance.Options{})
		a := api.get("/api/v3/klines", "symbol=BTCJPY")
		Expect(a.status).To(Equal(404))
		Expect(a.text).To(Equal(`{"code":-1020,"msg":"This operation is not supported."}`))
		Expect(api.raw("PUT", "/api/v3/order", "", "", "").status).To(Equal(405))
		Expect(api.venue.count()).To(Equal(2))
		Expect(api.venue.last().Kind).To(Equal(mockexchange.ReadStatus))
		Expect(api.venue.last().Refused).To(Equal(reject.UnknownAction))
	})

	It("and what is too long to be read, too", func() {
		api := newClient(binance.Options{})
		Expect(api.raw("POST", "/api/v3/order", "", strings.Repeat("x", 70_000), "").status).To(Equal(413))
		Expect(api.venue.last().Kind).To(Equal(mockexchange.PlaceOrder))
	})
})

// lost is a venue whose journal cannot be written.
type lost struct{ *venue }

func (l lost) Turn(f func(int64, binance.Engine)) error {
	_ = l.venue.Turn(f)
	return errors.New("disk full")
}

var _ = Describe("An outcome that nobody knows", func() {
	It("is no refusal", func() {
		api := newClient(binance.Options{})
		api.handler = binance.New(lost{api.venue}, binance.Options{})
		a := api.get("/api/v3/time", "")
		Expect(a.status).To(Equal(500))
		Expect(a.text).To(Equal(`{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}`))
	})
})

var _ = Describe("The caller's address", func() {
	It("is the one that the peer stands for", func() {
		api := newClient(binance.Options{Source: func(remote string) access.Source {
			Expect(remote).To(Equal("10.1.2.3:5000"))
			return 0x05060708
		}})
		api.get("/api/v3/ping", "")
		Expect(api.venue.last().Source.String()).To(Equal("5.6.7.8"))
	})

	It("is 0.0.0.0 where there is none", func() {
		v := newVenue()
		r := httptest.NewRequest(http.MethodGet, "/api/v3/ping", nil)
		r.RemoteAddr = "@"
		binance.New(v, binance.Options{}).ServeHTTP(httptest.NewRecorder(), r)
		Expect(v.last().Source).To(BeZero())
	})
})
