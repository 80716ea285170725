package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// KeyNotionalLimit caps what one API key gives away in trades within 24 hours,
// at reference prices, which no trade can move: what a buyer pays, what a seller
// delivers.
//
// It bounds what a stolen key can lose in a market, at whatever price. A thief
// with many keys takes the limit from each, every day.
type KeyNotionalLimit struct {
	PerDay int64 // base units of the reference currency, above 0
}

// Info describes the control.
func (KeyNotionalLimit) Info() Info {
	return Info{
		ID: reject.KeyNotionalLimit, Name: "key_notional_limit",
		Summary: "a key gives away at most so much in trades within 24 hours",
		Stops:   "trading a rich account empty with one key in one day",
		Costs:   "programs that turn over more are refused, market makers first; resting orders count when they trade",
		Parameters: []Parameter{{
			Name: "per_day", Type: "amount", Range: "above 0, in the scenario's currency",
			Real: "no such limit by key is published; Binance bounds an order's worth and a position", Source: "S148",
		}},
		WouldHaveChanged: []string{
			"3Commas, 2022: one victim lost 1.6 million dollars in DMG (S31), a day's limit at a time",
			"Binance SYS, July 2018: less from each key that paid 96 bitcoins for a coin",
		},
	}
}

// Parse reads per_day.
func (KeyNotionalLimit) Parse(p *param.Values) Control {
	return KeyNotionalLimit{PerDay: p.Amount("per_day")}
}

// Apply puts the limit in force.
func (c KeyNotionalLimit) Apply(s *mockexchange.Settings) { s.Access.DayTurnover = c.PerDay }
