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

// takeBackMean is how long a program lets an order rest before it takes it
// back.
const takeBackMean = int64(12 * time.Minute)

// swift is within which time programs act on a signal.
const swift = int64(8 * time.Second)

// awaitSignal has a program wait for the next signal with an order.
func (p *Population) awaitSignal(now int64, i int) {
	m := &p.customers[i]
	m.signalAt = p.model.Signal(&p.model.Holders[i], now).At + m.stream.N(swift)
}

// followSignal makes the order that waited for a signal, together with
// everybody's who waited for the same.
func (p *Population) followSignal(now int64, i int, c *mockexchange.Command) sim.Attempt {
	m := &p.customers[i]
	m.signalAt = 0
	signal := p.model.Signal(&p.model.Holders[i], now-swift)
	c.Market, c.Side = signal.Market, signal.Side
	return p.order(now, i, true, c)
}

// order makes a new order at about the fair price, on the market and the side
// that the command names already, if any.
func (p *Population) order(now int64, i int, byKey bool, c *mockexchange.Command) sim.Attempt {
	m, r := &p.customers[i], &p.model.Holders[i]
	g, s := &p.model.Groups[r.Group], &m.stream
	c.Kind = mockexchange.PlaceOrder
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
// program keeps one order in the book at a time and takes it back after a
// while; its other orders do not rest. Who wants more than makers offer at the
// best price names a limit, or he would trade with whoever waits far off.
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
	if takenBack && m.takeBackAt == 0 || !byKey && !takenBack {
		c.TimeInForce = market.GTC
		off = s.Exponential(behindMean) - throughMax/8
		if s.Chance(farOff) {
			off, by = farBehind(s, c.Side), writing(byKey).FarPrices
		}
	}
	if takenBack && m.takeBackAt == 0 {
		m.takeBackAt, m.market, m.resting = now+30*int64(time.Second)+s.Exponential(takeBackMean), c.Market, 0
	}
	c.Price = t.WrittenPrice(s, t.LimitPrice(fair, c.Side, off), by)
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
