package population

import (
	"math"
	"time"

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

// takeBackMean is how long a program lets an order rest before it takes it
// back.
const takeBackMean = int64(12 * time.Minute)

// order makes a new order at about the fair price.
func (p *Population) order(now int64, i int, byKey bool, c *mockexchange.Command) sim.Attempt {
	m, r := &p.members[i], &p.model.roles[i]
	if r.victim != 0 {
		return p.hope(now, i, c)
	}
	g, s := &p.model.groups[r.group], &m.stream
	c.Kind, c.Market, c.Side = mockexchange.PlaceOrder, p.market(now, i), market.Sell
	if s.Chance(g.season(now).buys) {
		c.Side = market.Buy
	}
	t, fair := &p.model.markets[c.Market-1], s.Heavy(p.model.prices.At(c.Market, now), opinion)
	p.style(now, fair, i, byKey, c)
	t.fill(s, c, fair, p.model.worth(g.order.draw(s, r.times), t.spec.Quote), g.round)
	p.identify(now, i, byKey, c)
	m.intents++
	return sim.Attempt{Intent: m.intents, Kind: sim.IntentOrder, At: now, Value: p.model.orderValue(t, c)}
}

// style draws an order's type and limit, and whether it is taken back. A
// program keeps one order in the book at a time and takes it back after a
// while; its other orders do not rest.
func (p *Population) style(now, fair int64, i int, byKey bool, c *mockexchange.Command) {
	m, g := &p.members[i], &p.model.groups[p.model.roles[i].group]
	s := &m.stream
	if s.Chance(g.market) {
		c.Type = market.Market
		return
	}
	c.Type, c.TimeInForce = market.Limit, market.IOC
	off := -s.Between(0, throughMax)
	// The share of orders that are taken back counts those at the market's price.
	takenBack := s.Chance(g.cancel * sim.Whole / max(sim.Whole-g.market, 1))
	if takenBack && m.cancel == 0 || !byKey && !takenBack {
		c.TimeInForce = market.GTC
		off = s.Exponential(behindMean) - throughMax/8
	}
	if takenBack && m.cancel == 0 {
		m.cancel, m.market, m.rests = now+30*int64(time.Second)+s.Exponential(takeBackMean), c.Market, 0
	}
	c.Price = p.model.markets[c.Market-1].limit(fair, c.Side, off)
}

// limit is a price so many parts per million behind the fair one, or through
// it if off is negative, on the market's tick.
func (t *trade) limit(fair int64, side market.Side, off int64) int64 {
	if side == market.Buy {
		off = -off
	}
	shift, _ := money.MulDiv(fair, off, sim.Whole, money.Nearest)
	price := max(fair+shift, 1)
	if t.spec.Tick > 0 {
		price = max(price-price%t.spec.Tick, t.spec.Tick)
	}
	return price
}

// fill gives an order the quantity, or the amount of the quote asset, that so
// many base units of the quote asset are worth. It keeps to the market's
// filters.
func (t *trade) fill(s *sim.Stream, c *mockexchange.Command, fair, quote int64, round bool) {
	quote = max(quote, t.spec.MinNotional, 1)
	if c.Type == market.Market && c.Side == market.Buy {
		if round {
			quote = max(rounded(s, quote), t.spec.MinNotional)
		}
		c.Quote = quote
		return
	}
	price := c.Price
	if price == 0 {
		price = fair
	}
	quantity, ok := money.MulDiv(quote, t.unit, price, money.Up)
	if !ok {
		quantity = math.MaxInt64 >> 20
	}
	if round {
		quantity = rounded(s, quantity)
	}
	least, ok := money.MulDiv(t.spec.MinNotional, t.unit, price, money.Up)
	if !ok {
		least = 0
	}
	c.Quantity = t.lot(max(quantity, least, t.spec.MinQty, 1))
}

// lot rounds a quantity up to the market's step.
func (t *trade) lot(quantity int64) int64 {
	if step := t.spec.Step; step > 0 {
		quantity = (quantity + step - 1) / step * step
	}
	return quantity
}

// rounded is what most people type instead of an exact amount: one or two
// digits and noughts.
func rounded(s *sim.Stream, n int64) int64 {
	if n < 10 || s.Chance(sim.Whole/4) {
		return n
	}
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return n / unit * unit
}

// worth converts an amount of the currency into an asset, rounded down.
func (c *cast) worth(value int64, asset uint16) int64 {
	coin := &c.coins[asset-1]
	units, ok := money.MulDiv(value, coin.whole, max(coin.reference, 1), money.Down)
	if !ok {
		return math.MaxInt64 >> 20
	}
	return units
}

// value is an amount of an asset in the currency at the reference price.
func (c *cast) value(asset uint16, amount int64) int64 {
	v, _ := money.MulDiv(amount, c.coins[asset-1].reference, c.coins[asset-1].whole, money.Nearest)
	return v
}

// orderValue is what an order is worth at reference prices.
func (c *cast) orderValue(t *trade, o *mockexchange.Command) int64 {
	if o.Quantity > 0 {
		return c.value(t.spec.Base, o.Quantity)
	}
	return c.value(t.spec.Quote, o.Quote)
}

// takeBack cancels the order that rests. If it does not, the program looks
// what became of it.
func (p *Population) takeBack(now int64, i int, c *mockexchange.Command) {
	m, r := &p.members[i], &p.model.roles[i]
	c.Kind = mockexchange.ReadOpenOrders
	if m.rests != 0 {
		c.Kind, c.Order = mockexchange.CancelOrder, m.rests
	}
	c.Market = m.market
	m.cancel, m.rests = 0, 0
	p.identify(now, i, r.key != 0 && r.canTrade, c)
}
