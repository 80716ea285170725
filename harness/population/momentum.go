package population

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// momentumTrader follows one market: when its price has moved far enough, it goes
// along.
type momentumTrader struct {
	market uint16
	price  int64 // that it compares with
	seen   int64 // when that was
	want   market.Side
	touch  int64 // the best price on that side
}

// follow looks at the book.
func (p *Population) follow(now int64, i int, c *mockexchange.Command) (send bool) {
	m, r := &p.customers[i], &p.model.Holders[i]
	g := &p.model.Groups[r.Group]
	m.arrival = now + m.stream.Between(g.Every*3/4, g.Every*5/4)
	c.Kind, c.Market, c.Limit = mockexchange.ReadDepth, p.traders[r.Index].market, 5
	p.sign(now, i, true, c)
	m.schedule(now, p.model.End)
	return true
}

// sawBook makes a trader act, in a few seconds, on what the book showed him.
func (p *Population) sawBook(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) (extra int64) {
	role := &p.model.Holders[i]
	t := &p.traders[role.Index]
	if c.Kind != mockexchange.ReadDepth || r.Bid == 0 || r.Ask == 0 || !t.compare(now, &p.model.Groups[role.Group], r) {
		return 0
	}
	return p.schedule(i, reaction{kind: chasing, at: soon(&p.customers[i].stream, now)})
}

// tooFar is how far a price leaps, in parts per million, that no trader believes.
const tooFar = 3 * sim.Whole

// compare holds the price against the one so long ago and reports whether it
// has moved far enough.
func (t *momentumTrader) compare(now int64, g *model.Group, r *mockexchange.Result) bool {
	price := r.Bid + (r.Ask-r.Bid)/2
	if t.price == 0 {
		t.price, t.seen = price, now
	}
	if now-t.seen < g.Over {
		return false
	}
	moved := (price - t.price) * sim.Whole / max(t.price, 1)
	t.price, t.seen = price, now
	switch {
	case max(moved, -moved) > tooFar:
		return false // the best order left is somebody's who waits far off
	case moved >= g.Threshold:
		t.want, t.touch = market.Buy, r.Ask
	case moved <= -g.Threshold:
		t.want, t.touch = market.Sell, r.Bid
	default:
		return false
	}
	return true
}

// chase buys what rises and sells what falls.
func (p *Population) chase(now int64, i int, c *mockexchange.Command) {
	m, r := &p.customers[i], &p.model.Holders[i]
	t := &p.traders[r.Index]
	spec := &p.model.Markets[t.market-1]
	c.Kind, c.Market, c.Side, c.Type, c.TimeInForce = mockexchange.PlaceOrder, t.market, t.want, market.Limit, market.IOC
	c.Price = spec.LimitPrice(t.touch, t.want, -2000)
	spec.SizeOrder(&m.stream, c, t.touch, p.model.FromCurrency(p.model.Groups[r.Group].Order.Draw(&m.stream, 1), spec.Spec.Quote), model.ByProgram())
	p.sign(now, i, true, c)
}
