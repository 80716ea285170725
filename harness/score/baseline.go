package score

import (
	"errors"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// The best and the worst score.
const (
	Best  Points = 10_000
	Worst Points = -10_000
)

// Why a score cannot be given.
var (
	// ErrIncomplete means that one of the runs that every score takes is missing.
	ErrIncomplete = errors.New("a score takes a defended, an undefended and a closed-day run")
	// ErrNoLoss means that the thief took nothing from the undefended venue, so
	// that there is nothing to save.
	ErrNoLoss = errors.New("the undefended venue loses nothing to its attacker")
	// ErrNoHarm means that closing the venue for a day hurt nobody, so that
	// there is no unit in which to count harm.
	ErrNoHarm = errors.New("closing the venue for a day hurts nobody")
)

// baseline is what a run is measured by.
type baseline struct {
	attack     bool
	undefended int64         // loss, base units of the currency
	closedDay  int64         // harm, base units of the currency
	items      *impact.Items // of the closed day
}

func newBaseline(undefended, closedDay *Tally) (baseline, error) {
	b := baseline{undefended.Attack, undefended.Net(), closedDay.HarmTotal(), &closedDay.Harm}
	switch {
	case b.attack && b.undefended == 0:
		return b, ErrNoLoss
	case b.closedDay == 0:
		return b, ErrNoHarm
	}
	return b, nil
}

// score is 100 * (1 - loss/undefended) - 100 * harm/closed_day, between -100
// and 100; without an attack the first term is 100. Each term is rounded to
// the nearest hundredth of a point.
func (b baseline) score(t *Tally) Points {
	p := Best
	if b.attack {
		p -= hundredths(t.Net(), b.undefended)
	}
	p -= hundredths(t.HarmTotal(), b.closedDay)
	return min(max(p, Worst), Best)
}

// hundredths is 10,000 * part/whole, at most what takes the best score to the
// worst.
func hundredths(part, whole int64) Points {
	h, ok := money.MulDiv(part, int64(Best), whole, money.Nearest)
	if !ok {
		return Best - Worst
	}
	return min(Points(h), Best-Worst)
}
