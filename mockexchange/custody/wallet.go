package custody

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Purpose says why the venue sent a transaction.
type Purpose uint8

// The purposes.
const (
	Payout   Purpose = iota + 1 // customers' withdrawals
	Sweep                       // hot to cold
	Refill                      // cold to hot
	Rotation                    // old hot key to new hot key
)

// Sent is a transaction of the venue that is not yet in a block.
type Sent struct {
	Purpose     Purpose
	Withdrawals []uint32
	Amount      int64 // base units that it moves, fee excluded
	Fee         int64
}

// Wallet holds one asset: a hot purse that pays, a cold one that does not,
// and the hot purses of keys that were rotated away.
type Wallet struct {
	seed  uint64
	label string
	spec  chain.Spec

	hot, cold *purse
	retired   []*purse
	sent      map[chain.Hash]Sent
}

// NewWallet derives a wallet's keys from the venue's seed and a label that no
// other wallet has.
func NewWallet(seed uint64, label string, spec chain.Spec) *Wallet {
	return &Wallet{
		seed: seed, label: label, spec: spec,
		hot:  newPurse(chain.DeriveKey(seed, "hot/"+label, 0)),
		cold: newPurse(chain.DeriveKey(seed, "cold/"+label, 0)),
		sent: make(map[chain.Hash]Sent),
	}
}

// Hot is the address that customers deposit to and withdrawals leave from.
func (w *Wallet) Hot() chain.Address { return w.hot.address }

// Cold is the address whose key is kept away from every server.
func (w *Wallet) Cold() chain.Address { return w.cold.address }

// HotBalance is what the hot purse can spend now, as far as the venue knows.
func (w *Wallet) HotBalance() int64 { return w.hot.balance }

// ColdBalance is what lies in cold storage, as far as the venue knows.
func (w *Wallet) ColdBalance() int64 { return w.cold.balance }

// Held is all that the wallet holds, retired addresses included, as far as
// the venue knows.
func (w *Wallet) Held() int64 {
	sum := w.hot.balance + w.cold.balance
	for _, p := range w.retired {
		sum += p.balance
	}
	return sum
}

// Endow tells the wallet of coins that it has from the start. On an account
// chain only their amounts count.
func (w *Wallet) Endow(coins []chain.Coin) {
	for _, c := range coins {
		if p := w.purse(c.Output.To); p != nil {
			w.receive(p, c.OutPoint, c.Output.Amount)
		}
	}
}

// purse finds the purse of an address, nil if it is not the venue's.
func (w *Wallet) purse(a chain.Address) *purse {
	switch a {
	case w.hot.address:
		return w.hot
	case w.cold.address:
		return w.cold
	}
	for _, p := range w.retired {
		if p.address == a {
			return p
		}
	}
	return nil
}

func (w *Wallet) receive(p *purse, o chain.OutPoint, amount int64) {
	if w.spec.Model == chain.UTXO {
		p.addCoin(o, amount)
	} else {
		p.balance += amount
	}
}

// Pay signs one transaction from the hot purse to outputs. It returns nil when
// the purse holds too little.
func (w *Wallet) Pay(outputs []chain.Output, ids []uint32, v *chain.Verifier) *chain.Transaction {
	return w.spend(w.hot, outputs, Sent{Purpose: Payout, Withdrawals: ids}, v)
}

// SweepToCold signs away all that the hot purse holds; nil when it holds no
// more than the fee.
func (w *Wallet) SweepToCold(v *chain.Verifier) *chain.Transaction {
	return w.move(w.hot, w.cold, w.hot.balance-w.spec.MinFee, Sweep, v)
}

// RefillHot signs an amount from cold to hot; nil when cold holds too little.
func (w *Wallet) RefillHot(amount int64, v *chain.Verifier) *chain.Transaction {
	return w.move(w.cold, w.hot, amount, Refill, v)
}

// RotateHot makes a new hot key. The old address stays open: whoever holds the
// old key can still spend what lies there, and what customers go on sending.
func (w *Wallet) RotateHot() {
	w.retired = append(w.retired, w.hot)
	w.hot = newPurse(chain.DeriveKey(w.seed, "hot/"+w.label, uint32(len(w.retired))))
}

// EmptyRetired signs what the newest retired purse holds over to the hot one;
// nil when there is nothing to move.
func (w *Wallet) EmptyRetired(v *chain.Verifier) *chain.Transaction {
	if len(w.retired) == 0 {
		return nil
	}
	old := w.retired[len(w.retired)-1]
	return w.move(old, w.hot, old.balance-w.spec.MinFee, Rotation, v)
}

func (w *Wallet) move(from, to *purse, amount int64, why Purpose, v *chain.Verifier) *chain.Transaction {
	if amount <= 0 {
		return nil
	}
	return w.spend(from, []chain.Output{{To: to.address, Amount: amount}}, Sent{Purpose: why}, v)
}

// spend builds, signs and remembers a transaction.
func (w *Wallet) spend(p *purse, outputs []chain.Output, s Sent, v *chain.Verifier) *chain.Transaction {
	s.Fee = w.spec.MinFee
	for _, o := range outputs {
		s.Amount += o.Amount
	}
	if p.balance < s.Amount+s.Fee {
		return nil
	}
	t := &chain.Transaction{Outputs: outputs, Fee: s.Fee, Policies: []chain.Policy{p.policy}}
	var change int64
	if w.spec.Model == chain.UTXO {
		var worth int64
		t.Inputs, worth = p.takeCoins(s.Amount + s.Fee)
		if change = worth - s.Amount - s.Fee; change > 0 {
			t.Outputs = append(slices.Clone(outputs), chain.Output{To: p.address, Amount: change})
		}
	} else {
		t.From, t.Nonce = p.address, p.nonce
		p.nonce++
		p.balance -= s.Amount + s.Fee
	}
	v.Sign(t, &p.key)
	id := t.ID()
	if change > 0 {
		p.addCoin(chain.OutPoint{Tx: id, Index: uint32(len(t.Outputs) - 1)}, change)
	}
	w.sent[id] = s
	return t
}

// Clone copies the wallet; the copy shares nothing that changes.
func (w *Wallet) Clone() *Wallet {
	c := *w
	c.hot, c.cold = w.hot.clone(), w.cold.clone()
	c.retired = make([]*purse, len(w.retired))
	for i, p := range w.retired {
		c.retired[i] = p.clone()
	}
	c.sent = maps.Clone(w.sent)
	return &c
}
