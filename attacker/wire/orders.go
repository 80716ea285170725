package wire

import (
	"net/http"
	"strconv"

	"github.com/exdrill/exdrill/attacker"
)

// OpenOrders asks what rests in the books for the account, on all markets.
func (v *Venue) OpenOrders(a attacker.Access) ([]attacker.OpenOrder, attacker.Refusal, error) {
	var told []openOrder
	r := &request{method: http.MethodGet, path: "/api/v3/openOrders"}
	refusal, err := v.signed(a, r, &told)
	if err != nil || refusal != attacker.Accepted {
		return nil, refusal, err
	}
	list := make([]attacker.OpenOrder, 0, len(told))
	for i := range told {
		o, err := v.openOrder(&told[i])
		if err != nil {
			return nil, "", err
		}
		list = append(list, o)
	}
	return list, refusal, nil
}

type openOrder struct {
	Symbol   string `json:"symbol"`
	OrderID  uint64 `json:"orderId"`
	Side     string `json:"side"`
	Price    string `json:"price"`
	OrigQty  string `json:"origQty"`
	Executed string `json:"executedQty"`
}

func (v *Venue) openOrder(o *openOrder) (attacker.OpenOrder, error) {
	m, err := v.market(o.Symbol)
	if err != nil {
		return attacker.OpenOrder{}, err
	}
	var dec decimalReader
	open := attacker.OpenOrder{
		Market: o.Symbol, ID: o.OrderID, Buy: o.Side == "BUY",
		Price:     dec.read(o.Price, m.PriceScale),
		Remaining: dec.read(o.OrigQty, m.BaseDecimals) - dec.read(o.Executed, m.BaseDecimals),
	}
	return open, dec.err
}

// Cancel takes an order out of its book.
func (v *Venue) Cancel(a attacker.Access, market string, id uint64) (attacker.Refusal, error) {
	r := &request{method: http.MethodDelete, path: "/api/v3/order"}
	r.form.add("symbol", market)
	r.form.add("orderId", strconv.FormatUint(id, 10))
	return v.signed(a, r, nil)
}

// Place sends an order: a market order, or a limit order that is immediate or
// cancelled, or one that rests.
func (v *Venue) Place(a attacker.Access, o attacker.Order) (attacker.Placed, attacker.Refusal, error) {
	m, err := v.market(o.Market)
	if err != nil {
		return attacker.Placed{}, "", err
	}
	r := &request{method: http.MethodPost, path: "/api/v3/order"}
	r.form.add("symbol", o.Market)
	r.form.add("side", side(o.Buy))
	if o.Limit {
		r.form.add("type", "LIMIT")
		r.form.add("timeInForce", timeInForce(o.Rest))
		r.form.add("price", write(o.Price, m.PriceScale))
	} else {
		r.form.add("type", "MARKET")
	}
	r.form.add("quantity", write(o.Quantity, m.BaseDecimals))
	r.form.add("quoteOrderQty", write(o.Quote, m.QuoteDecimals))
	r.form.add("newOrderRespType", "RESULT")
	var told struct {
		OrderID  uint64 `json:"orderId"`
		Executed string `json:"executedQty"`
		Quote    string `json:"cummulativeQuoteQty"` // spelt so by the protocol
	}
	refusal, err := v.signed(a, r, &told)
	if err != nil || refusal != attacker.Accepted {
		return attacker.Placed{}, refusal, err
	}
	var dec decimalReader
	placed := attacker.Placed{
		ID: told.OrderID, Filled: dec.read(told.Executed, m.BaseDecimals), Quote: dec.read(told.Quote, m.QuoteDecimals),
	}
	return placed, refusal, dec.err
}

// timeInForce is what becomes of the part of a limit order that is not filled
// at once.
func timeInForce(rest bool) string {
	if rest {
		return "GTC"
	}
	return "IOC"
}

func side(buy bool) string {
	if buy {
		return "BUY"
	}
	return "SELL"
}

// Depth asks for the top of a book. It needs no key.
func (v *Venue) Depth(from, market string, levels int) (attacker.Depth, attacker.Refusal, error) {
	m, err := v.market(market)
	if err != nil {
		return attacker.Depth{}, "", err
	}
	r := &request{method: http.MethodGet, path: "/api/v3/depth"}
	r.form.add("symbol", market)
	r.form.add("limit", strconv.Itoa(levels))
	var told struct {
		Bids [][2]string `json:"bids"`
		Asks [][2]string `json:"asks"`
	}
	refusal, err := v.send(attacker.Access{From: from}, r, &told)
	if err != nil || refusal != attacker.Accepted {
		return attacker.Depth{}, refusal, err
	}
	var dec decimalReader
	depth := attacker.Depth{Bids: levelsOf(told.Bids, m, &dec), Asks: levelsOf(told.Asks, m, &dec)}
	return depth, refusal, dec.err
}

func levelsOf(told [][2]string, m attacker.MarketInfo, dec *decimalReader) []attacker.Level {
	list := make([]attacker.Level, len(told))
	for i, l := range told {
		list[i] = attacker.Level{Price: dec.read(l[0], m.PriceScale), Quantity: dec.read(l[1], m.BaseDecimals)}
	}
	return list
}
