package chain_test

import (
	"crypto/ed25519"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// auditor is a second, naive opinion on what blocks do. It knows no mempool
// and no relay, replays blocks from the genesis, and checks each signature.
type auditor struct {
	model    chain.Model
	balances map[chain.Address]int64
	nonces   map[chain.Address]uint64
	coins    map[chain.OutPoint]chain.Output
	fees     int64
}

func newAuditor(n *chain.Node, funded []chain.Address) *auditor {
	a := &auditor{
		model:    n.Spec().Model,
		balances: map[chain.Address]int64{},
		nonces:   map[chain.Address]uint64{},
		coins:    map[chain.OutPoint]chain.Output{},
	}
	for _, address := range funded {
		a.balances[address] = n.Balance(address)
		for _, c := range n.Unspent(address) {
			a.coins[c.OutPoint] = c.Output
		}
	}
	return a
}

func (a *auditor) observe(b *chain.Block) error {
	for i, t := range b.Transactions {
		if b.TransactionID(i) != t.ID() {
			return fmt.Errorf("block %d misnames transaction %d", b.Height, i)
		}
		if err := a.apply(t); err != nil {
			return fmt.Errorf("block %d, transaction %d: %w", b.Height, i, err)
		}
	}
	return nil
}

func (a *auditor) apply(t *chain.Transaction) error {
	var spent []chain.Output // who pays, and how much
	cost := t.Fee
	for _, out := range t.Outputs {
		cost += out.Amount
	}
	if a.model == chain.Account {
		if t.Nonce != a.nonces[t.From] {
			return fmt.Errorf("nonce %d, expected %d", t.Nonce, a.nonces[t.From])
		}
		a.nonces[t.From]++
		spent = append(spent, chain.Output{To: t.From, Amount: cost})
	}
	for _, o := range t.Inputs {
		out, ok := a.coins[o]
		if !ok {
			return fmt.Errorf("input %v does not exist", o)
		}
		delete(a.coins, o)
		spent = append(spent, out)
		cost -= out.Amount
	}
	if a.model == chain.UTXO && cost != 0 {
		return fmt.Errorf("%d units out of nowhere", cost)
	}
	return a.settle(t, spent)
}

// settle moves the money if every spender agreed.
func (a *auditor) settle(t *chain.Transaction, spent []chain.Output) error {
	for _, one := range spent {
		if !agreed(t, one.To) {
			return fmt.Errorf("%s did not agree", one.To)
		}
		if a.balances[one.To] -= one.Amount; a.balances[one.To] < 0 {
			return fmt.Errorf("%s spends %d too much", one.To, -a.balances[one.To])
		}
	}
	a.fees += t.Fee
	for i, out := range t.Outputs {
		if out.Amount <= 0 {
			return fmt.Errorf("an output of %d", out.Amount)
		}
		a.balances[out.To] += out.Amount
		if a.model == chain.UTXO {
			a.coins[chain.OutPoint{Tx: t.ID(), Index: uint32(i)}] = out
		}
	}
	return nil
}

// agreed is true if enough keys of the address's policy signed this very transaction.
func agreed(t *chain.Transaction, address chain.Address) bool {
	id := t.ID()
	for _, p := range t.Policies {
		if p.Address() != address {
			continue
		}
		have := 0
		for _, key := range p.Keys {
			for _, s := range t.Signatures {
				if key.Equal(s.Key) && ed25519.Verify(key, id[:], s.Value) {
					have++
					break
				}
			}
		}
		return have >= p.M
	}
	return false
}
