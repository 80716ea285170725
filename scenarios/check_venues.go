package scenarios

import (
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// parts checks which part of everybody each venue has.
func (c *checker) parts() {
	sum, first := int64(0), yamldoc.Position{}
	for i := range c.s.Venues {
		v := &c.s.Venues[i]
		switch {
		case v.Share == nil && len(c.s.Venues) > 1:
			c.bad(v.Name.Pos, "share is missing", "it where there are several venues", "")
		case v.Share != nil && len(c.s.Venues) == 1:
			c.bad(v.Share.Pos, "share stands in the only venue", "it only where there are several", "")
			return
		case v.Share != nil:
			c.positive("share", v.Share.PPM, v.Share.Stated)
			sum += v.Share.PPM
			if first.Line == 0 {
				first = v.Share.Pos
			}
		}
	}
	if len(c.s.Venues) > 1 && sum != 1_000_000 {
		c.bad(first, "the shares of the venues add up to "+percent(sum), "100 %", "")
	}
}

// at complains of names that are no venue's.
func (c *checker) at(names ...Name) {
	for _, n := range names {
		c.known("venue", n, c.venueNames())
	}
}

func (c *checker) venueNames() (names []string) {
	for i := range c.s.Venues {
		names = append(names, c.s.Venues[i].Name.Text)
	}
	return names
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

// same checks an asset that another venue has, too: amounts of it mean the same
// everywhere.
func (c *checker) same(a, other *Asset) {
	if a.Decimals.Value != other.Decimals.Value && a.Decimals.Pos.Line > 0 && other.Decimals.Pos.Line > 0 {
		c.bad(a.Decimals.Pos, "decimals is "+strconv.FormatInt(a.Decimals.Value, 10),
			strconv.FormatInt(other.Decimals.Value, 10)+", as in line "+strconv.Itoa(other.Decimals.Pos.Line), "")
	}
}

// maxHotCoins bounds what one transaction could sweep.
const maxHotCoins = 10_000

func (c *checker) hotCoins(a *Asset) {
	if a.HotCoins == nil {
		return
	}
	if a.Chain == nil || a.Chain.Model.Text == ModelAccount {
		c.bad(a.HotCoins.Pos, "hot_coins stands beside "+a.Code.Text, "a coin whose chain has model "+ModelUTXO, "")
	}
	c.positive("hot_coins", a.HotCoins.Value, a.HotCoins.Stated)
	c.atMost("hot_coins", *a.HotCoins, maxHotCoins)
}

// migrations checks a venue's moves to new hot wallets.
func (c *checker) migrations(v *Venue) {
	var coins []string
	for i := range v.Assets {
		if v.Assets[i].Chain != nil {
			coins = append(coins, v.Assets[i].Code.Text)
		}
	}
	last := c.s.Clock.Start
	for i := range v.Migrations {
		m := &v.Migrations[i]
		c.known("asset with a hot wallet", m.Asset, coins)
		c.within("at", m.At, false)
		c.within("announced", m.Announced, false)
		c.after("at", m.At, m.Announced, "announced")
		c.after("at", m.At, last, "the migration before, or the clock's start")
		last = m.At
	}
}
