package page

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// Turned are the pairs of ranked defences that change places somewhere within the
// ranges of prices.
func (v *boardView) Turned() (list []bench.Pair) {
	for _, p := range v.Stability.Pairs {
		if p.Swaps() {
			list = append(list, p)
		}
	}
	return list
}

// FirmnessLine says how many do.
func (v *boardView) FirmnessLine() string {
	all, turned := len(v.Stability.Pairs), len(v.Turned())
	if turned == 0 {
		return v.W.counted(v.W.FirmPairs, all)
	}
	return fmt.Sprintf(layout.Plural(all, v.W.TurnedPairs), turned, all)
}
