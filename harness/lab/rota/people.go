package rota

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// habits are those of people who do one kind of work.
type habits struct {
	opens, closes time.Duration // of a shift, local time of day; each begins within two hours around
	reachable     int64         // how many of the times off somebody can be called in, parts per million
	reach         time.Duration // half of those who can take longer
	away          int64         // of the days, ill or on holiday, parts per million
	answers       time.Duration // half of the times
	spread        int64
	slowest       time.Duration
}

// approvers sign what hot wallets spend with a key of their own, from wherever
// they are.
func (f *Values) approvers() habits {
	return habits{
		opens: 9 * time.Hour, closes: 19 * time.Hour,
		reachable: f[SignerReachable], reach: f.span(SignerReach), away: f[SignerAway],
		answers: f.span(SignerAnswers), spread: 1_500_000, slowest: 4 * time.Hour,
	}
}

// approver draws somebody who signs by hand: within minutes in working hours of
// five days a week, and at night and on days off late or not before morning.
func (d *drawing) approver(number int) custody.Signer {
	s := d.stream(number, sim.Purpose("signers/people"))
	h := d.values.approvers()
	return d.person(&s, &h, int(s.N(7)))
}

// person draws somebody whose two days off begin on a day of the week, 0 for
// Sunday.
func (d *drawing) person(s *sim.Stream, h *habits, off int) custody.Signer {
	p := custody.Signer{Takes: heavy(s, answers, h.answers, h.spread, h.answers/8, h.slowest)}
	early := s.Between(-int64(time.Hour), int64(time.Hour))
	opens, shift := int64(h.opens)+early, int64(h.closes-h.opens)
	for midnight := (d.from+d.zone)/days*days - days; midnight < d.until+d.zone; midnight += days {
		weekday := int((midnight/days + 4) % 7) // the epoch began on a Thursday
		from := midnight + opens - d.zone
		away := custody.Absence{From: from + shift, Until: from + days}
		if ill := s.Chance(h.away); ill || weekday == off || weekday == (off+1)%7 {
			away.From = from
			if ill {
				p.Away = append(p.Away, away)
				continue
			}
		}
		if s.Chance(h.reachable) {
			away.Reach = min(max(s.Heavy(int64(h.reach), 1_000_000), int64(h.reach)/8), days)
		}
		p.Away = append(p.Away, away)
	}
	return p
}
