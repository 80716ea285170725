package chain

import "fmt"

// Check adds up everything from scratch and compares it with the totals that
// the node keeps. A difference is a fault of this package, not of a caller.
func (n *Node) Check() error {
	sum := int64(0)
	for id := range n.holders.list {
		h := &n.holders.list[id]
		if err := n.checkHolder(uint32(id), h); err != nil {
			return err
		}
		sum += h.balance
	}
	if sum != n.Supply() {
		return fmt.Errorf("addresses hold %d units, expected %d", sum, n.Supply())
	}
	if n.fees < 0 || n.fees > n.funded {
		return fmt.Errorf("fees of %d units out of %d", n.fees, n.funded)
	}
	return n.checkPool()
}

// checkHolder compares a balance with its coins, or with the promises made
// against it.
func (n *Node) checkHolder(id uint32, h *holder) error {
	if h.balance < 0 || h.promised < 0 || h.gas < 0 || h.free() < 0 {
		return fmt.Errorf("holder %d: %d units, of them %d promised and %d for gas", id, h.balance, h.promised, h.gas)
	}
	if n.spec.Model != UTXO {
		return nil
	}
	sum, before := int64(0), uint32(0)
	for c := h.first; c != 0; c = n.coins.list[c].next {
		one := &n.coins.list[c]
		if one.spent || one.owner != id || one.prev != before {
			return fmt.Errorf("holder %d: coin %d does not belong in its list", id, c)
		}
		sum += n.coins.output(c).Amount
		before = c
	}
	if sum != h.balance || before != h.last {
		return fmt.Errorf("holder %d: coins of %d units, balance %d", id, sum, h.balance)
	}
	return nil
}

// checkPool makes sure that everything that waits can still be mined, and that
// nothing is promised that does not wait.
func (n *Node) checkPool() error {
	claims := 0
	promised := map[Address]int64{}
	for _, p := range n.pool.queue {
		claims += len(p.claims)
		promised[p.tx.From] += p.cost
		for _, c := range p.claims {
			if n.pool.claims[c] != p {
				return fmt.Errorf("transaction %s lost a claim", p.id)
			}
		}
		for _, o := range p.tx.Inputs {
			if _, err := n.input(o); err != nil {
				return fmt.Errorf("transaction %s waits in vain: %w", p.id, err)
			}
		}
	}
	if claims != len(n.pool.claims) || len(n.pool.queue) != len(n.pool.ids) {
		return fmt.Errorf("%d claims of %d transactions, expected %d of %d",
			len(n.pool.claims), len(n.pool.ids), claims, len(n.pool.queue))
	}
	if n.spec.Model != Account {
		return nil
	}
	for _, p := range n.pool.queue {
		h := n.holders.find(p.tx.From)
		inLine := n.byIssuer(p.tx) || p.tx.Nonce >= h.nonce && p.tx.Nonce < h.nonce+h.queued
		if h.promised != promised[p.tx.From] || !inLine {
			return fmt.Errorf("transaction %s: nonce %d of %d from %d, %d units promised, expected %d",
				p.id, p.tx.Nonce, h.queued, h.nonce, h.promised, promised[p.tx.From])
		}
	}
	return nil
}
