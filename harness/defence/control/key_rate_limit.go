package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// KeyRateLimit bounds how many requests, and how many orders among them, one
// API key makes in a window of time.
//
// It slows whoever has one key and much to do with it. It does not slow a thief
// with many keys, and nobody who needs three orders.
type KeyRateLimit struct {
	Requests, Orders int           // above 0
	Window           time.Duration // above 0
}

// Info describes the control.
func (KeyRateLimit) Info() Info {
	return Info{
		ID: reject.KeyRateLimit, Name: "key_rate_limit",
		Summary: "a key makes at most so many requests, and so many orders, within a window of time",
		Stops:   "thousands of trades with one stolen key, if the window is long",
		Costs:   "busy programs, market makers before all, are refused until the next window",
		Parameters: []Parameter{
			{
				Name: "requests", Type: "number", Default: "6000", Range: "1 to 1000000000",
				Real: "6,000 by weight a minute and address in the documentation of Binance, not by key", Source: "S148",
			},
			{
				Name: "orders", Type: "number", Default: "600", Range: "1 to 1000000000",
				Real: "10 a second and account in the documentation of Binance", Source: "S148",
			},
			{Name: "window", Type: "duration", Default: "1m", Range: "above 0", Real: "seconds to a day at Binance", Source: "S148"},
		},
		WouldHaveChanged: []string{
			"3Commas, 2022: an account with more than 5,000 trades in DMG within a day (S31): only with a window of a day",
			"Binance VIA, March 2018: little, a few orders of each key were enough",
		},
	}
}

// mostRequests is more than any program makes.
const mostRequests = 1_000_000_000

// Parse reads requests, orders and window.
func (KeyRateLimit) Parse(p *param.Values) Control {
	return KeyRateLimit{
		Requests: p.Number("requests", 1, mostRequests),
		Orders:   p.Number("orders", 1, mostRequests),
		Window:   p.Duration("window"),
	}
}

// Apply puts the limits in force.
func (c KeyRateLimit) Apply(s *mockexchange.Settings) {
	s.Access.RateLimit = access.RateLimit{Requests: int64(c.Requests), Orders: int64(c.Orders), Window: int64(c.Window)}
}
