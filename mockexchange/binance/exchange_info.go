package binance

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

type infoBody struct {
	Timezone        string      `json:"timezone"`
	ServerTime      int64       `json:"serverTime"`
	RateLimits      []limitBody `json:"rateLimits"`
	ExchangeFilters []struct{}  `json:"exchangeFilters"`
	Symbols         []symbol    `json:"symbols"`
}

type limitBody struct {
	RateLimitType string `json:"rateLimitType"`
	Interval      string `json:"interval"`
	IntervalNum   int    `json:"intervalNum"`
	Limit         int    `json:"limit"`
	Count         *int   `json:"count,omitempty"`
}

type symbol struct {
	Symbol                     string     `json:"symbol"`
	Status                     string     `json:"status"`
	BaseAsset                  string     `json:"baseAsset"`
	BaseAssetPrecision         uint8      `json:"baseAssetPrecision"`
	QuoteAsset                 string     `json:"quoteAsset"`
	QuotePrecision             uint8      `json:"quotePrecision"`
	QuoteAssetPrecision        uint8      `json:"quoteAssetPrecision"`
	BaseCommissionPrecision    uint8      `json:"baseCommissionPrecision"`
	QuoteCommissionPrecision   uint8      `json:"quoteCommissionPrecision"`
	OrderTypes                 []string   `json:"orderTypes"`
	IcebergAllowed             bool       `json:"icebergAllowed"`
	OcoAllowed                 bool       `json:"ocoAllowed"`
	OtoAllowed                 bool       `json:"otoAllowed"`
	QuoteOrderQtyMarketAllowed bool       `json:"quoteOrderQtyMarketAllowed"`
	AllowTrailingStop          bool       `json:"allowTrailingStop"`
	CancelReplaceAllowed       bool       `json:"cancelReplaceAllowed"`
	AmendAllowed               bool       `json:"amendAllowed"`
	IsSpotTradingAllowed       bool       `json:"isSpotTradingAllowed"`
	IsMarginTradingAllowed     bool       `json:"isMarginTradingAllowed"`
	Filters                    []any      `json:"filters"`
	Permissions                []string   `json:"permissions"`
	PermissionSets             [][]string `json:"permissionSets"`
	SelfTrade                  string     `json:"defaultSelfTradePreventionMode"`
	SelfTrades                 []string   `json:"allowedSelfTradePreventionModes"`
}

type priceFilter struct {
	FilterType string `json:"filterType"`
	MinPrice   string `json:"minPrice"`
	MaxPrice   string `json:"maxPrice"`
	TickSize   string `json:"tickSize"`
}

type lotFilter struct {
	FilterType string `json:"filterType"`
	MinQty     string `json:"minQty"`
	MaxQty     string `json:"maxQty"`
	StepSize   string `json:"stepSize"`
}

type notionalFilter struct {
	FilterType       string `json:"filterType"`
	MinNotional      string `json:"minNotional"`
	ApplyMinToMarket bool   `json:"applyMinToMarket"`
	MaxNotional      string `json:"maxNotional"`
	ApplyMaxToMarket bool   `json:"applyMaxToMarket"`
	AvgPriceMins     int    `json:"avgPriceMins"`
}

type bandFilter struct {
	FilterType        string `json:"filterType"`
	BidMultiplierUp   string `json:"bidMultiplierUp"`
	BidMultiplierDown string `json:"bidMultiplierDown"`
	AskMultiplierUp   string `json:"askMultiplierUp"`
	AskMultiplierDown string `json:"askMultiplierDown"`
	AvgPriceMins      int    `json:"avgPriceMins"`
}

type positionFilter struct {
	FilterType  string `json:"filterType"`
	MaxPosition string `json:"maxPosition"`
}

func exchangeInfo(c *call) any {
	ids, _ := c.symbols()
	info := infoBody{
		Timezone: "UTC", ServerTime: millis(c.now), RateLimits: rateLimits(c.h.options.Limits),
		ExchangeFilters: []struct{}{}, Symbols: make([]symbol, len(ids)),
	}
	for i, m := range ids {
		info.Symbols[i] = symbolInfo(c, m)
	}
	return info
}

// rateLimits lists the limits in force.
func rateLimits(l Limits) []limitBody {
	all := []limitBody{}
	for _, b := range []limitBody{
		{"REQUEST_WEIGHT", "MINUTE", 1, l.Weight, nil},
		{"ORDERS", "SECOND", 10, l.OrdersShort, nil},
		{"ORDERS", "DAY", 1, l.OrdersPerDay, nil},
	} {
		if b.Limit > 0 {
			all = append(all, b)
		}
	}
	return all
}

func symbolInfo(c *call, m uint16) symbol {
	s := c.spec(m)
	selfTrade := "NONE"
	if c.h.genesis.Settings.Market.SelfTradePrevention {
		selfTrade = "EXPIRE_TAKER"
	}
	return symbol{
		Symbol: s.Symbol, Status: statusText(c.engine.MarketStatus(m)),
		BaseAsset: c.code(s.Base), BaseAssetPrecision: s.BaseDecimals,
		QuoteAsset: c.code(s.Quote), QuotePrecision: s.QuoteDecimals, QuoteAssetPrecision: s.QuoteDecimals,
		BaseCommissionPrecision: s.BaseDecimals, QuoteCommissionPrecision: s.QuoteDecimals,
		OrderTypes:                 []string{"LIMIT", "LIMIT_MAKER", "MARKET"},
		QuoteOrderQtyMarketAllowed: true, IsSpotTradingAllowed: true, Filters: filters(c, m),
		Permissions: []string{}, PermissionSets: [][]string{{"SPOT"}},
		SelfTrade: selfTrade, SelfTrades: []string{selfTrade},
	}
}

// statusText is a market's state in the protocol's words, which has none for
// a market that takes cancellations only, or only orders that rest.
func statusText(s market.Status) string {
	switch s {
	case market.Halted:
		return "HALT"
	case market.CancelOnly:
		return "BREAK"
	case market.Auction:
		return "AUCTION_MATCH"
	}
	return "TRADING"
}

// filters lists what a market's orders are held against. Those of standing
// controls are there while the control is in force.
func filters(c *call, m uint16) []any {
	s := c.spec(m)
	notional, position := c.h.genesis.Caps(m)
	all := []any{
		priceFilter{"PRICE_FILTER", price(s, s.MinPrice), price(s, s.MaxPrice), price(s, s.Tick)},
		lotFilter{"LOT_SIZE", quantity(s, s.MinQty), quantity(s, s.MaxQty), quantity(s, s.Step)},
		lotFilter{"MARKET_LOT_SIZE", quantity(s, s.MinQty), quantity(s, s.MaxQty), quantity(s, s.Step)},
		notionalFilter{
			FilterType: "NOTIONAL", MinNotional: worth(s, s.MinNotional), ApplyMinToMarket: true,
			MaxNotional: worth(s, notional), ApplyMaxToMarket: notional > 0,
		},
	}
	if b := c.h.genesis.Settings.Market.PriceBand; b != (market.PriceBand{}) {
		all = append(all, bandFilter{
			"PERCENT_PRICE_BY_SIDE", multiplier(b.BidUp), multiplier(b.BidDown), multiplier(b.AskUp), multiplier(b.AskDown),
			int((b.Over + int64(time.Minute) - 1) / int64(time.Minute)),
		})
	}
	if position > 0 {
		all = append(all, positionFilter{"MAX_POSITION", quantity(s, position)})
	}
	return all
}

// multiplier is so many parts per million as a factor.
func multiplier(ppm int64) string { return money.Unit{Decimals: 6}.Trimmed(ppm) }
