package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// MarketAnomalyFreeze keeps withdrawals back when a market moves far within
// minutes: those of the accounts that gained by it, or everybody's. What was
// asked for waits and is paid when the freeze is over.
//
// It is what beat the thieves of VIA: whatever they had won lay still while
// somebody looked. Without somebody to look it is a delay.
type MarketAnomalyFreeze struct {
	Move int64         // parts per million, above 0
	Over time.Duration // in which the price moved so far, above 0
	For  time.Duration // that withdrawals wait, above 0
	All  bool          // everybody's, not only those of whoever gained
}

// Info describes the control.
func (MarketAnomalyFreeze) Info() Info {
	return Info{
		ID: reject.MarketAnomalyFreeze, Name: "market_anomaly_freeze",
		Summary: "when a trade is too far from the price of some minutes ago the gainer's withdrawals, or everybody's, wait",
		Stops:   "taking the gains of a pump out at once",
		Costs:   "honest winners of a real move, or everybody, wait for their coins",
		Parameters: []Parameter{
			{Name: "move", Type: "share", Default: "20 %", Range: "above 0, at most 100 %", Real: "not published; the price of VIA was tenfold and more when withdrawals stopped", Source: "S13"},
			{Name: "over", Type: "duration", Default: "10m", Range: "above 0", Real: "the price of VIA moved within two minutes", Source: "S12"},
			{Name: "for", Type: "duration", Default: "40m", Range: "above 0, at most the scenario's tail less 24h", Real: "about 40 minutes at Binance on 11 December 2022", Source: "S40"},
			{Name: "all", Type: "flag", Default: "false", Range: "true or false", Real: "true at Binance in March 2018, false in December 2022", Source: "S12"},
		},
		WouldHaveChanged: []string{
			"Binance VIA, March 2018: did, nothing was withdrawn (S12)",
			"Binance SYS, July 2018: if anything left, it left in the four hours before the stop",
			"Binance, 11 December 2022: a false alarm, which cost honest winners 40 minutes (S40)",
		},
	}
}

// Parse reads move, over, for and all.
func (MarketAnomalyFreeze) Parse(p *param.Values) Control {
	return MarketAnomalyFreeze{
		Move: p.Share("move"), Over: p.Duration("over"),
		For: p.Hold("for"), All: p.Flag("all"),
	}
}

// Apply puts the freeze in force.
func (c MarketAnomalyFreeze) Apply(s *mockexchange.Settings) {
	s.Market.AnomalyFreeze = market.AnomalyFreeze{Over: int64(c.Over), Move: c.Move, For: int64(c.For), All: c.All}
}
