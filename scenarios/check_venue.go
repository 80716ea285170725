package scenarios

import (
	"net/netip"
	"strconv"
	"time"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// maxUnits bounds an asset's supply, so that sums of balances fit 64 bits.
const maxUnits = int64(1) << 62

func (c *checker) venues() {
	if len(c.s.Venues) == 0 {
		c.bad(c.s.Currency.Pos, "there is no venue", "at least one under venues", "")
		return
	}
	seen := map[string]yamldoc.Position{}
	for i := range c.s.Venues {
		v := &c.s.Venues[i]
		c.unique("venue", v.Name, seen)
		c.venueAssets(v)
		c.markets(v)
		c.posture(v)
		c.positive("pay_out_every", int64(v.PayOutEvery.Value), v.PayOutEvery.Stated)
		c.migrations(v)
	}
	c.parts()
}

func (c *checker) venueAssets(v *Venue) {
	seen := map[string]yamldoc.Position{}
	for i := range v.Assets {
		a := &v.Assets[i]
		c.unique("asset", a.Code, seen)
		if _, ok := c.assets[a.Code.Text]; !ok && a.Code.Pos.Line > 0 {
			c.assets[a.Code.Text] = a
			c.codes = append(c.codes, a.Code.Text)
		} else if ok {
			c.same(a, c.assets[a.Code.Text])
		}
		if i == 0 && a.Code.Text != c.s.Currency.Text && c.s.Currency.Pos.Line > 0 {
			c.bad(a.Code.Pos, "the first asset is "+yamldoc.Quoted(a.Code.Text), "the currency, "+c.s.Currency.Text, "")
		}
		c.asset(a)
	}
}

func (c *checker) asset(a *Asset) {
	c.atMost("decimals", a.Decimals, 9)
	c.in("reference", a.Reference, c.s.Currency.Text)
	c.in("supply", a.Supply, a.Code.Text)
	if units, ok := a.Supply.Units(a.Decimals.Value); a.Decimals.Pos.Line > 0 && a.Decimals.Value <= 9 && (!ok || units > maxUnits) {
		c.bad(a.Supply.Pos, "supply is "+a.Supply.Text+" with "+strconv.FormatInt(a.Decimals.Value, 10)+" decimals",
			"at most 2^62 = "+strconv.FormatInt(maxUnits, 10)+" base units", "")
	}
	c.chainParts(a)
	c.signers(a)
	for _, amount := range []*Amount{a.WithdrawalFee, a.MinWithdrawal, a.HouseFunds} {
		if amount != nil {
			c.in("the amount", *amount, a.Code.Text)
		}
	}
	if a.Chain != nil {
		c.chain(a)
	}
}

// chainParts checks that what needs a chain is there with one and only then.
func (c *checker) chainParts(a *Asset) {
	parts := []struct {
		name  string
		pos   yamldoc.Position
		there bool
	}{
		{"withdrawal_fee", posOf(a.WithdrawalFee), a.WithdrawalFee != nil},
		{"min_withdrawal", posOf(a.MinWithdrawal), a.MinWithdrawal != nil},
		{"confirmations", posOf(a.Confirmations), a.Confirmations != nil},
		{"house_funds", posOf(a.HouseFunds), a.HouseFunds != nil},
		{"hot_share", posOf(a.HotShare), a.HotShare != nil},
	}
	c.hotCoins(a)
	for _, part := range parts {
		if a.Chain == nil && part.there {
			c.bad(part.pos, part.name+" stands beside chain: none", "a chain, or nothing here", "")
		}
		if a.Chain != nil && !part.there {
			c.bad(a.Code.Pos, part.name+" is missing", "it beside a chain", "")
		}
	}
}

// posOf is where a figure stands that may be absent.
func posOf[T any, P interface {
	*T
	stated() *Stated
}](p P) yamldoc.Position {
	if p == nil {
		return yamldoc.Position{}
	}
	return p.stated().Pos
}

func (c *checker) chain(a *Asset) {
	k := a.Chain
	c.known("model", k.Model, []string{ModelAccount, ModelUTXO})
	c.known("relay", k.Relay, []string{RelayFirstSeen, RelayReplaceByFee})
	c.positive("block_interval", int64(k.BlockInterval.Value), k.BlockInterval.Stated)
	c.in("min_fee", k.MinFee, a.Code.Text)
}

// in complains of an amount of another asset than the one that belongs there.
func (c *checker) in(name string, a Amount, code string) {
	if a.Asset.Text != code && code != "" && a.Asset.Text != "" {
		c.bad(a.Pos, name+" is in "+a.Asset.Text, "an amount of "+code, "")
	}
}

// amounts checks every amount of the file: its asset, and that it can be
// counted in base units. Prices are counted at a market's scale instead, and a
// supply has a message of its own.
func (c *checker) amounts(all []Amount) {
	apart := map[yamldoc.Position]bool{}
	for i := range c.s.Venues {
		for j := range c.s.Venues[i].Markets {
			m := &c.s.Venues[i].Markets[j]
			apart[m.Tick.Pos], apart[m.Price.Start.Pos] = true, true
		}
		for j := range c.s.Venues[i].Assets {
			apart[c.s.Venues[i].Assets[j].Supply.Pos] = true
		}
	}
	for _, a := range c.prices() {
		apart[a.Pos] = true
	}
	for _, a := range all {
		asset := c.assets[a.Asset.Text]
		if !c.known("asset", a.Asset, c.codes) || apart[a.Pos] || asset == nil ||
			asset.Decimals.Pos.Line == 0 || asset.Decimals.Value > 9 {
			continue
		}
		if units, ok := a.Units(asset.Decimals.Value); !ok || units > maxUnits {
			c.bad(a.Pos, "the amount is "+yamldoc.Quoted(a.Text+" "+a.Asset.Text),
				"at most "+strconv.FormatInt(asset.Decimals.Value, 10)+" decimals and 2^62 base units", "")
		}
	}
}

func (c *checker) markets(v *Venue) {
	seen := map[string]yamldoc.Position{}
	for i := range v.Markets {
		m := &v.Markets[i]
		c.known("asset", m.Base, c.codes)
		c.known("asset", m.Quote, c.codes)
		c.unique("market", Name{m.Symbol(), m.Base.Pos}, seen)
		if m.Base.Text == m.Quote.Text {
			c.bad(m.Quote.Pos, "quote is "+yamldoc.Quoted(m.Quote.Text), "another asset than the base", "")
		}
		c.atMost("price_scale", m.PriceScale, 9)
		c.in("tick", m.Tick, m.Quote.Text)
		c.in("step", m.Step, m.Base.Text)
		c.in("min_notional", m.MinNotional, m.Quote.Text)
		c.in("start", m.Price.Start, m.Quote.Text)
		c.in("size", m.Depth.Size, m.Quote.Text)
		c.positive("levels", m.Depth.Levels.Value, m.Depth.Levels.Stated)
		c.price("tick", m.Tick, m)
		c.price("start", m.Price.Start, m)
		c.waypoints(&m.Price)
	}
}

// price checks that a price can be counted at the market's scale.
func (c *checker) price(name string, a Amount, m *Market) {
	if units, ok := a.Units(m.PriceScale.Value); m.PriceScale.Pos.Line > 0 && (!ok || units == 0) {
		c.bad(a.Pos, name+" is "+a.Text, "more than 0, with at most as many decimals as price_scale says", "")
	}
}

// Symbol is the market's name, such as "BTC/JPY".
func (m *Market) Symbol() string { return m.Base.Text + "/" + m.Quote.Text }

// settling is the part of the tail in which a hold must have run out.
const settling = 24 * time.Hour

func (c *checker) posture(v *Venue) {
	seen := map[string]yamldoc.Position{}
	for i := range v.Posture {
		p := &v.Posture[i]
		c.unique("control", p.Control, seen)
		if most := max(0, c.s.Clock.Tail.Value-settling); p.Hold != nil && p.Hold.Value > most && c.s.Clock.Tail.Pos.Line > 0 {
			c.bad(p.Hold.Pos, "hold is "+p.Hold.Value.String(), "at most the tail less 24 h, "+most.String(), "")
		}
	}
}

// adoptions checks that customers' choices are those of groups.
func (c *checker) adoptions() {
	for i := range c.s.Venues {
		a := &c.s.Venues[i].Adoption
		for _, t := range []Table[Share]{a.AllowList, a.Renewal, a.WithdrawalOptIn, a.SecondFactor} {
			for j := range t {
				c.known("group", t[j].Key, c.groups)
			}
		}
	}
}

// prefix checks a network's range of addresses.
func (c *checker) prefix(n Name) (p netip.Prefix, ok bool) {
	p, err := netip.ParsePrefix(n.Text)
	if err != nil || !p.Addr().Is4() || p.Masked() != p {
		c.bad(n.Pos, "prefix is "+yamldoc.Quoted(n.Text), `a range of IPv4 addresses such as "100.64.0.0/10"`, "")
		return p, false
	}
	return p, true
}
