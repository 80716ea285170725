package ledger

import (
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Ledger holds the balances of one venue. Make it with New.
type Ledger struct {
	assets int
	// cells holds free and locked side by side for every asset of account 1,
	// then of account 2, and so on: a trade touches neighbours.
	cells []int64
	// totals holds one sum for every kind of asset 1, then of asset 2. For the
	// venue's own kinds the sum is the balance.
	totals []int64
}

// New makes an empty ledger with account ids 1 to accounts and asset ids 1 to
// assets.
func New(accounts, assets int) *Ledger {
	return &Ledger{
		assets: assets,
		cells:  make([]int64, accounts*assets*2),
		totals: make([]int64, assets*Kinds),
	}
}

// Accounts is how many accounts there are, and so the highest account id.
func (l *Ledger) Accounts() int {
	if l.assets == 0 {
		return 0
	}
	return len(l.cells) / (l.assets * 2)
}

// Post moves amount base units of an asset between two pockets, or moves
// nothing and says why: BadRequest for an amount that is not positive or a kind
// that does not exist, UnknownAsset, UnknownAccount, InsufficientBalance when
// the source holds less, Overflow when more than money.MaxSupply of the asset
// would be inside the venue.
func (l *Ledger) Post(asset uint16, amount int64, from, to Pocket) reject.Code {
	if amount <= 0 || from.Kind >= kinds || to.Kind >= kinds {
		return reject.BadRequest
	}
	if asset == 0 || int(asset) > l.assets {
		return reject.UnknownAsset
	}
	totals := l.totals[(int(asset)-1)*Kinds:][:Kinds]
	source, sink := &totals[from.Kind], &totals[to.Kind]
	if from.Kind <= Locked {
		if source = l.cell(asset, from); source == nil {
			return reject.UnknownAccount
		}
	}
	if to.Kind <= Locked {
		if sink = l.cell(asset, to); sink == nil {
			return reject.UnknownAccount
		}
	}
	// Nothing but Outside can go below zero, and the kinds of an asset sum to
	// zero; so with Outside inside its bound no other balance can overflow.
	switch {
	case from.Kind == Outside:
		if *source < amount-money.MaxSupply {
			return reject.Overflow
		}
	case *source < amount:
		return reject.InsufficientBalance
	}
	*source -= amount
	*sink += amount
	if from.Kind <= Locked {
		totals[from.Kind] -= amount
	}
	if to.Kind <= Locked {
		totals[to.Kind] += amount
	}
	return reject.OK
}

// cell finds an account's balance, nil if there is no such account.
func (l *Ledger) cell(asset uint16, p Pocket) *int64 {
	i := ((int(p.Account)-1)*l.assets+int(asset)-1)*2 + int(p.Kind)
	if uint(i) >= uint(len(l.cells)) {
		return nil
	}
	return &l.cells[i]
}

// Free is what an account has at its disposal; 0 for ids that do not exist.
func (l *Ledger) Free(account uint32, asset uint16) int64 {
	return l.held(account, asset, Free)
}

// Locked is what of an account is reserved; 0 for ids that do not exist.
func (l *Ledger) Locked(account uint32, asset uint16) int64 {
	return l.held(account, asset, Locked)
}

func (l *Ledger) held(account uint32, asset uint16, kind Kind) int64 {
	if asset == 0 || int(asset) > l.assets {
		return 0
	}
	if cell := l.cell(asset, Pocket{Kind: kind, Account: account}); cell != nil {
		return *cell
	}
	return 0
}

// Total is the balance of all pockets of a kind together; 0 for ids that do
// not exist. Only Outside is ever negative.
func (l *Ledger) Total(kind Kind, asset uint16) int64 {
	if kind >= kinds || asset == 0 || int(asset) > l.assets {
		return 0
	}
	return l.totals[(int(asset)-1)*Kinds+int(kind)]
}
