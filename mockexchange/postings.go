package mockexchange

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// value is an amount of an asset in the reference currency at the reference
// price, to the nearest base unit. Where that leaves 64 bits it is the largest
// value there is, so that no limit lets it pass: values are for telemetry and
// limits, never for postings.
func (e *Exchange) value(asset uint16, amount int64) int64 {
	if asset == 0 {
		return 0
	}
	v, ok := money.MulDiv(amount, e.genesis.Assets[asset-1].Reference, e.unitsPerCoin[asset-1], money.Nearest)
	switch {
	case ok:
		return v
	case amount < 0:
		return -math.MaxInt64
	}
	return math.MaxInt64
}

func pocket(k ledger.Kind, account uint32) ledger.Pocket {
	return ledger.Pocket{Kind: k, Account: account}
}

// mustPost stops a venue whose books contradict themselves: a posting that was
// reserved beforehand cannot fail.
func (e *Exchange) mustPost(c reject.Code) {
	if c != reject.OK {
		panic("mockexchange: a reserved posting failed: " + c.String())
	}
}

// houseFunds is what the venue can spend of an asset without touching anybody
// else's: its own coins and what it has earned.
func (e *Exchange) houseFunds(asset uint16) int64 {
	return e.ledger.Total(ledger.House, asset) + e.ledger.Total(ledger.Fees, asset)
}

// fromHouse pays an amount out of the house's own coins and then out of what
// it has earned. It returns how much of it both together had.
func (e *Exchange) fromHouse(asset uint16, amount int64, to ledger.Pocket) (paid int64) {
	for _, k := range [...]ledger.Kind{ledger.House, ledger.Fees} {
		if part := min(amount-paid, e.ledger.Total(k, asset)); part > 0 {
			e.mustPost(e.ledger.Post(asset, part, ledger.Pocket{Kind: k}, to))
			paid += part
		}
	}
	return paid
}

// bookFee books a fee, and the protection fund's share of it, rounded down.
func (e *Exchange) bookFee(asset uint16, fee int64, from ledger.Pocket) {
	if e.protectionShare > 0 {
		share, _ := money.MulDiv(fee, e.protectionShare, money.Whole, money.Down) // no more than the fee
		if share > 0 {
			e.mustPost(e.ledger.Post(asset, share, from, ledger.Pocket{Kind: ledger.Protection}))
			fee -= share
		}
	}
	if fee > 0 {
		e.mustPost(e.ledger.Post(asset, fee, from, ledger.Pocket{Kind: ledger.Fees}))
	}
}
