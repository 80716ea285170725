package drill

import (
	"context"

	"github.com/exdrill/exdrill/harness/lab"
)

// End is when the stage's runs end, settlement tail included, in virtual
// nanoseconds.
func (s *Stage) End() int64 {
	clock := &s.World().Scenario.Clock
	return clock.End.Unix + int64(clock.Tail.Value)
}

// WithoutAttack lets a run that is only watched go by without the thief.
func WithoutAttack() Option {
	return func(s *settings) error {
		s.peace = true
		return nil
	}
}

// Watch plays the defended run alone, without its twins and its score: for
// those who only want to see what happens.
func (s *Stage) Watch(ctx context.Context, options ...Option) (*lab.Outcome, error) {
	now, d, err := s.with(options)
	if err != nil {
		return nil, err
	}
	o, err := s.series.At(now.conditions.Adaptation).Play(ctx, d, now.peace, now.observers...)
	return o, s.blame(err, now, d)
}
