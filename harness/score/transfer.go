package score

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// transfer is a transaction of the thief's that a block has.
type transfer struct {
	sent   int64 // when he sent it to the chain, virtual nanoseconds
	asset  uint16
	amount int64 // base units that went to others than who paid, the miner's fee not included
	inputs int   // coins that it spent, where a chain has coins
	paid   []chain.Output
}

// Sent tells that a chain's relay took a transaction of the thief's. Whether
// anything comes of it, Mined tells.
func (a *Accountant) Sent(now int64, _ uint16, t *chain.Transaction) {
	a.sent[t.ID()] = now
}

// transferred notes a transaction of the thief's that a block at a time has: a
// theft if it spends from the venue's wallets, otherwise he moves his loot.
func (a *Accountant) transferred(now int64, asset uint16, id chain.Hash, t *chain.Transaction, theft bool) {
	one := transfer{sent: now, asset: asset, inputs: len(t.Inputs)}
	if at, known := a.sent[id]; known {
		one.sent = at
	}
	for _, o := range t.Outputs {
		if a.wallets.has(o.To) || !theft && o.To == changeOf(t) {
			continue
		}
		one.paid = append(one.paid, o)
		one.amount = money.AddCapped(one.amount, o.Amount)
	}
	a.transfers = append(a.transfers, one)
	what := sawMove
	if theft {
		what = sawTheft
	}
	a.saw(now, what, uint64(len(a.transfers)-1))
}

// changeOf is where a transaction's change goes back to.
func changeOf(t *chain.Transaction) chain.Address {
	if len(t.Policies) == 0 {
		return chain.Address{}
	}
	return t.Policies[0].Address()
}
