package chain

import (
	"slices"
)

// pool holds the transactions that wait for a block. Everything in it can be
// mined, in any order that keeps parents before children: what it lets in is
// checked against blocks and against what waits already.
type pool struct {
	queue    []*pending // by arrival
	ids      map[Hash]*pending
	claims   map[claim]*pending
	arrivals uint64
}

// pending is one waiting transaction. It never changes.
type pending struct {
	tx      *Transaction
	id      Hash
	arrival uint64
	cost    int64 // outputs and fee, base units
	claims  []claim
}

// claim is something that only one transaction can have: a coin, or on an
// account chain an address's nonce.
type claim struct {
	of Hash
	n  uint64
}

func coinClaim(o OutPoint) claim { return claim{of: o.Tx, n: uint64(o.Index)} }

func nonceClaim(a Address, nonce uint64) claim {
	c := claim{n: nonce}
	copy(c.of[:], a[:])
	return c
}

func newPool() pool {
	return pool{ids: map[Hash]*pending{}, claims: map[claim]*pending{}}
}

func (p *pool) claimed(o OutPoint) bool {
	return len(p.claims) > 0 && p.claims[coinClaim(o)] != nil
}

// add puts a transaction at the end of the queue.
func (p *pool) add(one *pending) {
	p.queue = append(p.queue, one)
	p.ids[one.id] = one
	for _, c := range one.claims {
		p.claims[c] = one
	}
}

// remove takes transactions out, whether mined or thrown out.
func (p *pool) remove(some []*pending) {
	if len(some) == 0 {
		return
	}
	for _, one := range some {
		delete(p.ids, one.id)
		for _, c := range one.claims {
			delete(p.claims, c)
		}
	}
	p.queue = slices.DeleteFunc(p.queue, func(one *pending) bool { return p.ids[one.id] == nil })
}

// descendants extends a set of coin-spending transactions by all that spend
// their outputs, directly or through others. One pass in the order of arrival
// is enough, because a child arrives after its parents.
func (p *pool) descendants(roots []*pending) []*pending {
	in := make(map[Hash]bool, len(roots))
	for _, one := range roots {
		in[one.id] = true
	}
	var all []*pending
	for _, one := range p.queue {
		if in[one.id] || one.spendsFrom(in) {
			in[one.id] = true
			all = append(all, one)
		}
	}
	return all
}

// spendsFrom is true if an input comes from one of the named transactions.
func (p *pending) spendsFrom(named map[Hash]bool) bool {
	return slices.ContainsFunc(p.tx.Inputs, func(o OutPoint) bool { return named[o.Tx] })
}

// Pending lists the waiting transactions by arrival. They are for reading
// only; Clone one to make another of it.
func (n *Node) Pending() []*Transaction {
	all := make([]*Transaction, len(n.pool.queue))
	for i, p := range n.pool.queue {
		all[i] = p.tx
	}
	return all
}

// enqueue and drop keep the senders' promises in step with the mempool.
func (n *Node) enqueue(p *pending) {
	p.arrival = n.pool.arrivals
	n.pool.arrivals++
	n.pool.add(p)
	if n.spec.Model == Account {
		h := n.holders.find(p.tx.From)
		h.promised += p.cost
		if !n.byIssuer(p.tx) {
			h.queued++
			n.promiseGas(p.tx.From, n.spec.Gas)
		}
	}
}

func (n *Node) drop(some []*pending) {
	n.pool.remove(some)
	if n.spec.Model != Account {
		return
	}
	for _, p := range some {
		h := n.holders.find(p.tx.From)
		h.promised -= p.cost
		if !n.byIssuer(p.tx) {
			h.queued--
			n.promiseGas(p.tx.From, -n.spec.Gas)
		}
	}
}
