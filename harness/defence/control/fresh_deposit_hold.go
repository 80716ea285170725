package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// FreshDepositHold makes what came in lately stay for a while.
//
// It is made against venues' being used to wash what was stolen elsewhere: a
// new account that is paid and emptied within the hour. What was traded into
// another coin meanwhile is not recognised.
type FreshDepositHold struct {
	First time.Duration // all that an account withdraws after its first deposit
	Later time.Duration // what a later deposit brought
}

// Info describes the control.
func (FreshDepositHold) Info() Info {
	return Info{
		ID: reject.FreshDepositHold, Name: "fresh_deposit_hold",
		Summary: "withdrawals wait after an account's first deposit, and later deposits themselves wait before they leave again",
		Stops:   "passing stolen coins through a new account within hours",
		Costs:   "new customers cannot leave for days, and whoever passes coins on is late, unless he knew and saw it coming",
		Parameters: []Parameter{
			{
				Name: "first", Type: "duration", Default: "72h", Range: "above 0, at most the scenario's tail less 24h",
				Real: "72 hours after the first deposit in Korea", Source: "S157",
			},
			{
				Name: "later", Type: "duration", Default: "24h", Range: "above 0, at most the scenario's tail less 24h",
				Real: "24 hours after later ones in Korea, for the amount that came in", Source: "S157",
			},
		},
		WouldHaveChanged: []string{
			"Binance VIA, March 2018: nothing; the thieves' coins had been there for long",
			"the ways out of other venues' thefts, unless the account is one of the exceptions: 59 % of phishing accounts were (S158)",
		},
	}
}

// Parse reads first and later.
func (FreshDepositHold) Parse(p *param.Values) Control {
	return FreshDepositHold{
		First: p.HoldIfPossible("first"), Later: p.Hold("later"),
	}
}

// Apply puts the holds in force.
func (c FreshDepositHold) Apply(s *mockexchange.Settings) {
	s.Custody.FreshDepositHold = custody.FreshDepositHold{First: int64(c.First), Later: int64(c.Later)}
}
