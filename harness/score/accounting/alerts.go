package accounting

import (
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

// Alert tells of a finding of the defence. It is a true one if it names at
// least one thing that is compromised, once the thief has shown himself: what
// is named before that was guessed.
func (a *Accounting) Alert(al *defence.Alert) {
	f := score.Finding{At: al.At, Rule: al.Rule}
	f.True = a.attack.firstSeen != 0 && al.At >= a.attack.firstSeen && a.namesTruth(al)
	a.findings = append(a.findings, f)
	a.observe(al.At, measure.AlertRaised, 0)
	if f.True {
		a.observe(al.At, measure.TrueAlertRaised, 0)
	}
	a.named.keys.add(al.Keys...)
	a.named.accounts.add(al.Accounts...)
	a.named.sources.add(al.Sources...)
	a.named.addresses.add(al.Addresses...)
	a.named.wallets.add(al.Wallets...)
}

// namesTruth reports whether an alert names something compromised. Sources and
// addresses are the thief's once he has used them.
func (a *Accounting) namesTruth(al *defence.Alert) bool {
	return a.known.guilty.hasAny(al.Keys) || a.known.accounts.hasAny(al.Accounts) ||
		a.known.wallets.hasAny(al.Wallets) ||
		a.used.sources.hasAny(al.Sources) || a.used.addresses.hasAny(al.Addresses)
}

// naming holds what alerts named against the truth.
func (a *Accounting) naming() []score.Naming {
	n := make([]score.Naming, entityKinds)
	n[entityKeys] = compare(&a.named.keys, &a.known.guilty, &a.used.keys)
	n[entityAccounts] = compare(&a.named.accounts, &a.known.accounts, &a.used.accounts)
	n[entitySources] = compare(&a.named.sources, &a.used.sources, &a.used.sources)
	n[entityAddresses] = compare(&a.named.addresses, &a.used.addresses, &a.used.addresses)
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
