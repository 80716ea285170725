package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Reconciliation holds the wallets against the books at a fixed interval.
//
// It reports, and stops nothing: a gap in the telemetry is worth as much as who
// looks at it.
type Reconciliation struct {
	Every time.Duration // a minute or more
}

// Info describes the control.
func (Reconciliation) Info() Info {
	return Info{
		ID: reject.Reconciliation, Name: "reconciliation",
		Summary: "the wallets are held against the books so often",
		Stops:   "nothing: it shows a monitor that coins are missing",
		Costs: "honest customers, nothing; the venue a program that reads its nodes, like that of chain_watch and with it the same one (the tariff's " +
			"row feed; in part where it is done less often than hourly); whoever looks at a gap, his time: pay-outs under way and payments of the house that nobody has booked leave one, too",
		Parameters: []Parameter{{
			Name: "every", Type: "duration", Default: "5m", Range: "1m or more",
			Real: "5 minutes at Upbit, once a day at Bithumb", Source: "S137",
		}},
		WouldHaveChanged: []string{
			"Zaif, September 2018: noticed within minutes and not on the third day",
			"Coincheck, January 2018: 11 hours and 23 minutes earlier, and still too late",
			"Mt. Gox, 2011 to 2014: years",
		},
	}
}

// Parse reads every.
func (Reconciliation) Parse(p *param.Values) Control {
	return Reconciliation{Every: p.DurationFrom("every", time.Minute)}
}

// Apply puts the interval in force.
func (c Reconciliation) Apply(s *mockexchange.Settings) { s.ReconcileEvery = c.Every }
