package binance

import (
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// orderBody is an order as clients read it back. The misspelt field is the
// protocol's.
type orderBody struct {
	Symbol              string `json:"symbol"`
	OrderID             uint64 `json:"orderId"`
	OrderListID         int    `json:"orderListId"`
	ClientOrderID       string `json:"clientOrderId"`
	Price               string `json:"price"`
	OrigQty             string `json:"origQty"`
	ExecutedQty         string `json:"executedQty"`
	OrigQuoteOrderQty   string `json:"origQuoteOrderQty"`
	CummulativeQuoteQty string `json:"cummulativeQuoteQty"`
	Status              string `json:"status"`
	TimeInForce         string `json:"timeInForce"`
	Type                string `json:"type"`
	Side                string `json:"side"`
	SelfTrade           string `json:"selfTradePreventionMode"`
}

func (c *call) body(v *mockexchange.OrderView) orderBody {
	s, o := c.spec(v.Market), &v.Order
	return orderBody{
		Symbol: s.Symbol, OrderID: o.ID, OrderListID: -1, ClientOrderID: clientID(o),
		Price: price(s, o.Price), OrigQty: quantity(s, original(o)), ExecutedQty: quantity(s, o.Executed),
		OrigQuoteOrderQty: worth(s, o.Quote), CummulativeQuoteQty: worth(s, o.ExecutedQuote),
		Status: v.Status, TimeInForce: upper(o.TimeInForce.String()), Type: upper(o.Type.String()),
		Side: upper(o.Side.String()), SelfTrade: "NONE",
	}
}

// original is the quantity that was asked for. An order by amount asked for
// none; clients are shown what it came to.
func original(o *market.Order) int64 {
	if o.Quantity == 0 {
		return o.Executed
	}
	return o.Quantity
}

// restingBody is what queries add.
type restingBody struct {
	orderBody
	StopPrice   string `json:"stopPrice"`
	IcebergQty  string `json:"icebergQty"`
	Time        int64  `json:"time"`
	UpdateTime  int64  `json:"updateTime"`
	WorkingTime int64  `json:"workingTime"`
	IsWorking   bool   `json:"isWorking"`
}

func (c *call) resting(v *mockexchange.OrderView) restingBody {
	s, at := c.spec(v.Market), millis(v.Order.Placed)
	return restingBody{
		orderBody: c.body(v), StopPrice: price(s, 0), IcebergQty: quantity(s, 0),
		Time: at, UpdateTime: millis(v.Updated), WorkingTime: at, IsWorking: true,
	}
}

type ackBody struct {
	Symbol        string `json:"symbol"`
	OrderID       uint64 `json:"orderId"`
	OrderListID   int    `json:"orderListId"`
	ClientOrderID string `json:"clientOrderId"`
	TransactTime  int64  `json:"transactTime"`
}

type resultBody struct {
	orderBody
	TransactTime int64       `json:"transactTime"`
	WorkingTime  int64       `json:"workingTime"`
	Fills        *[]fillBody `json:"fills,omitempty"`
}

type fillBody struct {
	Price           string `json:"price"`
	Qty             string `json:"qty"`
	Commission      string `json:"commission"`
	CommissionAsset string `json:"commissionAsset"`
	TradeID         uint64 `json:"tradeId"`
}

// placed answers a new order, as shortly or fully as the client asked.
func placed(c *call) any {
	v, _ := c.engine.Order(c.result.Order)
	full := orderBody{}
	if v.Market != 0 {
		full = c.body(&v)
	}
	at := millis(c.now)
	switch c.responseType() {
	case "ACK":
		return ackBody{full.Symbol, full.OrderID, -1, full.ClientOrderID, at}
	case "RESULT":
		return resultBody{orderBody: full, TransactTime: at, WorkingTime: at}
	}
	fills := c.fills(c.result.Order)
	return resultBody{orderBody: full, TransactTime: at, WorkingTime: at, Fills: &fills}
}

func (c *call) responseType() string {
	switch asked := c.request.get("newOrderRespType"); {
	case asked != "":
		return asked
	case c.command.Type == market.LimitMaker:
		return "ACK"
	}
	return "FULL"
}

// fills lists the trades of an order that was just placed.
func (c *call) fills(id uint64) []fillBody {
	out := []fillBody{}
	if c.result.Filled == 0 {
		return out
	}
	s := c.spec(c.command.Market)
	for _, t := range c.engine.Trades(c.account, c.command.Market, 0) {
		if t.Order == id && !t.Maker {
			out = append(out, fillBody{
				price(s, t.Price), quantity(s, t.Quantity),
				c.unit(t.FeeAsset).Format(t.Fee), c.code(t.FeeAsset), t.ID,
			})
		}
	}
	return out
}

type cancelBody struct {
	orderBody
	OrigClientOrderID string `json:"origClientOrderId"`
	TransactTime      int64  `json:"transactTime"`
}

func cancelled(c *call) any {
	v, _ := c.engine.Order(c.result.Order)
	if v.Market == 0 {
		return struct{}{}
	}
	b := cancelBody{orderBody: c.body(&v), TransactTime: millis(c.now)}
	b.OrigClientOrderID = b.ClientOrderID
	if name := c.request.get("newClientOrderId"); name != "" {
		b.ClientOrderID = name
	}
	return b
}

// queried answers a query. Other people's orders do not exist, and neither do
// orders of other markets than the one named.
func queried(c *call) any {
	v, ok := c.engine.Order(c.command.Order)
	if !ok || v.Order.Account != c.account || v.Market != c.command.Market {
		c.refuse(&noOrder)
		return nil
	}
	return c.resting(&v)
}

func openOrders(c *call) any {
	orders, markets := c.engine.OpenOrders(c.account, c.command.Market)
	out := make([]restingBody, len(orders))
	for i, o := range orders {
		v := mockexchange.OrderView{Order: o, Market: markets[i], Status: "NEW", Updated: o.Placed}
		if kept, ok := c.engine.Order(o.ID); ok {
			v = kept
		}
		out[i] = c.resting(&v)
	}
	return out
}

type tradeBody struct {
	Symbol          string `json:"symbol"`
	ID              uint64 `json:"id"`
	OrderID         uint64 `json:"orderId"`
	OrderListID     int    `json:"orderListId"`
	Price           string `json:"price"`
	Qty             string `json:"qty"`
	QuoteQty        string `json:"quoteQty"`
	Commission      string `json:"commission"`
	CommissionAsset string `json:"commissionAsset"`
	Time            int64  `json:"time"`
	IsBuyer         bool   `json:"isBuyer"`
	IsMaker         bool   `json:"isMaker"`
	IsBestMatch     bool   `json:"isBestMatch"`
}

const (
	defaultTrades = 500
	maxTrades     = 1000
)

func readTrades(c *call) (no *refusal) {
	n, no := c.request.count("limit", defaultTrades, maxTrades)
	if no != nil {
		return no
	}
	for _, name := range []string{"orderId", "fromId", "startTime", "endTime"} {
		if _, _, no := c.request.number(name); no != nil {
			return no
		}
	}
	c.command.Limit = uint32(n)
	c.command.Market, no = c.symbol()
	return no
}

// myTrades lists the caller's trades, oldest first: the newest ones, or, from
// an id on, the next ones.
func myTrades(c *call) any {
	s, limit := c.spec(c.command.Market), int(c.command.Limit)
	order, byOrder, _ := c.request.number("orderId")
	from, byID, _ := c.request.number("fromId")
	begin, _, _ := c.request.number("startTime")
	end, ends, _ := c.request.number("endTime")
	out := []tradeBody{}
	for _, t := range c.engine.Trades(c.account, c.command.Market, 0) {
		at := uint64(millis(t.At))
		if byOrder && t.Order != order || byID && t.ID < from || at < begin || ends && at > end {
			continue
		}
		out = append(out, tradeBody{
			Symbol: s.Symbol, ID: t.ID, OrderID: t.Order, OrderListID: -1,
			Price: price(s, t.Price), Qty: quantity(s, t.Quantity), QuoteQty: worth(s, t.Quote),
			Commission: c.unit(t.FeeAsset).Format(t.Fee), CommissionAsset: c.code(t.FeeAsset),
			Time: int64(at), IsBuyer: t.Buyer, IsMaker: t.Maker, IsBestMatch: true,
		})
	}
	switch {
	case len(out) <= limit:
		return out
	case byID || begin > 0:
		return out[:limit]
	}
	return out[len(out)-limit:]
}
