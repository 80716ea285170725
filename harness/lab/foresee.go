package lab

import (
	"context"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/baseline"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
)

// foresee is a defence as it is played. It is the defence itself, unless that
// sees the ground truth and falls short of the best score: then it is the
// defence in that of its other ways which scores best. A run has one score, so
// all its venues have one way, which may be another than each would have alone.
// Trials are played in this process, without observers, and each once a series.
func (s *Series) foresee(ctx context.Context, d *defence.Defence) (*defence.Defence, error) {
	ways := d.Ways()
	if len(ways) == 0 {
		return d, nil
	}
	most, err := s.trial(ctx, d)
	best, wallets, signed := d, s.stolenWallets(), s.World().Scenario.SigningPath()
	last, worse := most, false // what the last way did, and whether that was worse than the one before it
	for i := range ways {
		if err != nil || most == score.Best {
			break
		}
		w := &ways[i]
		if w.Wallets && !wallets || w.Signed && !signed || w.Further && worse {
			continue
		}
		o, before := d.Going(i), last
		if last, err = s.trial(ctx, o); last > most {
			best, most = o, last
		}
		worse = w.Further && last < before
	}
	return best, err
}

// stolenWallets reports whether the thief holds the key of a hot wallet. One who
// has people sign for him, or works at their desks, has none.
func (s *Series) stolenWallets() bool {
	if sc := s.World().Scenario; sc.SigningPath() || sc.AtDesk() {
		return false
	}
	return slices.ContainsFunc(s.worlds, func(w *draw.World) bool { return len(w.Truth.Wallets) > 0 })
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
	r, err := s.compose(score.Runs{Defended: o[0].Tally, Undefended: o[1].Tally, ClosedDay: o[2].Tally}, s.Meta(d))
	return r.Score, err
}
