package binance

import (
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

const (
	defaultDepth = 100
	maxDepth     = 5000
)

func serverTime(c *call) any {
	return struct {
		ServerTime int64 `json:"serverTime"`
	}{millis(c.now)}
}

// millis is a virtual time as the protocol writes times.
func millis(at int64) int64 { return at / 1_000_000 }

func readDepth(c *call) (no *refusal) {
	levels, no := c.request.count("limit", defaultDepth, maxDepth)
	if no != nil {
		return no
	}
	c.command.Limit = uint32(levels)
	c.command.Market, no = c.symbol()
	return no
}

type bookBody struct {
	LastUpdateID uint64      `json:"lastUpdateId"`
	Bids         [][2]string `json:"bids"`
	Asks         [][2]string `json:"asks"`
}

func orderBook(c *call) any {
	s := c.spec(c.command.Market)
	bids, asks := c.engine.Depth(c.command.Market, int(c.command.Limit))
	return bookBody{LastUpdateID: c.engine.Applied(), Bids: levels(s, bids), Asks: levels(s, asks)}
}

func levels(s *market.Spec, from []market.Level) [][2]string {
	out := make([][2]string, len(from))
	for i, l := range from {
		out[i] = [2]string{price(s, l.Price), quantity(s, l.Quantity)}
	}
	return out
}

func (c *call) spec(m uint16) *market.Spec { return &c.h.genesis.Markets[m-1] }

// code is an asset's name.
func (c *call) code(asset uint16) string { return c.h.genesis.Assets[asset-1].Code }

// unit is what amounts of an asset are counted in.
func (c *call) unit(asset uint16) money.Unit {
	a := &c.h.genesis.Assets[asset-1]
	return money.Unit{Code: a.Code, Decimals: a.Decimals}
}

func price(s *market.Spec, at int64) string { return money.Unit{Decimals: s.PriceScale}.Format(at) }

func quantity(s *market.Spec, n int64) string {
	return money.Unit{Decimals: s.BaseDecimals}.Format(n)
}

func worth(s *market.Spec, n int64) string { return money.Unit{Decimals: s.QuoteDecimals}.Format(n) }

type priceBody struct {
	Symbol string `json:"symbol"`
	Price  string `json:"price"`
}

func tickerPrice(c *call) any {
	return perSymbol(c, func(m uint16) priceBody {
		s := c.spec(m)
		return priceBody{s.Symbol, price(s, c.engine.LastPrice(m))}
	})
}

type tickerBody struct {
	Symbol   string `json:"symbol"`
	BidPrice string `json:"bidPrice"`
	BidQty   string `json:"bidQty"`
	AskPrice string `json:"askPrice"`
	AskQty   string `json:"askQty"`
}

func bookTicker(c *call) any {
	return perSymbol(c, func(m uint16) tickerBody {
		s := c.spec(m)
		bids, asks := c.engine.Depth(m, 1)
		bid, ask := levels(s, append(bids, market.Level{})), levels(s, append(asks, market.Level{}))
		return tickerBody{s.Symbol, bid[0][0], bid[0][1], ask[0][0], ask[0][1]}
	})
}

// perSymbol answers with one object when one symbol was named by itself, with
// a list otherwise.
func perSymbol[T any](c *call, f func(m uint16) T) any {
	ids, _ := c.symbols()
	out := make([]T, len(ids))
	for i, m := range ids {
		out[i] = f(m)
	}
	if c.request.get("symbol") != "" && c.request.get("symbols") == "" {
		return out[0]
	}
	return out
}
