package mockexchange_test

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// theft is one spend with a copy of a hot key: what the books do not know, and
// customers are owed as before.
type theft struct {
	asset  uint16
	key    uint32 // how many times the key had been rotated when it was copied
	amount int64
	fee    int64 // 0: the chain's least
	// rival says how many of the last transactions that wait his replaces on an
	// account chain; on a UTXO chain, if it is not 0, that he takes their coins.
	rival uint64
	// keep is UTXO only: he pays change back to the address, as a wallet would.
	// Otherwise all beyond amount goes to the miner.
	keep bool
	memo uint64 // the venue's own deposit address is where he sends it, to this customer
}

// thiefs is where loot goes.
func thiefs(asset uint16) chain.Address { return chain.ExternalAddress(seed, "thief", uint32(asset)) }

// steal signs and submits a theft; the error is the chain's.
func (v *venue) steal(x theft) error {
	n := v.nodes[x.asset-1]
	k := chain.DeriveKey(seed, "hot/"+v.Genesis().Assets[x.asset-1].Code, x.key)
	t := &chain.Transaction{
		Fee: max(x.fee, n.Spec().MinFee), Policies: []chain.Policy{chain.Single(&k)},
		Outputs: []chain.Output{{To: thiefs(x.asset), Amount: x.amount}},
	}
	loss := x.amount
	if x.memo != 0 {
		w, _ := v.Wallet(x.asset)
		t.Outputs[0].To, t.Outputs[0].Memo = w.Hot, x.memo
	}
	if n.Spec().Model == chain.Account {
		t.From, t.Nonce = k.Address(), n.NextNonce(k.Address())
		t.Nonce -= min(t.Nonce, x.rival)
	} else {
		v.pickCoins(t, x, k.Address())
	}
	loss += t.Fee
	t.Sign(&k)
	if err := n.Submit(t); err != nil {
		return err
	}
	v.thefts[t.ID()] = loss
	return nil
}

// pickCoins spends the oldest coins of an address that blocks know.
func (v *venue) pickCoins(t *chain.Transaction, x theft, from chain.Address) {
	n := v.nodes[x.asset-1]
	var coins []chain.OutPoint
	if x.rival > 0 {
		for _, p := range n.Pending() {
			coins = append(coins, p.Inputs...)
		}
	}
	for _, c := range n.Unspent(from) {
		coins = append(coins, c.OutPoint)
	}
	var worth int64
	for _, c := range coins {
		if out := v.outputs[c]; out.To == from && worth < x.amount+t.Fee {
			t.Inputs, worth = append(t.Inputs, c), worth+out.Amount
		}
	}
	rest := worth - x.amount - t.Fee
	switch {
	case rest > 0 && x.keep:
		t.Outputs = append(t.Outputs, chain.Output{To: from, Amount: rest})
	case rest > 0:
		t.Fee += rest
	}
}
