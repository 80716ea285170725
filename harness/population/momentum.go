package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// trader follows one market: when its price has moved far enough, it goes
// along.
type trader struct {
	market uint16
	price  int64 // that it compares with
	seen   int64 // when that was
	want   market.Side
	touch  int64 // the best price on that side
}

// follow looks at the book.
func (p *Population) follow(now int64, i int, c *mockexchange.Command) (send bool) {
	m, r := &p.members[i], &p.model.roles[i]
	g := &p.model.groups[r.group]
	m.arrival = now + m.stream.Between(g.every*3/4, g.every*5/4)
	c.Kind, c.Market, c.Limit = mockexchange.ReadDepth, p.traders[r.index].market, 5
	p.identify(now, i, true, c)
	m.schedule(now, p.model.end)
	return true
}

// saw makes a trader act, in a few seconds, on what the book showed him.
func (p *Population) saw(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) (extra int64) {
	role := &p.model.roles[i]
	t := &p.traders[role.index]
	if c.Kind != mockexchange.ReadDepth || r.Bid == 0 || r.Ask == 0 || !t.compare(now, &p.model.groups[role.group], r) {
		return 0
	}
	return p.note(i, errand{kind: chasing, at: soon(&p.members[i].stream, now)})
}

// compare holds the price against the one so long ago and reports whether it
// has moved far enough.
func (t *trader) compare(now int64, g *group, r *mockexchange.Result) bool {
	price := r.Bid + (r.Ask-r.Bid)/2
	if t.price == 0 {
		t.price, t.seen = price, now
	}
	if now-t.seen < g.over {
		return false
	}
	moved := (price - t.price) * sim.Whole / max(t.price, 1)
	t.price, t.seen = price, now
	switch {
	case moved >= g.threshold:
		t.want, t.touch = market.Buy, r.Ask
	case moved <= -g.threshold:
		t.want, t.touch = market.Sell, r.Bid
	default:
		return false
	}
	return true
}

// chase buys what rises and sells what falls.
func (p *Population) chase(now int64, i int, c *mockexchange.Command) {
	m, r := &p.members[i], &p.model.roles[i]
	t := &p.traders[r.index]
	spec := &p.model.markets[t.market-1]
	c.Kind, c.Market, c.Side, c.Type, c.TimeInForce = mockexchange.PlaceOrder, t.market, t.want, market.Limit, market.IOC
	c.Price = spec.limit(t.touch, t.want, -2000)
	spec.fill(&m.stream, c, t.touch, p.model.worth(p.model.groups[r.group].order.draw(&m.stream, 1), spec.spec.Quote), false)
	p.identify(now, i, true, c)
}
