package score

import "github.com/exdrill/exdrill/mockexchange/chain"

// house is the account number that stands for the venue itself.
const house = 0

// Mined tells of a block; attackerOrigin says which of its transactions the
// thief signed. Of those, the ones that spend from the venue's wallets took
// what they paid to others, and the miner's fee. A spend that mixes the venue's
// coins with his own counts whole.
func (a *Accountant) Mined(now int64, asset uint16, b *chain.Block, attackerOrigin func(chain.Hash) bool) {
	for i, t := range b.Transactions {
		if attackerOrigin == nil || !attackerOrigin(b.TransactionID(i)) {
			continue
		}
		theft := a.truth.spends(t)
		a.transferred(now, asset, b.TransactionID(i), t, theft)
		if !theft {
			continue
		}
		gone := t.Fee
		for _, o := range t.Outputs {
			if !a.truth.venues(o.To) {
				gone = add(gone, o.Amount)
				a.used.addresses.add(o.To)
			}
		}
		a.loot.take(now, house, a.truth.value(asset, gone))
		a.used.wallets.add(a.truth.Assets[asset-1].Code)
	}
}

// spends reports whether a transaction takes coins from the venue's wallets.
func (t *truth) spends(tx *chain.Transaction) bool {
	if t.venues(tx.From) {
		return true
	}
	for _, p := range tx.Policies {
		if t.venues(p.Address()) {
			return true
		}
	}
	return false
}

// venues reports whether an address is the venue's.
func (t *truth) venues(a chain.Address) bool {
	for _, own := range t.VenueAddresses {
		if own == a && a != (chain.Address{}) {
			return true
		}
	}
	return false
}
