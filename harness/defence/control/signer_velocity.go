package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// SignerVelocity puts a co-signer on a host of its own beside every hot wallet.
// It signs no more than a share of the wallet within a window for customers,
// whoever asks, and no chain takes a transaction without it.
//
// So it binds whoever holds the venue's hot key, and whoever has rewritten its
// risk code. It does not bind whoever holds the co-signer's host, too.
type SignerVelocity struct {
	Share  int64         // of what is hot as the venue opens, parts per million
	Window time.Duration // above 0
}

// Info describes the control.
func (SignerVelocity) Info() Info {
	return Info{
		ID: reject.SignerVelocity, Name: "signer_velocity",
		Summary: "a co-signer on a host of its own signs no more than a share of the hot wallet within a window",
		Stops:   "spending with the hot key alone, and emptying the wallet through the venue's own approval",
		Costs: "withdrawals queue when many come at once, and one that is larger than the share is never signed; the co-signer is a machine that takes seconds, and is down " +
			"for hours every few weeks, in which nothing is paid",
		Parameters: []Parameter{
			{
				Name: "share", Type: "share", Default: "50 %", Range: "above 0, at most 100 %",
				Real: "a share of the wallet is one of BitGo's rules", Source: "S160",
			},
			{
				Name: "window", Type: "duration", Default: "24h", Range: "above 0",
				Real: "24 hours and the like at BitGo", Source: "S160",
			},
		},
		WouldHaveChanged: []string{
			"Bitfinex, August 2016: its co-signer took the limit from the venue, and the thief raised it there (S89)",
			"BigONE, July 2025: the risk code approved the theft, and nothing stood behind it (S124)",
			"Coincheck, January 2018: one key was not enough",
		},
	}
}

// Parse reads share and window.
func (SignerVelocity) Parse(p *param.Values) Control {
	return SignerVelocity{Share: p.Share("share"), Window: p.Duration("window")}
}

// Apply puts the co-signer beside the others.
func (c SignerVelocity) Apply(s *mockexchange.Settings) {
	s.Custody.SignerVelocity = custody.SignerVelocity{Share: c.Share, Window: int64(c.Window)}
}
