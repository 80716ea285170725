package chain_test

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

const stake = 1000 // what each holder of a property's world begins with

// world is a small chain with everybody who can appear on it: three people, a
// vault of two of their three keys, and a sleeper whose key signs nothing.
type world struct {
	node    *chain.Node
	cache   *chain.SignatureCache
	auditor *auditor
	people  []person
	holders []person
	sleeper person
	seen    []chain.Coin // every coin that ever was, spent or not
}

func newWorld(t *rapid.T, model chain.Model) *world {
	spec := specOf(model, rapid.SampledFrom([]chain.Relay{chain.FirstSeen, chain.ReplaceByFee}).Draw(t, "relay"))
	spec.BlockTxs = rapid.IntRange(0, 3).Draw(t, "block limit")
	w := &world{
		people:  []person{somebody("alice"), somebody("bob"), somebody("carol")},
		sleeper: somebody("sleeper"),
		cache:   chain.NewSignatureCache(),
	}
	policy := shared(2, w.people...)
	vault := person{policy: policy, address: policy.Address()}
	w.holders = append(slices.Clone(w.people), vault, w.sleeper)
	w.node = chain.NewNode(spec, w.cache)
	for _, h := range w.holders {
		if err := w.node.FundSplit(h.address, stake, 3); err != nil {
			t.Fatal(err)
		}
		w.seen = append(w.seen, w.node.Unspent(h.address)...)
	}
	w.auditor = newAuditor(w.node, w.addresses())
	return w
}

func (w *world) addresses() []chain.Address {
	var all []chain.Address
	for _, h := range w.holders {
		all = append(all, h.address)
	}
	return all
}

// anything draws a transaction that may be right in every way or wrong in any.
func (w *world) anything(t *rapid.T) *chain.Transaction {
	from := rapid.SampledFrom(w.holders).Draw(t, "from")
	tx := &chain.Transaction{
		Fee:      rapid.Int64Range(0, 30).Draw(t, "fee"),
		Policies: []chain.Policy{from.policy},
	}
	for range rapid.IntRange(1, 3).Draw(t, "outputs") {
		tx.Outputs = append(tx.Outputs, chain.Output{
			To:     rapid.SampledFrom(w.holders).Draw(t, "to").address,
			Amount: rapid.Int64Range(1, stake/5).Draw(t, "amount"),
			Memo:   rapid.Uint64Range(0, 3).Draw(t, "memo"),
		})
	}
	if w.node.Spec().Model == chain.Account {
		tx.From = from.address
		tx.Nonce = w.node.NextNonce(from.address) + uint64(rapid.SampledFrom([]int{0, 0, 0, -1, -2, 1}).Draw(t, "nonce"))
	} else {
		w.fill(t, tx, from)
	}
	w.tamper(t, tx)
	w.sign(t, tx)
	return tx
}

// fill chooses coins: the sender's free ones, or any that he ever had.
func (w *world) fill(t *rapid.T, tx *chain.Transaction, from person) {
	coins := w.node.Spendable(from.address)
	if rapid.Bool().Draw(t, "old coins") {
		coins = nil
		for _, c := range w.seen {
			if c.Output.To == from.address {
				coins = append(coins, c)
			}
		}
	}
	if len(coins) > 0 {
		spend(tx, rapid.Permutation(coins).Draw(t, "coins"), from.address)
	}
}

// tamper spoils a few transactions.
func (w *world) tamper(t *rapid.T, tx *chain.Transaction) {
	switch rapid.IntRange(0, 20).Draw(t, "tamper") {
	case 0:
		tx.Outputs[0].Amount = rapid.Int64().Draw(t, "any amount")
	case 1:
		tx.Fee = rapid.Int64().Draw(t, "any fee")
	case 2:
		tx.Policies = []chain.Policy{rapid.SampledFrom(w.holders).Draw(t, "policy").policy}
	case 3:
		tx.Policies = append(tx.Policies, rapid.SampledFrom(w.holders).Draw(t, "policy").policy)
	case 4:
		if len(w.seen) > 0 {
			tx.Inputs = append(tx.Inputs, rapid.SampledFrom(w.seen).Draw(t, "input").OutPoint)
		}
	case 5:
		tx.Inputs = append(tx.Inputs, chain.OutPoint{Index: 3})
	case 6:
		tx.Outputs = append(tx.Outputs, to(w.people[0], 1))
	}
}

// sign adds some people's signatures, mostly those that are needed. The
// sleeper's key is not among them, whoever's money it is.
func (w *world) sign(t *rapid.T, tx *chain.Transaction) {
	for _, p := range w.people {
		if (names(tx, p) || rapid.IntRange(0, 30).Draw(t, "meddles") == 0) && rapid.IntRange(0, 9).Draw(t, "absent") > 0 {
			w.cache.Sign(tx, p.key)
		}
	}
	if len(tx.Signatures) > 0 && rapid.IntRange(0, 15).Draw(t, "forge") == 0 {
		tx.Signatures[0].Value[rapid.IntRange(0, 63).Draw(t, "byte")] ^= 4
	}
}

// names is true if one of the transaction's policies asks for the person's key.
func names(tx *chain.Transaction, p person) bool {
	for _, q := range tx.Policies {
		for _, key := range q.Keys {
			if p.key.Public().Equal(key) {
				return true
			}
		}
	}
	return false
}

// honest draws a payment that nothing is wrong with; nil if the payer is poor.
func (w *world) honest(t *rapid.T) *chain.Transaction {
	from := rapid.SampledFrom(w.people).Draw(t, "payer")
	amount := rapid.Int64Range(1, stake/5).Draw(t, "payment")
	funds := w.node.Available(from.address)
	if w.node.Spec().Model == chain.UTXO {
		funds = 0
		for _, c := range w.node.Spendable(from.address) {
			funds += c.Output.Amount
		}
	}
	if funds < amount+1 {
		return nil
	}
	return pay(w.node, from, 1, to(rapid.SampledFrom(w.holders).Draw(t, "payee"), amount))
}

// rival draws a transaction that spends the money of a waiting one for another
// fee, to somebody else; nil if nothing waits.
func (w *world) rival(t *rapid.T) *chain.Transaction {
	waiting := w.node.Pending()
	if len(waiting) == 0 {
		return nil
	}
	tx := rapid.SampledFrom(waiting).Draw(t, "rival of").Clone()
	raise := min(rapid.Int64Range(-2, 60).Draw(t, "raise"), tx.Outputs[0].Amount-1)
	tx.Fee += raise
	tx.Outputs[0].Amount -= raise
	tx.Outputs[0].To = rapid.SampledFrom(w.holders).Draw(t, "to").address
	tx.Signatures = nil
	w.sign(t, tx)
	return tx
}
