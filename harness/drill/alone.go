package drill

import "context"

// RunDefended is Run without the runs of the posture alone and of the monitor alone:
// for those who take a defence apart and try each choice of its parts.
func (s *Stage) RunDefended(ctx context.Context, options ...Option) (*Result, error) {
	now, d, err := s.with(options)
	if err != nil {
		return nil, err
	}
	scored, err := s.series.At(now.conditions.Adaptation).ScoreDefended(ctx, d)
	if err != nil {
		return nil, s.blame(err, now, d)
	}
	scored.Result.Reproduce = s.again(now, d)
	return &Result{scored.Result, scored.Outcome, scored.Undefended}, nil
}

// Seed is what chance brings on this stage.
func (s *Stage) Seed() uint64 { return s.settings.conditions.Seed }
