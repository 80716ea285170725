package market

import (
	"math/bits"
	"slices"
)

// orderIndex finds the slot of a resting order by its id: an open-addressing table
// of those that rest, never more than half full. Ids of a venue are shared by
// all its books and run into millions, most of them long gone.
type orderIndex struct {
	entries []indexEntry // a power of two of them
	shift   uint8
	count   int
}

type indexEntry struct {
	id uint64 // 0 if the entry is empty
	at slot
}

func newOrderIndex(size int) orderIndex {
	return orderIndex{entries: make([]indexEntry, size), shift: uint8(64 - bits.TrailingZeros(uint(size)))}
}

// home is where an id's entry is unless others were there before it. The
// factor is 2^64 over the golden ratio, which spreads consecutive ids evenly.
func (x *orderIndex) home(id uint64) int { return int(id * 0x9E3779B97F4A7C15 >> x.shift) }

func (x *orderIndex) next(i int) int { return (i + 1) & (len(x.entries) - 1) }

func (x *orderIndex) put(id uint64, at slot) {
	if x.count*2 >= len(x.entries) {
		x.grow()
	}
	i := x.home(id)
	for x.entries[i].id != 0 {
		i = x.next(i)
	}
	x.entries[i] = indexEntry{id, at}
	x.count++
}

func (x *orderIndex) grow() {
	old := x.entries
	*x = newOrderIndex(len(old) * 2)
	for _, e := range old {
		if e.id != 0 {
			x.put(e.id, e.at)
		}
	}
}

// find is where an id's entry is, -1 if it has none.
func (x *orderIndex) find(id uint64) int {
	for i := x.home(id); x.entries[i].id != 0; i = x.next(i) {
		if x.entries[i].id == id {
			return i
		}
	}
	return -1
}

// slot finds the order of an id, 0 if it does not rest.
func (x *orderIndex) slot(id uint64) slot {
	if i := x.find(id); id != 0 && i >= 0 {
		return x.entries[i].at
	}
	return 0
}

// take removes an id. The entries behind the hole move up as far as their homes
// allow, so that no search ends early.
func (x *orderIndex) take(id uint64) {
	hole := x.find(id)
	if hole < 0 {
		return
	}
	mask := len(x.entries) - 1
	for i := x.next(hole); x.entries[i].id != 0; i = x.next(i) {
		// An entry may move into the hole if that is not before its home.
		if (i-x.home(x.entries[i].id))&mask >= (i-hole)&mask {
			x.entries[hole], hole = x.entries[i], i
		}
	}
	x.entries[hole] = indexEntry{}
	x.count--
}

// accountIndex leads from an account to its resting orders: by account id the
// slot of the oldest one, 0 if the account has none. From there the orders of
// an account form a ring in the order of their ids.
type accountIndex []slot

func (a *accountIndex) add(p *orderPool, i slot) {
	n := p.at(i)
	account := int(n.order.Account)
	if account >= len(*a) {
		*a = slices.Grow(*a, account+1-len(*a))[:account+1]
	}
	oldest := (*a)[account]
	if oldest == 0 {
		n.older, n.newer = i, i
		(*a)[account] = i
		return
	}
	newest := p.at(oldest).older
	n.older, n.newer = newest, oldest
	p.at(newest).newer, p.at(oldest).older = i, i
}

func (a accountIndex) remove(p *orderPool, i slot) {
	n := p.at(i)
	if n.newer == i {
		a[n.order.Account] = 0
		return
	}
	p.at(n.older).newer, p.at(n.newer).older = n.newer, n.older
	if a[n.order.Account] == i {
		a[n.order.Account] = n.newer
	}
}
