package drill

import (
	"context"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// WithDiagnosis lets monitors made of rules count what they tell about
// themselves, and hands out each of them before its run begins: one for every
// venue. Runs go on side by side, so that the caller is told from several
// goroutines; equal runs may be played twice. It comes after the option that
// names the defence.
func WithDiagnosis(tell func(*rules.Watch)) Option {
	return func(s *settings) error {
		load := s.defence
		s.defence = func(sc *scenarios.Scenario) (*defence.Defence, error) {
			d, err := load(sc)
			if err != nil {
				return nil, err
			}
			return rules.Diagnosed(d, tell), nil
		}
		return nil
	}
}

// Grade plays a kept run again and says what alerts are worth that somebody
// raised elsewhere over its telemetry. The stage's defence gives its posture
// alone: what its monitor did are the operator's commands, which
// store.OperatorCommands reads. The second result is the hash of the run's log.
func (s *Stage) Grade(ctx context.Context, operated []sim.Envelope, alerts []defence.Alert) (score.Detection, [32]byte, error) {
	d, err := s.settings.load(s.World().Scenario)
	if err != nil {
		return score.Detection{}, [32]byte{}, err
	}
	found, head, err := s.series.Grade(ctx, d, operated, alerts)
	return found, head, s.blame(err, &s.settings, d)
}
