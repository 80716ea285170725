package defence

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Directory knows a venue's assets and markets by name and by id. Actions and
// telemetry speak of names, commands and events of ids.
type Directory struct {
	assets  []string // asset id n is element n-1
	markets []string // market id n is element n-1
	prices  []price  // of asset id n at n-1
	vendors []string // vendor n is element n-1
}

// price says what an asset is worth: so many base units of the reference
// currency for so many of its own.
type price struct{ currency, units int64 }

// NewDirectory makes the directory of a venue with these assets and markets, and
// these vendors of whom keys are known to be.
func NewDirectory(assets []mockexchange.Asset, markets []string, vendors ...string) *Directory {
	d := &Directory{markets: markets, vendors: vendors}
	for i := range assets {
		d.assets = append(d.assets, assets[i].Code)
		d.prices = append(d.prices, price{assets[i].Reference, money.Pow10(assets[i].Decimals)})
	}
	return d
}

// DirectoryOf makes the directory of the venue that starts from g.
func DirectoryOf(g *mockexchange.Genesis) *Directory {
	var markets []string
	for i := range g.Markets {
		markets = append(markets, g.Markets[i].Symbol)
	}
	return NewDirectory(g.Assets, markets, g.Vendors...)
}

// Assets lists the codes of the assets, in the order of their ids.
func (d *Directory) Assets() []string { return d.assets }

// Markets lists the symbols of the markets, in the order of their ids.
func (d *Directory) Markets() []string { return d.markets }

// Vendors lists the names of those that keys can be known to be for.
func (d *Directory) Vendors() []string { return d.vendors }

// Vendor is the name of one of them; empty for 0.
func (d *Directory) Vendor(n uint8) string { return named(d.vendors, uint16(n)) }

// Worth is an amount of an asset in base units of the reference currency at
// reference prices, rounded down; the amount itself for the currency, and for
// what has no price.
func (d *Directory) Worth(asset uint16, amount int64) int64 {
	if asset <= 1 || int(asset) > len(d.prices) || d.prices[asset-1].currency == 0 {
		return amount
	}
	p := d.prices[asset-1]
	worth, ok := money.MulDiv(amount, p.currency, p.units, money.Down)
	if !ok {
		return math.MaxInt64
	}
	return worth
}

// Asset is the code of an asset; empty for 0 and for ids that the venue does
// not have.
func (d *Directory) Asset(id uint16) string { return named(d.assets, id) }

// Market is the symbol of a market; empty for 0 and for ids that the venue
// does not have.
func (d *Directory) Market(id uint16) string { return named(d.markets, id) }

// AssetID is the id of an asset's code; ok is false for any other text.
func (d *Directory) AssetID(code string) (id uint16, ok bool) { return numbered(d.assets, code) }

// MarketID is the id of a market's symbol; ok is false for any other text.
func (d *Directory) MarketID(symbol string) (id uint16, ok bool) { return numbered(d.markets, symbol) }

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
