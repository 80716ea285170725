package backend

import (
	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// MarketInfos is what exchange information tells everybody about the markets.
func MarketInfos(g *mockexchange.Genesis) []attacker.MarketInfo {
	all := make([]attacker.MarketInfo, len(g.Markets))
	for i, m := range g.Markets {
		all[i] = attacker.MarketInfo{
			Name: m.Symbol, Base: g.Assets[m.Base-1].Code, Quote: g.Assets[m.Quote-1].Code,
			BaseDecimals: m.BaseDecimals, QuoteDecimals: m.QuoteDecimals, PriceScale: m.PriceScale,
			Tick: m.Tick, Step: m.Step, MinQty: m.MinQty, MaxQty: m.MaxQty, MinNotional: m.MinNotional,
		}
	}
	return all
}

// AssetInfos is what is publicly known of the assets.
func AssetInfos(g *mockexchange.Genesis) []attacker.AssetInfo {
	all := make([]attacker.AssetInfo, len(g.Assets))
	for i, a := range g.Assets {
		all[i] = attacker.AssetInfo{
			Code: a.Code, Decimals: a.Decimals, Withdrawable: a.Chain != nil,
			WithdrawalFee: a.WithdrawalFee, MinWithdrawal: a.MinWithdrawal,
		}
	}
	return all
}

// Refusal is what the wire reveals of a code.
func Refusal(c reject.Code) attacker.Refusal {
	switch c {
	case reject.OK:
		return attacker.Accepted
	case reject.UnknownKey, reject.DeadKey, reject.BadCredential, reject.SourceNotAllowed,
		reject.MissingScope, reject.ExpiredScope, reject.AccountFrozen,
		reject.UnknownAccount, reject.NoSession, reject.FactorRequired, reject.BadFactor:
		return attacker.KeyRefused
	case reject.InsufficientBalance:
		return attacker.FundsRefused
	case reject.MarketHalted, reject.CancelOnly, reject.UnknownMarket:
		return attacker.MarketRefused
	case reject.PriceFilter, reject.LotFilter, reject.NotionalFilter, reject.Overflow, reject.NoLiquidity, reject.WouldMatch,
		reject.OutsideBand, reject.OutsideRange, reject.PositionFilter:
		return attacker.FilterRefused
	case reject.UnknownOrder:
		return attacker.OrderUnknown
	case reject.BadAddress, reject.AddressBlocked, reject.AddressNotListed:
		return attacker.AddressRefused
	case reject.WithdrawalsHalted, reject.NewAddressesHalted, reject.LimitExceeded, reject.AmountTooSmall, reject.UnknownAsset:
		return attacker.WithdrawalRefused
	case reject.RateLimited:
		return attacker.RateRefused
	}
	return attacker.OtherRefused
}
