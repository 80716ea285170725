package accounting

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// elsewhere is what other exchanges were told, and what they did.
type elsewhere struct {
	payees map[chain.Address][]uint32     // honest customers who withdrew to an address
	named  map[chain.Address]impact.Cause // addresses that the defence tagged or had frozen
	frozen int64                          // of what was taken from the house's wallets, base units of the currency
}

func newElsewhere() elsewhere {
	return elsewhere{payees: make(map[chain.Address][]uint32), named: make(map[chain.Address]impact.Cause)}
}

func (w *elsewhere) clone() elsewhere {
	return elsewhere{payees: maps.Clone(w.payees), named: maps.Clone(w.named), frozen: w.frozen}
}

// toldOthers hears that the defence named an address to other exchanges. A
// customer whose it is stands there like a thief, to the end: nobody lets him go.
func (a *Accounting) toldOthers(env *sim.Envelope, by reject.Control, events []mockexchange.Event) {
	w, at := &a.elsewhere, env.Command.Address
	if _, before := w.named[at]; before {
		return
	}
	c := a.cause(env, by, events)
	w.named[at] = c
	for _, account := range w.payees[at] {
		a.freezes.begin(account, c)
	}
}

// paidOut notes where an honest customer withdraws to.
func (a *Accounting) paidOut(now int64, account uint32, to chain.Address) {
	w := &a.elsewhere
	if !slices.Contains(w.payees[to], account) {
		w.payees[to] = append(slices.Clip(w.payees[to]), account)
	}
	if c, named := w.named[to]; named {
		c.At = now
		a.freezes.begin(account, c)
	}
}

// frozenElsewhere books that another exchange froze loot. It stays frozen, so it
// is taken back from the thief, unless it came too late: see Setup.End.
func (a *Accounting) frozenElsewhere(e *mockexchange.Event) {
	a.observeIn(e.At, measure.CoinsFrozen, e.Asset, uint64(e.Amount))
	if e.At > a.known.horizon {
		return
	}
	worth := min(e.Value, a.takings.taken-a.takings.recovered)
	if worth <= 0 {
		return
	}
	a.elsewhere.frozen = money.AddCapped(a.elsewhere.frozen, worth)
	a.takings.recovered = money.AddCapped(a.takings.recovered, worth)
	a.takings.returned = append(a.takings.returned, score.Change{At: e.At, Delta: -worth})
}

// CoinsRefused tells that another exchange turned loot down, and CoinsSold that
// the thief sold some there and is off with what it fetched.
func (a *Accounting) CoinsRefused(now int64, asset uint16, amount int64) {
	a.evidence.Insert(measure.Observation{At: now, What: measure.CoinsRefused, Asset: asset, ID: uint64(amount)})
}

// CoinsSold is told when it is known, which may be after it happened.
func (a *Accounting) CoinsSold(at int64, asset uint16, amount int64) {
	a.evidence.Insert(measure.Observation{At: at, What: measure.CoinsSold, Asset: asset, ID: uint64(amount)})
}
