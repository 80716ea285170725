package score

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// loot is what the thief took from others.
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
type loot struct {
	taken     int64
	recovered int64
	moves     []move
	luck      map[uint32]int64 // by account, above zero

	orders   map[uint64]struct{} // orders of his
	rests    bool                // one of them was left in a book
	fills    map[fill]booked     // trades of his, so that they can be undone
	purses   []mockexchange.Balance
	takeback []Change
}

// move is one thing that the thief took.
type move struct {
	at       int64
	account  uint32 // who lost it; house for the venue itself
	delta    int64
	answered int64 // when the defence next did something, 0 for never
	undone   bool
}

func newLoot(s *Setup) loot {
	return loot{
		luck: make(map[uint32]int64), orders: make(map[uint64]struct{}), fills: make(map[fill]booked),
		purses: slices.Clone(s.Holdings),
	}
}

func (l *loot) clone() loot {
	c := *l
	c.moves, c.purses, c.takeback = slices.Clone(l.moves), slices.Clone(l.purses), slices.Clone(l.takeback)
	c.luck, c.orders, c.fills = maps.Clone(l.luck), maps.Clone(l.orders), maps.Clone(l.fills)
	return c
}

// take books what an account lost by one act of the thief; below zero it
// gained. It returns the index of the move, -1 if there is none.
func (l *loot) take(at int64, account uint32, amount int64) int {
	if amount < 0 {
		l.luck[account] = money.AddCapped(l.luck[account], -amount)
		return -1
	}
	lucky := min(l.luck[account], amount)
	if lucky > 0 {
		l.luck[account] -= lucky
		amount -= lucky
	}
	if amount == 0 {
		return -1
	}
	l.taken = money.AddCapped(l.taken, amount)
	l.moves = append(l.moves, move{at: at, account: account, delta: amount})
	return len(l.moves) - 1
}

// undo takes back one move of which the whole worth is known. What was worth
// less than nothing was luck: without it, less was taken for good.
func (l *loot) undo(at int64, account uint32, index int, worth int64) {
	if worth < 0 {
		l.take(at, account, -worth)
		return
	}
	if index >= 0 {
		m := &l.moves[index]
		m.undone = true
		worth -= m.delta
		l.recovered = money.AddCapped(l.recovered, m.delta)
		l.takeback = append(l.takeback, Change{At: at, Delta: -m.delta})
	}
	if worth > 0 {
		l.luck[account] = money.AddCapped(l.luck[account], worth)
	}
}

// changes is the history of the thief's gain, in the order of time.
func (l *loot) changes() []Change {
	all := make([]Change, 0, len(l.moves)+len(l.takeback))
	back := l.takeback
	for _, m := range l.moves {
		for len(back) > 0 && back[0].At < m.at {
			all, back = append(all, back[0]), back[1:]
		}
		all = append(all, Change{At: m.at, Delta: m.delta})
	}
	return append(all, back...)
}

// purse finds what an account of the thief's holds of an asset.
func (l *loot) purse(account uint32, asset uint16) *mockexchange.Balance {
	for i := range l.purses {
		if p := &l.purses[i]; p.Account == account && p.Asset == asset {
			return p
		}
	}
	l.purses = append(l.purses, mockexchange.Balance{Account: account, Asset: asset})
	return &l.purses[len(l.purses)-1]
}
