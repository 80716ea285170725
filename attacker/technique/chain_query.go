package technique

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// chainQuery is what a thief has to ask a public chain about an address before
// he can spend from it: what it holds, and on an account chain its next nonce.
type chainQuery struct {
	looked, counted bool
	held            int64        // base units
	coins           []chain.Coin // oldest first; never changed
	nonce           uint64
}

// ask is the next question; ok is false when there is none left.
func (q *chainQuery) ask(w *SigningWallet, at chain.Address) (c Call, ok bool) {
	account := w.Model == chain.Account
	switch {
	case !q.looked && account:
		return Call{Op: OpHeld, Chain: w.Asset, Address: at}, true
	case !q.looked:
		return Call{Op: OpUnspent, Chain: w.Asset, Address: at}, true
	case account && !q.counted:
		return Call{Op: OpNonce, Chain: w.Asset, Address: at}, true
	}
	return Call{}, false
}

// told says that all was answered.
func (q *chainQuery) told(w *SigningWallet) bool {
	return q.looked && (q.counted || w.Model != chain.Account)
}

// tell takes in the answer to a question.
func (q *chainQuery) tell(a Answer) {
	if q.looked {
		q.counted, q.nonce = true, a.Nonce
		return
	}
	q.looked, q.held, q.coins = true, a.Amount, a.Coins
	for _, c := range a.Coins {
		q.held += c.Output.Amount
	}
}

// spendable is what can be sent, the miner's fee not included; 0 or less for
// nothing.
func (q *chainQuery) spendable(w *SigningWallet) int64 { return q.held - w.Fee }

// spend is a signed transaction that makes outputs of coins of an address. It
// takes at least inputs coins, the largest first, or with 0 as many as are
// needed, the oldest first. What is left of them goes to the address change.
func (q *chainQuery) spend(w *SigningWallet, from *Signatory, outputs []chain.Output, inputs int, change chain.Address) *chain.Transaction {
	t := &chain.Transaction{Outputs: outputs, Fee: w.Fee, Policies: []chain.Policy{from.Policy}}
	if w.Model == chain.Account {
		t.From, t.Nonce = from.address(), q.nonce
		t.Sign(from.Keys...)
		return t
	}
	needed := w.Fee
	for _, o := range outputs {
		needed += o.Amount
	}
	worth := int64(0)
	for i, c := range q.ordered(inputs) {
		if worth >= needed && i >= inputs {
			break
		}
		t.Inputs, worth = append(t.Inputs, c.OutPoint), worth+c.Output.Amount
	}
	switch rest := worth - needed; {
	case dust(w, rest):
		t.Fee += rest
	default:
		t.Outputs = append(t.Outputs, chain.Output{To: change, Amount: rest})
	}
	t.Sign(from.Keys...)
	return t
}

// ordered is the coins in the order in which they are spent.
func (q *chainQuery) ordered(inputs int) []chain.Coin {
	if inputs == 0 {
		return q.coins
	}
	list := slices.Clone(q.coins)
	slices.SortStableFunc(list, func(a, b chain.Coin) int { return cmp.Compare(b.Output.Amount, a.Output.Amount) })
	return list
}
