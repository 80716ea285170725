package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// PositionCap bounds how much of a market's coin an account may come to hold by
// buying, at reference prices.
//
// It slows whoever has to gather a thin coin before he can sell it to his
// victims. It does nothing about an account that brings it from outside.
type PositionCap struct {
	Most int64 // base units of the reference currency, above 0
}

// Info describes the control.
func (PositionCap) Info() Info {
	return Info{
		ID: reject.PositionCap, Name: "position_cap",
		Summary: "an account buys a coin only as long as it holds no more than so much of it, open orders counted",
		Stops:   "filling a victim's account, or one's own, with a thin coin beyond a limit",
		Costs:   "large honest holders cannot buy more",
		Parameters: []Parameter{{
			Name: "most", Type: "amount", Range: "above 0, in the scenario's currency",
			Real: "MAX_POSITION at Binance, by market, in the coin itself", Source: "S148",
		}},
		WouldHaveChanged: []string{
			"3Commas, 2022: victims' accounts that ended full of DMG",
			"Binance SYS, July 2018: nothing, eleven coins were enough",
		},
	}
}

// Parse reads most.
func (PositionCap) Parse(p *param.Values) Control { return PositionCap{Most: p.Amount("most")} }

// Apply puts the cap in force.
func (c PositionCap) Apply(s *mockexchange.Settings) { s.Market.PositionCap = c.Most }
