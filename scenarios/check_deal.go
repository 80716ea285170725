package scenarios

import "github.com/exdrill/exdrill/scenarios/yamldoc"

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

// deal checks the parameters of a trade.
func (c *checker) deal(p *Params) {
	if p.Market == nil {
		for _, part := range []struct {
			name string
			pos  yamldoc.Position
		}{{"price", posOf(p.Price)}, {"quantity", posOf(p.Quantity)}, {"ladder", ladderPos(p.Ladder)}} {
			c.bad(part.pos, part.name+" stands without market", "market: beside it", "")
		}
		return
	}
	if !c.known("market", *p.Market, c.symbols()) {
		return
	}
	if p.Price != nil {
		c.quoted("price", *p.Price, p.Market.Text)
	}
	if p.Quantity != nil {
		c.based("quantity", *p.Quantity, p.Market.Text)
	}
	for i := range p.Ladder {
		c.quoted("price", p.Ladder[i].Price, p.Market.Text)
		c.based("quantity", p.Ladder[i].Quantity, p.Market.Text)
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

// quoted checks a price in the markets of a name.
func (c *checker) quoted(name string, a Amount, symbol string) {
	if m := c.market(symbol); m != nil {
		c.in(name, a, m.Quote.Text)
		c.price(name, a, m)
	}
}

// based checks a quantity in the markets of a name.
func (c *checker) based(name string, a Amount, symbol string) {
	if m := c.market(symbol); m != nil {
		c.in(name, a, m.Base.Text)
	}
}

// market is the one of that name with the coarsest prices, nil if there is none.
func (c *checker) market(symbol string) (m *Market) {
	for i := range c.s.Venues {
		for j := range c.s.Venues[i].Markets {
			one := &c.s.Venues[i].Markets[j]
			if one.Symbol() == symbol && (m == nil || one.PriceScale.Value < m.PriceScale.Value) {
				m = one
			}
		}
	}
	return m
}

// The actions of the record that have keys of their own.
const (
	actionRollback   = "rollback_trades"
	actionCompensate = "compensate"
	actionProtect    = "fund_protection"
)

// redress checks the keys of actions that make something good.
func (c *checker) redress(a *Action) {
	for _, key := range []struct {
		name          string
		pos           yamldoc.Position
		there         bool
		beside, other string
	}{
		{"since", posOf(a.Since), a.Since != nil, actionRollback, actionCompensate},
		{"until", posOf(a.Until), a.Until != nil, actionRollback, actionRollback},
		{"price_above", posOf(a.PriceAbove), a.PriceAbove != nil, actionRollback, actionRollback},
		{"total", posOf(a.Total), a.Total != nil, actionCompensate, actionCompensate},
		{"share", posOf(a.Share), a.Share != nil, actionProtect, actionProtect},
	} {
		if key.there && a.Action.Text != key.beside && a.Action.Text != key.other {
			c.bad(key.pos, key.name+" stands beside "+a.Action.Text, "it beside "+either(key.beside, key.other), "")
		}
	}
	c.needs(a)
	if a.Since != nil {
		c.within("since", *a.Since, false)
		c.after("at", a.At, *a.Since, "since")
	}
	if a.Until != nil {
		c.within("until", *a.Until, false)
		if a.Since != nil {
			c.after("until", *a.Until, *a.Since, "since")
		}
	}
	if a.PriceAbove != nil && a.Market != nil {
		c.quoted("price_above", *a.PriceAbove, a.Market.Text)
	}
}

// needs complains of actions without what says how much.
func (c *checker) needs(a *Action) {
	for _, key := range []struct {
		action, name string
		there        bool
	}{
		{actionRollback, "market", a.Market != nil},
		{actionRollback, "since", a.Since != nil},
		{actionCompensate, "total", a.Total != nil},
		{actionCompensate, "names", a.Names != nil},
		{actionProtect, "share", a.Share != nil},
	} {
		if a.Action.Text == key.action && !key.there {
			c.bad(a.Action.Pos, key.name+" is missing", "it beside "+key.action, "")
		}
	}
}

func either(a, b string) string {
	if a == b {
		return a
	}
	return a + " or " + b
}
