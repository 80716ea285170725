package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// StagedReopening opens a market that was stopped in stages: first customers
// may take back orders, then they may place orders that rest, and only then do
// orders meet.
//
// It gives those whose orders were left behind the time to withdraw them, and a
// book the time to fill, so that whoever is ready first gains nothing. A thief
// who is ready waits as well.
type StagedReopening struct {
	CancelOnly, PostOnly time.Duration // above 0
}

// Info describes the control.
func (StagedReopening) Info() Info {
	return Info{
		ID: reject.StagedReopening, Name: "staged_reopening",
		Summary: "a market that resumes takes cancellations only for a while, then orders that rest, then every order",
		Stops:   "reopening into a book of stale and planted orders",
		Costs:   "every honest order of those minutes is refused, late in a day that was long already",
		Parameters: []Parameter{
			{Name: "cancel_only", Type: "duration", Default: "33m", Range: "above 0", Real: "33 minutes at Binance on 4 July 2018", Source: "S5"},
			{Name: "post_only", Type: "duration", Default: "2m", Range: "above 0", Real: "2 minutes at Polymarket", Source: "S154"},
		},
		WouldHaveChanged: []string{
			"Binance SYS, July 2018: did, from 07:27 to 08:00 (S5)",
		},
	}
}

// Parse reads cancel_only and post_only.
func (StagedReopening) Parse(p *param.Values) Control {
	return StagedReopening{
		CancelOnly: p.Duration("cancel_only"), PostOnly: p.Duration("post_only"),
	}
}

// Apply puts the stages in force.
func (c StagedReopening) Apply(s *mockexchange.Settings) {
	s.Market.StagedReopening = market.StagedReopening{CancelOnly: int64(c.CancelOnly), PostOnly: int64(c.PostOnly)}
}
