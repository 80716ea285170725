package population

import (
	"math"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// marketMaker is a market maker: it keeps one order at each of its places in the
// books. It brings the one up to date that is furthest from where it should be:
// takes it back, and a moment later places it anew.
//
// Programs of makers hear of prices and of what became of their orders as it
// happens, from the venue's streams (such as Binance's user data stream, S148),
// so one that has nothing to do sends nothing. How soon one acts is the
// scenario's `every`.
type marketMaker struct {
	quotes []restingQuote
	at     int  // the quote that the last command was about
	asks   bool // next, for the market's last price
}

// restingQuote is one place in a book and the order that a maker keeps there.
type restingQuote struct {
	model.Quote
	order  uint64 // 0 for none
	fair   int64  // the price that it was placed around
	price  int64  // that it was placed at
	leaves int64  // when the fair price will have left that place behind
	size   int64  // when it was placed
	left   int64  // of it
	edge   bool   // it lies where the venue's limits on prices begin
	pause  int64  // nanoseconds that the maker waited the last time
	due    int64  // since when it may be in the book, or be placed anew if it is worn
	last   int64  // the market's last price, if a refusal made the maker ask
}

// A maker who is run over as soon as he is back waits longer each time, up to
// longestPause; exchanges offer the like as market maker protection. Synthetic,
// between 5 minutes and an hour.
const longestPause = int64(20 * time.Minute)

// margin is how far from the venue's limits on prices a maker keeps, parts per
// million: what they are measured by may have moved since he asked.
const margin = 10_000

func (q *marketMaker) clone() marketMaker {
	c := *q
	c.quotes = slices.Clone(q.quotes)
	return c
}

// quote brings one quote up to date, if any needs it.
func (p *Population) quote(now int64, i int, c *mockexchange.Command) (send bool) {
	m, r := &p.customers[i], &p.model.Holders[i]
	g, q := &p.model.Groups[r.Group], &p.makers[r.Index]
	if send = q.asks || p.furthestQuote(now, g.Move, q); send {
		p.update(now, q, &m.stream, c)
		p.sign(now, i, true, c)
	}
	switch {
	case send && (c.Kind != mockexchange.PlaceOrder || q.missing(now) > 1):
		m.arrival = now + m.stream.Between(int64(time.Second), int64(3*time.Second))
	case send:
		m.arrival = max(now+m.stream.Between(g.Every/2, g.Every*3/2), q.nextNeed())
	default:
		m.arrival = p.looksAgain(now, g, q, &m.stream)
	}
	m.schedule(now, p.model.End)
	return send
}

// looksAgain is when a maker who has nothing to do now acts upon the next need.
func (p *Population) looksAgain(now int64, g *model.Group, q *marketMaker, s *sim.Stream) int64 {
	return max(now, q.nextNeed()) + s.Between(1, max(g.Every, 2))
}

// missing counts the orders that are to be placed.
func (q *marketMaker) missing(now int64) (n int) {
	for i := range q.quotes {
		if q.quotes[i].order == 0 && now >= q.quotes[i].due {
			n++
		}
	}
	return n
}

// update is the next command about a quote.
func (p *Population) update(now int64, q *marketMaker, s *sim.Stream, c *mockexchange.Command) {
	one := &q.quotes[q.at]
	switch {
	case q.asks:
		c.Kind, c.Market, c.Limit = mockexchange.ReadDepth, one.Market, 5
	case one.order != 0:
		c.Kind, c.Market, c.Order = mockexchange.CancelOrder, one.Market, one.order
	default:
		p.offer(now, q, s, c)
	}
}

// furthestQuote finds the quote that is missing, or else the one that is furthest from
// the fair price, if that is far.
func (p *Population) furthestQuote(now, move int64, q *marketMaker) bool {
	furthest := int64(-1)
	for n := range q.quotes {
		one := &q.quotes[n]
		if one.order == 0 {
			if now < one.due {
				continue
			}
			q.at = n
			return true
		}
		away := int64(-1)
		if one.worn() && now >= one.due {
			away = 0
		}
		if !one.edge && now >= one.leaves {
			away = max(away, p.urgency(now, move, one))
		}
		if away >= 0 && away >= furthest {
			q.at, furthest = n, away
		}
	}
	return furthest >= 0
}

// urgency is by how much too far a quote is from the fair price, below 0 if it
// is not. Those come first that the price has come up to: others could trade
// with them at a price of the past, and so could the maker's own quotes.
func (p *Population) urgency(now, move int64, one *restingQuote) int64 {
	fair, far := p.model.Prices.At(one.Market, now), one.far(move)
	away := one.away(fair) - far
	switch {
	case away < 0:
		one.leaves = p.model.Prices.Leaves(one.Market, now, one.fair, far)
	case (fair > one.fair) == (one.Side == market.Sell):
		away += sim.Whole
	}
	return away
}

// far is how far the fair price goes, in parts per million, before a quote
// follows. Far from the best price one may lie further off its place.
func (o *restingQuote) far(move int64) int64 { return max(move, o.Behind/2) }

// away is how far the fair price is from that of the quote.
func (o *restingQuote) away(fair int64) int64 {
	return max(fair-o.fair, o.fair-fair) * sim.Whole / max(o.fair, 1)
}

// worn reports whether a quote had better be another: most of it is gone, or it
// lies at the edge of what the venue allows.
func (o *restingQuote) worn() bool { return o.edge || o.left < o.size/2 }

// nextNeed is when the first quote will need something.
func (q *marketMaker) nextNeed() int64 {
	first := int64(math.MaxInt64 / 2)
	for n := range q.quotes {
		one := &q.quotes[n]
		if one.order == 0 || one.worn() {
			first = min(first, one.due)
		}
		if one.order != 0 && !one.edge {
			first = min(first, one.leaves)
		}
	}
	return first
}

// wait has a quote wait: not at all if it was good for longer than it had
// waited, and otherwise twice as long as then.
func (o *restingQuote) wait(now, every int64) {
	if now-o.due > max(o.pause, 2*every) {
		o.pause = 0
	} else {
		o.pause = min(max(2*o.pause, every), longestPause)
	}
	o.due = now + o.pause
}

// sizeSpread is how far a quote's size is from the usual one, to either side,
// parts per million; synthetic, between 5 % and 40 %.
const sizeSpread = 200_000

// offer places a quote.
func (p *Population) offer(now int64, q *marketMaker, s *sim.Stream, c *mockexchange.Command) {
	one := &q.quotes[q.at]
	t := &p.model.Markets[one.Market-1]
	one.fair, one.edge = p.model.Prices.At(one.Market, now), false
	c.Kind, c.Market, c.Side, c.Type = mockexchange.PlaceOrder, one.Market, one.Side, market.Limit
	c.Price = t.LimitPrice(one.fair, one.Side, one.Behind)
	if edge := p.edge(one); edge != 0 && (one.Side == market.Buy && c.Price > edge || one.Side == market.Sell && c.Price < edge) {
		c.Price, one.edge = t.LimitPrice(edge, one.Side, 0), true
	}
	c.Price = q.besideOwn(one, c.Price, max(t.Spec.Tick, 1))
	one.price, one.last = c.Price, 0
	size, _ := money.MulDiv(t.Size, s.Between(sim.Whole-sizeSpread, sim.Whole+sizeSpread), sim.Whole, money.Nearest)
	c.Quantity = t.WholeLot(max(model.ByProgram().Amount(s, size), t.Spec.MinQty, 1))
}

// besideOwn keeps a price from meeting the maker's own orders on the other side.
func (q *marketMaker) besideOwn(one *restingQuote, price, tick int64) int64 {
	for n := range q.quotes {
		o := &q.quotes[n]
		switch {
		case o.order == 0 || o.Market != one.Market || o.Side == one.Side:
		case one.Side == market.Buy:
			price = max(min(price, o.price-tick), tick)
		default:
			price = max(price, o.price+tick)
		}
	}
	return price
}

// edge is the most that a maker may bid, or the least that he may ask, by the
// limits on prices that the venue announces, a margin within; 0 if he knows of
// none.
func (p *Population) edge(one *restingQuote) int64 {
	band, most := &p.limits.PriceBand, p.limits.PriceRange.Most
	share := band.AskDown + margin
	switch {
	case one.Side == market.Sell && most > 0:
		share = max(share, sim.Whole-most+margin)
	case one.Side == market.Buy && most > 0 && (band.BidUp == 0 || sim.Whole+most < band.BidUp):
		share = sim.Whole + most - margin
	case one.Side == market.Buy:
		share = max(band.BidUp-margin, 0)
	}
	edge, _ := money.MulDiv(one.last, share, sim.Whole, money.Nearest)
	return edge
}

// madeQuote hears what came of a maker's command.
func (p *Population) madeQuote(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) {
	g, q := &p.model.Groups[p.model.Holders[i].Group], &p.makers[p.model.Holders[i].Index]
	one := &q.quotes[q.at]
	switch c.Kind {
	case mockexchange.ReadDepth:
		q.asks, one.last, one.due = false, r.Last, now
	case mockexchange.PlaceOrder:
		if r.Resting {
			one.order, one.size, one.left = r.Order, c.Quantity, c.Quantity-r.Filled
			one.leaves = p.model.Prices.Leaves(one.Market, now, one.fair, one.far(g.Move))
		}
		if !r.Resting || one.worn() {
			one.wait(now, g.Every)
		}
		q.asks = !one.edge && (r.Code == reject.OutsideBand || r.Code == reject.OutsideRange)
	case mockexchange.CancelOrder:
		// An order that the venue does not know any more was filled.
		if r.Code == reject.OK || r.Code == reject.UnknownOrder {
			one.order = 0
		}
	}
}

// OrderUpdate tells a maker what became of an order of his that rested: a trade,
// or that the venue took it out of the book. It returns whom it woke up and
// when, 0 for nobody.
func (p *Population) OrderUpdate(now int64, e *mockexchange.Event) (a sim.Actor, at int64) {
	account, order, quantity := e.Account, e.OrderID, int64(math.MaxInt64)
	if e.Type == mockexchange.Traded {
		account, order, quantity = e.Counterparty, e.MakerOrder, e.Quantity
	}
	if account == 0 || int(account) > len(p.customers) {
		return 0, 0
	}
	m, r := &p.customers[account-1], &p.model.Holders[account-1]
	g := &p.model.Groups[r.Group]
	if g.Kind != model.MarketMakers || !p.makers[r.Index].taken(now, order, quantity, g.Every) {
		return 0, 0
	}
	m.arrival = min(m.arrival, p.looksAgain(now, g, &p.makers[r.Index], &m.stream))
	m.schedule(now, p.model.End)
	return sim.Customer(account), m.next
}

// taken notes that so much of an order is gone, and reports whether that wears
// the quote.
func (q *marketMaker) taken(now int64, order uint64, quantity, every int64) bool {
	for n := range q.quotes {
		one := &q.quotes[n]
		if one.order != order {
			continue
		}
		before := one.worn()
		if one.left -= min(quantity, one.left); one.left == 0 {
			one.order = 0
		}
		if one.worn() && !before {
			one.wait(now, every)
		}
		return one.worn()
	}
	return false
}
