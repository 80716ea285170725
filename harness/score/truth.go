package score

import (
	"time"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// settlement is the last stretch of a run, in which nothing counts in a
// defence's favour any more: what it takes back there is not taken back, and
// what it lets go there was never let go. Holds are over by then, so only
// somebody who waits for the end can mind.
const settlement = int64(24 * time.Hour)

// truth is a setup with what can be looked up in it.
type truth struct {
	Setup
	wholes   []int64 // base units in a whole coin, asset n is element n-1
	blame    impact.Blame
	own      bag[uint32] // the thief's accounts
	keys     bag[uint32] // compromised, of others
	guilty   bag[uint32] // the same and the keys of his own accounts
	accounts bag[uint32] // compromised, his own included
	wallets  bag[string] // compromised, by asset code
	horizon  int64       // when the settlement begins
	working  int64       // keys that work at the start
	listens  bool        // figures or the defence's controls need to hear of every trade
}

func newTruth(s Setup) *truth {
	if s.Tariff.Version == "" {
		s.Tariff = impact.DefaultTariff(1000)
	}
	t := &truth{
		Setup: s, own: newBag(s.AttackerAccounts...), keys: newBag(s.CompromisedKeys...),
		accounts: newBag(s.AttackerAccounts...), wallets: newBag(s.CompromisedWallets...),
		horizon: s.End - settlement,
	}
	t.accounts.add(s.CompromisedAccounts...)
	for i := range s.Assets {
		t.wholes = append(t.wholes, money.Pow10(s.Assets[i].Decimals))
	}
	t.guilty = t.keys.clone()
	for i := range s.Keys {
		id := uint32(i + 1)
		if t.alive(id) {
			t.working++
		}
		if t.own.has(s.Keys[i].Account) {
			t.guilty.add(id)
		}
	}
	t.blame = impact.BlameFor(s.Imposed)
	t.listens = t.blame[reject.PriceRangeExecution] || t.blame[reject.CircuitBreaker]
	for i := range s.Facts {
		t.listens = t.listens || aboutMarkets(s.Facts[i].Measure)
	}
	return t
}

func has[T comparable](m map[T]struct{}, v T) bool {
	_, ok := m[v]
	return ok
}

// value is an amount at the reference price, to the nearest base unit of the
// reference currency, as the venue's telemetry has it.
func (t *truth) value(asset uint16, amount int64) int64 {
	if asset == 0 || int(asset) > len(t.Assets) {
		return 0
	}
	v, _ := money.MulDiv(amount, t.Assets[asset-1].Reference, t.wholes[asset-1], money.Nearest)
	return v
}

// weight is how much an honest account counts.
func (t *truth) weight(account uint32) int64 {
	switch {
	case t.AccountWeight == nil:
		return money.Whole
	case account == 0 || int(account) > len(t.AccountWeight):
		return 0
	}
	return t.AccountWeight[account-1]
}

// owner is the account behind a key that the venue opened with; 0 for others.
func (t *truth) owner(key uint32) uint32 {
	if key == 0 || int(key) > len(t.Keys) {
		return 0
	}
	return t.Keys[key-1].Account
}

// alive reports whether a key works at the start.
func (t *truth) alive(key uint32) bool {
	if key == 0 || int(key) > len(t.Keys) {
		return false
	}
	deleted := t.Keys[key-1].Deleted
	return deleted == 0 || deleted > t.Start
}

// honestUse reports whether a key's owner uses it.
func (t *truth) honestUse(key uint32) bool {
	return key > 0 && int(key) <= len(t.HonestUse) && t.HonestUse[key-1]
}

// innocent reports whether an account is neither the thief's nor in his hands.
func (t *truth) innocent(account uint32) bool { return !t.accounts.has(account) }

func (s *Setup) currency() money.Unit {
	if len(s.Assets) == 0 {
		return money.Unit{}
	}
	return money.Unit{Code: s.Assets[0].Code, Decimals: s.Assets[0].Decimals}
}
