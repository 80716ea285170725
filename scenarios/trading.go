package scenarios

import "github.com/exdrill/exdrill/scenarios/yamldoc"

// Params are the parameters of techniques; each takes those it knows.
type Params struct {
	Count   *Number   `key:"count,optional"`   // orders or withdrawals for each account, if all have the same
	Target  *Name     `key:"target,optional"`  // asset to convert into
	Style   *Name     `key:"style,optional"`   // limit or market
	Through *Share    `key:"through,optional"` // how far through the best price
	Asset   *Name     `key:"asset,optional"`   // the one asset to withdraw
	Total   *Amount   `key:"total,optional"`   // most to take of an asset
	Fresh   *Name     `key:"fresh,optional"`   // account: one address for each asset of an account
	Until   *Time     `key:"until,optional"`
	For     *Duration `key:"for,optional"`
	Times   *Number   `key:"times,optional"`
	Backoff *Duration `key:"backoff,optional"`

	Market   *Name     `key:"market,optional"`   // "BTC/JPY"
	Price    *Amount   `key:"price,optional"`    // of one whole coin of the base, in the quote
	Quantity *Amount   `key:"quantity,optional"` // of the base
	Ladder   []Rung    `key:"ladder,optional"`   // orders that rest
	Bids     bool      `key:"bids,optional"`     // they buy, instead of selling
	Rounds   *Number   `key:"rounds,optional"`
	Spend    *Share    `key:"spend,optional"` // of what is free
	Pause    *Duration `key:"pause,optional"` // between rounds
	Least    *Amount   `key:"least,optional"` // not worth a withdrawal below
	Below    *Amount   `key:"below,optional"` // limit that pieces stay below
}

// Rung is one of a ladder of orders.
type Rung struct {
	Price    Amount `key:"price"`    // of one whole coin of the base, in the quote
	Quantity Amount `key:"quantity"` // of the base
}

// prices are those amounts of the campaign and of the record that are counted
// at a market's scale.
func (c *checker) prices() (list []Amount) {
	if c.s.Campaign != nil {
		for i := range c.s.Campaign.Steps {
			p := c.s.Campaign.Steps[i].Params
			if p == nil {
				continue
			}
			if p.Price != nil {
				list = append(list, *p.Price)
			}
			for j := range p.Ladder {
				list = append(list, p.Ladder[j].Price)
			}
		}
	}
	for i := range c.s.History.Actions {
		if a := c.s.History.Actions[i].PriceAbove; a != nil {
			list = append(list, *a)
		}
	}
	return list
}

// tradeParams checks the parameters of a trade.
func (c *checker) tradeParams(p *Params) {
	if p.Market == nil {
		for _, part := range []struct {
			name string
			pos  yamldoc.Position
		}{{"price", posOf(p.Price)}, {"quantity", posOf(p.Quantity)}, {"ladder", ladderPos(p.Ladder)}} {
			c.complain(part.pos, part.name+" stands without market", "market: beside it", "")
		}
		return
	}
	if !c.known("market", *p.Market, c.symbols()) {
		return
	}
	if p.Price != nil {
		c.priceInQuote("price", *p.Price, p.Market.Text)
	}
	if p.Quantity != nil {
		c.quantityInBase("quantity", *p.Quantity, p.Market.Text)
	}
	for i := range p.Ladder {
		c.priceInQuote("price", p.Ladder[i].Price, p.Market.Text)
		c.quantityInBase("quantity", p.Ladder[i].Quantity, p.Market.Text)
	}
	if p.Rounds != nil {
		c.positive("rounds", p.Rounds.Value, p.Rounds.Stated)
	}
}

// ladderPos is where a ladder begins.
func ladderPos(l []Rung) yamldoc.Position {
	if len(l) == 0 {
		return yamldoc.Position{}
	}
	return l[0].Price.Pos
}

// priceInQuote checks a price in the markets of a name.
func (c *checker) priceInQuote(name string, a Amount, symbol string) {
	if m := c.s.Market(symbol); m != nil {
		c.inAsset(name, a, m.Quote.Text)
		c.price(name, a, m)
	}
}

// quantityInBase checks a quantity in the markets of a name.
func (c *checker) quantityInBase(name string, a Amount, symbol string) {
	if m := c.s.Market(symbol); m != nil {
		c.inAsset(name, a, m.Base.Text)
	}
}
