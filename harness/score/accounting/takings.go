package accounting

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// attackerTakings is what the thief took from others.
//
// Only what others lose is counted, so what he owned before enters nowhere and
// is thereby subtracted once. A trade of his that happened to be a good one for
// the victim is luck: it makes up for what he takes from the same account
// later, never for what he took before or elsewhere. Otherwise stopping him
// earlier, before such a trade, could look worse than stopping him late.
//
// What lies in accounts of his that stay frozen is taken back from him, what he
// brought along included, up to what he took: that leaves what he has beyond
// the venue's reach, and what he had before is subtracted from it once. What
// the house pays to anybody takes nothing back.
type attackerTakings struct {
	taken     int64
	recovered int64
	list      []taking
	credit    map[uint32]int64 // luck of others, by account, above zero

	orders   map[uint64]struct{} // orders of his
	rests    bool                // one of them was left in a book
	fills    map[fill]booked     // trades of his, so that they can be undone
	holdings []mockexchange.Balance
	returned []score.Change
}

// taking is one thing that the thief took.
type taking struct {
	measure.Taking
	answered int64 // when the defence next did something, 0 for never
}

func newTakings(s *Setup) attackerTakings {
	return attackerTakings{
		credit: make(map[uint32]int64), orders: make(map[uint64]struct{}), fills: make(map[fill]booked),
		holdings: slices.Clone(s.Holdings),
	}
}

func (t *attackerTakings) clone() attackerTakings {
	c := *t
	c.list, c.holdings, c.returned = slices.Clone(t.list), slices.Clone(t.holdings), slices.Clone(t.returned)
	c.credit, c.orders, c.fills = maps.Clone(t.credit), maps.Clone(t.orders), maps.Clone(t.fills)
	return c
}

// take books what an account lost by one act of the thief; below zero it
// gained. It returns the index of the taking, -1 if there is none.
func (t *attackerTakings) take(at int64, account uint32, amount int64) int {
	if amount < 0 {
		t.credit[account] = money.AddCapped(t.credit[account], -amount)
		return -1
	}
	lucky := min(t.credit[account], amount)
	if lucky > 0 {
		t.credit[account] -= lucky
		amount -= lucky
	}
	if amount == 0 {
		return -1
	}
	t.taken = money.AddCapped(t.taken, amount)
	t.list = append(t.list, taking{Taking: measure.Taking{At: at, Account: account, Amount: amount}})
	return len(t.list) - 1
}

// undo takes back one taking of which the whole worth is known. What was worth
// less than nothing was luck: without it, less was taken for good.
func (t *attackerTakings) undo(at int64, account uint32, index int, worth int64) {
	if worth < 0 {
		t.take(at, account, -worth)
		return
	}
	if index >= 0 {
		m := &t.list[index]
		m.Undone = true
		worth -= m.Amount
		t.recovered = money.AddCapped(t.recovered, m.Amount)
		t.returned = append(t.returned, score.Change{At: at, Delta: -m.Amount})
	}
	if worth > 0 {
		t.credit[account] = money.AddCapped(t.credit[account], worth)
	}
}

// changes is the history of the thief's gain, in the order of time.
func (t *attackerTakings) changes() []score.Change {
	all := make([]score.Change, 0, len(t.list)+len(t.returned))
	back := t.returned
	for _, m := range t.list {
		for len(back) > 0 && back[0].At < m.At {
			all, back = append(all, back[0]), back[1:]
		}
		all = append(all, score.Change{At: m.At, Delta: m.Amount})
	}
	return append(all, back...)
}

// holding finds what an account of the thief's holds of an asset.
func (t *attackerTakings) holding(account uint32, asset uint16) *mockexchange.Balance {
	for i := range t.holdings {
		if p := &t.holdings[i]; p.Account == account && p.Asset == asset {
			return p
		}
	}
	t.holdings = append(t.holdings, mockexchange.Balance{Account: account, Asset: asset})
	return &t.holdings[len(t.holdings)-1]
}

// heldAt is what the thief had taken by a time and not given back until then.
func (t *attackerTakings) heldAt(at int64) (sum int64) {
	for _, c := range t.changes() {
		if c.At <= at {
			sum += c.Delta
		}
	}
	return sum
}
