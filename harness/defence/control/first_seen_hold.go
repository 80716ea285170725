package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// FirstSeenHold makes a withdrawal wait when the account has never paid its
// address before.
//
// It prevents nothing and buys time: for the owner, who is told by mail that a
// withdrawal is held and how to cancel it, and for a monitor, which can reject what
// waits. What neither of them stops leaves a day later.
type FirstSeenHold struct {
	For time.Duration // above 0
}

// Info describes the control.
func (FirstSeenHold) Info() Info {
	return Info{
		ID: reject.FirstSeenHold, Name: "first_seen_hold",
		Summary: "a withdrawal to an address that the account never paid before waits",
		Stops:   "nothing by itself: it gives owners, who get a mail and can cancel, and staff the time to stop a theft",
		Costs: "first payments that nobody saw coming a hold ahead are late: most can wait, others pay through a wallet of their own " +
			"that the venue knows, or go elsewhere",
		Parameters: []Parameter{{
			Name: "for", Type: "duration", Default: "24h", Range: "above 0, at most the scenario's tail less 24h",
			Real: "24 hours at Bybit and Crypto.com, 48 at Coinbase, 7 days at Gemini", Source: "S155",
		}},
		WouldHaveChanged: []string{
			"Zaif, January 2018: customers noticed within hours, while the coins would still have been there",
			"Crypto.com, January 2022: introduced it afterwards (S103)",
			"Binance, May 2019: 44 outputs in one transaction",
		},
	}
}

// Parse reads for.
func (FirstSeenHold) Parse(p *param.Values) Control {
	return FirstSeenHold{For: p.Hold("for")}
}

// Apply puts the hold in force.
func (c FirstSeenHold) Apply(s *mockexchange.Settings) { s.Custody.FirstSeenHold = int64(c.For) }
