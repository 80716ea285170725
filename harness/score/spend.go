package score

import (
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

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
		theft := a.spends(t)
		a.transferred(now, asset, b.TransactionID(i), t, theft)
		if !theft {
			continue
		}
		gone := t.Fee
		for _, o := range t.Outputs {
			if !a.wallets.has(o.To) {
				gone = money.AddCapped(gone, o.Amount)
				a.used.addresses.add(o.To)
			}
		}
		a.loot.take(now, house, a.truth.value(asset, gone))
		a.used.wallets.add(a.truth.Assets[asset-1].Code)
	}
}

// spends reports whether a transaction takes coins from the venue's wallets.
func (a *Accountant) spends(tx *chain.Transaction) bool {
	if tx.From != (chain.Address{}) && a.wallets.has(tx.From) {
		return true
	}
	for _, p := range tx.Policies {
		if a.wallets.has(p.Address()) {
			return true
		}
	}
	return false
}

// VenueAddress tells of an address that the venue's wallets spend from, from a
// time on: after a rotation or a move of a hot wallet. What lies at the
// addresses before it stays the venue's.
func (a *Accountant) VenueAddress(_ int64, _ uint16, address chain.Address) {
	if address != (chain.Address{}) {
		a.wallets.add(address)
	}
}

// walletMoved hears where the venue's coins are kept from now on.
func (a *Accountant) walletMoved(e *mockexchange.Event) {
	switch e.Op {
	case mockexchange.RotateHotKey, mockexchange.MigrateWallet:
		a.VenueAddress(e.At, e.Asset, e.Address)
	}
}
