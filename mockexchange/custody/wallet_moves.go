package custody

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// MigrateHot makes new hot keys, on the hosts of the old ones, by plan: other
// than after RotateHot the old address is as good as ever, and what it receives
// is to be brought on.
func (w *Wallet) MigrateHot() {
	w.hot.migrated = true
	w.RotateHot()
}

// Migrated reports whether there is an address that the venue moved away from.
func (w *Wallet) Migrated() bool {
	for _, p := range w.retired {
		if p.migrated {
			return true
		}
	}
	return false
}

// ForwardMigrated signs away what lies at migrated addresses to the hot one,
// where it is at least so much and more than the fee.
func (w *Wallet) ForwardMigrated(least int64, cache *chain.SignatureCache) (all []*chain.Transaction) {
	for _, p := range w.retired {
		if !p.migrated || p.balance < least {
			continue
		}
		if t := w.move(p, w.hot, w.movable(p), Migration, cache); t != nil {
			all = append(all, t)
		}
	}
	return all
}

// MoveExcessToCold signs an amount, fee included, from hot to cold; nil when
// hot holds too little.
func (w *Wallet) MoveExcessToCold(amount int64, cache *chain.SignatureCache) *chain.Transaction {
	return w.move(w.hot, w.cold, amount-w.spec.MinFee, HotCapExcess, cache)
}

// Fund is the cold address of the protection fund; not ok as long as it has
// none.
func (w *Wallet) Fund() (a chain.Address, ok bool) {
	if w.fund == nil {
		return a, false
	}
	return w.fund.address, true
}

// FundBalance is what lies at the protection fund's address, as far as the
// venue knows.
func (w *Wallet) FundBalance() int64 {
	if w.fund == nil {
		return 0
	}
	return w.fund.balance
}

// MoveFund signs an amount from the hot address to the protection fund's, or
// back if it is below zero; nil when too little is there.
func (w *Wallet) MoveFund(amount int64, cache *chain.SignatureCache) *chain.Transaction {
	if w.fund == nil {
		w.fund = newAddressWallet(1, chain.DeriveKey(w.seed, "fund/"+w.label, 0))
	}
	if amount < 0 {
		return w.move(w.fund, w.hot, -amount-w.spec.MinFee, Fund, cache)
	}
	return w.move(w.hot, w.fund, amount, Fund, cache)
}

func (w *Wallet) isCold(p *addressWallet) bool {
	return p == w.cold || p == w.fund || slices.Contains(w.lost, p)
}

// consolidated is the most coins that one consolidation takes together, and
// fewest the fewest for which it is worth a fee.
const (
	consolidated = 100
	fewest       = 5
)

// Consolidate signs the oldest coins of the hot address together into one, so
// that later pay-outs need fewer inputs; nil where there are few, or on a chain
// without coins.
func (w *Wallet) Consolidate(cache *chain.SignatureCache) *chain.Transaction {
	n, worth := 0, int64(0)
	for _, o := range w.hot.coins {
		if a, ok := w.hot.amount[o]; ok && n < consolidated {
			n, worth = n+1, worth+a
		}
	}
	if n < fewest || worth <= w.spec.MinFee {
		return nil
	}
	return w.spendCoins(w.hot, worth, Sent{Purpose: Consolidation}, cache)
}

// PayHouse signs an amount of the venue's own from the hot address to somebody
// outside; nil when it holds too little.
func (w *Wallet) PayHouse(to chain.Output, cache *chain.SignatureCache) *chain.Transaction {
	return w.spend(w.hot, []chain.Output{to}, Sent{Purpose: HousePayment}, cache)
}

// PayUnbooked signs an amount from the hot address to somebody of whom no book of the
// venue's knows; nil when it holds too little.
func (w *Wallet) PayUnbooked(to chain.Output, cache *chain.SignatureCache) *chain.Transaction {
	return w.spend(w.hot, []chain.Output{to}, Sent{Purpose: Unbooked}, cache)
}

// Replace signs the transaction that the venue signed last, and which nobody
// else has seen, once more with twice its fee, as wallets do when a fee turns
// out too low: it has another id then. nil where nothing is there to pay it, and
// for a token, whose gas has one price.
func (w *Wallet) Replace(cache *chain.SignatureCache) *chain.Transaction {
	s := &w.sent[len(w.sent)-1]
	p, extra := w.address(s.from), s.Fee
	if extra == 0 || w.spec.Model == chain.UTXO && s.change.amount <= extra || p.balance < extra {
		return nil
	}
	t := s.Tx.Clone()
	t.Fee, t.Signatures = t.Fee+extra, nil
	if w.spec.Model == chain.UTXO {
		p.lose(s.change.at)
		s.change.amount -= extra
		t.Outputs[s.change.at.Index].Amount = s.change.amount
	} else {
		p.balance -= extra
	}
	p.sign(t, cache)
	s.Tx, s.id, s.Fee = t, t.ID(), t.Fee
	if s.change.amount > 0 {
		s.change.at.Tx = s.id
		p.addCoin(s.change)
	}
	return t
}
