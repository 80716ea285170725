package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// front puts the scripted exchange on the wire, as far as these specs need it.
// Which address a call comes from is what an exit would tell it.
type front struct {
	shop *attackertest.Exchange
	from string
	at   []string // timestamps that came in
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer GinkgoRecover()
	body := must(io.ReadAll(r.Body))
	p := must(url.ParseQuery(strings.Trim(r.URL.RawQuery+"&"+string(body), "&")))
	f.at = append(f.at, p.Get("timestamp"))
	a := attacker.Access{Key: attacker.KeyPair{Public: r.Header.Get("X-MBX-APIKEY")}, From: f.from}
	out, refusal := f.answer(r.Method+" "+r.URL.Path, p, a)
	if refusal != attacker.Accepted {
		w.WriteHeader(http.StatusBadRequest)
		out = map[string]any{"code": codes[refusal], "msg": ""}
	}
	Expect(json.NewEncoder(w).Encode(out)).To(Succeed())
}

var codes = map[attacker.Refusal]int{
	attacker.KeyRefused: -2015, attacker.FundsRefused: -4026, attacker.FilterRefused: -1013,
	attacker.OrderUnknown: -2011, attacker.WithdrawalRefused: -4019, attacker.AddressRefused: -4007,
}

func (f *front) answer(route string, p url.Values, a attacker.Access) (any, attacker.Refusal) {
	switch route {
	case "GET /sapi/v1/account/apiRestrictions":
		rights, refusal, _ := f.shop.Rights(a)
		return map[string]any{
			"createTime": rights.Created / 1e6, "enableReading": rights.Read,
			"enableSpotAndMarginTrading": rights.Trade, "enableWithdrawals": rights.Withdraw,
		}, refusal
	case "GET /api/v3/account":
		list, refusal, _ := f.shop.Balances(a)
		var rows []map[string]string
		for _, b := range list {
			rows = append(rows, map[string]string{"asset": b.Asset, "free": f.coins(b.Asset, b.Free), "locked": f.coins(b.Asset, b.Locked)})
		}
		return map[string]any{"balances": rows}, refusal
	case "GET /api/v3/openOrders":
		list, refusal, _ := f.shop.OpenOrders(a)
		rows := []map[string]any{}
		for _, o := range list {
			m := f.market(o.Market)
			rows = append(rows, map[string]any{
				"symbol": o.Market, "orderId": o.ID, "side": map[bool]string{true: "BUY", false: "SELL"}[o.Buy],
				"price": text(o.Price, m.PriceScale), "origQty": text(o.Remaining, m.BaseDecimals), "executedQty": "0",
			})
		}
		return rows, refusal
	case "DELETE /api/v3/order":
		id := must(strconv.ParseUint(p.Get("orderId"), 10, 64))
		refusal, _ := f.shop.Cancel(a, p.Get("symbol"), id)
		return map[string]any{}, refusal
	case "GET /api/v3/depth":
		d, refusal, _ := f.shop.Depth(f.from, p.Get("symbol"), 5)
		m := f.market(p.Get("symbol"))
		return map[string]any{"bids": levels(d.Bids, m), "asks": levels(d.Asks, m)}, refusal
	case "POST /api/v3/order":
		return f.place(p, a)
	case "POST /sapi/v1/capital/withdraw/apply":
		t := attacker.Transfer{Asset: p.Get("coin"), Address: p.Get("address")}
		t.Amount = number(p.Get("amount"), f.decimals(t.Asset))
		id, refusal, _ := f.shop.Withdraw(a, t)
		return map[string]any{"id": id}, refusal
	}
	Fail("no such route: " + route)
	return nil, ""
}

func (f *front) place(p url.Values, a attacker.Access) (any, attacker.Refusal) {
	m := f.market(p.Get("symbol"))
	placed, refusal, _ := f.shop.Place(a, attacker.Order{
		Market: m.Name, Buy: p.Get("side") == "BUY", Limit: p.Get("type") == "LIMIT", Rest: p.Get("timeInForce") == "GTC",
		Price:    number(p.Get("price"), m.PriceScale),
		Quantity: number(p.Get("quantity"), m.BaseDecimals),
		Quote:    number(p.Get("quoteOrderQty"), m.QuoteDecimals),
	})
	return map[string]any{
		"orderId": placed.ID, "executedQty": text(placed.Filled, m.BaseDecimals),
		"cummulativeQuoteQty": text(placed.Quote, m.QuoteDecimals),
	}, refusal
}

func (f *front) market(name string) attacker.MarketInfo {
	for _, m := range f.shop.Listed {
		if m.Name == name {
			return m
		}
	}
	panic(fmt.Sprintf("no market %q", name))
}

func (f *front) decimals(asset string) uint8 {
	for _, c := range f.shop.Coins {
		if c.Code == asset {
			return c.Decimals
		}
	}
	panic(fmt.Sprintf("no asset %q", asset))
}

func (f *front) coins(asset string, n int64) string { return text(n, f.decimals(asset)) }

func text(n int64, decimals uint8) string { return money.Unit{Decimals: decimals}.Format(n) }

func number(s string, decimals uint8) int64 {
	if s == "" {
		return 0
	}
	n := must(money.Unit{Decimals: decimals}.Parse(s))
	return n
}

func levels(list []attacker.Level, m attacker.MarketInfo) [][2]string {
	rows := [][2]string{}
	for _, l := range list {
		rows = append(rows, [2]string{text(l.Price, m.PriceScale), text(l.Quantity, m.BaseDecimals)})
	}
	return rows
}
