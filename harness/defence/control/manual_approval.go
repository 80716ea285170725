package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// ManualApproval makes large withdrawals wait for people: a quorum who look at
// each, one after the other, when they are in.
//
// The drill's people see nothing that the telemetry does not show, and approve
// in the end what nobody rejected. So it buys time, nights and mornings of it,
// for owners and monitors.
type ManualApproval struct {
	Above         int64 // base units of the reference currency, above 0
	Quorum        int
	Takes         time.Duration // each of them
	Opens, Closes time.Duration // since midnight UTC
}

// Info describes the control.
func (ManualApproval) Info() Info {
	return Info{
		ID: reject.ManualApproval, Name: "manual_approval",
		Summary: "a withdrawal above a value waits until a quorum of the staff has looked at it in opening hours",
		Stops:   "nothing by itself: large thefts at night wait for the morning, and can be rejected until then",
		Costs: "large honest withdrawals take hours, those of the evening a night; who knows the rule and cannot wait pays in parts below it. " +
			"The quorum is staff: on call while it is open (540 dollars a week on average for being on call, S173; the tariff's row on_call), and " +
			"each of them is paid for the time that he takes over a withdrawal, a minute at least (the row signing)",
		Parameters: []Parameter{
			{Name: "above", Type: "amount", Range: "above 0, in the scenario's currency", Real: "threshold rules at BitGo", Source: "S160"},
			{
				Name: "quorum", Type: "number", Default: "2", Range: "1 to 16",
				Real: "more than one actor for critical actions at level 3 of CCSS", Source: "S161",
			},
			{
				Name: "takes", Type: "duration", Default: "15m", Range: "2m to 24h",
				Real: "one person signed alone at DMM in 2024, at once", Source: "S111",
			},
			{
				Name: "opens", Type: "time of day", Default: "09:00", Range: "00:00 to 23:59, in the venue's time zone",
				Real: "somebody to reach at all hours at level 3 of CCSS", Source: "S161",
			},
			{
				Name: "closes", Type: "time of day", Default: "18:00", Range: "00:00 to 23:59; as opens for around the clock",
				Real: "somebody to reach at all hours at level 3 of CCSS", Source: "S161",
			},
		},
		WouldHaveChanged: []string{
			"DMM Bitcoin, May 2024: 4,502.9 BTC went out on one signature (S111)",
			"Binance, May 2019: 7,074 BTC in one transaction would have waited for somebody to look",
			"Zaif, January 2018: little; most of the 37 withdrawals were small",
		},
	}
}

// reading is the least time in which somebody reads what he agrees to: how fast people
// are is no choice of whoever writes a posture (synthetic).
const reading = 2 * time.Minute

// Parse reads above, quorum, takes, opens and closes.
func (ManualApproval) Parse(p *param.Values) Control {
	return ManualApproval{
		Above: p.Amount("above"), Quorum: p.Number("quorum", 1, 16), Takes: p.DurationBetween("takes", reading, 24*time.Hour),
		Opens: p.Clock("opens"), Closes: p.Clock("closes"),
	}
}

// Apply puts the approval in force.
func (c ManualApproval) Apply(s *mockexchange.Settings) {
	s.Custody.ManualApproval = custody.ManualApproval{
		Above: c.Above, Quorum: c.Quorum, Takes: int64(c.Takes), Opens: int64(c.Opens), Closes: int64(c.Closes),
	}
}
