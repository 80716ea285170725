package timeline

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/mockexchange"
)

// prices is what was paid on one market of one venue.
type prices struct {
	venue  uint8
	market uint16
	stolen int64 // worth of the thief's trades, base units of the currency
	seized bool  // he traded here at all
	list   []Bucket
}

// The finest that prices are kept, and how many markets at most.
const (
	priceSpans  = 720
	mostMarkets = 6
	calmMarkets = 2 // where the thief traded nowhere
)

// traded hears of a trade.
func (c *Chronicle) traded(venue uint8, e *mockexchange.Event, thief bool) {
	p := c.market(venue, e.Market)
	if thief {
		p.seized, p.stolen = true, p.stolen+e.Value
	}
	width := c.span(priceSpans)
	at := c.start + (e.At-c.start)/width*width
	if n := len(p.list); n > 0 && p.list[n-1].At == at {
		b := &p.list[n-1]
		b.Min, b.Max, b.Last = min(b.Min, e.Price), max(b.Max, e.Price), e.Price
		return
	}
	p.list = append(p.list, Bucket{at, e.Price, e.Price, e.Price})
}

func (c *Chronicle) market(venue uint8, market uint16) *prices {
	for _, p := range c.prices {
		if p.venue == venue && p.market == market {
			return p
		}
	}
	p := &prices{venue: venue, market: market}
	c.prices = append(c.prices, p)
	return p
}

// swing is how far a market moved: its highest price in hundredths of its
// lowest one.
func (p *prices) swing() int64 {
	low, high := p.list[0].Min, p.list[0].Max
	for _, b := range p.list {
		low, high = min(low, b.Min), max(high, b.Max)
	}
	return int64(float64(high) / float64(max(low, 1)) * 100)
}

// listPrices are the markets on which the thief traded, those on which he
// traded most first; if there are none, those that moved most.
func (c *Chronicle) listPrices() []Price {
	all := slices.Clone(c.prices)
	slices.SortStableFunc(all, func(a, b *prices) int {
		return cmp.Or(cmp.Compare(b.stolen, a.stolen), cmp.Compare(b.swing(), a.swing()), cmp.Compare(a.venue, b.venue), cmp.Compare(a.market, b.market))
	})
	most := calmMarkets
	if seized := slices.DeleteFunc(slices.Clone(all), func(p *prices) bool { return !p.seized }); len(seized) > 0 {
		all, most = seized, mostMarkets
	}
	list := make([]Price, 0, most)
	for _, p := range all[:min(most, len(all))] {
		g := &c.worlds[p.venue].Genesis
		m := &g.Markets[p.market-1]
		list = append(list, Price{
			Venue: c.venue(p.venue), Market: m.Symbol, Quote: g.Assets[m.Quote-1].Code, Scale: m.PriceScale,
			Attacked: p.seized, Width: c.span(priceSpans) / millisecond, Spans: p.list,
		})
	}
	return list
}
