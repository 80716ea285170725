package technique

import "github.com/exdrill/exdrill/attacker"

// hop is one trade that turns an asset into another.
type hop struct {
	market int // index into the markets
	buy    bool
}

// direct finds the market that turns one asset into another; ok is false if
// there is none.
func direct(markets []attacker.MarketInfo, from, to string) (h hop, ok bool) {
	for i := range markets {
		switch m := &markets[i]; {
		case m.Base == from && m.Quote == to:
			return hop{market: i}, true
		case m.Base == to && m.Quote == from:
			return hop{market: i, buy: true}, true
		}
	}
	return hop{}, false
}

// path finds the way from an asset to the target: one hop, or two over a
// bridge, which is the other asset of the first market that leads on. bridge
// is empty for one hop.
func path(markets []attacker.MarketInfo, from, target string) (first, second hop, bridge string, ok bool) {
	if first, ok = direct(markets, from, target); ok {
		return first, hop{}, "", true
	}
	for i := range markets {
		m := &markets[i]
		switch from {
		case m.Base:
			bridge, first = m.Quote, hop{market: i}
		case m.Quote:
			bridge, first = m.Base, hop{market: i, buy: true}
		default:
			continue
		}
		if second, ok = direct(markets, bridge, target); ok {
			return first, second, bridge, true
		}
	}
	return hop{}, hop{}, "", false
}
