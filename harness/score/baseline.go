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
	unit       int64         // harm that costs a hundred points, base units of the currency
	items      *impact.Items // of the closed day
}

// lossPerUnit is how many units of harm an undefended loss is at the most.
const lossPerUnit = 100

// HarmUnit is the harm that costs a hundred points: what closing the venue for a
// day costs honest customers, or 1 % of the undefended loss where that is more.
// A population that a scale below one shrinks is harmed so much less and robbed
// of just as much, so the second is multiplied by the scale; 0 is one.
//
// A closed day is what a venue can impose on its customers in the worst case,
// and decides where nobody steals. Beside a great theft it is small change:
// customers would gladly pay a hundredth of what was saved for them. Without the
// second bound, saving 58 billion yen by closing for a day, which costs 13
// million, would be worth nothing.
func HarmUnit(closedDay, undefended Amount, scale Share) Amount {
	if scale == 0 {
		scale = money.Whole
	}
	hundredth, _ := money.MulDiv(int64(undefended), int64(scale), lossPerUnit*money.Whole, money.Down)
	return max(closedDay, Amount(hundredth))
}

func newBaseline(undefended, closedDay *Tally, scale Share) (baseline, error) {
	b := baseline{attack: undefended.Attack, undefended: undefended.Net(), closedDay: closedDay.HarmTotal(), items: &closedDay.Harm}
	b.unit = b.closedDay
	if b.attack {
		b.unit = int64(HarmUnit(Amount(b.closedDay), Amount(b.undefended), scale))
	}
	switch {
	case b.attack && b.undefended == 0:
		return b, ErrNoLoss
	case b.closedDay == 0:
		return b, ErrNoHarm
	}
	return b, nil
}

// score is 100 * (1 - loss/undefended) - 100 * harm/unit, between -100 and 100;
// without an attack the first term is 100, and what the house gave away counts
// as harm. Each term is rounded to the nearest hundredth of a point.
func (b baseline) score(t *Tally) Points { return b.points(t.Net(), t.HarmTotal()) }

// points is score of a net loss and a harm.
func (b baseline) points(net, harm int64) Points {
	p := Best
	if b.attack {
		p -= hundredths(net, b.undefended)
	} else {
		harm = money.AddCapped(harm, net)
	}
	p -= hundredths(harm, b.unit)
	return min(max(p, Worst), Best)
}

// Recomputed is the score that the result's own loss and harm come to, for
// whoever was handed the result and did not see the run.
func (r *Result) Recomputed() Points {
	b := baseline{attack: r.Loss.Undefended > 0, undefended: int64(r.Loss.Undefended), unit: int64(r.Harm.ClosedDay)}
	if b.attack {
		b.unit = int64(HarmUnit(r.Harm.ClosedDay, r.Loss.Undefended, r.Scale))
	}
	if b.unit <= 0 {
		return Worst // no run is measured by nothing
	}
	return b.points(int64(r.Loss.Net), int64(r.Harm.Total))
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
