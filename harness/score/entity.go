package score

import (
	"github.com/exdrill/exdrill/harness/defence"
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
	keys      bag[uint32]
	accounts  bag[uint32]
	sources   bag[access.Source]
	addresses bag[chain.Address] // on a chain
	wallets   bag[string]        // asset codes of hot wallets
}

func newEntities() entities {
	return entities{
		keys: newBag[uint32](), accounts: newBag[uint32](), sources: newBag[access.Source](),
		addresses: newBag[chain.Address](), wallets: newBag[string](),
	}
}

func (s *entities) clone() entities {
	return entities{
		keys: s.keys.clone(), accounts: s.accounts.clone(), sources: s.sources.clone(),
		addresses: s.addresses.clone(), wallets: s.wallets.clone(),
	}
}

// Alert tells of a finding of the defence. It is a true one if it names at
// least one thing that is compromised, once the thief has shown himself: what
// is named before that was guessed.
func (a *Accountant) Alert(al *defence.Alert) {
	f := Finding{At: al.At, Rule: al.Rule}
	f.True = a.thief.firstSeen != 0 && al.At >= a.thief.firstSeen && a.namesTruth(al)
	a.findings = append(a.findings, f)
	a.saw(al.At, sawAlert, 0)
	if f.True {
		a.saw(al.At, sawTrueAlert, 0)
	}
	a.named.keys.add(al.Keys...)
	a.named.accounts.add(al.Accounts...)
	a.named.sources.add(al.Sources...)
	a.named.addresses.add(al.Addresses...)
	a.named.wallets.add(al.Wallets...)
}

// namesTruth reports whether an alert names something compromised. Sources and
// addresses are the thief's once he has used them.
func (a *Accountant) namesTruth(al *defence.Alert) bool {
	return a.truth.guilty.hasAny(al.Keys) || a.truth.accounts.hasAny(al.Accounts) ||
		a.truth.wallets.hasAny(al.Wallets) ||
		a.used.sources.hasAny(al.Sources) || a.used.addresses.hasAny(al.Addresses)
}

// naming holds what alerts named against the truth.
func (a *Accountant) naming() []Naming {
	n := make([]Naming, entityKinds)
	n[entityKeys] = compare(&a.named.keys, &a.truth.guilty, &a.used.keys)
	n[entityAccounts] = compare(&a.named.accounts, &a.truth.accounts, &a.used.accounts)
	n[entitySources] = compare(&a.named.sources, &a.used.sources, &a.used.sources)
	n[entityAddresses] = compare(&a.named.addresses, &a.used.addresses, &a.used.addresses)
	n[entityWallets] = compare(&a.named.wallets, &a.truth.wallets, &a.used.wallets)
	for k := range n {
		n[k].Kind = entityNames[k]
	}
	return n
}

func compare[T comparable](named, truth, used *bag[T]) Naming {
	return Naming{
		Named: int64(named.len()), Right: named.common(truth),
		Used: used.common(truth), Found: named.common(used),
	}
}
