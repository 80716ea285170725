package rota

import (
	"cmp"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

const (
	repairSpread = 1_500_000 // one repair in six takes longer than two and a half medians
	longRepair   = 36 * time.Hour

	answerSpread = 1_000_000
	slowAnswer   = 10 * time.Minute
)

// machine draws a machine that signs by itself.
func (d *drawing) machine(number int) custody.Signer {
	s := d.stream(number, sim.Purpose("signers/outages"))
	away := d.outages(&s, d.values.span(MachineFails))
	shared := d.stream(0, sim.Purpose("signers/shared outages"))
	away = merged(append(away, d.outages(&shared, d.values.span(AllFail))...))
	takes := d.stream(number, sim.Purpose("signers/answers"))
	return custody.Signer{Away: away, Takes: heavy(&takes, answers, d.values.span(MachineAnswers), answerSpread, 200*time.Millisecond, slowAnswer)}
}

func (d *drawing) outages(s *sim.Stream, mean time.Duration) (all []custody.Absence) {
	// It may be down already when the clock starts.
	for at := d.from - int64(longRepair) + s.Exponential(int64(mean)); at < d.until; at += s.Exponential(int64(mean)) {
		lasts := heavy(s, 1, d.values.span(RepairTakes), repairSpread, 5*time.Minute, longRepair)[0]
		all = append(all, custody.Absence{From: at, Until: at + lasts})
		at += lasts
	}
	return all
}

// merged puts absences in order, those that overlap into one.
func merged(list []custody.Absence) (all []custody.Absence) {
	slices.SortFunc(list, func(a, b custody.Absence) int { return cmp.Compare(a.From, b.From) })
	for _, a := range list {
		if n := len(all); n > 0 && a.From <= all[n-1].Until {
			all[n-1].Until = max(all[n-1].Until, a.Until)
			continue
		}
		all = append(all, a)
	}
	return all
}
