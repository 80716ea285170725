package defence

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// View knows a venue's assets and markets by name and by id. Actions and
// telemetry speak of names, commands and events of ids.
type View struct {
	assets  []string // asset id n is element n-1
	markets []string // market id n is element n-1
	prices  []price  // of asset id n at n-1; empty where nobody needs them
}

// price says what an asset is worth: so many base units of the reference
// currency for so many of its own.
type price struct{ currency, units int64 }

// NewView makes the view of the venue that starts from g.
func NewView(g *mockexchange.Genesis) *View {
	v := &View{}
	v.list(g.Assets)
	for i := range g.Markets {
		v.markets = append(v.markets, g.Markets[i].Symbol)
	}
	return v
}

// list takes down the venue's assets.
func (v *View) list(assets []mockexchange.Asset) {
	for i := range assets {
		v.assets = append(v.assets, assets[i].Code)
		v.prices = append(v.prices, price{assets[i].Reference, money.Pow10(assets[i].Decimals)})
	}
}

// worth is an amount of an asset in base units of the reference currency at
// reference prices, rounded down; the amount itself for the currency, and for
// what has no price.
func (v *View) worth(asset uint16, amount int64) int64 {
	if asset <= 1 || int(asset) > len(v.prices) || v.prices[asset-1].currency == 0 {
		return amount
	}
	p := v.prices[asset-1]
	worth, ok := money.MulDiv(amount, p.currency, p.units, money.Down)
	if !ok {
		return math.MaxInt64
	}
	return worth
}

// Asset is the code of an asset; empty for 0 and for ids that the venue does
// not have.
func (v *View) Asset(id uint16) string { return named(v.assets, id) }

// Market is the symbol of a market; empty for 0 and for ids that the venue
// does not have.
func (v *View) Market(id uint16) string { return named(v.markets, id) }

// AssetID is the id of an asset's code; ok is false for any other text.
func (v *View) AssetID(code string) (id uint16, ok bool) { return numbered(v.assets, code) }

// MarketID is the id of a market's symbol; ok is false for any other text.
func (v *View) MarketID(symbol string) (id uint16, ok bool) { return numbered(v.markets, symbol) }

func named(names []string, id uint16) string {
	if id == 0 || int(id) > len(names) {
		return ""
	}
	return names[id-1]
}

func numbered(names []string, name string) (id uint16, ok bool) {
	for i, n := range names {
		if n == name {
			return uint16(i + 1), true
		}
	}
	return 0, false
}
