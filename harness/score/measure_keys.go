package score

import (
	"slices"
	"time"
)

// keyMeasures are figures about keys and accounts.
func keyMeasures() []measure {
	return []measure{
		{"keys_presented", JoinSum, "keys of others that the thief presented, deleted ones too", distinct(sawKey)},
		{"keys_presented_dead", JoinSum, "of these, those that their owners had deleted", distinct(sawDeadKey)},
		{"keys_presented_live", JoinSum, "of these, those that worked when he first presented them", presentedLive},
		{"attacker_sources", JoinSum, "addresses that he called from, counted at each venue", distinct(sawSource)},
		{"presented_key_created_min", JoinFirst, "when the oldest key that he presented was made", created(sawKey, true)},
		{"presented_key_created_max", JoinLast, "when the newest key that he presented was made", created(sawKey, false)},
		{"stolen_keys", JoinSum, "keys of others that he holds, dead ones included", func(e evidence) Measured { return number(e.truth.keys.len()) }},
		{"stolen_keys_live", JoinSum, "of these, those that still work", func(e evidence) Measured { return number(e.liveStolen()) }},
		{"stolen_key_created_max", JoinLast, "when the newest of his keys that worked at the start was made", newestStolen},
		{"abused_keys", JoinSum, "victims' keys with which an order or a withdrawal of his was taken", abusedKeys},
		{"abused_key_created_min", JoinFirst, "when the oldest key was made with which an order or a withdrawal of his was taken", created(sawOrderKey, true)},
		{"abused_key_created_max", JoinLast, "when the newest of these was made", created(sawOrderKey, false)},
		{"abused_accounts", JoinSum, "victims' accounts in which an order or a withdrawal of his was taken", func(e evidence) Measured { return number(len(e.actedIn(false))) }},
		{"own_accounts", JoinSum, "accounts of his own in which an order or a withdrawal of his was taken", func(e evidence) Measured { return number(len(e.actedIn(true))) }},
		{"own_accounts_held", JoinSum, "accounts of his own, used or not", func(e evidence) Measured { return number(e.truth.own.len()) }},
		{"redrained_accounts", JoinSum, "victims' accounts that he acted in again after 24 hours or more without", func(e evidence) Measured { return number(len(e.returns())) }},
		{"redrained_at", JoinFirst, "his first act in such an account after the pause", func(e evidence) Measured { return e.firstReturn(func(r comeback) int64 { return r.to }) }},
		{"redrain_pause_hours", JoinMost, "whole hours of the first such pause", func(e evidence) Measured {
			return e.firstReturn(func(r comeback) int64 { return (r.to - r.from) / int64(time.Hour) })
		}},
	}
}

// presentedLive are those presented that their owners had not deleted.
func presentedLive(e evidence) Measured {
	return number(len(ids(e.all(sawKey))) - len(ids(e.all(sawDeadKey))))
}

// created is the first or the last day on which a key that was seen was made.
// The thief's own keys do not count.
func created(what sightingKind, earliest bool) func(evidence) Measured {
	return func(e evidence) (m Measured) {
		for _, id := range ids(e.all(what)) {
			if id == 0 || id > uint64(len(e.truth.Keys)) || e.truth.own.has(e.truth.Keys[id-1].Account) {
				continue
			}
			m.limit(e.truth.Keys[id-1].Created, earliest)
		}
		return m
	}
}

// limit keeps the lesser or the greater of two figures.
func (m *Measured) limit(n int64, least bool) {
	if !m.Known || (n < m.Value) == least {
		m.Value, m.Known = n, true
	}
}

// liveStolen is how many keys of others the thief holds that still work.
func (e *evidence) liveStolen() (n int) {
	gone := ids(e.all(sawKeyGone))
	for _, id := range e.truth.keys.list {
		if _, dead := slices.BinarySearch(gone, uint64(id)); !dead && e.truth.alive(id) {
			n++
		}
	}
	return n
}

func newestStolen(e evidence) (m Measured) {
	for _, id := range e.truth.keys.list {
		if e.truth.alive(id) {
			m.limit(e.truth.Keys[id-1].Created, false)
		}
	}
	return m
}

func abusedKeys(e evidence) Measured {
	n := 0
	for _, id := range ids(e.all(sawOrderKey)) {
		if !e.truth.own.has(e.truth.owner(uint32(id))) {
			n++
		}
	}
	return number(n)
}

// acts are the orders and withdrawals of the thief's that were taken, in the
// order of time: on his own accounts, or on victims'.
func (e *evidence) acts(own bool) (list []sighting) {
	for _, o := range e.seen {
		if (o.what == sawOrder || o.what == sawWithdrawal) && e.truth.own.has(uint32(o.id)) == own {
			list = append(list, o)
		}
	}
	return list
}

func (e *evidence) actedIn(own bool) []uint64 { return ids(e.acts(own)) }

// comeback is a pause of the thief's in an account that he came back to.
type comeback struct {
	account  uint64
	from, to int64
}

// pause is how long he stays away before an account is robbed again.
const pause = int64(24 * time.Hour)

// returns are the accounts that the thief came back to, each with its first
// pause, in the order of time.
func (e *evidence) returns() (list []comeback) {
	last, back := make(map[uint64]int64), make(map[uint64]bool)
	for _, o := range e.acts(false) {
		if before, known := last[o.id]; known && o.at-before >= pause && !back[o.id] {
			back[o.id] = true
			list = append(list, comeback{o.id, before, o.at})
		}
		last[o.id] = o.at
	}
	return list
}

func (e *evidence) firstReturn(read func(comeback) int64) Measured {
	list := e.returns()
	if len(list) == 0 {
		return Measured{}
	}
	return amount(read(list[0]))
}
