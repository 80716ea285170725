package score

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// Luck is how likely an alert may be to come by itself as soon as it came, in
// parts per million, to be a detection all the same: one in twenty, the usual
// level of a test.
const Luck Share = money.Whole / 20

// Precursor is how long before the thief is seen, in nanoseconds, an alert that names
// him is no guess: desks cut times to the second or the minute, and what stirs before
// a theft is logged in whatever order it arrives. His visible steps before he takes
// anything, such as logins, probes and dead keys, need no such allowance, and neither
// does a defence that stops him before anybody sees him.
const Precursor = day / (24 * 60)

// sameAlarm is how far apart two alerts of a run and of its peaceful twin may be
// to be one: as long as somebody works on a case.
const sameAlarm = day / 24

// peaceful are the times of the alerts that a defence raises where nobody comes,
// and that name something which the thief holds where he comes, in their order.
// Innocents beside it excuse none.
type peaceful struct {
	at         []int64
	start, end int64 // of the run
	twin       bool  // it is the same run, but for the thief
	worst      int64 // false cases about customers on the worst day
}

// peacefulOf reads them off the same run without a thief.
func peacefulOf(t *Tally) *peaceful {
	if t == nil {
		return nil
	}
	p := &peaceful{start: t.Start, end: t.End, twin: true}
	for _, f := range t.Alerts {
		if f.Held > 0 {
			p.at = append(p.at, f.At)
		}
	}
	slices.Sort(p.at)
	p.at = slices.Compact(p.at)
	p.worst = worstDay(t.Alerts, t.Start, (*Finding).aboutCustomers)
	return p
}

// before is what peace there is where nobody can be played again: the time until
// the thief is seen, but for what names him in the minute in which he stirs. He may
// have set out long before, and wait: nobody can have noticed that.
func before(t *Tally) *peaceful {
	p := &peaceful{start: t.Start, end: t.Thief.FirstSeen}
	var early []Finding
	for _, f := range t.Alerts {
		if !p.tooSoon(f.At) && (f.True || f.At >= p.end) {
			continue
		}
		early = append(early, f)
		if f.Held > 0 {
			p.at = append(p.at, f.At)
		}
	}
	p.worst = worstDay(early, t.Start, (*Finding).aboutCustomers)
	slices.Sort(p.at)
	p.at = slices.Compact(p.at) // what is said twice at once is said once
	return p
}

// tooSoon reports whether an alert comes before anything of the thief can be seen.
func (p *peaceful) tooSoon(at int64) bool { return at < p.end-Precursor }

// chance is how likely an alert was to come as soon as it came, had the defence
// looked at nothing. Whole is an alert that comes to the twin as well.
// Otherwise it is the share of all moments of the peaceful run from which the
// next such alert is no further away than this one was from the thief: the run
// goes round, so that its end says no less than its middle.
func (p *peaceful) chance(first, at int64) Share {
	for _, same := range p.at {
		if p.twin && max(same-at, at-same) <= sameAlarm {
			return money.Whole
		}
	}
	if !p.twin && p.tooSoon(at) {
		return money.Whole
	}
	after, soon := max(1, at-first), int64(0)
	for i, alert := range p.at {
		since := p.at[(i+len(p.at)-1)%len(p.at)]
		if since >= alert { // the last of the round before
			since -= p.end - p.start
		}
		soon += min(alert-since, after)
	}
	share := ShareOf(min(soon, p.end-p.start), p.end-p.start)
	return *cmp.Or(share, new(Share))
}

// detected reports whether an alert is true and no luck.
func (p *peaceful) detected(first int64, f Finding) bool {
	return f.True && (p == nil || p.chance(first, f.At) <= Luck)
}

// detects is the first true alert that is no luck, 0 for none, and how likely it
// was; where all are luck, how likely the least of them was. It is nil where
// nothing was compared.
func (p *peaceful) detects(first int64, alerts []Finding) (at int64, chance *Share) {
	if p == nil {
		return firstTrue(alerts), nil
	}
	for _, f := range alerts {
		if !f.True || at != 0 && f.At >= at {
			continue
		}
		c := p.chance(first, f.At)
		switch {
		case c <= Luck:
			at, chance = f.At, &c
		case at == 0 && (chance == nil || c < *chance):
			chance = &c
		}
	}
	return at, chance
}
