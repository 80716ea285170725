package lab

import (
	"time"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
)

// Scored is a defence's result with the run behind it.
type Scored struct {
	Result     score.Result
	Outcome    *Outcome
	Undefended *Outcome // the none run that the loss is measured by
}

// AppliedAction is an action of the defence that took effect.
type AppliedAction struct {
	At      int64  // virtual nanoseconds
	Venue   string // where there are several
	Action  defence.Action
	Code    string // "ok", or the first refusal
	Changed uint32
}

// LogEntry is one request of the thief, by his own account.
type LogEntry struct {
	Venue string // where there are several
	campaign.LogEntry
}

// Outcome is a finished run.
type Outcome struct {
	Tally     *score.Tally // with every case of harm if a recorder listened
	Head      [32]byte     // of the log
	Commands  uint64       // all of them
	Honest    uint64       // those of customers, market makers and traders
	Wall      time.Duration
	Alerts    []defence.Alert // in the order of time
	Actions   []AppliedAction // in the order of time
	AttackLog []LogEntry      // venue by venue, each in the order of time
}
