package score

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/access"
)

// measure is a figure that can be read off the sightings.
type measure struct {
	name string
	time bool // the figure is a moment, otherwise a count
	of   func(s []sighting, keys []access.Key) Measured
}

// measures is the vocabulary that scenario files draw on.
func measures() []measure {
	return []measure{
		{"keys_presented", false, distinct(sawKey)},
		{"keys_presented_dead", false, distinct(sawDeadKey)},
		{"keys_presented_live", false, liveKeys},
		{"attacker_sources", false, distinct(sawSource)},
		{"orders_by_attacker", false, count(sawOrder)},
		{"accounts_with_attacker_orders", false, distinct(sawOrder)},
		{"withdrawals_by_attacker", false, count(sawWithdrawal)},
		{"accounts_with_attacker_withdrawals", false, distinct(sawWithdrawal)},
		{"presented_key_created_min", true, created(true)},
		{"presented_key_created_max", true, created(false)},
		{"withdrawals_halted_at", true, first(sawHalted)},
		{"withdrawals_resumed_at", true, first(sawResumed)},
		{"keys_restricted", false, distinct(sawRestricted)},
		{"key_cutoff", true, cutoff},
	}
}

// Measures lists the names of the figures that a fact can be compared with, in
// the order of documentation.
func Measures() []string {
	var names []string
	for _, m := range measures() {
		names = append(names, m.name)
	}
	return names
}

// measure reads every fact's figure off what was seen up to its time.
func (a *Accountant) measure() []Measured {
	if len(a.truth.Facts) == 0 {
		return nil
	}
	known := measures()
	read := make([]Measured, len(a.truth.Facts))
	for i, f := range a.truth.Facts {
		seen := upTo(a.sightings, f.AsOf)
		at := slices.IndexFunc(known, func(m measure) bool { return m.name == f.Measure })
		if at >= 0 && !f.Recorded {
			read[i] = known[at].of(seen, a.truth.Keys)
		}
	}
	return read
}

// upTo cuts sightings, which are in the order of time, after a moment; 0 means
// all of them.
func upTo(s []sighting, asOf int64) []sighting {
	if asOf == 0 {
		return s
	}
	n, _ := slices.BinarySearchFunc(s, asOf, func(s sighting, t int64) int {
		if s.at <= t {
			return -1
		}
		return 1
	})
	return s[:n]
}

func ids(s []sighting, what sightingKind) (list []uint64) {
	for _, o := range s {
		if o.what == what {
			list = append(list, o.id)
		}
	}
	return list
}

func unique(s []sighting, what sightingKind) []uint64 {
	list := ids(s, what)
	slices.Sort(list)
	return slices.Compact(list)
}

func count(what sightingKind) func([]sighting, []access.Key) Measured {
	return func(s []sighting, _ []access.Key) Measured { return number(len(ids(s, what))) }
}

func distinct(what sightingKind) func([]sighting, []access.Key) Measured {
	return func(s []sighting, _ []access.Key) Measured { return number(len(unique(s, what))) }
}

func number(n int) Measured { return Measured{Value: int64(n), Known: true} }

// liveKeys are those presented that their owners had not deleted.
func liveKeys(s []sighting, _ []access.Key) Measured {
	return number(len(unique(s, sawKey)) - len(unique(s, sawDeadKey)))
}

// first is the moment of the first sighting of a kind.
func first(what sightingKind) func([]sighting, []access.Key) Measured {
	return func(s []sighting, _ []access.Key) Measured {
		i := slices.IndexFunc(s, func(o sighting) bool { return o.what == what })
		if i < 0 {
			return Measured{}
		}
		return Measured{Value: s[i].at, Known: true}
	}
}

// cutoff is the time up to which keys were chosen by their age, by the widest
// choice that was made.
func cutoff(s []sighting, _ []access.Key) Measured {
	chosen := unique(s, sawCutoff)
	if len(chosen) == 0 {
		return Measured{}
	}
	return Measured{Value: int64(chosen[len(chosen)-1]), Known: true}
}

// created is the first or the last day on which a key that the thief presented
// was made.
func created(earliest bool) func([]sighting, []access.Key) Measured {
	return func(s []sighting, keys []access.Key) Measured {
		var m Measured
		for _, id := range unique(s, sawKey) {
			if id == 0 || id > uint64(len(keys)) {
				continue
			}
			at := keys[id-1].Created
			if !m.Known || (at < m.Value) == earliest {
				m = Measured{Value: at, Known: true}
			}
		}
		return m
	}
}
