package scenarios

import (
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Market is one order book.
type Market struct {
	Base        Name   `key:"base" check:"asset"`
	Quote       Name   `key:"quote" check:"asset"`
	PriceScale  Number `key:"price_scale" check:"most=9"` // decimals of a price
	Tick        Amount `key:"tick"`                       // prices are whole multiples of it
	Step        Amount `key:"step"`                       // quantities are whole multiples of it
	MinNotional Amount `key:"min_notional"`               // least value of an order
	MakerFee    Fee    `key:"maker_fee"`
	TakerFee    Fee    `key:"taker_fee"`
	Price       Price  `key:"price"`
	Depth       Depth  `key:"depth"`
}

// Symbol is the market's name, such as "BTC/JPY".
func (m *Market) Symbol() string { return m.Base.Text + "/" + m.Quote.Text }

// Price is the fair price that market makers quote around.
type Price struct {
	Start      Amount `key:"start"`      // of one whole coin of the base
	Volatility Ratio  `key:"volatility"` // standard deviation of its change over an hour

	Moves []Waypoint `key:"moves,optional"` // news, a listing, a squeeze; in the order of time
}

// Waypoint leads a fair price: at that time it is so many times what it would
// be by itself. From one waypoint to the next, and from the start to the
// first, the factor goes straight; after the last it stays.
type Waypoint struct {
	At    Time  `key:"at" check:"run"`
	Times Ratio `key:"times" check:"positive"`
}

// Depth is what market makers keep in a book, all of them together.
type Depth struct {
	Levels Number `key:"levels" check:"positive most=1000"` // on each side
	Gap    Share  `key:"gap"`                               // between neighbouring levels, of the price
	Spread Share  `key:"spread"`                            // between the best prices, of the price
	Size   Amount `key:"size"`                              // at each level
}

func (c *checker) markets(v *Venue) {
	seen := map[string]yamldoc.Position{}
	for i := range v.Markets {
		m := &v.Markets[i]
		c.unique("market", Name{m.Symbol(), m.Base.Pos}, seen)
		if m.Base.Text == m.Quote.Text {
			c.complain(m.Quote.Pos, "quote is "+yamldoc.Quoted(m.Quote.Text), "another asset than the base", "")
		}
		c.inAsset("tick", m.Tick, m.Quote.Text)
		c.inAsset("step", m.Step, m.Base.Text)
		if units, ok := fixed(m.Step.Text, 18); ok && units == 0 {
			c.complain(m.Step.Pos, "step is 0", "more than 0", "")
		}
		c.inAsset("min_notional", m.MinNotional, m.Quote.Text)
		c.inAsset("start", m.Price.Start, m.Quote.Text)
		c.inAsset("size", m.Depth.Size, m.Quote.Text)
		c.price("tick", m.Tick, m)
		c.price("start", m.Price.Start, m)
		c.waypoints(&m.Price)
	}
}

// price checks that a price can be counted at the market's scale.
func (c *checker) price(name string, a Amount, m *Market) {
	if units, ok := a.Units(m.PriceScale.Value); m.PriceScale.Pos.Line > 0 && (!ok || units == 0) {
		c.complain(a.Pos, name+" is "+a.Text, "more than 0, with at most as many decimals as price_scale says", "")
	}
}

// waypoints checks where a market's fair price is led.
func (c *checker) waypoints(p *Price) {
	last := c.s.Clock.Start
	for i := range p.Moves {
		w := &p.Moves[i]
		if most := int64(100_000_000); w.Times.PPM > most {
			c.complain(w.Times.Pos, "times is "+strconv.FormatInt(w.Times.PPM/10_000, 10)+" %", "at most "+percent(most), "")
		}
		name := "the waypoint before"
		if i == 0 {
			name = "the clock's start"
		}
		c.after("at", w.At, last, name)
		last = w.At
	}
}

// market is the one of that name with the coarsest prices, nil if there is none.
func (s *Scenario) Market(symbol string) (m *Market) {
	for i := range s.Venues {
		for j := range s.Venues[i].Markets {
			one := &s.Venues[i].Markets[j]
			if one.Symbol() == symbol && (m == nil || one.PriceScale.Value < m.PriceScale.Value) {
				m = one
			}
		}
	}
	return m
}

// symbols are the markets' names, each once.
func (c *checker) symbols() (names []string) {
	seen := map[string]bool{}
	for i := range c.s.Venues {
		for j := range c.s.Venues[i].Markets {
			if name := c.s.Venues[i].Markets[j].Symbol(); !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}
