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
	undefended, err := s.play(ctx, spec{defence: none})
	if err != nil {
		return found, head, err
	}
	if alerts == nil {
		alerts = []defence.Alert{} // silence is an answer, too
	}
	o, err := s.start(ctx, spec{defence: d, level: s.conditions.Adaptation, foreign: alerts})
	if err != nil {
		return found, head, s.blame(err, d)
	}
	return score.Grade(o.Tally, undefended.Tally, s.conditions.Scenario.AlertBudget.Value), o.Head, nil
}

// desk reads alerts that were raised elsewhere in place of the monitor's.
type desk struct {
	open   bool
	unread []defence.Alert // in the order of time
}

// deskOf is the desk of one venue, whose name is empty if it is the only one.
// It is closed where there are no foreign alerts.
func deskOf(foreign []defence.Alert, venue string) desk {
	k := desk{open: foreign != nil}
	for _, a := range foreign {
		if venue == "" || a.Venue == venue {
			k.unread = append(k.unread, a)
		}
	}
	slices.SortStableFunc(k.unread, func(a, b defence.Alert) int { return cmp.Compare(a.At, b.At) })
	return k
}

// read hands the referee the alerts from before a time.
func (h *house) read(now int64) {
	for len(h.desk.unread) > 0 && h.desk.unread[0].At < now {
		h.account.Alert(&h.desk.unread[0])
		h.desk.unread = h.desk.unread[1:]
	}
}
