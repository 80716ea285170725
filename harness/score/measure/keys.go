package measure

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// keyMeasures are figures about keys and accounts.
func keyMeasures() []measure {
	return []measure{
		{"keys_presented", score.JoinSum, scenarios.UnitCount, "keys of others that the thief presented, deleted ones too", distinct(KeyPresented)},
		{"keys_presented_dead", score.JoinSum, scenarios.UnitCount, "keys that he presented and their owners had deleted", distinct(DeadKeyPresented)},
		{"keys_presented_live", score.JoinSum, scenarios.UnitCount, "keys that he presented and that worked when he first did", presentedLive},
		{"attacker_sources", score.JoinSum, scenarios.UnitCount, "addresses that he called from, counted at each venue", distinct(SourceUsed)},
		{"presented_key_created_min", score.JoinFirst, scenarios.UnitTime, "when the oldest key that he presented was made", created(KeyPresented, true)},
		{"presented_key_created_max", score.JoinLast, scenarios.UnitTime, "when the newest key that he presented was made", created(KeyPresented, false)},
		{"stolen_keys", score.JoinSum, scenarios.UnitCount, "keys of others that he holds, dead ones included", func(r *reading) score.Measured { return number(len(r.CompromisedKeys)) }},
		{"stolen_keys_live", score.JoinSum, scenarios.UnitCount, "keys of others that he holds and that still work", func(r *reading) score.Measured { return number(r.liveStolen()) }},
		{"stolen_key_created_max", score.JoinLast, scenarios.UnitTime, "when the newest of his keys that worked at the start was made", newestStolen},
		{"abused_keys", score.JoinSum, scenarios.UnitCount, "victims' keys with which an order or a withdrawal of his was taken", abusedKeys},
		{"abused_key_created_min", score.JoinFirst, scenarios.UnitTime, "when the oldest key was made with which an order or a withdrawal of his was taken", created(KeyAbused, true)},
		{"abused_key_created_max", score.JoinLast, scenarios.UnitTime, "when the newest key was made with which an order or a withdrawal of his was taken", created(KeyAbused, false)},
		{"abused_accounts", score.JoinSum, scenarios.UnitCount, "victims' accounts in which an order or a withdrawal of his was taken", func(r *reading) score.Measured { return number(len(r.actedIn(false))) }},
		{"own_accounts", score.JoinSum, scenarios.UnitCount, "accounts of his own in which an order or a withdrawal of his was taken", func(r *reading) score.Measured { return number(len(r.actedIn(true))) }},
		{"own_accounts_held", score.JoinSum, scenarios.UnitCount, "accounts of his own, used or not", func(r *reading) score.Measured { return number(len(r.AttackerAccounts)) }},
	}
}

// presentedLive are those presented that their owners had not deleted.
func presentedLive(r *reading) score.Measured {
	return number(len(ids(r.all(KeyPresented))) - len(ids(r.all(DeadKeyPresented))))
}

// created is the first or the last day on which a key that was seen was made.
// The thief's own keys do not count.
func created(what Kind, earliest bool) func(*reading) score.Measured {
	return func(r *reading) (m score.Measured) {
		for _, id := range ids(r.all(what)) {
			if id == 0 || id > uint64(len(r.Keys)) || r.Own(r.Keys[id-1].Account) {
				continue
			}
			limit(&m, r.Keys[id-1].Created, earliest)
		}
		return m
	}
}

// limit keeps the lesser or the greater of two figures.
func limit(m *score.Measured, n int64, least bool) {
	if !m.Known || (n < m.Value) == least {
		m.Value, m.Known = n, true
	}
}

// liveStolen is how many keys of others the thief holds that still work.
func (r *reading) liveStolen() (n int) {
	gone := ids(r.all(StolenKeyDied))
	for _, id := range r.CompromisedKeys {
		if _, dead := slices.BinarySearch(gone, uint64(id)); !dead && r.Alive(id) {
			n++
		}
	}
	return n
}

func newestStolen(r *reading) (m score.Measured) {
	for _, id := range r.CompromisedKeys {
		if r.Alive(id) {
			limit(&m, r.Keys[id-1].Created, false)
		}
	}
	return m
}

func abusedKeys(r *reading) score.Measured {
	n := 0
	for _, id := range ids(r.all(KeyAbused)) {
		if !r.Own(r.Owner(uint32(id))) {
			n++
		}
	}
	return number(n)
}

// acts are the orders and withdrawals of the thief's that were taken, in the
// order of time: on his own accounts, or on victims'.
func (r *reading) acts(own bool) (list []Observation) {
	for _, o := range r.seen {
		if (o.What == OrderPlaced || o.What == WithdrawalRequested) && r.Own(uint32(o.ID)) == own {
			list = append(list, o)
		}
	}
	return list
}

func (r *reading) actedIn(own bool) []uint64 { return ids(r.acts(own)) }

// comeback is the thief's first act in an account that he stayed away from.
type comeback struct {
	account uint64
	at      int64
}

// returns are the accounts that the thief came back to after so many hours or
// more, each with its first such pause, in the order of time.
func (r *reading) returns(hours int64) (list []comeback) {
	last, back := make(map[uint64]int64), make(map[uint64]bool)
	for _, o := range r.acts(false) {
		if before, known := last[o.ID]; known && o.At-before >= hours*int64(time.Hour) && !back[o.ID] {
			back[o.ID] = true
			list = append(list, comeback{o.ID, o.At})
		}
		last[o.ID] = o.At
	}
	return list
}

func firstReturn(n numbers) reader {
	return func(r *reading) score.Measured {
		list := r.returns(n.whole(0))
		if len(list) == 0 {
			return score.Measured{}
		}
		return amount(list[0].at)
	}
}
