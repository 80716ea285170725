package score

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// Desk is who reads a defence's alerts.
type Desk struct {
	Budget int64 // false cases a day that it looks into, at a venue of full size
	Scale  Share // how many of the venue's customers are played; 0 is all
}

// Peaceful is how many false cases about customers it may get a day where nobody
// attacks. Where a part of the customers is played the desk of the whole venue
// would get as many times more: a rule that names everybody who pays a new address
// has three such cases on the worst day with 2 % of the customers of 3Commas'
// exchanges, and would have 150 with all of them.
//
// Of the cases of one day that the whole desk could just look into, a part comes up
// by lot, about so many as its share, and that is exceeded by two standard
// deviations of it on about one such day of forty. Cases that a thief causes do not
// shrink with the customers: for a run with him the budget is that of the whole.
func (d Desk) Peaceful() int64 {
	if d.Scale == 0 || d.Scale >= money.Whole {
		return d.Budget
	}
	share := float64(d.Scale) / money.Whole
	mean := float64(d.Budget) * share
	return min(d.Budget, int64(math.Ceil(mean+2*math.Sqrt(mean*(1-share)))))
}

// worstDay is the most cases of one day since a time.
func worstDay(alerts []Finding, start int64, cases func(*Finding) int64) (worst int64) {
	days := map[int64]int64{}
	for i := range alerts {
		n := max(0, (alerts[i].At-start)/day)
		days[n] += cases(&alerts[i])
		worst = max(worst, days[n])
	}
	return worst
}

func (f *Finding) aboutCustomers() int64 { return f.Customers }
