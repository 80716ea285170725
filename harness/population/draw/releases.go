package draw

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// releases draws when new code of the risk engine gets into operation, and when
// it is built a second time. Developers sleep: what is not urgent is released by
// day, nine to nineteen.
func (b *builder) releases() {
	r := b.venue.Releases
	if r == nil {
		return
	}
	b.world.Genesis.Settings.Custody.CodeOverlooked = r.Overlooked.PPM
	s := b.stream(0, model.ForChores+uint64(mockexchange.Deploy)<<8)
	for _, planned := range r.Planned {
		b.release(planned.Unix, planned.Unix+pauseOf(&s, &r.Review))
	}
	for at := b.model.Start; ; {
		at += s.Exponential(int64(r.Every.Value))
		if at >= b.model.End {
			return
		}
		rebuilt, released := &r.Rebuilt, byDay(&s, at, b.model.Zone)
		if s.Chance(r.Urgent.PPM) {
			rebuilt, released = &r.Review, at
		}
		if released >= b.model.End {
			continue
		}
		b.release(released, released+pauseOf(&s, rebuilt))
	}
}

// release is one at a time, whose second build is done later.
func (b *builder) release(at, rebuilt int64) {
	b.world.Chores = append(b.world.Chores, Chore{At: at, Command: mockexchange.Command{
		Kind: mockexchange.Deploy, Label: mockexchange.RiskEngine, Until: rebuilt,
	}})
}

// pauseOf draws how long something takes.
func pauseOf(s *sim.Stream, p *scenarios.Pause) int64 {
	return s.Between(int64(p.Least.Value), int64(p.Most.Value))
}

// byDay is a time of the same day at which developers are at work.
func byDay(s *sim.Stream, at, zone int64) int64 {
	const opens, closes = 9 * model.Day / 24, 19 * model.Day / 24
	midnight := (at+zone)/model.Day*model.Day - zone
	if since := at - midnight; since >= opens && since < closes {
		return at
	}
	return midnight + s.Between(opens, closes)
}
