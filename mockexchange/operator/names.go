package operator

import (
	"strconv"
	"time"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// names turns the engine's dense ids into the words that people use, and back.
// Everything here is read from the genesis, which never changes.
type names struct{ genesis *mockexchange.Genesis }

func (n names) market(id uint16) string {
	if id == 0 || int(id) > len(n.genesis.Markets) {
		return ""
	}
	return n.genesis.Markets[id-1].Symbol
}

func (n names) asset(id uint16) string {
	if id == 0 || int(id) > len(n.genesis.Assets) {
		return ""
	}
	return n.genesis.Assets[id-1].Code
}

// marketID finds a market by symbol; the empty name is 0, which means all.
func (n names) marketID(symbol string) (uint16, bool) {
	if symbol == "" {
		return 0, true
	}
	return n.genesis.MarketID(symbol)
}

// assetID finds an asset by code; the empty name is 0, which means all.
func (n names) assetID(code string) (uint16, bool) {
	if code == "" {
		return 0, true
	}
	return n.genesis.AssetID(code)
}

// address writes an address as the asset's chain does, and in hex where no
// chain is known.
func (n names) address(asset uint16, a chain.Address) string {
	switch {
	case a == chain.Address{}:
		return ""
	case n.asset(asset) != "" && n.genesis.Assets[asset-1].Chain != nil:
		return a.Text(n.genesis.Assets[asset-1].Chain.Network)
	}
	return a.String()
}

// parseAddress reads an address of any of the venue's chains, or in hex.
func (n names) parseAddress(text string) (a chain.Address, ok bool) {
	if text == "" || a.UnmarshalText([]byte(text)) == nil {
		return a, true
	}
	for i := range n.genesis.Assets {
		if c := n.genesis.Assets[i].Chain; c != nil {
			if a, ok := chain.ParseAddress(c.Network, text); ok {
				return a, true
			}
		}
	}
	return chain.Address{}, false
}

func scopesText(s access.Scopes) (all []string) {
	if s == 0 {
		return nil
	}
	for _, name := range access.ScopeNames() {
		if s&access.ScopeNamed(name) != 0 {
			all = append(all, name)
		}
	}
	return all
}

func parseScopes(words []string) (s access.Scopes, ok bool) {
	for _, word := range words {
		right := access.ScopeNamed(word)
		if right == 0 {
			return 0, false
		}
		s |= right
	}
	return s, true
}

// clockText is a virtual time for people to read, in UTC.
func clockText(at int64) string { return time.Unix(0, at).UTC().Format(time.RFC3339Nano) }

// units writes an amount of base units. Amounts are text in all JSON of the
// venue, because programs read JSON numbers into floats.
func units(amount int64) string { return strconv.FormatInt(amount, 10) }

func sourceText(s access.Source) string {
	if s == 0 {
		return ""
	}
	return s.String()
}

func (n names) vendor(number uint8) string {
	if number == 0 || int(number) > len(n.genesis.Vendors) {
		return ""
	}
	return n.genesis.Vendors[number-1]
}
