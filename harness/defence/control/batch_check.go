package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// BatchCheck looks at a pay-out as a whole before it is broadcast: many
// accounts that pay new addresses at once are one event, though each of them
// passed every check by itself.
//
// It sees what no limit per customer sees, and on a payday it sees the same.
type BatchCheck struct {
	Share  int64         // of the hot wallet, parts per million
	Window time.Duration // above 0
	Hold   time.Duration // above 0
}

// Info describes the control.
func (BatchCheck) Info() Info {
	return Info{
		ID: reject.BatchCheck, Name: "batch_check",
		Summary: "withdrawals to first-seen addresses wait when together they come to more than a share of the hot wallet within a window",
		Stops:   "emptying many accounts in one transaction before anybody looks",
		Costs: "on days when many customers withdraw to new addresses they all wait, and somebody looks at each of their withdrawals, a minute " +
			"(the tariff's row signing); he is on call by day and by night, in the opening hours of manual_approval as one of its quorum " +
			"(540 dollars a week on average, S173; the row on_call)",
		Parameters: []Parameter{
			{
				Name: "share", Type: "share", Default: "20 %", Range: "above 0, at most 100 %",
				Real: "one transaction took all that was hot at Binance in 2019, about 2 % of its bitcoin", Source: "S94",
			},
			{
				Name: "window", Type: "duration", Default: "1h", Range: "above 0",
				Real: "an alarm after the transaction stopped only the next ones at Binance", Source: "S94",
			},
			{
				Name: "hold", Type: "duration", Default: "6h", Range: "above 0, at most the scenario's tail less 24h",
				Real: "six hours and 25 minutes from the theft to its announcement at Binance", Source: "S95",
			},
		},
		WouldHaveChanged: []string{
			"Binance, May 2019: 44 outputs in one transaction, 21 of them took 99.97 % (S93)",
			"Zaif, September 2018: nothing; its 131 inputs were signed with the key, not by the desk",
		},
	}
}

// Parse reads share, window and hold.
func (BatchCheck) Parse(p *param.Values) Control {
	return BatchCheck{
		Share: p.Share("share"), Window: p.Duration("window"), Hold: p.Hold("hold"),
	}
}

// Apply puts the check in force.
func (c BatchCheck) Apply(s *mockexchange.Settings) {
	s.Custody.BatchCheck = custody.BatchCheck{Share: c.Share, Window: int64(c.Window), Hold: int64(c.Hold)}
}
