package custody

import "github.com/exdrill/exdrill/mockexchange/chain"

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
		if t := w.move(p, w.hot, p.balance-w.spec.MinFee, Migration, cache); t != nil {
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

func (w *Wallet) isCold(p *addressWallet) bool { return p == w.cold || p == w.fund }
