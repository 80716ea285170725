package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// MarketSurveillance is a job that goes through the trades of the last minutes,
// as exchanges and their supervisors have them, and reports a market in which
// many accounts traded by API key at prices far from what was paid before.
//
// It reports the market, not who is to blame, and stops nothing: those whose
// keys were stolen are among the accounts that it counts.
type MarketSurveillance struct {
	Move     int64         // parts per million, above 0
	Over     time.Duration // that a look goes back, above 0, at most a day
	Accounts int           // that take part at least, above 0
	Every    time.Duration // between two looks, a minute or more
}

// farthestLook is how far back a surveillance may look: a job that goes through
// more than a day's trades every few minutes is none that anybody runs.
const farthestLook = 24 * time.Hour

// Info describes the control.
func (MarketSurveillance) Info() Info {
	return Info{
		ID: reject.MarketSurveillance, Name: "market_surveillance",
		Summary: "a market is reported in which many accounts trade by API key far from the price of some minutes ago",
		Stops:   "nothing: it shows a monitor that a market is not what it was",
		Costs: "honest customers, nothing by itself; the venue a system or a subscription, and somebody who looks at every alert: a coin that " +
			"is listed, or news that everybody's programs trade on, is one",
		Parameters: []Parameter{
			{Name: "move", Type: "multiple", Default: "50 %", Range: "above 0, at most 100000 %", Real: "not published; SYS traded at up to 2,400,000 times its price", Source: "S2"},
			{Name: "over", Type: "duration", Default: "10m", Range: "above 0, at most 24h", Real: "not published; synthetic, 1m to 60m", Source: "S2"},
			{Name: "accounts", Type: "number", Default: "10", Range: "1 to 1000000", Real: "not published; \"a number of API users\" at Binance in July 2018", Source: "S2"},
			{Name: "every", Type: "duration", Default: "5m", Range: "1m or more", Real: "not published; synthetic, 1m to 60m", Source: "S2"},
		},
		WouldHaveChanged: []string{
			"Binance SYS, July 2018: did, it raised the alarm at 20:18 (S2)",
			"Binance VIA, March 2018: reported within minutes what the automatic freeze had stopped (S12)",
			"3Commas, 2022: only where many keys traded one coin at once",
		},
	}
}

// Parse reads move, over, accounts and every.
func (MarketSurveillance) Parse(p *param.Values) Control {
	return MarketSurveillance{
		Move: p.Multiple("move"), Over: p.DurationUpTo("over", farthestLook),
		Accounts: p.Number("accounts", 1, 1_000_000), Every: p.DurationFrom("every", time.Minute),
	}
}

// Apply puts the surveillance in force.
func (c MarketSurveillance) Apply(s *mockexchange.Settings) {
	s.Market.Surveillance = market.Surveillance{Over: int64(c.Over), Move: c.Move, Accounts: int64(c.Accounts), Every: int64(c.Every)}
}
