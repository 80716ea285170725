package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// rhythm is how busy each hour of a day is, in parts per million of an average
// hour.
type rhythm [24]int64

const hour = int64(time.Hour)

func flat() (r rhythm) {
	for h := range r {
		r[h] = sim.Whole
	}
	return r
}

func readRhythm(row *scenarios.Row[[]scenarios.Number]) (r rhythm, err error) {
	var sum int64
	for _, n := range row.Value {
		sum += n.Value
	}
	if len(row.Value) != len(r) || sum <= 0 {
		return r, bad(row.Key.Pos, "rhythm %q has %d weights that add up to %d, expected 24", row.Key.Text, len(row.Value), sum)
	}
	for h := range r {
		r[h] = row.Value[h].Value * sim.Whole * 24 / sum
	}
	return r, nil
}

// after is when a wait that would end after so long in average hours ends
// beginning at a time: it goes fast in busy hours and hardly at all at night.
// zone is the local time's distance from UTC.
func (r *rhythm) after(at, wait, zone int64) int64 {
	for left := wait; ; {
		local := at + zone
		weight := r[local/hour%24]
		end := at + hour - local%hour
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

// gap is the mean time between two things that happen so often a day, in
// millionths; 0 for what never happens.
func gap(micro int64) int64 {
	if micro <= 0 {
		return 0
	}
	return day / 1000 * sim.Whole / micro * 1000
}

// few draws how many times something happens that happens mean times on
// average, in parts per million.
func few(s *sim.Stream, mean int64) (n uint8) {
	if mean <= 0 {
		return 0
	}
	for left := s.Exponential(sim.Whole); left < mean && n < 255; left += s.Exponential(sim.Whole) {
		n++
	}
	return n
}
