package score

import (
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Setup is what the referee knows before a run: the venue's price list and the
// ground truth. The accountant reads its slices and never changes them, so
// that many runs can share them.
type Setup struct {
	Venue   string               // its name; facts about another venue are not measured here
	Assets  []mockexchange.Asset // asset id n is element n-1; asset 1 is the reference currency
	Markets []market.Spec        // market id n is element n-1
	Keys    []access.Key         // key id n is element n-1; facts about key ages read it

	Start    int64 // of the clock, virtual nanoseconds
	ClockEnd int64 // when honest life and the incident stop
	End      int64 // of the settlement tail

	// Attack says whether a thief comes at all. Without one the run is scored as
	// a control scenario.
	Attack bool
	// AttackerAccounts are the thief's own accounts, Holdings what they own at
	// the start. Victims are not among them.
	AttackerAccounts []uint32
	Holdings         []mockexchange.Balance
	// What the thief holds of others: the keys of his dump, dead ones included,
	// the accounts behind the live ones, and hot wallets by asset code.
	CompromisedKeys     []uint32
	CompromisedAccounts []uint32
	CompromisedWallets  []string
	// VenueAddresses are the addresses that the venue's own wallets spend from
	// at the start. VenueAddress tells of those that come later.
	VenueAddresses []chain.Address

	// HonestUse tells which keys their owners use: element n-1 is key id n, and
	// keys beyond its length have no honest use.
	HonestUse []bool
	// AccountWeight says how much an honest account counts, in parts per
	// million: 1,000,000 for groups that the scale shrinks, the scale for groups
	// that it does not, 0 for market makers and momentum traders, who have no intents.
	// Element n-1 is account n. Nil means that everybody counts once.
	AccountWeight []int64

	// Imposed are the standing controls that the defence put in place. Operators'
	// actions are always the defence's.
	Imposed []reject.Control
	// Tariff prices harm; the zero value is DefaultTariff at 1,000 base units
	// for 1,000 yen.
	Tariff impact.Tariff
	// Itemise keeps every case of harm with its cause, for whoever explains a run.
	Itemise bool
	Facts   []Fact
	Public  []Public // what others than the venue said, in the order of time
}
