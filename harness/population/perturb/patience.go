package perturb

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// deadOfNight is how long the hours last, from midnight on, in which an attacker of
// some discipline sets out.
const deadOfNight = 5 * time.Hour

// night moves a campaign by less than a day, so that it begins at night.
func (v *perturbation) night() {
	if d := v.manner.discipline; d == nil || !d.Night || v.sc.Campaign == nil {
		return
	}
	onset, clock := v.sc.Campaign.Onset.Earliest.Unix, &v.sc.Clock
	_, east := time.Unix(0, onset).In(v.zone).Zone()
	ofDay := (onset + int64(east)*int64(time.Second)) % int64(day)
	by := v.chance.N(int64(deadOfNight)) - ofDay
	if onset+by <= clock.Start.Unix {
		by += int64(day)
	}
	v.move(v.sc.Campaign, time.Duration(by))
	if k := v.sc.Compromise; k.Credentials() {
		v.move(&k.Complaints.Start, time.Duration(by))
		clamp(&k.Complaints.Start, clock)
	}
}

// stretch stretches or shortens a campaign from its first step on, so that its last is
// taken before the clock ends.
func (v *perturbation) stretch() {
	p, k := v.manner.patience, v.sc.Campaign
	if p == nil || k == nil {
		return
	}
	begin, last := k.Onset.Earliest.Unix, k.Onset.Earliest.Unix
	each(&k.Steps, func(t *scenarios.Time) { last = max(last, t.Unix) })
	times := p.Times.PPM
	if span := (last - begin) / int64(time.Second); span > 0 {
		room := (v.sc.Clock.End.Unix - begin) / int64(time.Second)
		times = max(min(times, room*sim.Whole/span), 1)
	}
	each(k, func(t *scenarios.Time) {
		if t.Unix > begin {
			t.Unix = begin + timesOf((t.Unix-begin)/int64(time.Second), times)*int64(time.Second)
			t.Text = time.Unix(0, t.Unix).In(v.zone).Format(time.RFC3339)
		}
	})
	clamp(&k.Until, &v.sc.Clock)
}
