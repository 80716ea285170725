package population

import (
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
// books. It looks at them again and again and brings the one up to date that
// is furthest from where it should be: takes it back, and a moment later
// places it anew.
type marketMaker struct {
	quotes []restingQuote
	at     int // the quote that the last command was about
}

// restingQuote is one place in a book and the order that a maker keeps there.
type restingQuote struct {
	model.Quote
	order  uint64 // 0 for none
	fair   int64  // the price that it was placed around
	placed int64  // or tried in vain
	pause  int64  // nanoseconds before it is tried again
}

// stale is when a maker replaces an order without knowing that it should: it
// may have been filled.
const stale = int64(20 * time.Minute)

func (q *marketMaker) clone() marketMaker {
	c := *q
	c.quotes = slices.Clone(q.quotes)
	return c
}

// quote brings one quote up to date, if any needs it.
func (p *Population) quote(now int64, i int, c *mockexchange.Command) (send bool) {
	m, r := &p.customers[i], &p.model.Holders[i]
	g, q := &p.model.Groups[r.Group], &p.makers[r.Index]
	// Half to once and a half the usual time until it looks again.
	m.arrival = now + m.stream.Between(g.Every/2, g.Every*3/2)
	if send = p.furthestQuote(now, g.Move, q); send {
		one := &q.quotes[q.at]
		hurry := one.order != 0 || q.due(now) > 1
		if one.order != 0 {
			c.Kind, c.Market, c.Order = mockexchange.CancelOrder, one.Market, one.order
		} else {
			p.offer(now, one, &m.stream, c)
		}
		if hurry {
			m.arrival = now + m.stream.Between(int64(time.Second), int64(3*time.Second))
		}
		p.sign(now, i, true, c)
	}
	m.schedule(now, p.model.End)
	return send
}

// furthestQuote finds the quote that is missing, or else the one that is furthest from
// the fair price, if that is far.
func (p *Population) furthestQuote(now, move int64, q *marketMaker) bool {
	furthest := int64(-1)
	for n := range q.quotes {
		one := &q.quotes[n]
		if one.due(now) {
			q.at = n
			return true
		}
		if one.order == 0 {
			continue
		}
		fair := p.model.Prices.At(one.Market, now)
		away := max(fair-one.fair, one.fair-fair) * sim.Whole / max(one.fair, 1)
		if now-one.placed > stale {
			away = max(away, move, one.Behind/2)
		}
		// Far from the best price a quote may lie further off its place.
		if away -= max(move, one.Behind/2); away >= 0 && away >= furthest {
			q.at, furthest = n, away
		}
	}
	return furthest >= 0
}

// due reports whether a quote is missing, and not because the maker has
// nothing left to offer.
func (o *restingQuote) due(now int64) bool { return o.order == 0 && now >= o.placed+o.pause }

func (q *marketMaker) due(now int64) (n int) {
	for i := range q.quotes {
		if q.quotes[i].due(now) {
			n++
		}
	}
	return n
}

// sizeSpread is how far a quote's size is from the usual one, to either side,
// parts per million; synthetic, between 5 % and 40 %.
const sizeSpread = 200_000

// offer places a quote.
func (p *Population) offer(now int64, one *restingQuote, s *sim.Stream, c *mockexchange.Command) {
	t := &p.model.Markets[one.Market-1]
	one.fair, one.placed = p.model.Prices.At(one.Market, now), now
	c.Kind, c.Market, c.Side, c.Type = mockexchange.PlaceOrder, one.Market, one.Side, market.Limit
	c.Price = t.LimitPrice(one.fair, one.Side, one.Behind)
	size, _ := money.MulDiv(t.Size, s.Between(sim.Whole-sizeSpread, sim.Whole+sizeSpread), sim.Whole, money.Nearest)
	c.Quantity = t.WholeLot(max(model.ByProgram().Amount(s, size), t.Spec.MinQty, 1))
}

func (q *marketMaker) observe(c *mockexchange.Command, r *mockexchange.Result) {
	one := &q.quotes[q.at]
	switch c.Kind {
	case mockexchange.PlaceOrder:
		if one.pause = stale; r.Resting {
			one.order = r.Order
		}
	case mockexchange.CancelOrder:
		// An order that the venue does not know any more was filled.
		if r.Code == reject.OK || r.Code == reject.UnknownOrder {
			one.order, one.pause = 0, 0
		}
	}
}
