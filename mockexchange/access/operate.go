package access

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Selection says which keys an operator means: one by id, or all of one
// account, all of one vendor's, or all that were created up to a time. The first field that is not
// zero counts, and no other; an empty selection means no key.
type Selection struct {
	Key     uint32
	Account uint32
	Vendor  uint8
	Until   int64 // virtual nanoseconds, inclusive
}

// Revoke kills the selected live keys, calls hit for each and returns how many
// it killed. What was asked for with them before goes on.
func (r *Registry) Revoke(s Selection, hit func(id uint32)) int {
	return r.each(s, func(id uint32, k *key) bool {
		k.revoked = true
		hit(id)
		return true
	})
}

// Restrict takes rights from the selected live keys, calls hit for each that
// had one of them and returns how many those were.
func (r *Registry) Restrict(s Selection, rights Scopes, hit func(id uint32)) int {
	return r.each(s, func(id uint32, k *key) bool {
		if k.Scopes&^k.removed&rights == 0 {
			return false
		}
		k.removed |= rights
		hit(id)
		return true
	})
}

// EnforceAllowLists has keys answer from the addresses alone that their owners
// listed, as Policy.AllowLists does from the start. It reports whether that is
// news.
func (r *Registry) EnforceAllowLists() bool {
	if r.policy.AllowLists {
		return false
	}
	r.policy.AllowLists, r.listsBy = true, reject.EnforceAllowLists
	return true
}

// each calls f with the selected live keys in the order of their ids and
// counts how often it said yes.
func (r *Registry) each(s Selection, f func(uint32, *key) bool) int {
	n := 0
	visit := func(id uint32) {
		if r.Alive(id) && f(id, &r.keys[id]) {
			n++
		}
	}
	switch {
	case s.Key != 0:
		visit(s.Key)
	case s.Account != 0 || s.Vendor != 0 || s.Until != 0:
		for id := range r.keys {
			if s.means(&r.keys[id].Key) {
				visit(uint32(id))
			}
		}
	}
	return n
}

// means reports whether a key is among several that are selected.
func (s *Selection) means(k *Key) bool {
	switch {
	case s.Account != 0:
		return k.Account == s.Account
	case s.Vendor != 0:
		return k.Vendor == s.Vendor
	}
	return k.Created <= s.Until
}

// List is an owner adding an address to the allow-list of his own key; it reports
// whether he could. An address that is on it already stays once.
func (r *Registry) List(account, id uint32, from Source) bool {
	if !r.Alive(id) || r.keys[id].Account != account {
		return false
	}
	k := &r.keys[id]
	if !slices.Contains(k.Listed, from) {
		k.Listed = append(slices.Clone(k.Listed), from) // the genesis keeps its own
	}
	return true
}

// Delete is an owner deleting his own key; it reports whether he could.
func (r *Registry) Delete(now int64, account, id uint32) bool {
	if !r.Alive(id) || r.keys[id].Account != account {
		return false
	}
	r.keys[id].Deleted = now
	return true
}

// Freeze stops everything an account may do and ends its session, or lets it
// act again: then its keys work as before, and its owner logs in anew. It
// reports whether that changed anything.
func (r *Registry) Freeze(account uint32, frozen bool) bool {
	if !r.HasAccount(account) || r.accounts[account].frozen == frozen {
		return false
	}
	r.accounts[account].frozen = frozen
	if frozen {
		r.accounts[account].session = session{}
	}
	return true
}

// Frozen reports whether an account is frozen.
func (r *Registry) Frozen(account uint32) bool {
	return r.HasAccount(account) && r.accounts[account].frozen
}
