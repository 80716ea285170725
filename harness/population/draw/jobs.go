package draw

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Phases say when, of what is done at intervals for an asset, the first time is.
type Phases struct {
	Block, PayOut, Reconcile Phase
}

// Phase is how much of the interval before the first time is over when the clock
// starts, in billionths, less than all of it.
type Phase int64

const wholePhase = 1_000_000_000

// Of is the phase of an interval of so many nanoseconds.
func (p Phase) Of(interval int64) int64 {
	over, _ := money.MulDiv(int64(p), interval, wholePhase, money.Down) // less than the interval
	return over
}

// phases draws those of a venue: blocks are found, and staff and programs go about
// their work, at any time.
func phases(s *sim.Stream, assets int) []Phases {
	list := make([]Phases, assets)
	for i := range list {
		for _, p := range []*Phase{&list[i].Block, &list[i].PayOut, &list[i].Reconcile} {
			*p = Phase(s.N(wholePhase))
		}
	}
	return list
}
