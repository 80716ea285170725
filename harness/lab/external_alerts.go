package lab

import (
	"cmp"
	"context"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// Grade plays a run that was kept, and the undefended one, and says what alerts
// are worth that somebody raised elsewhere over the run's telemetry. Nobody
// watches meanwhile: of the defence there is the posture, and what its monitor
// did are the operator's commands, in the order of time, which are carried out
// again. The second result is the hash of the run's log, which no alert changes.
// Alerts of one of several venues carry its name.
//
// peaceful are those that were raised over the same run without the thief, under
// the posture alone; nil where nobody has looked at it.
func (s *Series) Grade(
	ctx context.Context, posture *defence.Defence, operated []sim.Envelope, alerts, peaceful []defence.Alert,
) (found score.Detection, head [32]byte, err error) {
	none, err := bundle.Load("none", s.World().Scenario)
	if err != nil {
		return found, head, err
	}
	undefended, err := s.cached(ctx, runSpec{defence: none})
	if err != nil {
		return found, head, err
	}
	played, err := s.foresee(ctx, posture)
	if err != nil {
		return found, head, s.blame(err, posture)
	}
	o, err := s.play(ctx, runSpec{defence: played.Standing(), level: s.conditions.Adaptation, operated: operated, prepared: played.Prepared(), external: alerts})
	if err != nil {
		return found, head, s.blame(err, posture)
	}
	var peace *score.Tally
	if peaceful != nil {
		twin, err := s.play(ctx, runSpec{defence: posture.Standing(), level: s.conditions.Adaptation, external: peaceful, peace: true})
		if err != nil {
			return found, head, s.blame(err, posture)
		}
		peace = twin.Tally
	}
	return score.Grade(o.Tally, undefended.Tally, peace, score.Desk{Budget: s.conditions.Scenario.AlertBudget.Value, Scale: score.Share(s.conditions.Scale)}), o.Head, nil
}

// externalAlerts are the alerts raised elsewhere over one venue, whose name is
// empty if it is the only one, in the order of time.
func externalAlerts(all []defence.Alert, venue string) (list []defence.Alert) {
	for _, a := range all {
		if venue == "" || a.Venue == venue {
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(a, b defence.Alert) int { return cmp.Compare(a.At, b.At) })
	return list
}

// readExternal hands the referee the alerts from before a time.
func (v *venueRun) readExternal(now int64) {
	for len(v.external) > 0 && v.external[0].At < now {
		v.accounting.Alert(&v.external[0])
		v.external = v.external[1:]
	}
}

// operatedAt are the commands of a kept run's operator that went to one venue.
func operatedAt(venue uint8, all []sim.Envelope) (list []sim.Envelope) {
	for i := range all {
		if all[i].Venue == venue {
			list = append(list, all[i])
		}
	}
	return list
}

// operateAgain carries out those that are due, and sets the timer of the next.
func (v *venueRun) operateAgain(now int64) error {
	for len(v.operated) > 0 && v.operated[0].At <= now {
		c := v.operated[0].Command
		v.operated = v.operated[1:]
		if _, err := v.operate(now, sim.Operator, c); err != nil {
			return err
		}
	}
	if len(v.operated) > 0 {
		v.push(v.operated[0].At, monitorTimer)
	}
	return nil
}
