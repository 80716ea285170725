package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// ProbeDetector holds a withdrawal to an address that got a little for the
// first time shortly before, and is to get very much more now.
//
// Thieves try the way first. So do careful customers, and there are more of
// them.
type ProbeDetector struct {
	Dust   int64         // base units of the reference currency, above 0
	Times  int           // how many times as much is suspect
	Window time.Duration // above 0
	Hold   time.Duration // above 0
}

// Info describes the control.
func (ProbeDetector) Info() Info {
	return Info{
		ID: reject.ProbeDetector, Name: "probe_detector",
		Summary: "after dust to a first-seen address, a withdrawal there of very many times as much waits",
		Stops:   "nothing by itself: it holds the second step of a thief who tries the way first",
		Costs:   "customers who send a small test amount first, as venues advise, are late with the rest, or go around it",
		Parameters: []Parameter{
			{Name: "dust", Type: "amount", Range: "above 0, in the scenario's currency", Real: "1 USDT at CoinDCX in 2025", Source: "S126"},
			{
				Name: "times", Type: "number", Default: "1000", Range: "2 to 1000000000",
				Real: "10 XEM and then 100,000,000 at Coincheck in 2018", Source: "S45",
			},
			{Name: "window", Type: "duration", Default: "24h", Range: "above 0", Real: "two minutes at Coincheck, seven hours at CoinDCX", Source: "S126"},
			{
				Name: "hold", Type: "duration", Default: "6h", Range: "above 0, at most the scenario's tail less 24h",
				Real: "none known", Source: "S126",
			},
		},
		WouldHaveChanged: []string{
			"CoinDCX, July 2025: seven hours between a probe of one dollar and six transfers (S126), if they had passed the desk",
			"Coincheck, January 2018: nothing; probe and theft were signed with the key",
		},
	}
}

// Parse reads dust, times, window and hold.
func (ProbeDetector) Parse(p *param.Values) Control {
	return ProbeDetector{
		Dust: p.Amount("dust"), Times: p.Number("times", 2, mostRequests),
		Window: p.Duration("window"), Hold: p.Hold("hold"),
	}
}

// Apply puts the detector in force.
func (c ProbeDetector) Apply(s *mockexchange.Settings) {
	s.Custody.ProbeDetector = custody.ProbeDetector{Dust: c.Dust, Times: int64(c.Times), Window: int64(c.Window), Hold: int64(c.Hold)}
}
