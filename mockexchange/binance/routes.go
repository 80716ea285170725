package binance

import (
	"net/http"
	"strings"

	"github.com/exdrill/exdrill/mockexchange"
)

// route is one endpoint: which command it is, what it costs, how its
// parameters become the command's fields, and how the answer looks.
type route struct {
	method, path string
	kind         mockexchange.Kind
	signed       bool // needs key, signature and timestamp
	wallet       bool // answers in the wallet's codes
	order        bool // places an order
	weight       int
	weightOf     func(r *request) int // instead of weight, where parameters matter
	read         func(c *call) *refusal
	answer       func(c *call) any // of an accepted request; it may still refuse
}

// routes lists all endpoints. Those that programs call at start-up and that
// concern things this venue does not have answer with empty lists.
func routes() []route {
	get, post, del := http.MethodGet, http.MethodPost, http.MethodDelete
	status, depth := mockexchange.ReadStatus, mockexchange.ReadDepth
	return []route{
		{method: get, path: "/api/v3/ping", kind: status, weight: 1, answer: nothing},
		{method: get, path: "/api/v3/time", kind: status, weight: 1, answer: serverTime},
		{method: get, path: "/api/v3/exchangeInfo", kind: status, weight: 20, read: readSymbols, answer: exchangeInfo},
		{method: get, path: "/api/v3/depth", kind: depth, weightOf: depthWeight, read: readDepth, answer: orderBook},
		{method: get, path: "/api/v3/ticker/price", kind: status, weightOf: tickerWeight, read: readSymbols, answer: tickerPrice},
		{method: get, path: "/api/v3/ticker/bookTicker", kind: status, weightOf: tickerWeight, read: readSymbols, answer: bookTicker},
		{method: get, path: "/fapi/v1/exchangeInfo", kind: status, weight: 1, answer: noSymbols},
		{method: get, path: "/dapi/v1/exchangeInfo", kind: status, weight: 1, answer: noSymbols},
		{method: get, path: "/sapi/v1/margin/allPairs", kind: status, weight: 1, answer: emptyList},
		{method: get, path: "/sapi/v1/margin/isolated/allPairs", kind: status, weight: 1, answer: emptyList},

		{method: post, path: "/api/v3/order", kind: mockexchange.PlaceOrder, signed: true, order: true, weight: 1, read: readOrder, answer: placed},
		{method: post, path: "/api/v3/order/test", kind: mockexchange.ReadRights, signed: true, weight: 1, read: readTestOrder, answer: nothing},
		{method: del, path: "/api/v3/order", kind: mockexchange.CancelOrder, signed: true, weight: 1, read: readOrderID, answer: cancelled},
		{method: get, path: "/api/v3/order", kind: mockexchange.ReadOrder, signed: true, weight: 4, read: readOrderID, answer: queried},
		{method: get, path: "/api/v3/openOrders", kind: mockexchange.ReadOpenOrders, signed: true, weightOf: openOrdersWeight, read: readSymbol, answer: openOrders},
		{method: get, path: "/api/v3/myTrades", kind: mockexchange.ReadTrades, signed: true, weightOf: tradesWeight, read: readTrades, answer: myTrades},
		{method: get, path: "/api/v3/account", kind: mockexchange.ReadAccount, signed: true, weight: 20, answer: account},
		{method: get, path: "/api/v3/rateLimit/order", kind: mockexchange.ReadRights, signed: true, weight: 40, answer: orderCounts},

		{method: post, path: "/web/v1/login", kind: mockexchange.Login, signed: true, wallet: true, weight: 1, answer: nothing},
		{method: post, path: "/web/v1/apiKey", kind: mockexchange.CreateKey, signed: true, wallet: true, weight: 1, read: readNewKey, answer: newKey},
		{method: get, path: "/sapi/v1/account/apiRestrictions", kind: mockexchange.ReadRights, signed: true, wallet: true, weight: 1, answer: apiRestrictions},
		{method: get, path: "/sapi/v1/asset/tradeFee", kind: mockexchange.ReadRights, signed: true, wallet: true, weight: 1, read: readSymbols, answer: tradeFee},
		{method: get, path: "/sapi/v1/capital/config/getall", kind: mockexchange.ReadAccount, signed: true, wallet: true, weight: 10, answer: coins},
		{method: post, path: "/sapi/v1/capital/withdraw/apply", kind: mockexchange.RequestWithdrawal, signed: true, wallet: true, weight: 1, read: readWithdrawal, answer: withdrawn},
		{method: get, path: "/sapi/v1/capital/withdraw/history", kind: mockexchange.ReadWithdrawals, signed: true, wallet: true, weight: 1, read: readHistory, answer: withdrawals},
		{method: get, path: "/sapi/v1/capital/deposit/hisrec", kind: mockexchange.ReadDeposits, signed: true, wallet: true, weight: 1, read: readHistory, answer: deposits},
		{method: get, path: "/sapi/v1/capital/deposit/address", kind: mockexchange.ReadDepositAddress, signed: true, wallet: true, weight: 10, read: readCoin, answer: depositAddress},
	}
}

func depthWeight(r *request) int {
	levels, no := r.count("limit", defaultDepth, maxDepth)
	switch {
	case no != nil || levels <= 100:
		return 5
	case levels <= 500:
		return 25
	case levels <= 1000:
		return 50
	}
	return 250
}

func tickerWeight(r *request) int {
	if r.get("symbol") != "" {
		return 2
	}
	return 4
}

func openOrdersWeight(r *request) int {
	if r.get("symbol") != "" {
		return 6
	}
	return 80
}

func tradesWeight(r *request) int {
	if r.get("orderId") != "" {
		return 5
	}
	return 20
}

func nothing(*call) any   { return struct{}{} }
func emptyList(*call) any { return []struct{}{} }

func noSymbols(*call) any {
	return struct {
		Symbols []struct{} `json:"symbols"`
	}{[]struct{}{}}
}

// upper is a name as the protocol writes it.
func upper(text string) string { return strings.ToUpper(text) }
