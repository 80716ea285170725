package measure

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Reference is the data that figures refer to, known before a run: a venue's
// price list, its keys, and what of it is the thief's or in his hands.
type Reference struct {
	Assets  []mockexchange.Asset // asset id n is element n-1; asset 1 is the reference currency
	Markets []market.Spec        // market id n is element n-1
	Keys    []access.Key         // key id n is element n-1; facts about key ages read it
	Start   int64                // of the clock, virtual nanoseconds

	// Held is what the venue holds of each asset as the clock starts, its own and its
	// customers', base units; asset id n is element n-1.
	Held []int64

	AttackerAccounts []uint32 // the thief's own; victims are not among them
	CompromisedKeys  []uint32 // of others, that the thief holds, dead ones included
}

// Own reports whether an account is the thief's own.
func (r *Reference) Own(account uint32) bool { return slices.Contains(r.AttackerAccounts, account) }

// Value is an amount at the reference price, to the nearest base unit of the
// reference currency, as the venue's telemetry has it.
func (r *Reference) Value(asset uint16, amount int64) int64 {
	if asset == 0 || int(asset) > len(r.Assets) {
		return 0
	}
	a := &r.Assets[asset-1]
	v, _ := money.MulDiv(amount, a.Reference, money.Pow10(a.Decimals), money.Nearest)
	return v
}

// Market is a market by its id; without anything in it for an id that is none.
func (r *Reference) Market(id uint16) *market.Spec {
	if id == 0 || int(id) > len(r.Markets) {
		return &market.Spec{}
	}
	return &r.Markets[id-1]
}

// MarketOf is the market that a figure about an asset is about: the first that
// trades it, 0 if none does.
func (r *Reference) MarketOf(asset string) uint16 {
	for i := range r.Markets {
		if base := r.Markets[i].Base; base > 0 && int(base) <= len(r.Assets) && r.Assets[base-1].Code == asset {
			return uint16(i + 1)
		}
	}
	return 0
}

// Owner is the account behind a key that the venue opened with; 0 for others.
func (r *Reference) Owner(key uint32) uint32 {
	if key == 0 || int(key) > len(r.Keys) {
		return 0
	}
	return r.Keys[key-1].Account
}

// Alive reports whether a key works at the start.
func (r *Reference) Alive(key uint32) bool {
	if key == 0 || int(key) > len(r.Keys) {
		return false
	}
	deleted := r.Keys[key-1].Deleted
	return deleted == 0 || deleted > r.Start
}
