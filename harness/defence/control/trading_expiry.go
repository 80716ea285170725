package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// TradingExpiry takes the trading right from keys without an address list
// whose owners did not confirm it for some time.
//
// It kills what owners forgot: old dumps lose their worth by themselves. It
// does not help against keys that are stolen and used fresh.
type TradingExpiry struct {
	After time.Duration // since the key was made or its right last confirmed; above 0
}

// Info describes the control.
func (TradingExpiry) Info() Info {
	return Info{
		ID: reject.TradingExpiry, Name: "trading_expiry",
		Summary: "a key that is bound to no address loses the right to trade unless its owner confirms it in time",
		Stops:   "trading with old keys that nobody cares for any more",
		Costs:   "owners of such keys confirm them again and again, and programs stop where they forget",
		Parameters: []Parameter{{
			Name: "after", Type: "duration", Default: "30d", Range: "above 0",
			Real: "30 days at Binance since 9 July 2021, never for keys with a list", Source: "S142",
		}},
		WouldHaveChanged: []string{
			"Zaif, January 2018: every key used was 19 to 41 months old",
			"3Commas, 2022: several victims had not used the key for two years",
		},
	}
}

// Parse reads after.
func (TradingExpiry) Parse(p *param.Values) Control {
	return TradingExpiry{After: p.Duration("after")}
}

// Apply puts the term in force.
func (c TradingExpiry) Apply(s *mockexchange.Settings) { s.Access.UnlistedExpiry = int64(c.After) }
