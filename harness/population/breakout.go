package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// breakoutTrader sleeps until a market trades far above what its coin is worth
// elsewhere, and then makes his living of it, or his loss.
type breakoutTrader struct {
	style breakoutStyle
	stop  int64  // with a stop order: the price that sets it off; 0 once it did
	reach int64  // who buys: what he pays at first, of the price elsewhere, parts per million
	until int64  // when he goes back to sleep, virtual nanoseconds
	order uint64 // of his that rests, 0 for none

	want  market.Side // what he is about to do
	price int64
	rests bool
}

type breakoutStyle uint8

const (
	buysBreakouts breakoutStyle = iota // the crowd: takes what is offered, and stands in the book with bids
	leftStop                           // a stop order, forgotten since: one that comes to life at a price
	arbitrage                          // sells what is dear here and cheap elsewhere
)

// newBreakoutTrader draws who he is.
func newBreakoutTrader(m *model.Model, r *model.Holder, s *sim.Stream) (t breakoutTrader) {
	g := &m.Groups[r.Group]
	style := s.N(sim.Whole)
	t.reach = s.Between(sim.Whole+g.Threshold, max(g.Reach, sim.Whole+g.Threshold+1))
	switch {
	case style < g.Stops:
		t.style = leftStop
		// Twice as far above what the coin was worth as those go who buy.
		t.stop = times(m.Prices.At(m.Watched[r.Index], m.Start), 2*t.reach-sim.Whole)
	case style < g.Stops+g.Arbitrage:
		t.style = arbitrage
	}
	return t
}

// times is a price times so many parts per million.
func times(price, ppm int64) int64 {
	p, _ := money.MulDiv(price, ppm, sim.Whole, money.Nearest)
	return p
}

// Ticker lets one more of those who watch a market hear of a trade in it that is
// far above what the coin is worth elsewhere. at is when he wakes up, 0 for
// nobody.
func (p *Population) Ticker(now int64, e *mockexchange.Event) (a sim.Actor, at int64) {
	if e.Type != mockexchange.Traded || e.Market == 0 || int(e.Market) > len(p.roused) {
		return 0, 0
	}
	watchers, n := p.model.Watchers[e.Market-1], &p.roused[e.Market-1]
	if *n >= len(watchers) {
		return 0, 0
	}
	i := int(watchers[*n])
	g := &p.model.Groups[p.model.Holders[i].Group]
	if e.Price < times(p.model.Prices.At(e.Market, now), sim.Whole+g.Threshold) {
		return 0, 0
	}
	*n++
	m := &p.customers[i]
	p.breakouts[p.model.Holders[i].Index].until = now + g.Stay
	m.arrival = now + m.stream.Between(int64(2*time.Second), max(g.Every, int64(3*time.Second)))
	m.schedule(now, p.model.End)
	return sim.Customer(uint32(i + 1)), m.next
}

// watchBook takes back what rests and looks at the book, until he goes to sleep.
func (p *Population) watchBook(now int64, i int, c *mockexchange.Command) (send bool) {
	m, r := &p.customers[i], &p.model.Holders[i]
	t, every := &p.breakouts[r.Index], p.model.Groups[r.Group].Every
	c.Market, m.arrival = p.model.Watched[r.Index], 0
	switch {
	case t.order != 0:
		c.Kind, c.Order, t.order = mockexchange.CancelOrder, t.order, 0
		m.arrival = now + m.stream.Between(int64(time.Second), int64(3*time.Second))
	case now < t.until:
		c.Kind, c.Limit = mockexchange.ReadDepth, 5
		m.arrival = now + m.stream.Between(every*3/4, every*5/4)
	}
	if send = c.Kind != 0; send {
		p.sign(now, i, true, c)
	}
	m.schedule(now, p.model.End)
	return send
}

// sawLeap decides what to do about the book, a moment later.
func (p *Population) sawLeap(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) (extra int64) {
	role, s := &p.model.Holders[i], &p.customers[i].stream
	t, g := &p.breakouts[role.Index], &p.model.Groups[role.Group]
	if c.Kind != mockexchange.ReadDepth || r.Code != 0 || !t.decide(now, g, p.model.Prices.At(c.Market, now), r, s) {
		return 0
	}
	return p.schedule(i, reaction{kind: joining, at: now + s.Between(sim.Reaction, int64(4*time.Second))})
}

// How breakout traders name prices, parts per million; synthetic.
const (
	stopLimit = 1_300_000 // of a stop's price, the most that it pays; 1 to 2
	keenLeast = 930_000   // of what a buyer would pay, where he bids; 0.8 to 1
	dearLeast = 5_000     // above the best bid, where an arbitrageur asks
	dearMost  = 40_000    // 1 % to 10 %
)

// decide reports whether he wants anything at what a coin is worth elsewhere. What
// buyers pay falls to that as their interest does.
func (t *breakoutTrader) decide(now int64, g *model.Group, fair int64, r *mockexchange.Result, s *sim.Stream) bool {
	switch t.style {
	case leftStop:
		if t.stop == 0 || r.Last < t.stop {
			return false
		}
		t.want, t.price, t.rests = market.Buy, times(t.stop, stopLimit), true
		t.stop, t.until = 0, now
	case arbitrage:
		if r.Bid < times(fair, sim.Whole+g.Threshold) {
			return false
		}
		t.want, t.price, t.rests = market.Sell, r.Bid, s.Chance(sim.Whole/2)
		if t.rests {
			t.price = times(r.Bid, sim.Whole+s.Between(dearLeast, dearMost))
		}
	default:
		left, _ := money.MulDiv(t.reach-sim.Whole, max(t.until-now, 0), max(g.Stay, 1), money.Down)
		most := times(fair, sim.Whole+left)
		t.want, t.price, t.rests = market.Buy, r.Ask, false
		if r.Ask == 0 || r.Ask > most {
			t.price, t.rests = times(most, s.Between(keenLeast, sim.Whole)), true
		}
	}
	return true
}

// join places the order that he decided on.
func (p *Population) join(now int64, i int, c *mockexchange.Command) {
	m, r := &p.customers[i], &p.model.Holders[i]
	t := &p.breakouts[r.Index]
	spec := &p.model.Markets[p.model.Watched[r.Index]-1]
	c.Kind, c.Market, c.Side, c.Type = mockexchange.PlaceOrder, p.model.Watched[r.Index], t.want, market.Limit
	c.Price = spec.LimitPrice(t.price, t.want, 0)
	if !t.rests {
		c.TimeInForce = market.IOC
	}
	spec.SizeOrder(&m.stream, c, t.price, p.model.FromCurrency(p.model.Groups[r.Group].Order.Draw(&m.stream, 1), spec.Spec.Quote), model.ByProgram())
	p.sign(now, i, true, c)
}

// joined notes an order that rests. A stop order is left where it is.
func (p *Population) joined(i int, r *mockexchange.Result) {
	if t := &p.breakouts[p.model.Holders[i].Index]; r.Resting && t.style != leftStop {
		t.order = r.Order
	}
}
