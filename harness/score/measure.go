package score

import "slices"

// measure is a figure that can be read off the sightings.
type measure struct {
	name string
	time bool // the figure is a moment, otherwise a count
	of   func(e evidence) Measured
}

// measures is the vocabulary that scenario files draw on.
func measures() []measure {
	return append([]measure{
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
		{"first_alert_at", true, first(sawAlert)},
		{"asset_withdrawals_halted_at", true, first(sawAssetHalted)},
		{"asset_deposits_halted_at", true, first(sawDepositsHalted)},
		{"asset_trading_halted_at", true, first(sawTradingHalted)},
	}, transferMeasures()...)
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
			read[i] = known[at].of(a.evidence(&f, seen))
		}
	}
	return read
}

func (a *Accountant) evidence(f *Fact, seen []sighting) evidence {
	e := evidence{seen: seen, keys: a.truth.Keys, transfers: a.transfers}
	for i := range a.truth.Assets {
		if f.Asset != "" && a.truth.Assets[i].Code == f.Asset {
			e.asset, e.whole = uint16(i+1), a.truth.wholes[i]
		}
	}
	return e
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

func count(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured { return number(len(ids(e.seen, what))) }
}

func distinct(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured { return number(len(unique(e.seen, what))) }
}

func number(n int) Measured { return Measured{Value: int64(n), Known: true} }

// liveKeys are those presented that their owners had not deleted.
func liveKeys(e evidence) Measured {
	return number(len(unique(e.seen, sawKey)) - len(unique(e.seen, sawDeadKey)))
}

// first is the moment of the first sighting of a kind, of the asset that the
// figure is about if it names one.
func first(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured {
		i := slices.IndexFunc(e.seen, func(o sighting) bool { return o.what == what && (e.asset == 0 || o.id == uint64(e.asset)) })
		if i < 0 {
			return Measured{}
		}
		return Measured{Value: e.seen[i].at, Known: true}
	}
}

// cutoff is the time up to which keys were chosen by their age, by the widest
// choice that was made.
func cutoff(e evidence) Measured {
	chosen := unique(e.seen, sawCutoff)
	if len(chosen) == 0 {
		return Measured{}
	}
	return Measured{Value: int64(chosen[len(chosen)-1]), Known: true}
}

// created is the first or the last day on which a key that the thief presented
// was made.
func created(earliest bool) func(evidence) Measured {
	return func(e evidence) Measured {
		var m Measured
		for _, id := range unique(e.seen, sawKey) {
			if id == 0 || id > uint64(len(e.keys)) {
				continue
			}
			at := e.keys[id-1].Created
			if !m.Known || (at < m.Value) == earliest {
				m = Measured{Value: at, Known: true}
			}
		}
		return m
	}
}
