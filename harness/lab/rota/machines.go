package rota

import (
	"cmp"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// A signing machine is there for 99.4 % of the time: a server with no second one
// beside it, restarted for updates and now and then broken. Hosted services
// promise 99.9 %; 98.5 to 99.9 % was looked at.
const (
	machineFails = 20 * 24 * time.Hour  // mean time between failures of its own; 7 to 60 days
	allFail      = 180 * 24 * time.Hour // and of faults that all machines share
	repairTakes  = 2 * time.Hour        // half of the repairs; 30 minutes to 8 hours
	repairSpread = 1_500_000            // one repair in six takes longer than 5 hours
	longRepair   = 36 * time.Hour

	// A tenth of the faults of redundant machines is shared: one update, one
	// network, one supplier. IEC 61508-6 reckons with 1 to 10 %.

	machineAnswers = 4 * time.Second // half of the signatures; 1 to 30 seconds
	answerSpread   = 1_000_000
	slowAnswer     = 10 * time.Minute
)

// machine draws a machine that signs by itself.
func (d *drawing) machine(number int) custody.Signer {
	s := d.stream(number, sim.Purpose("signers/outages"))
	away := d.outages(&s, machineFails)
	shared := d.stream(0, sim.Purpose("signers/shared outages"))
	away = merged(append(away, d.outages(&shared, allFail)...))
	takes := d.stream(number, sim.Purpose("signers/answers"))
	return custody.Signer{Away: away, Takes: heavy(&takes, answers, machineAnswers, answerSpread, 200*time.Millisecond, slowAnswer)}
}

func (d *drawing) outages(s *sim.Stream, mean time.Duration) (all []custody.Absence) {
	// It may be down already when the clock starts.
	for at := d.from - int64(longRepair) + s.Exponential(int64(mean)); at < d.until; at += s.Exponential(int64(mean)) {
		lasts := heavy(s, 1, repairTakes, repairSpread, 5*time.Minute, longRepair)[0]
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
