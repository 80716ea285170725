package model

import (
	"github.com/exdrill/exdrill/harness/sim"
)

// HourlyProfile is how busy each hour of a day is, in parts per million of an average
// hour.
type HourlyProfile [24]int64

// Flat is a day whose hours are all alike.
func Flat() (r HourlyProfile) {
	for h := range r {
		r[h] = sim.Whole
	}
	return r
}

// After is when a wait that would end after so long in average hours ends
// beginning at a time: it goes fast in busy hours and hardly at all at night.
// zone is the local time's distance from UTC.
func (r *HourlyProfile) After(at, wait, zone int64) int64 {
	for left := wait; ; {
		local := at + zone
		weight := r[local/Hour%24]
		end := at + Hour - local%Hour
		// How much of the wait the rest of this hour is worth.
		worth := (end - at) / 1000 * weight / 1000
		if worth >= left && weight > 0 {
			// Beginning with the division keeps the product within range.
			return at + left/weight*sim.Whole + left%weight*sim.Whole/weight
		}
		left -= worth
		at = end
	}
}
