package impact

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// Settlement is the last stretch of a run, in which nothing counts in a
// defence's favour any more: what it takes back there is not taken back, and
// what it lets go there was never let go. Holds are over by then, so only
// somebody who waits for the end can mind.
const Settlement = int64(24 * time.Hour)

// Lasted is for how long somebody is charged whom something kept waiting from
// one time to another, 0 for never, in a run with an end; all in nanoseconds.
//
// It is the time that passed, except near the end. What is never let go, or only
// in the settlement, counts until the end, which is a settlement later than
// anything counts in a defence's favour: a day at the least. What is let go on
// the day before the settlement costs ever more of that on top, so that there is
// no moment at which a second more costs hours.
//
// Two waits are never shorter than the one that they make together.
func Lasted(from, to, end int64) int64 {
	horizon := end - Settlement
	if from >= horizon || to == 0 || to >= horizon {
		return max(0, end-from)
	}
	if to <= from {
		return 0
	}
	lasted := to - from
	if last := max(from, horizon-Settlement); to > last {
		extra, _ := money.MulDiv(Settlement, to-last, horizon-last, money.Up)
		lasted += extra
	}
	return lasted
}
