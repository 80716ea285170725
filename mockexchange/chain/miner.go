package chain

import "container/heap"

// Mine makes the next block out of what waits, at a virtual time. Transactions
// that pay more come first, among equals the one that arrived first; but a
// transaction never comes before one whose output it spends, nor before its
// sender's earlier nonces. What exceeds the chain's limit waits on. The block
// is empty if nothing waits.
func (n *Node) Mine(at int64) *Block {
	n.height++
	b := &Block{Height: n.height, At: at, Parent: n.tip}
	picked := n.pick()
	n.drop(picked)
	for _, p := range picked {
		n.apply(p)
		b.Transactions = append(b.Transactions, p.tx)
		b.ids = append(b.ids, p.id)
	}
	b.id = b.hash()
	n.tip = b.id
	return b
}

// pick chooses a block's transactions and their order.
func (n *Node) pick() []*pending {
	if len(n.pool.queue) == 0 {
		return nil
	}
	limit := len(n.pool.queue)
	if n.spec.BlockTxs > 0 {
		limit = min(limit, n.spec.BlockTxs)
	}
	var ready byFee
	waitsFor := map[*pending]int{}
	children := map[*pending][]*pending{}
	for _, p := range n.pool.queue {
		for _, parent := range n.parents(p) {
			waitsFor[p]++
			children[parent] = append(children[parent], p)
		}
		if waitsFor[p] == 0 {
			ready = append(ready, p)
		}
	}
	heap.Init(&ready)
	picked := make([]*pending, 0, limit)
	for len(picked) < limit {
		p := heap.Pop(&ready).(*pending)
		picked = append(picked, p)
		for _, child := range children[p] {
			if waitsFor[child]--; waitsFor[child] == 0 {
				heap.Push(&ready, child)
			}
		}
	}
	return picked
}

// parents lists the waiting transactions that must be mined before p, one for
// each input that comes from one.
func (n *Node) parents(p *pending) []*pending {
	var all []*pending
	if n.spec.Model == Account {
		if p.tx.Nonce > 0 && !n.byIssuer(p.tx) {
			if parent := n.pool.claims[nonceClaim(p.tx.From, p.tx.Nonce-1)]; parent != nil {
				all = append(all, parent)
			}
		}
		return all
	}
	for _, o := range p.tx.Inputs {
		if parent := n.pool.ids[o.Tx]; parent != nil {
			all = append(all, parent)
		}
	}
	return all
}

// apply moves the money of a transaction that was checked when it came in.
func (n *Node) apply(p *pending) {
	n.fees += p.tx.Fee
	if n.spec.Model == Account {
		from := n.holders.find(p.tx.From)
		from.balance -= p.cost
		if !n.byIssuer(p.tx) {
			from.nonce++
			n.payGas(p.tx.From)
			if p.tx.NewOwner != (Address{}) {
				from.owner = p.tx.NewOwner
			}
		}
		for _, out := range p.tx.Outputs {
			owner := n.holders.open(out.To)
			n.holders.list[owner].balance += out.Amount
		}
		return
	}
	for _, o := range p.tx.Inputs {
		id := n.coins.find(o)
		n.holders.list[n.coins.list[id].owner].balance -= n.coins.output(id).Amount
		n.coins.spend(id, &n.holders)
	}
	origin := n.coins.begin(p.id, n.height, p.tx.Outputs)
	for i, out := range p.tx.Outputs {
		owner := n.holders.open(out.To)
		n.holders.list[owner].balance += out.Amount
		n.coins.link(coin{origin: origin, index: uint32(i), owner: owner}, &n.holders)
	}
}

// byFee is a heap with the transaction that a miner prefers at its root.
type byFee []*pending

func (q byFee) Len() int { return len(q) }
func (q byFee) Less(i, j int) bool {
	if q[i].tx.Fee != q[j].tx.Fee {
		return q[i].tx.Fee > q[j].tx.Fee
	}
	return q[i].arrival < q[j].arrival
}
func (q byFee) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *byFee) Push(x any)   { *q = append(*q, x.(*pending)) }
func (q *byFee) Pop() any {
	last := len(*q) - 1
	p := (*q)[last]
	*q = (*q)[:last]
	return p
}
