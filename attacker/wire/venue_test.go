package wire_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/wire"
)

var _ = Describe("a venue over signed HTTP", func() {
	It("tells what a key may do", func() {
		c, v := open(200, `{"ipRestrict":false,"createTime":1407369600000,"enableReading":true,`+
			`"enableWithdrawals":true,"enableSpotAndMarginTrading":false}`)
		rights := accepted(v.Rights(key))
		Expect(rights).To(Equal(attacker.Rights{Read: true, Withdraw: true, Created: 1_407_369_600_000_000_000}))
		Expect(c.expectSigned("GET", "/sapi/v1/account/apiRestrictions")).To(BeEmpty())
	})

	It("tells balances to the last base unit, with however many zeros they are written", func() {
		c, v := open(200, `{"canTrade":true,"balances":[{"asset":"BTC","free":"92233720368.54775807","locked":"0.00000001"},`+
			`{"asset":"XEM","free":"1.50000000","locked":"0"},{"asset":"JPY","free":"12.00000000","locked":"3"}]}`)
		list := accepted(v.Balances(key))
		Expect(list).To(Equal([]attacker.Balance{
			{Asset: "BTC", Free: 9_223_372_036_854_775_807, Locked: 1},
			{Asset: "XEM", Free: 1_500_000},
			{Asset: "JPY", Free: 12, Locked: 3},
		}))
		Expect(c.expectSigned("GET", "/api/v3/account")).To(BeEmpty())
	})

	It("lists open orders with what remains of them", func() {
		c, v := open(200, `[{"symbol":"BTCJPY","orderId":12,"side":"BUY","price":"1900000.00000000","origQty":"0.50000000","executedQty":"0.20000000"},`+
			`{"symbol":"XEMJPY","orderId":18446744073709551615,"side":"SELL","price":"195.0001","origQty":"7","executedQty":"0"}]`)
		list := accepted(v.OpenOrders(key))
		Expect(list).To(Equal([]attacker.OpenOrder{
			{Market: "BTCJPY", ID: 12, Buy: true, Price: 1_900_000, Remaining: 30_000_000},
			{Market: "XEMJPY", ID: 18_446_744_073_709_551_615, Price: 1_950_001, Remaining: 7_000_000},
		}))
		Expect(c.expectSigned("GET", "/api/v3/openOrders")).To(BeEmpty())
	})

	It("cancels by a DELETE with its parameters in the query", func() {
		c, v := open(200, `{"orderId":12}`)
		refusal := must(v.Cancel(key, "BTCJPY", 12))
		Expect(refusal).To(Equal(attacker.Accepted))
		Expect(c.expectSigned("DELETE", "/api/v3/order")).To(Equal(url.Values{"symbol": {"BTCJPY"}, "orderId": {"12"}}))
		Expect(c.seen[0].body).To(BeEmpty())
	})

	DescribeTable("places orders by a POST with its parameters in the body",
		func(o attacker.Order, want url.Values) {
			c, v := open(200, `{"orderId":31,"status":"EXPIRED","executedQty":"0.25000000","cummulativeQuoteQty":"500000"}`)
			placed := accepted(v.Place(key, o))
			Expect(placed).To(Equal(attacker.Placed{ID: 31, Filled: 25_000_000, Quote: 500_000}))
			want.Set("newOrderRespType", "RESULT")
			Expect(c.expectSigned("POST", "/api/v3/order")).To(Equal(want))
			Expect(c.seen[0].query).To(BeEmpty())
			Expect(c.seen[0].header.Get("Content-Type")).To(Equal("application/x-www-form-urlencoded"))
		},
		Entry("a limit order, immediate or cancelled",
			attacker.Order{Market: "BTCJPY", Limit: true, Price: 1_900_000, Quantity: 25_000_000},
			url.Values{"symbol": {"BTCJPY"}, "side": {"SELL"}, "type": {"LIMIT"}, "timeInForce": {"IOC"}, "price": {"1900000"}, "quantity": {"0.25000000"}}),
		Entry("a limit order that rests",
			attacker.Order{Market: "BTCJPY", Buy: true, Limit: true, Rest: true, Price: 1_900_000, Quantity: 25_000_000},
			url.Values{"symbol": {"BTCJPY"}, "side": {"BUY"}, "type": {"LIMIT"}, "timeInForce": {"GTC"}, "price": {"1900000"}, "quantity": {"0.25000000"}}),
		Entry("a market order by quantity",
			attacker.Order{Market: "BTCJPY", Quantity: 25_000_000},
			url.Values{"symbol": {"BTCJPY"}, "side": {"SELL"}, "type": {"MARKET"}, "quantity": {"0.25000000"}}),
		Entry("a market order by value",
			attacker.Order{Market: "BTCJPY", Buy: true, Quote: 500_000},
			url.Values{"symbol": {"BTCJPY"}, "side": {"BUY"}, "type": {"MARKET"}, "quoteOrderQty": {"500000"}}),
	)

	It("withdraws by a POST, the fee included in the amount", func() {
		c, v := open(200, `{"id":"7213fea8"}`)
		id := accepted(v.Withdraw(key, attacker.Transfer{Asset: "XEM", Amount: 1_500_000, Address: "xem1 a&b", Memo: 18_446_744_073_709_551_615}))
		Expect(id).To(Equal("7213fea8"))
		Expect(c.expectSigned("POST", "/sapi/v1/capital/withdraw/apply")).To(Equal(url.Values{
			"coin": {"XEM"}, "address": {"xem1 a&b"}, "addressTag": {"18446744073709551615"}, "amount": {"1.500000"},
		}))
	})

	It("shows a book to anybody, without key or signature", func() {
		c, v := open(200, `{"lastUpdateId":1,"bids":[["195.0000","10.00000000"],["194.9","1"]],"asks":[]}`)
		depth := accepted(v.Depth(source, "XEMJPY", 5))
		Expect(depth.Bids).To(Equal([]attacker.Level{{Price: 1_950_000, Quantity: 10_000_000}, {Price: 1_949_000, Quantity: 1_000_000}}))
		Expect(depth.Asks).To(BeEmpty())
		Expect(c.seen).To(HaveLen(1))
		Expect(c.seen[0].query).To(Equal("symbol=XEMJPY&limit=5"))
		Expect(c.seen[0].header).NotTo(HaveKey("X-Mbx-Apikey"))
	})

	It("knows markets and assets without asking", func() {
		c, v := open(200, "")
		Expect(v.Markets()).To(HaveLen(4))
		Expect(v.Assets()).To(HaveLen(4))
		Expect(c.seen).To(BeEmpty())
	})

	It("leaves by the exit of the address that the call is made from", func() {
		first, _ := open(200, `{"id":"1"}`)
		second := &fakeVenue{status: 200, answer: `{"id":"2"}`}
		a, b := httptest.NewServer(first), httptest.NewServer(second)
		DeferCleanup(a.Close)
		DeferCleanup(b.Close)
		v := wire.NewVenue(map[string]string{source: a.URL, "203.0.113.6": b.URL}, func() int64 { return 0 }, nil, nil)
		_, _, err := v.Rights(attacker.Access{From: "203.0.113.6"})
		Expect(err).NotTo(HaveOccurred())
		Expect(first.seen).To(BeEmpty())
		Expect(second.seen).To(HaveLen(1))
		_, _, err = v.Rights(attacker.Access{From: "203.0.113.7"})
		Expect(err).To(MatchError(`there is no exit for the address "203.0.113.7"`))
	})
})

var _ = Describe("what the venue could not do", func() {
	// failing calls every method against one answer.
	failing := func(status int, answer string) (refusals []attacker.Refusal, errs []error) {
		keep := func(r attacker.Refusal, err error) {
			refusals, errs = append(refusals, r), append(errs, err)
		}
		calls := []func(*wire.Venue){
			func(v *wire.Venue) { _, r, err := v.Rights(key); keep(r, err) },
			func(v *wire.Venue) { _, r, err := v.Balances(key); keep(r, err) },
			func(v *wire.Venue) { _, r, err := v.OpenOrders(key); keep(r, err) },
			func(v *wire.Venue) { r, err := v.Cancel(key, "BTCJPY", 1); keep(r, err) },
			func(v *wire.Venue) {
				_, r, err := v.Place(key, attacker.Order{Market: "BTCJPY", Quantity: 1})
				keep(r, err)
			},
			func(v *wire.Venue) {
				_, r, err := v.Withdraw(key, attacker.Transfer{Asset: "BTC", Amount: 1})
				keep(r, err)
			},
			func(v *wire.Venue) { _, r, err := v.Depth(source, "BTCJPY", 5); keep(r, err) },
		}
		for _, call := range calls {
			c, v := open(status, answer)
			call(v)
			Expect(c.seen).To(HaveLen(1), "no request is repeated")
		}
		return refusals, errs
	}

	DescribeTable("is a refusal when it has a code",
		func(code, text string, want attacker.Refusal) {
			refusals, errs := failing(400, `{"code":`+code+`,"msg":"`+text+`"}`)
			for i := range refusals {
				Expect(errs[i]).NotTo(HaveOccurred())
				Expect(refusals[i]).To(Equal(want))
			}
		},
		Entry("key, address or right", "-2015", "Invalid API-key, IP, or permissions for action.", attacker.KeyRefused),
		Entry("malformed key", "-2014", "API-key format invalid.", attacker.KeyRefused),
		Entry("signature", "-1022", "Signature for this request is not valid.", attacker.KeyRefused),
		Entry("balance", "-2010", "Account has insufficient balance for requested action.", attacker.FundsRefused),
		Entry("closed market", "-2010", "Market is closed.", attacker.MarketRefused),
		Entry("closed market, by filter", "-1013", "Market is closed.", attacker.MarketRefused),
		Entry("closed to the account", "-2010", "This symbol is not permitted for this account.", attacker.MarketRefused),
		Entry("no market", "-1121", "Invalid symbol.", attacker.MarketRefused),
		Entry("duplicate order", "-2010", "Duplicate order sent.", attacker.OtherRefused),
		Entry("filter", "-1013", "Filter failure: LOT_SIZE", attacker.FilterRefused),
		Entry("decimals", "-1111", "Precision is over the maximum defined for this asset.", attacker.FilterRefused),
		Entry("order", "-2011", "Unknown order sent.", attacker.OrderUnknown),
		Entry("order", "-2013", "Order does not exist.", attacker.OrderUnknown),
		Entry("address", "-4007", "", attacker.AddressRefused),
		Entry("suspended", "-4019", "", attacker.WithdrawalRefused),
		Entry("limit", "-4060", "", attacker.WithdrawalRefused),
		Entry("limit", "-4104", "", attacker.WithdrawalRefused),
		Entry("withdrawal of more than there is", "-4026", "", attacker.FundsRefused),
		Entry("any other of the wallet", "-4035", "", attacker.WithdrawalRefused),
		Entry("weight", "-1003", "Too much request weight used", attacker.RateRefused),
		Entry("orders", "-1015", "Too many new orders", attacker.RateRefused),
		Entry("time", "-1021", "Timestamp for this request is outside of the recvWindow.", attacker.OtherRefused),
		Entry("anything else", "-9999", "", attacker.OtherRefused),
	)

	It("is a rate when the status says so, whatever the body", func() {
		for _, status := range []int{429, 418} {
			refusals, errs := failing(status, "slow down")
			for i := range refusals {
				Expect(errs[i]).NotTo(HaveOccurred())
				Expect(refusals[i]).To(Equal(attacker.RateRefused))
			}
		}
	})

	It("is a failure when nobody knows what became of the request", func() {
		for _, answer := range []struct {
			status int
			body   string
		}{{500, `{"code":-1000,"msg":""}`}, {502, "bad gateway"}, {404, "not found"}, {400, `{"msg":"no code"}`}, {302, ""}} {
			_, errs := failing(answer.status, answer.body)
			for _, err := range errs {
				Expect(err).To(HaveOccurred(), "%+v", answer)
			}
		}
	})

	It("is a failure when the answer makes no sense", func() {
		c := `{"balances":[{"asset":"BTC","free":"0.123456789","locked":"0"}]}`
		_, v := open(200, c)
		_, _, err := v.Balances(key)
		Expect(err).To(MatchError(ContainSubstring("amount")))

		_, v = open(200, `{"balances":[{"asset":"DOGE","free":"1","locked":"0"}]}`)
		_, _, err = v.Balances(key)
		Expect(err).To(MatchError(`asset "DOGE" is not among those that the thief knows`))

		_, v = open(200, `[{"symbol":"DOGEJPY"}]`)
		_, _, err = v.OpenOrders(key)
		Expect(err).To(MatchError(`market "DOGEJPY" is not among those that the thief knows`))

		_, v = open(200, `<html>`)
		_, _, err = v.Rights(key)
		Expect(err).To(MatchError(ContainSubstring("GET /sapi/v1/account/apiRestrictions: answer")))
	})

	It("follows no redirect", func() {
		c, v := open(http.StatusTemporaryRedirect, "")
		c.header = http.Header{"Location": {"/api/v3/other"}}
		_, _, err := v.Rights(key)
		Expect(err).To(MatchError(ContainSubstring("status 307")))
		Expect(c.seen).To(HaveLen(1))
	})

	It("is a failure when the venue cannot be reached", func() {
		server := httptest.NewServer(http.NotFoundHandler())
		server.Close()
		v := wire.NewVenue(map[string]string{source: server.URL}, func() int64 { return 0 }, nil, nil)
		_, _, err := v.Rights(key)
		Expect(err).To(HaveOccurred())
	})
})
