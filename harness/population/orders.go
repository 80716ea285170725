package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// How customers' orders lie around the fair price, parts per million; synthetic.
const (
	behindMean = 3000 // resting orders, behind the price
	throughMax = 4000 // those that want to be filled at once, through it
	opinion    = 6000 // how far people's opinions of a fair price are from each other
)

// Orders far from the price, as everybody has a few of them in the books;
// synthetic. Order books of exchanges reach further than anybody would trade:
// asks lie there up to thousands of times the price.
const (
	farOff     = 120_000   // share of orders that rest; between 4 % and 25 %
	farLeast   = 250_000   // behind the price, parts per million
	farBidMost = 800_000   // of bids
	farAskMost = 1_500_000 // of asks that are no lottery tickets

	lottery          = 250_000 // share of far asks at 2 to some 8,000 times the price
	lotteryDoublings = 13
)

// takeBackMean is how long a program lets its orders rest before it takes them
// back.
const takeBackMean = int64(12 * time.Minute)

// mostHeld is how many orders somebody lets rest at a time, of those that he takes
// back: programs lay out ladders of them.
const mostHeld = 6

// heldOrder is an order that is taken back after a while.
type heldOrder struct {
	order  uint64 // 0 if it does not rest
	market uint16
}

// order makes a new order at about the fair price, on the market and the side
// that the command names already, if any.
func (p *Population) order(now int64, i int, byKey bool, c *mockexchange.Command) sim.Attempt {
	m, r := &p.customers[i], &p.model.Holders[i]
	g, s := &p.model.Groups[r.Group], &m.stream
	c.Kind, m.placed = mockexchange.PlaceOrder, false
	if c.Market == 0 {
		c.Market, c.Side = p.market(now, i), market.Sell
		if s.Chance(g.Phase(now).Buys) {
			c.Side = market.Buy
		}
	}
	t, fair := &p.model.Markets[c.Market-1], s.Heavy(p.model.Prices.At(c.Market, now), opinion)
	worth := p.model.FromCurrency(g.Order.Draw(s, r.Times), t.Spec.Quote)
	p.orderStyle(now, fair, worth, i, byKey, c)
	t.SizeOrder(s, c, fair, worth, writing(byKey))
	p.sign(now, i, byKey, c)
	m.intents++
	return sim.Attempt{Intent: m.intents, Kind: sim.IntentOrder, At: now, Value: p.model.OrderValue(t, c)}
}

// writing is how numbers are written by an owner's program, or by himself.
func writing(byKey bool) *model.Writing {
	if byKey {
		return model.ByProgram()
	}
	return model.ByHand()
}

// orderStyle draws an order's type and limit, and whether it is taken back. A
// program takes those that rest back after a while, all together; its other orders
// do not rest. Who wants more than makers offer at the best price names a limit, or
// he would trade with whoever waits far off.
func (p *Population) orderStyle(now, fair, worth int64, i int, byKey bool, c *mockexchange.Command) {
	m, g := &p.customers[i], &p.model.Groups[p.model.Holders[i].Group]
	s := &m.stream
	t := &p.model.Markets[c.Market-1]
	if level, ok := t.Spec.Notional(fair, t.Size, money.Down); s.Chance(g.MarketOrders) && (!ok || worth <= level) {
		c.Type = market.Market
		return
	}
	c.Type, c.TimeInForce = market.Limit, market.IOC
	off, by := -s.Between(0, throughMax), writing(byKey).Prices
	// The share of orders that are taken back counts those at the market's price.
	takenBack := s.Chance(g.Cancels * sim.Whole / max(sim.Whole-g.MarketOrders, 1))
	if takenBack && m.holds < mostHeld || !byKey && !takenBack {
		c.TimeInForce = market.GTC
		off = s.Exponential(behindMean) - throughMax/8
		if s.Chance(farOff) {
			off, by = farBehind(s, c.Side), writing(byKey).FarPrices
		}
	}
	if takenBack {
		m.hold(now, c.Market)
	}
	c.Price = t.WrittenPrice(s, t.LimitPrice(fair, c.Side, off), by)
}

// hold plans when an order is taken back: with those that he holds already.
func (m *customer) hold(now int64, market uint16) {
	if m.holds == mostHeld {
		return
	}
	if m.holds == 0 {
		m.takeBackAt = now + 30*int64(time.Second) + m.stream.Exponential(takeBackMean)
	}
	m.held[m.holds] = heldOrder{market: market}
	m.holds++
	m.placed = true
}

// farBehind is how far from the fair price somebody waits who hopes for a crash,
// or a leap. Some asks are lottery tickets, at a thousand times the price.
func farBehind(s *sim.Stream, side market.Side) int64 {
	switch {
	case side == market.Buy:
		return s.Between(farLeast, farBidMost)
	case s.Chance(lottery):
		return s.Between(sim.Whole, 2*sim.Whole) << s.N(lotteryDoublings)
	}
	return s.Between(farLeast, farAskMost)
}

// takeBack cancels the first of the orders that rest. If it does not, the program
// looks what became of it.
func (p *Population) takeBack(now int64, i int, c *mockexchange.Command) {
	m, r := &p.customers[i], &p.model.Holders[i]
	o := m.held[0]
	c.Kind = mockexchange.ReadOpenOrders
	if o.order != 0 {
		c.Kind, c.Order = mockexchange.CancelOrder, o.order
	}
	c.Market = o.market
	m.holds--
	copy(m.held[:], m.held[1:])
	m.takeBackAt = 0
	if m.holds > 0 {
		m.takeBackAt = now + inARow(&m.stream)
	}
	p.sign(now, i, r.Key != 0 && r.CanTrade, c)
}
