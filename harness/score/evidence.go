package score

import (
	"slices"
	"time"
)

// evidence is what a figure is read off: what was seen up to the time that it
// is about.
type evidence struct {
	truth *truth
	seen  []sighting
	asOf  int64  // 0 for the end
	asset uint16 // that the figure is about; 0 for all
	whole int64  // base units in one coin of it

	transfers  []transfer
	stolen     []stolen
	loot       *loot
	markets    *markets
	market     uint16 // that trades the asset; 0 for none
	paid       []payment
	seizures   []seizure
	statements []Statement
}

// evidence is what a fact's figure is read off.
func (a *Accountant) evidence(f *Fact) evidence {
	e := evidence{
		truth: a.truth, seen: upTo(a.sightings, f.AsOf), asOf: f.AsOf,
		transfers: a.transfers, stolen: a.thief.withdrawals, loot: &a.loot, markets: &a.markets,
		paid: a.paid, seizures: a.seizures, statements: a.statements,
	}
	for i := range a.truth.Assets {
		if f.Asset != "" && a.truth.Assets[i].Code == f.Asset {
			e.asset, e.whole, e.market = uint16(i+1), a.truth.wholes[i], a.truth.marketOf(f.Asset)
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

// by reports whether something happened in time for the figure.
func (e *evidence) by(at int64) bool { return e.asOf == 0 || at <= e.asOf }

// about reports whether something concerns the asset that the figure is about.
func (e *evidence) about(asset uint16) bool { return e.asset == 0 || e.asset == asset }

// all lists the sightings of a kind.
func (e *evidence) all(what sightingKind) (list []sighting) {
	for _, o := range e.seen {
		if o.what == what {
			list = append(list, o)
		}
	}
	return list
}

// of lists those that concern the asset that the figure is about.
func (e *evidence) of(what sightingKind) (list []sighting) {
	for _, o := range e.all(what) {
		if e.about(o.asset) {
			list = append(list, o)
		}
	}
	return list
}

// ids are what sightings are about, each thing once.
func ids(list []sighting) []uint64 {
	all := make([]uint64, len(list))
	for i, o := range list {
		all[i] = o.id
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func number(n int) Measured { return amount(int64(n)) }

func amount(n int64) Measured { return Measured{Value: n, Known: true} }

// coins is an amount of the asset in whole coins, or in parts of one; unknown
// if the figure names no asset.
func (e *evidence) coins(sum, parts int64) Measured {
	if e.whole == 0 {
		return Measured{}
	}
	unit := e.whole / parts
	if unit == 0 {
		return amount(sum * parts / e.whole)
	}
	return amount(sum / unit)
}

// money is an amount of the reference currency in whole coins.
func (e *evidence) money(sum int64) Measured {
	if len(e.truth.wholes) == 0 {
		return Measured{}
	}
	return amount(sum / e.truth.wholes[0])
}

// count is how many sightings of a kind there are, whatever they are about.
func count(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured { return number(len(e.all(what))) }
}

// countOf is how many there are about the asset.
func countOf(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured { return number(len(e.of(what))) }
}

// distinct is how many different things were seen.
func distinct(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured { return number(len(ids(e.all(what)))) }
}

// first is the moment of the first sighting of a kind.
func first(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured { return earliest(e.all(what)) }
}

// firstOf is the same of the asset that the figure is about.
func firstOf(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured { return earliest(e.of(what)) }
}

// lastOf is the moment of the last sighting of a kind about the asset.
func lastOf(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured {
		list := e.of(what)
		if len(list) == 0 {
			return Measured{}
		}
		return amount(list[len(list)-1].at)
	}
}

func earliest(list []sighting) Measured {
	if len(list) == 0 {
		return Measured{}
	}
	return amount(list[0].at)
}

// span is how many whole units of time lie between two moments; unknown unless
// both are.
func span(from, to Measured, unit time.Duration) Measured {
	if !from.Known || !to.Known {
		return Measured{}
	}
	return amount((to.Value - from.Value) / int64(unit))
}

// between is a span between the first sighting of one kind and the next of
// others, about the asset.
func between(from sightingKind, unit time.Duration, to ...sightingKind) func(evidence) Measured {
	return func(e evidence) Measured {
		start := earliest(e.of(from))
		for _, o := range e.seen {
			if start.Known && o.at >= start.Value && slices.Contains(to, o.what) && e.about(o.asset) {
				return span(start, amount(o.at), unit)
			}
		}
		return Measured{}
	}
}
