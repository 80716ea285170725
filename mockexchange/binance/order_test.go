package binance_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/binance"
	"github.com/exdrill/exdrill/mockexchange/market"
)

var _ = Describe("An order", func() {
	var api *client
	BeforeEach(func() { api = newClient(binance.Options{}) })

	It("becomes one command, field by field", func() {
		api.order(buyer, "side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.01000000&price=190005&newClientOrderId=mine")
		c := api.venue.last()
		Expect(api.venue.count()).To(Equal(1))
		Expect(c.Kind).To(Equal(mockexchange.PlaceOrder))
		Expect([]any{c.Market, c.Side, c.Type, c.TimeInForce, c.Price, c.Quantity, c.Quote, c.Label}).To(Equal(
			[]any{uint16(1), market.Buy, market.Limit, market.IOC, int64(1_900_050), int64(1_000_000), int64(0), "mine"}))
	})

	It("that rests is answered in full, without fills", func() {
		a := api.order(buyer, "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000&newClientOrderId=mine")
		Expect(a.text).To(MatchJSON(`{"symbol":"BTCJPY","orderId":1,"orderListId":-1,"clientOrderId":"mine",
			"price":"190000.0","origQty":"0.01000000","executedQty":"0.00000000","origQuoteOrderQty":"0",
			"cummulativeQuoteQty":"0","status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY",
			"selfTradePreventionMode":"NONE","transactTime":1515225600000,"workingTime":1515225600000,"fills":[]}`))
	})

	It("is answered as shortly as asked", func() {
		const limit = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000"
		Expect(api.order(buyer, limit+"&newOrderRespType=ACK").text).To(MatchJSON(
			`{"symbol":"BTCJPY","orderId":1,"orderListId":-1,"clientOrderId":"exd-1","transactTime":1515225600000}`))
		result := api.order(buyer, limit+"&newOrderRespType=RESULT")
		Expect(result.field("status")).To(Equal("NEW"))
		Expect(result.field("fills")).To(BeNil())
		Expect(api.order(buyer, "side=BUY&type=LIMIT_MAKER&quantity=0.01&price=190000").field("status")).To(BeNil())
	})

	It("by amount takes what that buys, and lists every fill", func() {
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000")
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=200000")
		a := api.order(buyer, "side=BUY&type=MARKET&quoteOrderQty=2900.00")
		Expect(a.field("status")).To(Equal("FILLED"))
		Expect(a.field("origQuoteOrderQty")).To(Equal("2900"))
		Expect(a.field("executedQty")).To(Equal("0.01500000"))
		Expect(a.field("cummulativeQuoteQty")).To(Equal("2900"))
		Expect(a.field("fills")).To(Equal([]any{
			map[string]any{"price": "190000.0", "qty": "0.01000000", "commission": "0.00001000", "commissionAsset": "BTC", "tradeId": 1.0},
			map[string]any{"price": "200000.0", "qty": "0.00500000", "commission": "0.00000500", "commissionAsset": "BTC", "tradeId": 2.0},
		}))
		Expect(api.signed(buyer, "GET", "/api/v3/account", "omitZeroBalances=true").field("balances")).To(Equal([]any{
			map[string]any{"asset": "JPY", "free": "4997100", "locked": "0"},
			map[string]any{"asset": "BTC", "free": "0.01498500", "locked": "0.00000000"},
		}))
	})

	It("that is immediate or cancelled expires with its rest", func() {
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000")
		a := api.order(buyer, "side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.03&price=190000")
		Expect(a.field("status")).To(Equal("EXPIRED"))
		Expect(a.field("executedQty")).To(Equal("0.01000000"))
		a = api.order(buyer, "side=BUY&type=LIMIT&timeInForce=FOK&quantity=0.03&price=190000")
		Expect(a.field("status")).To(Equal("EXPIRED"))
		Expect(a.field("executedQty")).To(Equal("0.00000000"))
	})

	It("can be looked up, listed and cancelled, by number or by name", func() {
		api.order(buyer, "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000&newClientOrderId=mine")
		api.order(buyer, "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.02&price=180000")
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=IOC&quantity=0.004&price=190000")

		a := api.signed(buyer, "GET", "/api/v3/order", "symbol=BTCJPY&orderId=1")
		Expect(a.text).To(MatchJSON(`{"symbol":"BTCJPY","orderId":1,"orderListId":-1,"clientOrderId":"mine",
			"price":"190000.0","origQty":"0.01000000","executedQty":"0.00400000","origQuoteOrderQty":"0",
			"cummulativeQuoteQty":"760","status":"PARTIALLY_FILLED","timeInForce":"GTC","type":"LIMIT","side":"BUY",
			"selfTradePreventionMode":"NONE","stopPrice":"0.0","icebergQty":"0.00000000","time":1515225600000,
			"updateTime":1515225600000,"workingTime":1515225600000,"isWorking":true}`))
		Expect(api.signed(buyer, "GET", "/api/v3/order", "symbol=BTCJPY&origClientOrderId=mine").field("orderId")).To(Equal(1.0))
		Expect(api.signed(buyer, "GET", "/api/v3/order", "symbol=BTCJPY&origClientOrderId=exd-2").field("orderId")).To(Equal(2.0))

		open := api.signed(buyer, "GET", "/api/v3/openOrders", "symbol=BTCJPY").list()
		Expect(open).To(HaveLen(2))
		Expect(open[0]).To(HaveKeyWithValue("status", "PARTIALLY_FILLED"))
		Expect(open[1]).To(HaveKeyWithValue("clientOrderId", "exd-2"))
		Expect(api.signed(buyer, "GET", "/api/v3/openOrders", "").list()).To(HaveLen(2))

		a = api.signed(buyer, "DELETE", "/api/v3/order", "symbol=BTCJPY&origClientOrderId=mine&newClientOrderId=away")
		Expect(a.field("origClientOrderId")).To(Equal("mine"))
		Expect(a.field("clientOrderId")).To(Equal("away"))
		Expect(a.field("status")).To(Equal("CANCELED"))
		Expect(a.field("executedQty")).To(Equal("0.00400000"))
		Expect(api.signed(buyer, "GET", "/api/v3/order", "symbol=BTCJPY&orderId=1").field("status")).To(Equal("CANCELED"))
		Expect(api.signed(buyer, "GET", "/api/v3/openOrders", "").list()).To(HaveLen(1))
	})

	It("of somebody else does not exist", func() {
		api.order(buyer, "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000")
		Expect(api.signed(seller, "GET", "/api/v3/order", "symbol=BTCJPY&orderId=1").text).To(Equal(`{"code":-2013,"msg":"Order does not exist."}`))
		Expect(api.signed(seller, "DELETE", "/api/v3/order", "symbol=BTCJPY&orderId=1").text).To(Equal(`{"code":-2011,"msg":"Unknown order sent."}`))
		Expect(api.signed(buyer, "DELETE", "/api/v3/order", "symbol=BTCJPY&origClientOrderId=none").text).To(Equal(`{"code":-2011,"msg":"Unknown order sent."}`))
	})

	It("shows in both sides' trades", func() {
		api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000")
		api.order(buyer, "side=BUY&type=MARKET&quantity=0.005")
		api.order(buyer, "side=BUY&type=MARKET&quantity=0.005")
		trades := api.signed(buyer, "GET", "/api/v3/myTrades", "symbol=BTCJPY").list()
		Expect(trades).To(HaveLen(2))
		Expect(trades[0]).To(Equal(map[string]any{
			"symbol": "BTCJPY", "id": 1.0, "orderId": 2.0, "orderListId": -1.0, "price": "190000.0", "qty": "0.00500000",
			"quoteQty": "950", "commission": "0.00000500", "commissionAsset": "BTC", "time": 1515225600000.0,
			"isBuyer": true, "isMaker": false, "isBestMatch": true,
		}))
		trades = api.signed(seller, "GET", "/api/v3/myTrades", "symbol=BTCJPY&limit=1").list()
		Expect(trades).To(HaveLen(1))
		Expect(trades[0]).To(And(HaveKeyWithValue("id", 2.0), HaveKeyWithValue("isMaker", true)))
		Expect(api.signed(buyer, "GET", "/api/v3/myTrades", "symbol=BTCJPY&orderId=3").list()).To(HaveLen(1))
		Expect(api.signed(buyer, "GET", "/api/v3/myTrades", "symbol=BTCJPY&fromId=1&limit=1").list()[0]).To(HaveKeyWithValue("id", 1.0))
		Expect(api.signed(buyer, "GET", "/api/v3/myTrades", "symbol=BTCJPY&startTime=1515225600001").list()).To(BeEmpty())
	})

	It("can be tried without being placed", func() {
		Expect(api.signed(buyer, "POST", "/api/v3/order/test", "symbol=BTCJPY&side=BUY&type=MARKET&quantity=0.01").text).To(Equal("{}"))
		Expect(api.venue.last().Kind).To(Equal(mockexchange.ReadRights))
		a := api.signed(buyer, "POST", "/api/v3/order/test", "symbol=BTCJPY&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000.3")
		Expect(a.text).To(Equal(`{"code":-1013,"msg":"Filter failure: PRICE_FILTER"}`))
		Expect(api.signed(buyer, "GET", "/api/v3/openOrders", "").list()).To(BeEmpty())
	})

	const limit = "symbol=BTCJPY&side=BUY&type=LIMIT&timeInForce=GTC&"
	DescribeTable("that cannot be is refused in the protocol's words",
		func(params, expected string) {
			api.order(seller, "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000&newClientOrderId=taken")
			before := api.venue.count()
			a := api.signed(buyer, "POST", "/api/v3/order", params)
			Expect(a.status).To(Equal(400))
			Expect(a.text).To(Equal(expected))
			Expect(api.venue.count()).To(Equal(before+1), "every attempt is a command")
			Expect(api.venue.last().Kind).To(Equal(mockexchange.PlaceOrder))
		},
		Entry("no symbol", "side=BUY&type=MARKET&quantity=1", `{"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."}`),
		Entry("unknown symbol", "symbol=ETHJPY&side=BUY&type=MARKET&quantity=1", `{"code":-1121,"msg":"Invalid symbol."}`),
		Entry("no side", "symbol=BTCJPY&side=&type=MARKET&quantity=1", `{"code":-1102,"msg":"Mandatory parameter 'side' was not sent, was empty/null, or malformed."}`),
		Entry("wrong side", "symbol=BTCJPY&side=buy&type=MARKET&quantity=1", `{"code":-1117,"msg":"Invalid side."}`),
		Entry("no type", "symbol=BTCJPY&side=BUY&quantity=1", `{"code":-1102,"msg":"Mandatory parameter 'type' was not sent, was empty/null, or malformed."}`),
		Entry("type this venue lacks", "symbol=BTCJPY&side=BUY&type=STOP_LOSS&quantity=1", `{"code":-1116,"msg":"Invalid orderType."}`),
		Entry("no time in force", "symbol=BTCJPY&side=BUY&type=LIMIT&quantity=1&price=1", `{"code":-1102,"msg":"Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed."}`),
		Entry("wrong time in force", "symbol=BTCJPY&side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=1", `{"code":-1115,"msg":"Invalid timeInForce."}`),
		Entry("time in force of a market order", "symbol=BTCJPY&side=BUY&type=MARKET&timeInForce=IOC&quantity=1", `{"code":-1106,"msg":"Parameter 'timeInForce' sent when not required."}`),
		Entry("price of a market order", "symbol=BTCJPY&side=BUY&type=MARKET&quantity=1&price=1", `{"code":-1106,"msg":"Parameter 'price' sent when not required."}`),
		Entry("market order without an amount", "symbol=BTCJPY&side=BUY&type=MARKET", `{"code":-1102,"msg":"Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!"}`),
		Entry("market order with both", "symbol=BTCJPY&side=BUY&type=MARKET&quantity=1&quoteOrderQty=1", `{"code":-1106,"msg":"Parameter 'quoteOrderQty' sent when not required."}`),
		Entry("no quantity", limit+"price=190000", `{"code":-1102,"msg":"Mandatory parameter 'quantity' was not sent, was empty/null, or malformed."}`),
		Entry("no price", limit+"quantity=1", `{"code":-1102,"msg":"Mandatory parameter 'price' was not sent, was empty/null, or malformed."}`),
		Entry("limit order by amount", limit+"quantity=1&price=1&quoteOrderQty=5", `{"code":-1106,"msg":"Parameter 'quoteOrderQty' sent when not required."}`),
		Entry("exponent", limit+"quantity=1e-2&price=190000", `{"code":-1100,"msg":"Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'."}`),
		Entry("negative", limit+"quantity=-1&price=190000", `{"code":-1100,"msg":"Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'."}`),
		Entry("too large for any book", limit+"quantity=99999999999999999999&price=190000", `{"code":-1100,"msg":"Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'."}`),
		Entry("too fine", limit+"quantity=0.010000001&price=190000", `{"code":-1111,"msg":"Parameter 'quantity' has too much precision."}`),
		Entry("too long a name", limit+"quantity=0.01&price=190000&newClientOrderId=1234567890123456789012345678901234567", `{"code":-1100,"msg":"Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'."}`),
		Entry("odd name", limit+"quantity=0.01&price=190000&newClientOrderId=a%20b", `{"code":-1100,"msg":"Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'."}`),
		Entry("broken escape", limit+"quantity=0.01&price=190000&x=%zz", `{"code":-1100,"msg":"Illegal characters found in a parameter."}`),
		Entry("answer of no known kind", limit+"quantity=0.01&price=190000&newOrderRespType=LONG", `{"code":-1130,"msg":"Data sent for parameter 'newOrderRespType' is not valid."}`),
		Entry("off the tick", limit+"quantity=0.01&price=190000.4", `{"code":-1013,"msg":"Filter failure: PRICE_FILTER"}`),
		Entry("off the step", limit+"quantity=0.01000001&price=190000", `{"code":-1013,"msg":"Filter failure: LOT_SIZE"}`),
		Entry("worth too little", limit+"quantity=0.0001&price=190000", `{"code":-1013,"msg":"Filter failure: NOTIONAL"}`),
		Entry("not enough money", limit+"quantity=50&price=180000", `{"code":-2010,"msg":"Account has insufficient balance for requested action."}`),
		Entry("maker-only that would match", "symbol=BTCJPY&side=BUY&type=LIMIT_MAKER&quantity=0.01&price=190000", `{"code":-2010,"msg":"Order would immediately match and take."}`),
	)

	It("with a name that is taken is refused", func() {
		api.order(buyer, "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000&newClientOrderId=mine")
		a := api.signed(buyer, "POST", "/api/v3/order", limit+"quantity=0.01&price=190000&newClientOrderId=mine")
		Expect(a.text).To(Equal(`{"code":-2010,"msg":"Duplicate order sent."}`))
	})

	It("into an empty book is refused", func() {
		a := api.signed(buyer, "POST", "/api/v3/order", "symbol=BTCJPY&side=BUY&type=MARKET&quantity=0.01")
		Expect(a.text).To(Equal(`{"code":-1013,"msg":"No orders on book for symbol."}`))
	})

	DescribeTable("on a market that the venue closed is refused",
		func(kind mockexchange.Kind, status string) {
			api.venue.operate(mockexchange.Command{Kind: kind})
			Expect(api.signed(buyer, "POST", "/api/v3/order", limit+"quantity=0.01&price=190000").text).To(Equal(`{"code":-2010,"msg":"Market is closed."}`))
			Expect(api.get("/api/v3/exchangeInfo", "").text).To(ContainSubstring(`"status":"` + status + `"`))
		},
		Entry("halted", mockexchange.HaltMarket, "HALT"),
		Entry("cancel only", mockexchange.CancelOnly, "BREAK"),
	)
})
