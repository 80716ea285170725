package accounting

import (
	"cmp"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Setup is what the referee knows before a run: the venue's price list and the
// ground truth. The accounting reads its slices and never changes them, so
// that many runs can share them.
type Setup struct {
	Venue string // its name; facts about another venue are not measured here
	measure.Reference
	ClockEnd int64 // when honest life and the incident stop
	End      int64 // of the settlement tail

	// Attack says whether a thief comes at all. Without one the run is scored as
	// a control scenario.
	Attack bool
	// SetsOutAt is when the thief sends his first command, virtual nanoseconds; 0
	// where nobody knows. He may be stopped before anybody can see him.
	SetsOutAt int64
	// Holdings are what the thief's own accounts own at the start.
	Holdings []mockexchange.Balance
	// What else the thief holds of others: the accounts behind his live keys, and
	// hot wallets by asset code.
	CompromisedAccounts []uint32
	CompromisedWallets  []string
	// VenueAddresses are the addresses that the venue's own wallets spend from
	// at the start. VenueAddress tells of those that come later.
	VenueAddresses []chain.Address
	// Elsewhere reports whether an address is one of the thief's at another
	// exchange; nil if he has none.
	Elsewhere func(chain.Address) bool

	// HonestUse tells which keys their owners use: element n-1 is key id n, and
	// keys beyond its length have no honest use.
	HonestUse []bool
	// AccountWeight says how much an honest account counts, in parts per
	// million: 1,000,000 for groups that the scale shrinks, the scale for groups
	// that it does not, 0 for market makers and momentum traders, who have no intents.
	// Element n-1 is account n. Nil means that everybody counts once.
	AccountWeight []int64

	// HouseWeight says how much the venue's own staff counts, in parts per million:
	// the scale, so that it costs the same part of a closed day at every scale.
	// 0 is all.
	HouseWeight int64

	// Imposed are the standing controls that the defence put in place. Operators'
	// actions are always the defence's.
	Imposed []reject.Control
	// Custody is the policy in force, of which the staff's hours and what is paid
	// to others follow.
	Custody custody.Policy
	// Decoding is how long somebody usually takes to decode what he signs for cold
	// storage, nanoseconds.
	Decoding int64
	// ReconcileEvery is how often the wallets are held against the books; 0 for
	// never.
	ReconcileEvery time.Duration
	// Tariff prices harm; the zero value is DefaultTariff at 1,000 base units
	// for 1,000 yen.
	Tariff impact.Tariff
	// Itemise keeps every case of harm with its cause, for whoever explains a run.
	Itemise bool
	Facts   []score.Fact
	Public  []score.Statement // what others than the venue said, in the order of time
}

// known is a setup with what can be looked up in it.
type known struct {
	Setup
	blame    impact.Blame
	keys     orderedSet[uint32] // compromised, of others
	guilty   orderedSet[uint32] // the same and the keys of his own accounts
	accounts orderedSet[uint32] // compromised, his own included
	// implicated are the same and those that he has a dead key to: no thief can
	// use it, and an alert about it is right.
	implicated orderedSet[uint32]
	wallets    orderedSet[string] // compromised, by asset code
	horizon    int64              // when the settlement begins
	working    int64              // keys that work at the start
	listens    bool               // figures or the defence's controls need to hear of every trade
}

func newKnown(s Setup) *known {
	if s.Tariff.Version == "" {
		s.Tariff = impact.DefaultTariff(1000)
	}
	s.HouseWeight = cmp.Or(s.HouseWeight, money.Whole)
	k := &known{
		Setup: s, keys: newOrderedSet(s.CompromisedKeys...),
		accounts: newOrderedSet(s.AttackerAccounts...), wallets: newOrderedSet(s.CompromisedWallets...),
		horizon: s.End - impact.Settlement,
	}
	k.CompromisedKeys, k.AttackerAccounts = k.keys.list, slices.Clone(k.accounts.list)
	k.accounts.add(s.CompromisedAccounts...)
	k.guilty, k.implicated = k.keys.clone(), k.accounts.clone()
	for _, key := range k.CompromisedKeys {
		if account := k.Owner(key); account != 0 {
			k.implicated.add(account)
		}
	}
	for i := range s.Keys {
		id := uint32(i + 1)
		if k.Alive(id) {
			k.working++
		}
		if k.Own(s.Keys[i].Account) {
			k.guilty.add(id)
		}
	}
	k.blame = impact.BlameFor(s.Imposed)
	k.listens = k.blame[reject.PriceRangeExecution] || k.blame[reject.CircuitBreaker]
	for i := range s.Facts {
		k.listens = k.listens || measure.AboutMarkets(s.Facts[i].Measure)
	}
	return k
}

func has[T comparable](m map[T]struct{}, v T) bool {
	_, ok := m[v]
	return ok
}

// weight is how much an honest account counts.
func (k *known) weight(account uint32) int64 {
	switch {
	case k.AccountWeight == nil:
		return money.Whole
	case account == 0 || int(account) > len(k.AccountWeight):
		return 0
	}
	return k.AccountWeight[account-1]
}

// honestUse reports whether a key's owner uses it.
func (k *known) honestUse(key uint32) bool {
	return key > 0 && int(key) <= len(k.HonestUse) && k.HonestUse[key-1]
}

// innocent reports whether an account is neither the thief's nor in his hands.
func (k *known) innocent(account uint32) bool { return !k.accounts.has(account) }

func (s *Setup) currency() money.Unit {
	if len(s.Assets) == 0 {
		return money.Unit{}
	}
	return money.Unit{Code: s.Assets[0].Code, Decimals: s.Assets[0].Decimals}
}
