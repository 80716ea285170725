package population

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// afterwards plans the first visit after the clock of whoever trades on.
func (p *Population) afterwards(q *sim.Queue) {
	a := &p.model.Afterwards
	for _, i := range a.Who {
		s := p.model.Stream(int(i), model.ForAfterwards)
		p.visitAgain(q.Push, int(i), reaction{kind: visiting, at: p.model.End + s.Exponential(a.Every)})
	}
}

// visitAgain plans a visit, if that is not too late.
func (p *Population) visitAgain(push func(int64, sim.Actor), i int, e reaction) {
	if e.at < p.model.Afterwards.Until {
		push(p.schedule(i, e), sim.Customer(uint32(i+1)))
	}
}

// TradesOn reports whether somebody trades on after the clock.
func (p *Population) TradesOn(a sim.Actor) bool {
	return slices.Contains(p.model.Afterwards.Who, int32(a.Account())-1)
}

// tradeOn makes an order of somebody who has logged in, at about what the coin is
// worth.
func (p *Population) tradeOn(now int64, i int, e *reaction, c *mockexchange.Command) {
	s := p.model.Stream(i, model.ForAfterwards+uint64(e.try)<<16)
	c.Kind, c.Market = mockexchange.PlaceOrder, uint16(s.N(int64(len(p.model.Markets))))+1
	if g := &p.model.Groups[p.model.Holders[i].Group]; g.Kind == model.BreakoutTraders {
		c.Market = p.model.Watched[p.model.Holders[i].Index]
	}
	spec, fair := &p.model.Markets[c.Market-1], p.model.Prices.At(c.Market, now)
	c.Side, c.Type = market.Buy, market.Limit
	if s.Chance(sim.Whole / 2) {
		c.Side = market.Sell
	}
	c.Price = spec.LimitPrice(fair, c.Side, -s.Between(0, throughMax))
	spec.SizeOrder(&s, c, fair, p.model.FromCurrency(p.model.Afterwards.Order.Draw(&s, 1), spec.Spec.Quote), model.ByHand())
}

// tradedOn plans the order after a login, and the next visit after an order.
func (p *Population) tradedOn(now int64, i int, e reaction) int64 {
	s := p.model.Stream(i, model.ForAfterwards+uint64(e.try)<<16+1<<8)
	if e.kind == visiting {
		e.kind, e.at = tradingOn, now+s.Between(int64(5*time.Second), int64(2*time.Minute))
	} else {
		e.kind, e.at = visiting, now+sim.Reaction+s.Exponential(p.model.Afterwards.Every)
		e.try++
	}
	if e.at >= p.model.Afterwards.Until {
		return 0
	}
	return p.schedule(i, e)
}
