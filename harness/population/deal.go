package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// professionals deals the places in all books out to the market makers and the
// markets to the momentum traders, in turn.
func (b *builder) professionals() error {
	c := b.cast
	for i := range c.roles {
		switch r := &c.roles[i]; c.groups[r.group].kind {
		case maker:
			r.index = uint32(len(c.quotes))
			c.quotes = append(c.quotes, nil)
		case momentum:
			if len(c.markets) > 0 {
				r.index = uint32(len(c.followed))
				c.followed = append(c.followed, uint16(len(c.followed)%len(c.markets)+1))
			}
		}
	}
	if len(c.quotes) == 0 {
		return nil
	}
	place := 0
	for m := range c.markets {
		t := &c.markets[m]
		for level := range t.levels {
			for _, side := range []market.Side{market.Buy, market.Sell} {
				q := &c.quotes[place%len(c.quotes)]
				*q = append(*q, Quote{Market: uint16(m + 1), Side: side, Behind: t.spread/2 + level*t.gap})
				place++
			}
		}
	}
	return nil
}

// professional gives market makers and momentum traders a key each: programs
// trade for them. Their keys are no part of what the scenario counts.
func (b *builder) professional(s *sim.Stream, k draft) {
	k.used = true
	k.Scopes |= access.Trade
	k.Created = b.cast.start - s.Between(30*day, 400*day)
	at := b.cast.roles[k.Account-1].at
	k.Listed = b.cast.sources[at.first:][:at.count:at.count]
	b.keys = append(b.keys, k)
}
