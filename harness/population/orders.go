package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// How customers' orders lie around the fair price, parts per million; synthetic.
const (
	behindMean = 3000 // resting orders, behind the price
	throughMax = 4000 // those that want to be filled at once, through it
	opinion    = 6000 // how far people's opinions of a fair price are from each other
)

// takeBackMean is how long a program lets an order rest before it takes it
// back.
const takeBackMean = int64(12 * time.Minute)

// order makes a new order at about the fair price.
func (p *Population) order(now int64, i int, byKey bool, c *mockexchange.Command) sim.Attempt {
	m, r := &p.customers[i], &p.model.Holders[i]
	if r.Victim != 0 {
		return p.farOrder(now, i, c)
	}
	g, s := &p.model.Groups[r.Group], &m.stream
	c.Kind, c.Market, c.Side = mockexchange.PlaceOrder, p.market(now, i), market.Sell
	if s.Chance(g.Phase(now).Buys) {
		c.Side = market.Buy
	}
	t, fair := &p.model.Markets[c.Market-1], s.Heavy(p.model.Prices.At(c.Market, now), opinion)
	p.orderStyle(now, fair, i, byKey, c)
	t.SizeOrder(s, c, fair, p.model.FromCurrency(g.Order.Draw(s, r.Times), t.Spec.Quote), g.RoundAmounts)
	p.sign(now, i, byKey, c)
	m.intents++
	return sim.Attempt{Intent: m.intents, Kind: sim.IntentOrder, At: now, Value: p.model.OrderValue(t, c)}
}

// orderStyle draws an order's type and limit, and whether it is taken back. A
// program keeps one order in the book at a time and takes it back after a
// while; its other orders do not rest.
func (p *Population) orderStyle(now, fair int64, i int, byKey bool, c *mockexchange.Command) {
	m, g := &p.customers[i], &p.model.Groups[p.model.Holders[i].Group]
	s := &m.stream
	if s.Chance(g.MarketOrders) {
		c.Type = market.Market
		return
	}
	c.Type, c.TimeInForce = market.Limit, market.IOC
	off := -s.Between(0, throughMax)
	// The share of orders that are taken back counts those at the market's price.
	takenBack := s.Chance(g.Cancels * sim.Whole / max(sim.Whole-g.MarketOrders, 1))
	if takenBack && m.takeBackAt == 0 || !byKey && !takenBack {
		c.TimeInForce = market.GTC
		off = s.Exponential(behindMean) - throughMax/8
	}
	if takenBack && m.takeBackAt == 0 {
		m.takeBackAt, m.market, m.resting = now+30*int64(time.Second)+s.Exponential(takeBackMean), c.Market, 0
	}
	c.Price = p.model.Markets[c.Market-1].LimitPrice(fair, c.Side, off)
}

// takeBack cancels the order that rests. If it does not, the program looks
// what became of it.
func (p *Population) takeBack(now int64, i int, c *mockexchange.Command) {
	m, r := &p.customers[i], &p.model.Holders[i]
	c.Kind = mockexchange.ReadOpenOrders
	if m.resting != 0 {
		c.Kind, c.Order = mockexchange.CancelOrder, m.resting
	}
	c.Market = m.market
	m.takeBackAt, m.resting = 0, 0
	p.sign(now, i, r.Key != 0 && r.CanTrade, c)
}
