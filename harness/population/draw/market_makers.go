package draw

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// dealMarkets deals the places in all books out to the market makers and the
// markets to the momentum and to the breakout traders, in turn.
func (b *builder) dealMarkets() error {
	c := b.model
	c.Watchers = make([][]int32, len(c.Markets))
	for i := range c.Holders {
		switch r := &c.Holders[i]; c.Groups[r.Group].Kind {
		case model.MarketMakers:
			r.Index = uint32(len(c.Quotes))
			c.Quotes = append(c.Quotes, nil)
		case model.MomentumTraders:
			if len(c.Markets) > 0 {
				r.Index = uint32(len(c.Followed))
				c.Followed = append(c.Followed, uint16(len(c.Followed)%len(c.Markets)+1))
			}
		case model.BreakoutTraders:
			if len(c.Markets) > 0 {
				r.Index = uint32(len(c.Watched))
				m := len(c.Watched) % len(c.Markets)
				c.Watched = append(c.Watched, uint16(m+1))
				c.Watchers[m] = append(c.Watchers[m], int32(i))
			}
		}
	}
	if len(c.Quotes) == 0 {
		return nil
	}
	place := 0
	for m := range c.Markets {
		t := &c.Markets[m]
		for level := range t.Levels {
			// Whoever quotes both sides buys back what he sells.
			q := &c.Quotes[place%len(c.Quotes)]
			for _, side := range []market.Side{market.Buy, market.Sell} {
				*q = append(*q, model.Quote{Market: uint16(m + 1), Side: side, Behind: t.Spread/2 + level*t.Gap})
			}
			place++
		}
	}
	return nil
}

// botKey gives market makers, momentum and breakout traders a key each: programs
// trade for them. Their keys are no part of what the scenario counts.
func (b *builder) botKey(s *sim.Stream, k keyDraft) {
	k.used = true
	k.Scopes |= access.Trade
	k.Created = b.model.Start - s.Between(30*model.Day, 400*model.Day)
	at := b.model.Holders[k.Account-1].Sources
	k.Listed = b.model.Sources[at.First:][:at.Count:at.Count]
	b.keys = append(b.keys, k)
}
