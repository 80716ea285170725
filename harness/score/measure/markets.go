package measure

import (
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// marketMeasures are figures about prices and about markets that stop.
func marketMeasures() []measure {
	return []measure{
		{"peak_price", score.JoinMost, scenarios.UnitPrice, "highest price of a trade in the asset's market, in coins of the quote asset for one of the base", peakPrice},
		{"peak_multiple", score.JoinMost, scenarios.UnitMultiple, "the highest price of a trade in the asset's market over its reference price", peakMultiple},
		{"peak_price_at", score.JoinFirst, scenarios.UnitTime, "when the highest price in the asset's market was first reached", ofPeak(func(r *reading, p *Peak) score.Measured { return amount(p.At) })},
		{"peak_quantity", score.JoinMost, scenarios.UnitCoins, "coins of the asset that changed hands at the highest price", ofPeak(func(r *reading, p *Peak) score.Measured { return r.coins(p.Quantity) })},
		{"market_stopped_at", score.JoinFirst, scenarios.UnitTime, "first halt of the asset's market, or of any", firstOf(MarketHalted)},
		{"all_markets_stopped_at", score.JoinAll, scenarios.UnitTime, "no market trades any more", first(AllMarketsHalted)},
		{"cancel_only_at", score.JoinFirst, scenarios.UnitTime, "the asset's market, or any, takes cancellations only", firstOf(MarketCancelOnly)},
		{"cancel_only_minutes", score.JoinMost, scenarios.UnitCount, "whole minutes for which the asset's market, or any, first took cancellations only", between(MarketCancelOnly, time.Minute, MarketOpened, MarketHalted)},
		{"market_resumed_at", score.JoinFirst, scenarios.UnitTime, "the asset's market, or any, takes every order again", firstOf(MarketOpened)},
		{"all_markets_resumed_at", score.JoinAll, scenarios.UnitTime, "every market trades again", first(AllMarketsOpened)},
		{"trading_stop_minutes", score.JoinMost, scenarios.UnitCount, "whole minutes from the first halt until every order is taken again", between(MarketHalted, time.Minute, MarketOpened)},
		{"asset_trading_halted_at", score.JoinFirst, scenarios.UnitTime, "staff halted the asset's market, or any", firstOf(TradingHalted)},
		{"trades_reversed", score.JoinSum, scenarios.UnitCount, "trades that were undone, in the asset's market or in all", countOf(TradeReversed)},
		{"own_trades_standing", score.JoinSum, scenarios.UnitCount, "trades of the thief's own accounts that were not undone; of an asset: in its market", standing},
		{"trades_kept", score.JoinSum, scenarios.UnitCount, "trades that could not be undone", countOf(TradeKept)},
		{"trades_reversed_at", score.JoinLast, scenarios.UnitTime, "when the last trade was undone", lastOf(TradeReversed)},
		{"market_reported_at", score.JoinFirst, scenarios.UnitTime, "the venue's own market surveillance first reported the asset's market, or any", firstOf(MarketReported)},
	}
}

// standing is how many trades of the thief's own accounts nobody undid; unknown
// where they never traded.
func standing(r *reading) score.Measured {
	fills := len(r.of(OwnFill))
	if fills == 0 {
		return score.Measured{}
	}
	return number(fills - len(r.of(OwnFillReversed)))
}

// ofPeak reads something off the highest price of the asset's market.
func ofPeak(read func(*reading, *Peak) score.Measured) func(*reading) score.Measured {
	return func(r *reading) score.Measured {
		p := peak(r.Peaks, r.market, r.asOf)
		if p == nil || p.Price == 0 {
			return score.Measured{}
		}
		return read(r, p)
	}
}

// peakPrice is the highest price, as finely as the market has prices.
func peakPrice(r *reading) score.Measured {
	return ofPeak(func(r *reading, p *Peak) score.Measured { return decimal(p.Price, r.Market(p.Market).PriceScale) })(r)
}

// peakMultiple holds the highest price against what the coins are worth
// outside.
func peakMultiple(r *reading) score.Measured {
	return ofPeak(func(r *reading, p *Peak) score.Measured {
		spec := r.Market(p.Market)
		asked, ok := spec.Notional(p.Price, money.Pow10(spec.BaseDecimals), money.Down)
		worth := r.Value(spec.Base, money.Pow10(spec.BaseDecimals))
		if !ok || worth == 0 {
			return score.Measured{}
		}
		times, ok := money.MulDiv(r.Value(spec.Quote, asked), money.Pow10(multipleDecimals), worth, money.Down)
		if !ok {
			return score.Measured{}
		}
		return decimal(times, multipleDecimals)
	})(r)
}

// multipleDecimals is how finely a multiple is known.
const multipleDecimals = 3

// Peak is the highest price of a market up to a time that a figure asks for.
type Peak struct {
	Market   uint16
	AsOf     int64 // 0 for the end
	Price    int64 // at the market's scale; 0 before the first trade
	Quantity int64 // that changed hands at it, base units of the base asset
	At       int64 // when it was first reached
}

// Peaks are those that figures ask for, before the first trade.
func Peaks(r *Reference, facts []score.Fact) (list []Peak) {
	for i := range facts {
		f := &facts[i]
		if market := r.MarketOf(f.Asset); market != 0 && AboutMarkets(f.Measure) && peak(list, market, f.AsOf) == nil {
			list = append(list, Peak{Market: market, AsOf: f.AsOf})
		}
	}
	return list
}

// peak finds the peak of a market up to a time.
func peak(list []Peak, market uint16, asOf int64) *Peak {
	for i := range list {
		if p := &list[i]; p.Market == market && p.AsOf == asOf {
			return p
		}
	}
	return nil
}

// Traded hears of a trade.
func (p *Peak) Traded(e *mockexchange.Event) {
	switch {
	case p.Market != e.Market || p.AsOf != 0 && e.At > p.AsOf || e.Price < p.Price:
	case e.Price == p.Price:
		p.Quantity = money.AddCapped(p.Quantity, e.Quantity)
	default:
		p.Price, p.Quantity, p.At = e.Price, e.Quantity, e.At
	}
}

// AboutMarkets reports whether a measure needs to hear of every trade.
func AboutMarkets(measure string) bool {
	for _, prefix := range []string{"peak_", "market_", "all_markets_", "cancel_only_", "trading_stop_"} {
		if strings.HasPrefix(measure, prefix) {
			return true
		}
	}
	return false
}
