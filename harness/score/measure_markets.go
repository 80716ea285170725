package score

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// marketMeasures are figures about prices and about markets that stop.
func marketMeasures() []measure {
	return []measure{
		{"peak_price", JoinMost, "highest price of a trade in the asset's market, whole coins of the quote asset for one of the base", peakIn(false)},
		{"peak_price_units", JoinMost, "the same in base units of the quote asset", peakIn(true)},
		{"peak_multiple", JoinMost, "the same over the reference price, rounded down", peakMultiple},
		{"peak_price_at", JoinFirst, "when it was first reached", ofPeak(func(e evidence, p *peak) Measured { return amount(p.at) })},
		{"peak_quantity", JoinMost, "whole coins of the asset that changed hands at it", ofPeak(func(e evidence, p *peak) Measured { return e.coins(p.quantity, 1) })},
		{"market_stopped_at", JoinFirst, "first halt of the asset's market, or of any", firstOf(sawMarketHalted)},
		{"all_markets_stopped_at", JoinAll, "no market trades any more", first(sawAllHalted)},
		{"cancel_only_at", JoinFirst, "the asset's market, or any, takes cancellations only", firstOf(sawCancelOnly)},
		{"cancel_only_minutes", JoinMost, "whole minutes that it did, the first time", between(sawCancelOnly, time.Minute, sawMarketOpen, sawMarketHalted)},
		{"market_resumed_at", JoinFirst, "the asset's market, or any, takes every order again", firstOf(sawMarketOpen)},
		{"all_markets_resumed_at", JoinAll, "every market trades again", first(sawAllOpen)},
		{"trading_stop_minutes", JoinMost, "whole minutes from the first halt until every order is taken again", between(sawMarketHalted, time.Minute, sawMarketOpen)},
		{"asset_trading_halted_at", JoinFirst, "staff halted the asset's market, or any", firstOf(sawTradingHalted)},
		{"trades_reversed", JoinSum, "trades that were undone, in the asset's market or in all", countOf(sawReversed)},
		{"trades_kept", JoinSum, "trades that could not be undone", countOf(sawKept)},
		{"trades_reversed_at", JoinLast, "when the last of them was undone", lastOf(sawReversed)},
	}
}

// ofPeak reads something off the highest price of the asset's market.
func ofPeak(read func(evidence, *peak) Measured) func(evidence) Measured {
	return func(e evidence) Measured {
		p := e.markets.peak(e.market, e.asOf)
		if p == nil || p.price == 0 {
			return Measured{}
		}
		return read(e, p)
	}
}

// peakIn is the price of one whole coin, in base units or whole coins of the
// quote asset.
func peakIn(units bool) func(evidence) Measured {
	return ofPeak(func(e evidence, p *peak) Measured {
		spec := e.truth.market(p.market)
		worth, ok := spec.Notional(p.price, money.Pow10(spec.BaseDecimals), money.Down)
		if !ok {
			return Measured{}
		}
		if !units {
			worth /= money.Pow10(spec.QuoteDecimals)
		}
		return amount(worth)
	})
}

// peakMultiple holds the highest price against what the coins are worth
// outside.
func peakMultiple(e evidence) Measured {
	return ofPeak(func(e evidence, p *peak) Measured {
		spec := e.truth.market(p.market)
		asked, ok := spec.Notional(p.price, money.Pow10(spec.BaseDecimals), money.Down)
		worth := e.truth.value(spec.Base, money.Pow10(spec.BaseDecimals))
		if !ok || worth == 0 {
			return Measured{}
		}
		return amount(e.truth.value(spec.Quote, asked) / worth)
	})(e)
}
