package runs

import "time"

// world is what runs of several defences share.
type world struct {
	scenario, salt string
	seed           uint64
	adoption       int64
}

func (r *Row) world() world { return world{r.Scenario, r.Salt, r.Seed, r.Adoption} }

// Told are runs that know whether a thief came: one that its defence ended has
// no result to say so, but another defence's run of the same world has.
func Told(rows []*Row) []*Row {
	came := make(map[world]bool)
	for _, r := range rows {
		if r.Attack {
			came[r.world()] = true
		}
	}
	list := make([]*Row, len(rows))
	for i, r := range rows {
		if list[i] = r; r.Failure != "" && came[r.world()] {
			changed := *r
			changed.Attack = true
			list[i] = &changed
		}
	}
	return list
}

// LostShare is the share of the undefended loss that was lost; ok is false where
// no thief came. A defence that failed is taken to have lost all.
func (r *Row) LostShare() (share float64, ok bool) {
	switch {
	case r.Failure != "":
		return 1, r.Attack
	case r.Undefended == 0:
		return 0, false
	}
	return float64(r.Loss) / float64(r.Undefended), true
}

// HarmedShare is the harm as a share of a closed day; ok is false where nobody
// knows what that costs. A defence that failed is taken to have closed one.
func (r *Row) HarmedShare() (share float64, ok bool) {
	switch {
	case r.Failure != "":
		return 1, true
	case r.ClosedDay == 0:
		return 0, false
	}
	return float64(r.Harm) / float64(r.ClosedDay), true
}

// Days is how many days the run's clock covers, without the tail; 1 for a run
// without a result.
func (r *Row) Days() float64 {
	if r.Result == nil || r.Result.Clock.End <= r.Result.Clock.Start {
		return 1
	}
	return float64(r.Result.Clock.End-r.Result.Clock.Start) / float64(24*time.Hour)
}

// Shares are the shares that runs have.
func Shares(rows []*Row, share func(*Row) (float64, bool)) (list []float64) {
	for _, r := range rows {
		if v, ok := share(r); ok {
			list = append(list, v)
		}
	}
	return list
}
