package lab

import (
	"context"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
)

// Alone scores a defence by its defended run, with the undefended run and the
// closed day that the series plays once: for those who try many choices of a
// defence's parts, and want the whole of each. The result has no score of the
// posture or the monitor alone, and its run is not kept for others.
func (s *Series) Alone(ctx context.Context, d *defence.Defence) (*Scored, error) {
	none, err := defence.Load("none", s.World().Scenario)
	if err != nil {
		return nil, err
	}
	shared, err := s.all(ctx, []spec{{defence: none}, {defence: defence.ClosedDay(), peace: true}})
	if err != nil {
		return nil, s.blame(err, d)
	}
	defended := spec{defence: d, level: s.conditions.Adaptation, contained: s.conditions.Lab == Containers}
	o := shared[0]
	if d.Watches() || len(d.Posture()) > 0 || defended.level > 0 || defended.contained {
		if o, err = s.start(ctx, defended); err != nil {
			return nil, s.blame(err, d)
		}
	}
	meta := s.about(d, o)
	meta.Timing.WallMS = o.Wall.Milliseconds()
	result, err := score.Compose(score.Runs{Defended: o.Tally, Undefended: shared[0].Tally, ClosedDay: shared[1].Tally}, meta)
	if err != nil {
		return nil, err
	}
	return &Scored{Result: result, Outcome: o, Undefended: shared[0]}, nil
}
