package accounting

import (
	"encoding/binary"

	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Mined tells of a block; attackerOrigin says which of its transactions the
// thief signed. Of those, the ones that spend from the venue's wallets took
// what they paid to others, and the miner's fee. A spend that mixes the venue's
// coins with his own counts whole.
func (a *Accounting) Mined(now int64, asset uint16, b *chain.Block, attackerOrigin func(chain.Hash) bool) {
	a.gradeUntil(now)
	for i, t := range b.Transactions {
		if t.NewOwner != (chain.Address{}) && a.venueAddresses.has(t.From) {
			a.observeIn(now, measure.OwnerChanged, asset, beginning(b.TransactionID(i)))
		}
		if attackerOrigin == nil || !attackerOrigin(b.TransactionID(i)) {
			if len(a.approved.asked) > 0 {
				a.paidApproved(now, asset, t)
			}
			a.paidDiverted(now, asset, b.TransactionID(i), t)
			continue
		}
		theft := a.robs(t)
		a.transferred(now, asset, b.TransactionID(i), t, theft)
		if !theft {
			continue
		}
		a.attack.seen(now)
		gone := t.Fee
		for _, o := range t.Outputs {
			if !a.venueAddresses.has(o.To) {
				gone = money.AddCapped(gone, o.Amount)
				a.used.addresses.add(o.To)
			}
		}
		a.takings.take(now, measure.House, money.AddCapped(a.known.Value(asset, gone), a.gas(asset)))
		a.used.wallets.add(a.known.Assets[asset-1].Code)
	}
}

// gas is what a transfer of a token takes from the venue's address in the coin that
// its chain is of, by value.
func (a *Accounting) gas(asset uint16) int64 {
	if token := &a.known.Assets[asset-1]; token.On > 0 {
		return a.known.Value(token.On, token.Chain.Gas)
	}
	return 0
}

// beginning is the first 64 bits of an id.
func beginning(id chain.Hash) uint64 { return binary.BigEndian.Uint64(id[:]) }

// robs reports whether a transaction takes coins from the venue's wallets.
func (a *Accounting) robs(tx *chain.Transaction) bool {
	if tx.From != (chain.Address{}) && a.venueAddresses.has(tx.From) {
		return true
	}
	for _, p := range tx.Policies {
		if a.venueAddresses.has(p.Address()) {
			return true
		}
	}
	return false
}

// VenueAddress tells of an address that the venue's wallets spend from, from a
// time on: after a rotation or a move of a hot wallet. What lies at the
// addresses before it stays the venue's.
func (a *Accounting) VenueAddress(_ int64, _ uint16, address chain.Address) {
	if address != (chain.Address{}) {
		a.venueAddresses.add(address)
	}
}

// walletMoved hears where the venue's coins are kept from now on.
func (a *Accounting) walletMoved(e *mockexchange.Event) {
	switch e.Op {
	case mockexchange.RotateHotKey, mockexchange.MigrateWallet, mockexchange.UpgradeWallet:
		a.VenueAddress(e.At, e.Asset, e.Address)
	}
}

// Sent tells that a chain's relay took a transaction of the thief's. Whether
// anything comes of it, Mined tells; everybody can see it from now on.
func (a *Accounting) Sent(now int64, _ uint16, t *chain.Transaction) {
	a.gradeUntil(now)
	a.sent[t.ID()] = now
	if a.robs(t) {
		a.attack.seen(now)
	}
}

// transferred notes a transaction of the thief's that a block at a time has: a
// theft if it spends from the venue's wallets, otherwise he moves his loot.
func (a *Accounting) transferred(now int64, asset uint16, id chain.Hash, t *chain.Transaction, theft bool) {
	one := measure.Transfer{Sent: now, Asset: asset, Inputs: len(t.Inputs)}
	if at, known := a.sent[id]; known {
		one.Sent = at
	}
	for _, o := range t.Outputs {
		if a.venueAddresses.has(o.To) || !theft && o.To == changeOf(t) {
			continue
		}
		one.Paid = append(one.Paid, o)
		if !theft {
			a.movedTo.add(o.To)
		}
		one.Amount = money.AddCapped(one.Amount, o.Amount)
	}
	a.evidence.Transfers = append(a.evidence.Transfers, one)
	what := measure.MoveMined
	switch {
	case theft:
		what = measure.TheftMined
	case len(one.Paid) > 0 && a.known.Elsewhere != nil && a.known.Elsewhere(one.Paid[0].To):
		what = measure.DepositMined
	}
	a.observe(now, what, uint64(len(a.evidence.Transfers)-1))
}

// changeOf is where a transaction's change goes back to.
func changeOf(t *chain.Transaction) chain.Address {
	if len(t.Policies) == 0 {
		return chain.Address{}
	}
	return t.Policies[0].Address()
}
