package lab

import (
	"cmp"
	"context"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
)

// Grade plays a defence's run, and the undefended one, and says what alerts
// are worth that somebody raised elsewhere over the run's telemetry: they take
// the place of the monitor's own, which goes on acting as it did. The second
// result is the hash of the run's log, which no alert changes. Alerts of one of
// several venues carry its name.
func (s *Series) Grade(ctx context.Context, d *defence.Defence, alerts []defence.Alert) (found score.Detection, head [32]byte, err error) {
	none, err := defence.Load("none", s.World().Scenario)
	if err != nil {
		return found, head, err
	}
	undefended, err := s.cached(ctx, runSpec{defence: none})
	if err != nil {
		return found, head, err
	}
	if alerts == nil {
		alerts = []defence.Alert{} // silence is an answer, too
	}
	o, err := s.play(ctx, runSpec{defence: d, level: s.conditions.Adaptation, external: alerts})
	if err != nil {
		return found, head, s.blame(err, d)
	}
	return score.Grade(o.Tally, undefended.Tally, s.conditions.Scenario.AlertBudget.Value), o.Head, nil
}

// externalAlerts are alerts that were raised elsewhere and count in place of the
// monitor's.
type externalAlerts struct {
	given  bool
	unread []defence.Alert // in the order of time
}

// externalAlertsOf are those of one venue, whose name is empty if it is the only
// one. nil means that the monitor's own count.
func externalAlertsOf(all []defence.Alert, venue string) externalAlerts {
	x := externalAlerts{given: all != nil}
	for _, a := range all {
		if venue == "" || a.Venue == venue {
			x.unread = append(x.unread, a)
		}
	}
	slices.SortStableFunc(x.unread, func(a, b defence.Alert) int { return cmp.Compare(a.At, b.At) })
	return x
}

// readExternal hands the referee the alerts from before a time.
func (v *venueRun) readExternal(now int64) {
	for len(v.external.unread) > 0 && v.external.unread[0].At < now {
		v.accounting.Alert(&v.external.unread[0])
		v.external.unread = v.external.unread[1:]
	}
}
