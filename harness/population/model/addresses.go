package model

import (
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// SourceRange is a run of addresses in the model's list of them: those of one member,
// or of one vendor.
type SourceRange struct {
	First uint32
	Count uint8
}

// VendorMove is one vendor's move: from then on all its customers' programs
// call from other addresses.
type VendorMove struct {
	At     int64 // virtual nanoseconds
	To     SourceRange
	Group  int
	Vendor int
	Listed int64 // share of allow-lists that name the new addresses in time, parts per million
}

// Home is where somebody calls from at a moment.
func (m *Model) Home(r *Holder, now int64) SourceRange {
	if r.Move != 0 && now >= m.VendorMoves[r.Move-1].At {
		return m.VendorMoves[r.Move-1].To
	}
	return r.Sources
}

// Source gives one of the addresses of a home; n is drawn from those of the
// first home.
func (m *Model) Source(at SourceRange, n uint32) access.Source {
	return m.Sources[at.First+n%uint32(at.Count)]
}

// KnownAddresses is how many addresses of an asset a customer has paid before.
const KnownAddresses = 2

// Own is which of them is a wallet of his own, where he has one.
const Own = 0

// PaidBefore is one of the addresses of an asset that an account has paid before.
func (m *Model) PaidBefore(i int, asset uint16, n int64) chain.Address {
	s := m.Stream(i, ForAddresses)
	return chain.ExternalAddress(s.Uint64(), m.Coins[asset-1].Code, uint32(n))
}

// OwnWallet is the address of an asset at which a customer keeps what he does not
// leave at the venue.
func (m *Model) OwnWallet(i int, asset uint16) chain.Address { return m.PaidBefore(i, asset, Own) }

// NewAddress is the new address that belongs to an intent.
func (m *Model) NewAddress(i int, intent uint32) chain.Address {
	s := m.Stream(i, ForAddresses)
	return chain.ExternalAddress(s.Uint64(), "new", intent)
}
