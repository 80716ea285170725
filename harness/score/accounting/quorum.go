package accounting

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// quorumHours are the hours of staff that it takes to undo a market's trades,
// whatever comes of it: three people look at them, decide, and answer for it;
// synthetic, 1 to 12. Until it had a price, a program that undid every ten
// minutes whatever was traded at ten times the price it had seen first, and read
// nothing else, got all points where markets are moved.
const quorumHours = 3

// Acted tells that an action of the defence took effect. What it changed is
// heard through Command, sent by sim.Operator.
func (a *Accounting) Acted(now int64, what *defence.Action) {
	a.actions++
	if what.Name != mockexchange.RollbackTrades.String() {
		return
	}
	price := a.known.Tariff.Rates[impact.Ceremony].Price(0, quorumHours*int64(time.Hour))
	c := impact.Cause{By: reject.RollbackTrades, Type: mockexchange.Operated, At: now}
	a.chargeWeighted(impact.Ceremony, c, 0, 0, price, a.known.HouseWeight)
}
