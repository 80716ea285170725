package score

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
)

const day = int64(24 * time.Hour)

// Grade says what the alerts of a run were worth, without the rest of a score:
// time to detect, coverage, precision, and the benchmark's points. peace is the same
// run without the thief, with what alerts there were then; nil where nobody has
// looked at that: then it is the time before he comes.
func Grade(defended, undefended, peace *Tally, desk Desk) Detection {
	if peace == nil {
		return detection(defended, undefended, before(defended), desk)
	}
	return detection(defended, undefended, peacefulOf(peace), desk)
}

// Guilt is how much of what an alert names has to be guilty, in parts per
// million, so that an analyst who reads it finds the thief: half.
const Guilt Share = money.Whole / 2

// Convicts reports whether so many guilty entities among those that an alert
// names make it a detection.
func Convicts(guilty, named int64) bool {
	return guilty > 0 && guilty*money.Whole >= named*int64(Guilt)
}

// detection says how a run's alerts fared. Time to detect is undefined on a
// desk that cries wolf: once the false cases of one day exceed the budget, with the
// thief or without him, nobody reads alerts any more.
func detection(t, undefended *Tally, peace *peaceful, desk Desk) Detection {
	d := Detection{
		FirstActionAt: Instant(t.Thief.FirstSeen),
		Threshold:     Guilt,
		Alerts:        alerts(t, peace, desk),
		Coverage:      make(map[string]*Share, len(t.Entities)),
		Precision:     make(map[string]*Share, len(t.Entities)),
		NAB:           make(map[string]*Points, len(profiles)),
	}
	for _, n := range t.Entities {
		d.Coverage[n.Kind] = ShareOf(n.Found, n.Used)
		d.Precision[n.Kind] = ShareOf(n.Right, n.Named)
	}
	w := window{t.Thief.FirstSeen, undefended.lastTaken()}
	for _, p := range profiles {
		d.NAB[p.name] = nil
		if points, ok := p.nab(w, t.Alerts, peace); ok {
			d.NAB[p.name] = &points
		}
	}
	if t.Thief.FirstSeen == 0 {
		return d
	}
	at := int64(0)
	at, d.Chance = peace.detects(t.Thief.FirstSeen, t.Alerts)
	if at == 0 || d.Alerts.Overrun() {
		return d
	}
	seconds := Elapsed(max(0, at-t.Thief.FirstSeen)) // a precursor is told at once
	d.DetectedAt, d.Seconds = Instant(at), &seconds
	d.LossShareGone = ShareOf(t.goneBy(at), undefended.Net())
	return d
}

func firstTrue(alerts []Finding) (at int64) {
	for _, f := range alerts {
		if f.True && (at == 0 || f.At < at) {
			at = f.At
		}
	}
	return at
}

// alerts counts alerts, and the false cases of the worst day since the start.
// An alert that names nobody but what the thief will use, before he does, is
// neither true nor false.
func alerts(t *Tally, peace *peaceful, desk Desk) Alerts {
	a := Alerts{Budget: desk.Budget}
	for _, f := range t.Alerts {
		switch {
		case f.True:
			a.True++
		case f.Guilty == 0 || f.Guilty < f.Named:
			a.False++
		}
	}
	a.Worst = worstDay(t.Alerts, t.Start, func(f *Finding) int64 {
		a.Cases += f.Charged
		return f.Charged
	})
	if peace != nil && t.Thief.FirstSeen != 0 {
		a.Peace = &PeacefulDay{Budget: desk.Peaceful(), Worst: peace.worst}
	}
	return a
}

// goneBy is what the thief had by a moment.
func (t *Tally) goneBy(at int64) (sum int64) {
	for _, c := range t.Changes {
		if c.At <= at {
			sum += c.Delta
		}
	}
	return max(0, sum)
}

// lastTaken is when the thief took something for the last time, 0 for never.
func (t *Tally) lastTaken() (at int64) {
	for _, c := range t.Changes {
		if c.Delta > 0 {
			at = max(at, c.At)
		}
	}
	return at
}

// ShareOf is part/whole, nil if there is no whole.
func ShareOf(part, whole int64) *Share {
	if whole <= 0 {
		return nil
	}
	ppm, _ := money.MulDiv(part, money.Whole, whole, money.Nearest)
	s := Share(ppm)
	return &s
}

// containment says when the thief was stopped: when the defence first stood in
// his way after the last command of his that took something for good, be it by
// an action or by refusing him something; where he never took anything, with
// his first action. He was stopped only if he took less than from the
// undefended venue, and was done sooner.
func containment(t, undefended *Tally, detected Instant) Containment {
	c := Containment{AttemptsRefused: t.Thief.Stopped, Actions: t.Actions}
	stopped := t.Thief.LastMove < undefended.Thief.LastMove && t.Stolen() < undefended.Stolen()
	if t.Thief.FirstSeen == 0 || !stopped {
		return c
	}
	at := t.Thief.FirstSeen
	if t.Thief.LastMove != 0 {
		at = max(t.Thief.Answered, t.Thief.LastMove)
	}
	c.ContainedAt = Instant(at)
	if detected != 0 {
		after := Elapsed(at) - Elapsed(detected)
		c.SecondsAfterDetection = &after
	}
	return c
}
