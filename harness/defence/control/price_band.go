package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// PriceBand is the price band: it refuses limit orders whose price is far from
// what was traded lately: a bid that is much too high or low, an ask that is.
//
// It keeps bait out of a thin book, and a stolen key from bidding for it at a
// limit. A market order has no price, so what it meets is all that is bounded;
// and step by step, each window a little further, a patient thief still gets
// anywhere.
type PriceBand struct {
	BidUp, BidDown, AskUp, AskDown int64         // parts per million of the reference price, above 0
	Over                           time.Duration // that the reference is averaged over, above 0
}

// Info describes the control.
func (PriceBand) Info() Info {
	return Info{
		ID: reject.PriceBand, Name: "price_band",
		Summary: "limit prices keep to a band around the average of the last trades, another one for bids than for asks",
		Stops:   "orders at absurd prices, above all bait that waits for somebody else's money",
		Costs:   "honest orders far from the market are refused, and near ones when it moves fast",
		Parameters: []Parameter{
			{Name: "bid_up", Type: "multiple", Default: "120 %", Range: "above 0", Real: "120 % in the example of PERCENT_PRICE_BY_SIDE", Source: "S148"},
			{Name: "bid_down", Type: "multiple", Default: "20 %", Range: "above 0", Real: "20 % in the same example", Source: "S148"},
			{Name: "ask_up", Type: "multiple", Default: "500 %", Range: "above 0", Real: "500 % in the same example", Source: "S148"},
			{Name: "ask_down", Type: "multiple", Default: "80 %", Range: "above 0", Real: "80 % in the same example", Source: "S148"},
			{Name: "over", Type: "duration", Default: "1m", Range: "above 0", Real: "1 minute in the same example, 5 in that of PERCENT_PRICE", Source: "S148"},
		},
		WouldHaveChanged: []string{
			"Binance SYS, July 2018: no ask of 96 bitcoins for a coin of 0.00004; at five times the price a window it takes nine windows to get there",
			"Binance VIA, March 2018: the ten- to hundredfold price of two minutes",
		},
	}
}

// Parse reads the four bounds and over.
func (PriceBand) Parse(p *param.Values) Control {
	return PriceBand{
		BidUp: p.Multiple("bid_up"), BidDown: p.Multiple("bid_down"),
		AskUp: p.Multiple("ask_up"), AskDown: p.Multiple("ask_down"),
		Over: p.Duration("over"),
	}
}

// Apply puts the band in force.
func (c PriceBand) Apply(s *mockexchange.Settings) {
	s.Market.PriceBand = market.PriceBand{Over: int64(c.Over), BidUp: c.BidUp, BidDown: c.BidDown, AskUp: c.AskUp, AskDown: c.AskDown}
}
