package score

import "time"

// DetectedAfter is when a true alert came that is no chance, from the attacker's first visible
// action on; 0 if nobody attacked, and not ok if no alert came.
func (r *Result) DetectedAfter() (after time.Duration, ok bool) {
	switch {
	case r.Detection.FirstActionAt == 0:
		return 0, true
	case r.Detection.Seconds == nil:
		return 0, false
	}
	return time.Duration(*r.Detection.Seconds), true
}

// ByChance reports whether the thief was named, and only by alerts that come as
// soon without him. On a desk that is overrun nobody reads them.
func (d *Detection) ByChance() bool {
	return d.DetectedAt == 0 && !d.Alerts.Overrun() && d.Chance != nil && *d.Chance > Luck
}

// ContainedAfter is from when on no command of the attacker moved value any
// more, from his first visible action on; 0 if he never took anything, and not
// ok if he went on to the end.
func (r *Result) ContainedAfter() (after time.Duration, ok bool) {
	switch {
	case r.Detection.FirstActionAt == 0 || r.Loss.Taken == 0:
		return 0, true
	case r.Containment.ContainedAt == 0:
		return 0, false
	}
	return time.Duration(r.Containment.ContainedAt - r.Detection.FirstActionAt), true
}

// LossPercent is the loss in per cent of what an undefended venue loses.
func (r *Result) LossPercent() float64 { return percent(r.Loss.Net, r.Loss.Undefended) }

// HarmPercent is the harm in per cent of what a closed day costs.
func (r *Result) HarmPercent() float64 { return percent(r.Harm.Total, r.Harm.ClosedDay) }

// Attacked reports whether a thief came who takes something from an undefended
// venue.
func (r *Result) Attacked() bool { return r.Loss.Undefended != 0 }

// Saved is what the thief does not get, of what he takes from an undefended
// venue.
func (r *Result) Saved() Amount { return r.Loss.Undefended - r.Loss.Net }

// FactsHeld is how many of the documented figures hold, of those that apply to
// the run.
func (r *Result) FactsHeld() (hold, apply int) {
	for i := range r.Facts {
		if h := r.Facts[i].Holds; h != nil {
			apply++
			if *h {
				hold++
			}
		}
	}
	return hold, apply
}

func percent(part, whole Amount) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}
