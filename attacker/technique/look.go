package technique

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// look is what a thief has to ask a public chain about an address before he can
// spend from it: what it holds, and on an account chain its next nonce.
type look struct {
	looked, counted bool
	held            int64        // base units
	coins           []chain.Coin // oldest first; never changed
	nonce           uint64
}

// ask is the next question; ok is false when there is none left.
func (l *look) ask(v *Vault, at chain.Address) (c Call, ok bool) {
	account := v.Model == chain.Account
	switch {
	case !l.looked && account:
		return Call{Op: OpHeld, Chain: v.Asset, Address: at}, true
	case !l.looked:
		return Call{Op: OpUnspent, Chain: v.Asset, Address: at}, true
	case account && !l.counted:
		return Call{Op: OpNonce, Chain: v.Asset, Address: at}, true
	}
	return Call{}, false
}

// told says that all was answered.
func (l *look) told(v *Vault) bool { return l.looked && (l.counted || v.Model != chain.Account) }

// tell takes in the answer to a question.
func (l *look) tell(a Answer) {
	if l.looked {
		l.counted, l.nonce = true, a.Nonce
		return
	}
	l.looked, l.held, l.coins = true, a.Amount, a.Coins
	for _, c := range a.Coins {
		l.held += c.Output.Amount
	}
}

// spendable is what can be sent, the miner's fee not included; 0 or less for
// nothing.
func (l *look) spendable(v *Vault) int64 { return l.held - v.Fee }

// spend is a signed transaction that makes outputs of coins of an address. It
// takes at least inputs coins, the largest first, or with 0 as many as are
// needed, the oldest first. What is left of them goes to the address change.
func (l *look) spend(v *Vault, from *Signatory, outputs []chain.Output, inputs int, change chain.Address) *chain.Transaction {
	t := &chain.Transaction{Outputs: outputs, Fee: v.Fee, Policies: []chain.Policy{from.Policy}}
	if v.Model == chain.Account {
		t.From, t.Nonce = from.Policy.Address(), l.nonce
		t.Sign(from.Keys...)
		return t
	}
	needed := v.Fee
	for _, o := range outputs {
		needed += o.Amount
	}
	worth := int64(0)
	for i, c := range l.ordered(inputs) {
		if worth >= needed && i >= inputs {
			break
		}
		t.Inputs, worth = append(t.Inputs, c.OutPoint), worth+c.Output.Amount
	}
	switch rest := worth - needed; {
	case dust(v, rest):
		t.Fee += rest
	default:
		t.Outputs = append(t.Outputs, chain.Output{To: change, Amount: rest})
	}
	t.Sign(from.Keys...)
	return t
}

// ordered is the coins in the order in which they are spent.
func (l *look) ordered(inputs int) []chain.Coin {
	if inputs == 0 {
		return l.coins
	}
	list := slices.Clone(l.coins)
	slices.SortStableFunc(list, func(a, b chain.Coin) int { return cmp.Compare(b.Output.Amount, a.Output.Amount) })
	return list
}

// dust says that a coin would cost more to spend than it is worth. Change that
// small is left to the miner.
func dust(v *Vault, amount int64) bool { return amount < max(v.Fee, 1) }

// split shares an amount out over n of his other addresses, from the one of
// that number on. Shares differ by up to a fifth, none is dust, and together
// they are exactly the amount; there are fewer where it is too little for n.
func split(amount int64, n int, to int, v View) []chain.Output {
	least := max(v.Vault.Fee, 1)
	var outputs []chain.Output
	for ; n > 1 && amount > 0; n-- {
		size := part(amount, n, least, 1, v.Chance)
		if size == 0 || size == amount {
			break
		}
		outputs = append(outputs, chain.Output{To: v.Vault.other(to + len(outputs)), Amount: size})
		amount -= size
	}
	return append(outputs, chain.Output{To: v.Vault.other(to + len(outputs)), Amount: amount})
}
