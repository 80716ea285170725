package defence

import "github.com/exdrill/exdrill/mockexchange"

// View knows a venue's assets and markets by name and by id. Actions and
// telemetry speak of names, commands and events of ids.
type View struct {
	assets  []string // asset id n is element n-1
	markets []string // market id n is element n-1
}

// NewView makes the view of the venue that starts from g.
func NewView(g *mockexchange.Genesis) *View {
	v := &View{}
	for i := range g.Assets {
		v.assets = append(v.assets, g.Assets[i].Code)
	}
	for i := range g.Markets {
		v.markets = append(v.markets, g.Markets[i].Symbol)
	}
	return v
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
