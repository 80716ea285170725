package accounting

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// The kinds of entities that an alert can name, in the order of results.
const (
	entityKeys = iota
	entityAccounts
	entitySources
	entityAddresses
	entityWallets
	entityKinds
)

var entityNames = [entityKinds]string{"keys", "accounts", "sources", "addresses", "wallets"}

// entities are things that alerts name and thieves use.
type entities struct {
	keys      orderedSet[uint32]
	accounts  orderedSet[uint32]
	sources   orderedSet[access.Source]
	addresses orderedSet[chain.Address] // on a chain
	wallets   orderedSet[string]        // asset codes of hot wallets
}

func newEntities() entities {
	return entities{
		keys: newOrderedSet[uint32](), accounts: newOrderedSet[uint32](), sources: newOrderedSet[access.Source](),
		addresses: newOrderedSet[chain.Address](), wallets: newOrderedSet[string](),
	}
}

func (s *entities) clone() entities {
	return entities{
		keys: s.keys.clone(), accounts: s.accounts.clone(), sources: s.sources.clone(),
		addresses: s.addresses.clone(), wallets: s.wallets.clone(),
	}
}

// Alert tells of a finding of the defence, which is graded once it is clear what
// it was about, a minute later.
func (a *Accounting) Alert(al *defence.Alert) {
	a.gradeUntil(al.At)
	a.observe(al.At, measure.AlertRaised, 0)
	a.ungraded = append(a.ungraded, *al)
	a.named.keys.add(al.Keys...)
	a.named.accounts.add(al.Accounts...)
	a.named.sources.add(al.Sources...)
	a.named.addresses.add(al.Addresses...)
	a.named.wallets.add(al.Wallets...)
}

// gradeUntil grades the alerts that were raised a minute before a time or
// earlier, with what is known by then.
func (a *Accounting) gradeUntil(now int64) {
	for len(a.ungraded) > 0 && a.ungraded[0].At+score.Precursor < now {
		a.gradeNext()
	}
}

// gradeAll grades what is left when the run is over.
func (a *Accounting) gradeAll() {
	for len(a.ungraded) > 0 {
		a.gradeNext()
	}
}

// gradeNext grades the oldest alert that waits for it.
func (a *Accounting) gradeNext() {
	al := &a.ungraded[0]
	f := a.grade(al)
	f.Charged, f.Customers = a.falseCases.charge(al, a)
	a.findings = append(a.findings, f)
	if f.True {
		a.evidence.Insert(measure.Observation{At: al.At, What: measure.TrueAlertRaised})
	}
	a.ungraded = a.ungraded[1:]
}

// grade holds an alert against the truth as an analyst would who reads it: it
// is true if the thief has shown himself and at least half of what it names is
// his or in his hands.
func (a *Accounting) grade(al *defence.Alert) score.Finding {
	f := score.Finding{At: al.At, Rule: al.Rule}
	count := func(guilty, held bool) {
		f.Named++
		if guilty {
			f.Guilty++
		}
		if held {
			f.Held++
		}
	}
	for _, k := range distinct(al.Keys) {
		count(a.guiltyKey(k, al.At), a.known.guilty.has(k))
	}
	for _, n := range distinct(al.Accounts) {
		count(a.guiltyAccount(n, al.At), a.known.implicated.has(n))
	}
	for _, s := range distinct(al.Sources) {
		count(a.known.Attack && a.used.sources.has(s), false)
	}
	for _, to := range distinct(al.Addresses) {
		count(a.guiltyAddress(to), false)
	}
	for _, w := range distinct(al.Wallets) {
		count(a.guiltyWallet(w, al.At), a.known.wallets.has(w))
	}
	f.True = a.shownAt(al.At) && score.Convicts(f.Guilty, f.Named)
	return f
}

// shownAt reports whether the thief has shown himself by a time, or has set out,
// give or take a precursor.
func (a *Accounting) shownAt(at int64) bool {
	first := a.attack.firstSeen
	if out := a.known.SetsOutAt; first == 0 || out != 0 && out < first {
		first = out
	}
	return a.known.Attack && first != 0 && at >= first-score.Precursor
}

// guiltyKey reports whether a key is the thief's own, or in his hands once he
// has shown himself: before that, whoever used it was its owner.
func (a *Accounting) guiltyKey(key uint32, at int64) bool {
	if a.known.keys.has(key) {
		return a.shownAt(at)
	}
	return a.known.Attack && (a.known.guilty.has(key) || a.used.keys.has(key))
}

// guiltyAccount reports the same of an account; an old key to it is enough.
func (a *Accounting) guiltyAccount(account uint32, at int64) bool {
	if a.known.Own(account) {
		return a.known.Attack
	}
	return a.known.implicated.has(account) && a.shownAt(at)
}

// guiltyAddress reports whether coins of the venue's went to an address by the
// thief's hand, straight or by way of others: an alert that follows them names him
// as the first does.
func (a *Accounting) guiltyAddress(to chain.Address) bool {
	return a.known.Attack && (a.used.addresses.has(to) || a.movedTo.has(to))
}

// guiltyWallet reports the same of a hot wallet.
func (a *Accounting) guiltyWallet(asset string, at int64) bool {
	return a.known.wallets.has(asset) && a.shownAt(at)
}

// distinct are the members of a list, each once, in their order.
func distinct[T comparable](list []T) []T {
	if len(list) < 2 {
		return list
	}
	set := newOrderedSet(list...)
	return set.list
}

// found reports whether an alert has named the thief yet.
func (a *Accounting) found() bool {
	if slices.ContainsFunc(a.findings, func(f score.Finding) bool { return f.True }) {
		return true
	}
	return slices.ContainsFunc(a.ungraded, func(al defence.Alert) bool { return a.grade(&al).True })
}

// naming holds what alerts named against the truth.
func (a *Accounting) naming() []score.Naming {
	n := make([]score.Naming, entityKinds)
	n[entityKeys] = compare(&a.named.keys, &a.known.guilty, &a.used.keys)
	n[entityAccounts] = compare(&a.named.accounts, &a.known.implicated, &a.used.accounts)
	n[entitySources] = compare(&a.named.sources, &a.used.sources, &a.used.sources)
	stolen := a.used.addresses.clone()
	stolen.add(a.movedTo.list...)
	n[entityAddresses] = compare(&a.named.addresses, &stolen, &a.used.addresses)
	n[entityWallets] = compare(&a.named.wallets, &a.known.wallets, &a.used.wallets)
	for k := range n {
		n[k].Kind = entityNames[k]
	}
	return n
}

func compare[T comparable](named, truth, used *orderedSet[T]) score.Naming {
	return score.Naming{
		Named: int64(named.len()), Right: named.common(truth),
		Used: used.common(truth), Found: named.common(used),
	}
}
