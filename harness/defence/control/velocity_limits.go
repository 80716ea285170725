package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// VelocityLimits bounds how fast coins leave: per request and per customer in
// each coin's own units, per asset and per venue as shares of what is held when
// the venue opens.
//
// It is the venue's own code that keeps a velocity limit. A thief who has the hot
// key, or the code, does not ask it.
type VelocityLimits struct {
	Window                  time.Duration // above 0
	PerRequest, PerCustomer []custody.CoinAmount
	PerAsset, PerVenue      int64 // parts per million of what is held, 0 for no limit
}

// Info describes the control.
func (VelocityLimits) Info() Info {
	return Info{
		ID: reject.VelocityLimits, Name: "velocity_limits",
		Summary: "no more than so much leaves within a window: per request, per customer, per coin and in all",
		Stops:   "emptying an account, or many at once, before anybody looks, even after a price was crashed",
		Costs:   "who wants more takes it in parts, each with its fee and its time, or goes elsewhere, and on busy days everybody queues",
		Parameters: []Parameter{
			{
				Name: "window", Type: "duration", Default: "24h", Range: "above 0",
				Real: "rolling, an hour to 30 days in Ripple Custody", Source: "S159",
			},
			{
				Name: "per_request", Type: "amounts", Default: "{}", Range: "coins and decimal amounts above 0",
				Real: "10 a transaction in Ripple's example", Source: "S159",
			},
			{
				Name: "per_customer", Type: "amounts", Default: "{}", Range: "coins and decimal amounts above 0",
				Real: "50 within 86,400 seconds in Ripple's example", Source: "S159",
			},
			{
				Name: "per_asset", Type: "share", Default: "20 %", Range: "above 0, at most 100 %",
				Real: "a share of the wallet is one of BitGo's rules", Source: "S160",
			},
			{
				Name: "per_venue", Type: "share", Default: "20 %", Range: "above 0, at most 100 %",
				Real: "500 ETH in all in Ripple's example", Source: "S159",
			},
		},
		WouldHaveChanged: []string{
			"Mt. Gox, June 2011: a limit in bitcoin, when 1,000 dollars at the crashed price were 100,000 of them (S83)",
			"Zaif, January 2018: less from each of ten accounts",
			"Coincheck, January 2018: nothing; the chain was asked, not the venue",
		},
	}
}

// Parse reads window and the four limits.
func (VelocityLimits) Parse(p *param.Values) Control {
	return VelocityLimits{
		Window:     p.Duration("window"),
		PerRequest: p.Natives("per_request"), PerCustomer: p.Natives("per_customer"),
		PerAsset: p.Share("per_asset"), PerVenue: p.Share("per_venue"),
	}
}

// Apply puts the limits in force.
func (c VelocityLimits) Apply(s *mockexchange.Settings) {
	s.Custody.VelocityLimits = custody.VelocityLimits{
		Window: int64(c.Window), PerRequest: c.PerRequest, PerCustomer: c.PerCustomer, Asset: c.PerAsset, Venue: c.PerVenue,
	}
}
