package lab

import (
	"context"
	"time"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
)

// spec is one run of a series.
type spec struct {
	defence   *defence.Defence
	level     int  // adaptation of the thief
	peace     bool // nobody attacks
	contained bool // in containers; twins of a run are played in this process
	recorder  Recorder
	progress  func(now int64)
	foreign   []defence.Alert // raised elsewhere, in place of the monitor's; nil for none
}

// Act is an action of the defence that took effect.
type Act struct {
	At      int64  // virtual nanoseconds
	Venue   string // where there are several
	Action  defence.Action
	Code    string // "ok", or the first refusal
	Changed uint32
}

// Deed is one request of the thief, by his own account.
type Deed struct {
	Venue string // where there are several
	campaign.Deed
}

// Outcome is a finished run.
type Outcome struct {
	Tally    *score.Tally
	Head     [32]byte // of the log
	Commands uint64   // all of them
	Honest   uint64   // those of customers, market makers and traders
	Wall     time.Duration
	Alerts   []defence.Alert // in the order of time
	Acts     []Act           // in the order of time
	Deeds    []Deed          // venue by venue, each in the order of time
}

// teller is a site that can tell what the thief did, by his own account.
type teller interface {
	Deeds() ([]campaign.Deed, error)
}

// taxonomy pins the catalogues that the techniques' ids refer to.
func taxonomy() score.Taxonomy {
	return score.Taxonomy{ATTACK: technique.ATTACKVersion, AADAPT: technique.AADAPTVersion}
}

// start plays one run from its beginning to the end of the settlement tail.
func (s *Series) start(ctx context.Context, sp spec) (*Outcome, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	begun := time.Now()
	r, err := s.prepare(ctx, sp)
	if err != nil {
		return nil, err
	}
	defer r.close()
	if err := r.finish(ctx); err != nil {
		return nil, err
	}
	for _, h := range r.houses {
		h.read(never)
	}
	tally := r.tally()
	o := &Outcome{
		Tally: &tally, Head: r.log.Head(), Commands: r.commands, Honest: r.honest,
		Alerts: r.alerts, Acts: r.acts, Wall: time.Since(begun),
	}
	o.Deeds, err = r.deeds()
	return o, err
}
