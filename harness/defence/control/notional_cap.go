package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// NotionalCap bounds what one order may be worth, at its own price.
//
// It takes the large gesture from thieves and customers alike. Many small
// orders do the same.
type NotionalCap struct {
	Most int64 // base units of the reference currency, above 0
}

// Info describes the control.
func (NotionalCap) Info() Info {
	return Info{
		ID: reject.NotionalCap, Name: "notional_cap",
		Summary: "one order is worth at most so much",
		Stops:   "emptying a rich account in one order, and bait at prices that make it worth a fortune",
		Costs:   "large honest orders are refused and have to be split",
		Parameters: []Parameter{{
			Name: "most", Type: "amount", Range: "above 0, in the scenario's currency",
			Real: "NOTIONAL with a maximum at Binance, by market", Source: "S148",
		}},
		WouldHaveChanged: []string{
			"Binance SYS, July 2018: 11 coins at 96 bitcoins, 1,056 bitcoins in one order, if that screenshot is right",
			"3Commas, 2022: nothing, more than 5,000 small trades did it (S31)",
		},
	}
}

// Parse reads most.
func (NotionalCap) Parse(p *param.Values) Control { return NotionalCap{Most: p.Amount("most")} }

// Apply puts the cap in force.
func (c NotionalCap) Apply(s *mockexchange.Settings) { s.Market.NotionalCap = c.Most }
