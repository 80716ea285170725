package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// WithdrawalLimit caps what one customer can withdraw within 24 hours, at
// reference prices, which a thief cannot move.
//
// It bounds the loss of each account, not of the venue: a thief with many
// accounts takes the limit from each, every day.
type WithdrawalLimit struct {
	PerDay int64 // base units of the reference currency, above 0
}

// Info describes the control.
func (WithdrawalLimit) Info() Info {
	return Info{
		ID: reject.WithdrawalLimit, Name: "withdrawal_limit",
		Summary: "a customer withdraws at most so much within 24 hours, all assets together",
		Stops:   "emptying a rich account in one go",
		Costs:   "who wants more takes it in parts, a day and a fee for each, or goes elsewhere",
		Parameters: []Parameter{{
			Name: "per_day", Type: "amount", Range: "above 0, in the scenario's currency",
			Real: "1,000 dollars at Mt. Gox in 2011, counted at a price that the thief had crashed", Source: "S83",
		}},
		WouldHaveChanged: []string{
			"Mt. Gox, June 2011: held the thief to a day's limit, as its first statement said (S83)",
			"Zaif, January 2018: less from each of ten accounts",
		},
	}
}

// Parse reads per_day.
func (WithdrawalLimit) Parse(p *param.Values) Control {
	return WithdrawalLimit{PerDay: p.Amount("per_day")}
}

// Apply puts the limit in force.
func (c WithdrawalLimit) Apply(s *mockexchange.Settings) { s.Custody.DayLimit = c.PerDay }
