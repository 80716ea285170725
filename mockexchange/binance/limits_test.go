package binance_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/binance"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Request weight", func() {
	It("is counted by address and minute, and told with every answer", func() {
		api := newClient(binance.Options{})
		Expect(api.get("/api/v3/ping", "").header.Get("X-Mbx-Used-Weight-1m")).To(Equal("1"))
		Expect(api.get("/api/v3/exchangeInfo", "").header.Get("X-Mbx-Used-Weight")).To(Equal("21"))
		Expect(api.get("/api/v3/depth", "symbol=BTCJPY&limit=5000").header.Get("X-Mbx-Used-Weight")).To(Equal("271"))
		Expect(api.signed(buyer, "GET", "/api/v3/openOrders", "").header.Get("X-Mbx-Used-Weight")).To(Equal("351"))
		api.venue.now += int64(time.Minute)
		Expect(api.get("/api/v3/ping", "").header.Get("X-Mbx-Used-Weight")).To(Equal("1"))
	})

	It("beyond the limit is refused until the minute is over", func() {
		api := newClient(binance.Options{Limits: binance.Limits{Weight: 20}})
		api.venue.now += int64(15 * time.Second)
		Expect(api.get("/api/v3/exchangeInfo", "").status).To(Equal(200))
		a := api.signed(buyer, "GET", "/sapi/v1/account/apiRestrictions", "")
		Expect(a.status).To(Equal(429))
		Expect(a.text).To(HavePrefix(`{"code":-1003,"msg":"Too much request weight used; current limit is 20 request weight per 1 MINUTE.`))
		Expect(a.header.Get("Retry-After")).To(Equal("45"))
		Expect(api.venue.last().Refused).To(Equal(reject.RateLimited))
		api.venue.now += int64(45 * time.Second)
		Expect(api.get("/api/v3/ping", "").status).To(Equal(200))
	})

	It("that goes on and on gets the address banned, longer every time", func() {
		api := newClient(binance.Options{Limits: binance.Limits{Weight: 20}})
		for _, ban := range []string{"120", "240"} {
			for range 4 {
				api.get("/api/v3/exchangeInfo", "")
			}
			a := api.get("/api/v3/exchangeInfo", "")
			Expect(a.status).To(Equal(418))
			Expect(a.text).To(HavePrefix(`{"code":-1003,"msg":"Way too much request weight used; IP banned until `))
			Expect(a.header.Get("Retry-After")).To(Equal(ban))
			api.venue.now += int64(61 * time.Second)
			Expect(api.get("/api/v3/ping", "").status).To(Equal(418))
			api.venue.now += int64(10 * time.Minute)
			Expect(api.get("/api/v3/ping", "").status).To(Equal(200))
			api.venue.now += int64(time.Minute)
		}
	})
})

var _ = Describe("Order counts", func() {
	const order = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000"

	It("are told with every order", func() {
		api := newClient(binance.Options{Limits: binance.DefaultLimits()})
		api.order(buyer, order)
		a := api.order(buyer, order)
		Expect(a.header.Get("X-Mbx-Order-Count-10s")).To(Equal("2"))
		Expect(a.header.Get("X-Mbx-Order-Count-1d")).To(Equal("2"))
		api.venue.now += int64(10 * time.Second)
		Expect(api.signed(buyer, "GET", "/api/v3/rateLimit/order", "").text).To(MatchJSON(`[
			{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100,"count":0},
			{"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":200000,"count":2}]`))
		Expect(api.get("/api/v3/ping", "").header).NotTo(HaveKey("X-Mbx-Order-Count-10s"))
	})

	It("have limits of their own, by account", func() {
		api := newClient(binance.Options{Limits: binance.Limits{OrdersShort: 1, OrdersPerDay: 2}})
		api.order(buyer, order)
		a := api.signed(buyer, "POST", "/api/v3/order", "symbol=BTCJPY&"+order)
		Expect(a.status).To(Equal(429))
		Expect(a.text).To(Equal(`{"code":-1015,"msg":"Too many new orders; current limit is 1 orders per 10 SECOND."}`))
		Expect(a.header.Get("Retry-After")).To(Equal("10"))
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=200000")
		api.venue.now += int64(10 * time.Second)
		api.order(buyer, order)
		api.venue.now += int64(10 * time.Second)
		Expect(api.signed(buyer, "POST", "/api/v3/order", "symbol=BTCJPY&"+order).text).To(ContainSubstring("2 orders per 1 DAY"))
	})
})
