package lab

import (
	"context"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/baseline"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/score"
)

// foresee is a defence as it is played. It is the defence itself, unless that
// sees the ground truth and falls short of the best score: then it is the
// defence in that of its other ways which scores best. A run has one score, so
// all its venues have one way, which may be another than each would have alone.
// Trials are played in this process, without observers, and each once a series.
func (s *Series) foresee(ctx context.Context, d *defence.Defence) (*defence.Defence, error) {
	others := d.Foreseen()
	if len(others) == 0 {
		return d, nil
	}
	best, most, err := d, score.Points(0), error(nil)
	if most, err = s.trial(ctx, d); err != nil {
		return nil, err
	}
	for _, o := range others {
		if most == score.Best {
			break
		}
		points, err := s.trial(ctx, o)
		if err != nil {
			return nil, err
		}
		if points > most {
			best, most = o, points
		}
	}
	return best, nil
}

// trial is what a defence scores.
func (s *Series) trial(ctx context.Context, d *defence.Defence) (score.Points, error) {
	none, err := bundle.Load("none", s.World().Scenario)
	if err != nil {
		return 0, err
	}
	o, err := s.playAll(ctx, []runSpec{
		{defence: d, level: s.conditions.Adaptation}, {defence: none}, {defence: baseline.ClosedDay(), peace: true},
	})
	if err != nil {
		return 0, err
	}
	r, err := score.Compose(score.Runs{Defended: o[0].Tally, Undefended: o[1].Tally, ClosedDay: o[2].Tally}, s.Meta(d))
	return r.Score, err
}
