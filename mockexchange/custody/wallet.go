package custody

import (
	"iter"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Wallet holds one asset: a hot address that pays, a cold one that does not,
// and the hot addresses of keys that were rotated away.
type Wallet struct {
	seed    uint64
	label   string
	spec    chain.Spec
	signers Signers

	coin   *Wallet   // of the coin that gas is paid in, nil unless this is a token's
	tokens []*Wallet // of those that live on this coin's chain

	hot, cold *addressWallet
	fund      *addressWallet // the protection fund's, nil until it is needed
	retired   []*addressWallet
	lost      []*addressWallet // cold ones that somebody else rules
	people    *ColdSigning     // who sign for the cold one, nil for a key in a safe
	next      *addressWallet   // the owners that it is to get
	upgrades  int              // how many owners cold wallets have had that people sign for
	sent      []Sent           // not yet in a block, oldest first
	height    uint64           // of the last block observed
}

// NewWallet derives a wallet's keys from the venue's seed and a label that no
// other wallet has. The signers have passed their Check.
func NewWallet(seed uint64, label string, spec chain.Spec, s Signers) *Wallet {
	return &Wallet{
		seed: seed, label: label, spec: spec, signers: s,
		hot:  newAddressWallet(s.threshold(), s.Keys(seed, label, 0)...),
		cold: newAddressWallet(1, chain.DeriveKey(seed, "cold/"+label, 0)),
	}
}

// Hot is the address that customers deposit to and withdrawals leave from.
func (w *Wallet) Hot() chain.Address { return w.hot.address }

// HotPolicy says whose signatures release what lies at the hot address.
func (w *Wallet) HotPolicy() chain.Policy { return w.hot.policy }

// Cold is the address whose key is kept away from every server.
func (w *Wallet) Cold() chain.Address { return w.cold.address }

// Retired lists the hot addresses whose keys were rotated away, oldest first.
func (w *Wallet) Retired() (all []chain.Address) {
	for _, p := range w.retired {
		all = append(all, p.address)
	}
	return all
}

// HotBalance is what the hot address can spend now, as far as the venue knows.
// It is below zero while a thief's spends leave too little for what the venue
// has signed already.
func (w *Wallet) HotBalance() int64 { return w.hot.balance }

// ColdBalance is what lies in cold storage, as far as the venue knows.
func (w *Wallet) ColdBalance() int64 { return w.cold.balance }

// Held is all that the wallet holds, retired addresses included, as far as
// the venue knows. What the venue has sent is no longer part of it.
func (w *Wallet) Held() (sum int64) {
	for p := range w.addresses() {
		sum += p.balance
	}
	return sum
}

// Endow tells the wallet of coins that it has from the start. On an account
// chain only their amounts count. It reports false, and stops, at more than a
// chain can hold.
func (w *Wallet) Endow(coins []chain.Coin) bool {
	for _, c := range coins {
		p := w.address(c.Output.To)
		if p != nil && !w.receive(p, coin{c.OutPoint, c.Output.Amount}) {
			return false
		}
	}
	return true
}

// addresses goes through the hot address, the retired ones, oldest first, the cold
// one, the protection fund's and those that were lost.
func (w *Wallet) addresses() iter.Seq[*addressWallet] {
	return func(yield func(*addressWallet) bool) {
		if !yield(w.hot) {
			return
		}
		for _, p := range w.retired {
			if !yield(p) {
				return
			}
		}
		if !yield(w.cold) || w.fund != nil && !yield(w.fund) {
			return
		}
		for _, p := range w.lost {
			if !yield(p) {
				return
			}
		}
	}
}

// address finds the wallet of an address, nil if it is not the venue's.
func (w *Wallet) address(a chain.Address) *addressWallet {
	for p := range w.addresses() {
		if p.address == a {
			return p
		}
	}
	return nil
}

// Owns reports whether an address is one of the venue's.
func (w *Wallet) Owns(a chain.Address) bool { return w.address(a) != nil }

// receive books a coin; it refuses what no chain can hold.
func (w *Wallet) receive(p *addressWallet, c coin) bool {
	if c.amount <= 0 || w.Held() > chain.MaxSupply-c.amount {
		return false
	}
	if w.spec.Model == chain.UTXO {
		p.addCoin(c)
	} else {
		p.balance += c.amount
	}
	return true
}

// Pay signs one transaction from the hot address to outputs. It returns nil when
// it holds too little.
func (w *Wallet) Pay(outputs []chain.Output, ids []uint32, cache *chain.SignatureCache) *chain.Transaction {
	return w.spend(w.hot, outputs, Sent{Purpose: Payout, Withdrawals: ids}, cache)
}

// SweepToCold signs away all that the hot address and the retired ones hold, in
// one transaction for each that holds more than the fee.
func (w *Wallet) SweepToCold(cache *chain.SignatureCache) (all []*chain.Transaction) {
	for p := range w.addresses() {
		if p == w.cold {
			break
		}
		if t := w.move(p, w.cold, w.movable(p), Sweep, cache); t != nil {
			all = append(all, t)
		}
	}
	return all
}

// RefillHot signs an amount from cold to hot; nil when cold holds too little.
func (w *Wallet) RefillHot(amount int64, cache *chain.SignatureCache) *chain.Transaction {
	return w.move(w.cold, w.hot, amount, Refill, cache)
}

// RotateHot makes new hot keys, on the hosts of the old ones. The old address
// stays open: whoever holds the old key can still spend what lies there, and
// what customers go on sending. The venue leaves it alone until it is told to
// sweep.
func (w *Wallet) RotateHot() {
	w.retired = append(w.retired, w.hot)
	w.hot = newAddressWallet(w.signers.threshold(), w.signers.Keys(w.seed, w.label, uint32(len(w.retired)))...)
}

func (w *Wallet) move(from, to *addressWallet, amount int64, why Purpose, cache *chain.SignatureCache) *chain.Transaction {
	if amount <= 0 {
		return nil
	}
	return w.spend(from, []chain.Output{{To: to.address, Amount: amount}}, Sent{Purpose: why}, cache)
}

// spend builds, signs and remembers a transaction.
func (w *Wallet) spend(p *addressWallet, outputs []chain.Output, s Sent, cache *chain.SignatureCache) *chain.Transaction {
	s.Fee = w.spec.MinFee
	for _, o := range outputs {
		s.Amount += o.Amount
	}
	if p.balance < s.Amount+s.Fee || !w.takeGas(p.address, &s) {
		return nil
	}
	t := &chain.Transaction{Outputs: outputs, Fee: s.Fee, Policies: []chain.Policy{p.policy}}
	if w.spec.Model == chain.UTXO {
		w.takeInputs(p, t, &s, s.Amount+s.Fee)
	} else {
		t.From, t.Nonce = p.address, p.nonce
		p.nonce++
		p.balance -= s.Amount + s.Fee
	}
	return w.remember(p, t, s, cache)
}

// spendCoins builds, signs and remembers a transaction that brings the oldest
// coins of an address, as many as are worth so much, back to it as one.
func (w *Wallet) spendCoins(p *addressWallet, worth int64, s Sent, cache *chain.SignatureCache) *chain.Transaction {
	s.Fee = w.spec.MinFee
	t := &chain.Transaction{Fee: s.Fee, Policies: []chain.Policy{p.policy}}
	w.takeInputs(p, t, &s, worth)
	return w.remember(p, t, s, cache)
}

// takeInputs picks coins worth at least so much, with what is left over going
// back where it came from.
func (w *Wallet) takeInputs(p *addressWallet, t *chain.Transaction, s *Sent, need int64) {
	var worth int64
	s.inputs, worth = p.takeCoins(need)
	for _, c := range s.inputs {
		t.Inputs = append(t.Inputs, c.at)
	}
	if s.change.amount = worth - s.Amount - s.Fee; s.change.amount > 0 {
		t.Outputs = append(slices.Clone(t.Outputs), chain.Output{To: p.address, Amount: s.change.amount})
	}
}

// remember signs a transaction from an address and notes that it was sent. Its
// change can be spent at once.
func (w *Wallet) remember(p *addressWallet, t *chain.Transaction, s Sent, cache *chain.SignatureCache) *chain.Transaction {
	p.sign(t, cache)
	return w.note(p, t, s)
}

// note notes that a transaction was signed and sent.
func (w *Wallet) note(p *addressWallet, t *chain.Transaction, s Sent) *chain.Transaction {
	s.from, s.height = p.address, w.height
	s.Tx, s.id = t, t.ID()
	if s.change.amount > 0 {
		s.change.at = chain.OutPoint{Tx: s.id, Index: uint32(len(t.Outputs) - 1)}
		p.addCoin(s.change)
	}
	w.sent = append(w.sent, s)
	return t
}
