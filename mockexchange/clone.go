package mockexchange

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// Clone copies a venue with all its state, so that runs which share a
// beginning can share its cost. The copy has no history.
func (e *Exchange) Clone() *Exchange {
	c := *e
	c.registry, c.ledger, c.desk = e.registry.Clone(), e.ledger.Clone(), e.desk.Clone()
	c.books = make([]*market.Book, len(e.books))
	for i, b := range e.books {
		c.books[i] = b.Clone()
	}
	c.wallets = make([]*custody.Wallet, len(e.wallets))
	c.counters = make([]*custody.Counter, len(e.counters))
	for i, w := range e.wallets {
		if w != nil {
			c.wallets[i] = w.Clone()
		}
		c.counters[i] = e.counters[i].Clone()
	}
	c.tapes = make([]tape, len(e.tapes))
	for i := range e.tapes {
		c.tapes[i] = e.tapes[i].clone()
	}
	c.vigil.alarms, c.withheld.until = slices.Clone(e.vigil.alarms), slices.Clone(e.withheld.until)
	c.open = nil
	c.hot, c.marketBy = slices.Clone(e.hot), slices.Clone(e.marketBy)
	c.history, c.fills = nil, nil
	c.labels = maps.Clone(e.labels)
	c.events, c.broadcasts = slices.Clone(e.events), slices.Clone(e.broadcasts)
	return &c
}
