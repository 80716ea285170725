package score

import (
	"slices"
	"strconv"
	"time"

	"github.com/exdrill/exdrill/mockexchange/access"
)

// evidence is what a figure is read off: what was seen up to the time that it
// is about.
type evidence struct {
	seen      []sighting
	keys      []access.Key
	transfers []transfer
	asset     uint16 // that the figure is about; 0 for all
	whole     int64  // base units in one coin of it
}

// of lists the transactions of a kind, in the order of the blocks.
func (e evidence) of(what sightingKind) (list []transfer) {
	for _, id := range ids(e.seen, what) {
		if t := e.transfers[id]; e.asset == 0 || t.asset == e.asset {
			list = append(list, t)
		}
	}
	return list
}

// transferMeasures are the figures of thefts on a chain.
func transferMeasures() []measure {
	list := []measure{
		{"transfers_by_attacker", false, func(e evidence) Measured { return number(len(e.of(sawTheft))) }},
		{"coins_stolen", false, func(e evidence) Measured { return e.coins(e.of(sawTheft)) }},
		{"permille_stolen_in_8_minutes", false, shareOfMinutes(8)},
		{"moves_by_attacker", false, func(e evidence) Measured { return number(len(e.of(sawMove))) }},
		{"addresses_moved_to", false, destinations},
	}
	for n := 1; n <= numberedTransfers; n++ {
		list = append(list,
			measure{"transfer_" + strconv.Itoa(n) + "_at", true, func(e evidence) Measured { return e.nth(n, sentAt) }},
			measure{"transfer_" + strconv.Itoa(n) + "_coins", false, func(e evidence) Measured { return e.nth(n, worth) }})
	}
	return list
}

// numberedTransfers is how many thefts a scenario can tell apart.
const numberedTransfers = 12

// coins is a sum in whole coins of the asset that the figure is about; unknown
// if it names none.
func (e evidence) coins(list []transfer) Measured {
	if e.asset == 0 || e.whole == 0 {
		return Measured{}
	}
	sum := int64(0)
	for _, t := range list {
		sum = add(sum, t.amount)
	}
	return Measured{Value: sum / e.whole, Known: true}
}

// nth reads something off the n-th theft, if there is one.
func (e evidence) nth(n int, read func(evidence, transfer) Measured) Measured {
	list := e.of(sawTheft)
	if n > len(list) {
		return Measured{}
	}
	return read(e, list[n-1])
}

func sentAt(_ evidence, t transfer) Measured { return Measured{Value: t.sent, Known: true} }

func worth(e evidence, t transfer) Measured { return e.coins([]transfer{t}) }

// shareOfMinutes is how much of all that was stolen was sent within so many
// minutes of the first theft, rounded to a thousandth. Clocks of minutes are
// compared, as the record has no finer ones.
func shareOfMinutes(minutes int64) func(evidence) Measured {
	return func(e evidence) Measured {
		list := e.of(sawTheft)
		if len(list) == 0 {
			return Measured{}
		}
		minute := func(t transfer) int64 { return t.sent / int64(time.Minute) }
		early, all := int64(0), int64(0)
		for _, t := range list {
			all = add(all, t.amount)
			if minute(t)-minute(list[0]) <= minutes {
				early = add(early, t.amount)
			}
		}
		gone := share(early, all)
		if gone == nil {
			return Measured{}
		}
		return Measured{Value: (int64(*gone) + 500) / 1000, Known: true}
	}
}

// destinations is how many addresses the thief moved loot to.
func destinations(e evidence) Measured {
	list := e.of(sawMove)
	slices.SortFunc(list, func(a, b transfer) int { return slices.Compare(a.to[:], b.to[:]) })
	return number(len(slices.CompactFunc(list, func(a, b transfer) bool { return a.to == b.to })))
}
