package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// PriceRangeExecution lets no arriving order execute far from what was traded
// lately, whatever its limit: a buyer pays at most so much more, a seller gets
// at most so much less, and the rest of the order is cancelled.
//
// It is checked when orders meet, so it holds market orders, too, and whatever
// has been in the book for long. The same patience that gets around a price
// band gets around it, at a cost in every step.
type PriceRangeExecution struct {
	Most int64         // parts per million from the reference price, above 0
	Over time.Duration // that the reference is averaged over, above 0
}

// Info describes the control.
func (PriceRangeExecution) Info() Info {
	return Info{
		ID: reject.PriceRangeExecution, Name: "price_range_execution",
		Summary: "no arriving order executes further than so much from the average of the last trades; the rest of it is cancelled",
		Stops:   "sweeping a thin book up to bait, by limit or market orders",
		Costs:   "honest orders that are large for their book, and those in a real rush, are cut short",
		Parameters: []Parameter{
			{
				Name: "most", Type: "share", Default: "30 %", Range: "above 0, at most 100 %",
				Real: "30 % either way in the example of PERCENT_PRICE; the multipliers of the execution rule differ by market", Source: "S148",
			},
			{Name: "over", Type: "duration", Default: "5m", Range: "above 0", Real: "5 minutes in the same example", Source: "S148"},
		},
		WouldHaveChanged: []string{
			"Binance SYS, July 2018: no purchase at 96 bitcoins",
			"Binance VIA, March 2018: nothing for the 31 accounts that waited to sell",
			"3Commas, 2022: counter-trades at a market's edge, not those within it",
		},
	}
}

// Parse reads most and over.
func (PriceRangeExecution) Parse(p *param.Values) Control {
	return PriceRangeExecution{Most: p.Share("most"), Over: p.Duration("over")}
}

// Apply puts the range in force.
func (c PriceRangeExecution) Apply(s *mockexchange.Settings) {
	s.Market.PriceRange = market.PriceRange{Over: int64(c.Over), Most: c.Most}
}
