package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// LimitTimeLock makes a looser withdrawal limit wait until it is in force. A
// stricter one is in force at once.
type LimitTimeLock struct {
	After time.Duration // above 0
}

// Info describes the control.
func (LimitTimeLock) Info() Info {
	return Info{
		ID: reject.LimitTimeLock, Name: "limit_time_lock",
		Summary: "a withdrawal limit that operators raise or lift is in force only after some time",
		Stops:   "raising the limit and taking the coins in one go, by whoever sits at an operator's desk",
		Costs:   "a limit that stands in customers' way stays for as long after the staff has seen it",
		Parameters: []Parameter{{
			Name: "after", Type: "duration", Default: "24h", Range: "above 0",
			Real: "24 hours for a new address at Bybit and Crypto.com; nothing was found for limits", Source: "S155",
		}},
		WouldHaveChanged: []string{
			"BigONE, July 2025: only if the rewritten code had asked for it",
		},
	}
}

// Parse reads after.
func (LimitTimeLock) Parse(p *param.Values) Control {
	return LimitTimeLock{After: p.Duration("after")}
}

// Apply puts the lock in force.
func (c LimitTimeLock) Apply(s *mockexchange.Settings) { s.Custody.LimitTimeLock = int64(c.After) }
