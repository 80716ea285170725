package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// FourEyes has somebody else of the staff agree to what one of them does about
// customers and the house's own funds, and nothing done before a time lock is over.
//
// Whoever agrees sees a request from a colleague's machine, as every day. Whether he
// asks for whom it is, and hears that nobody asked, is a matter of habit; most sign
// what they are shown. The time lock does not depend on it: for so long everybody who
// reads the log can see what is coming, and keep it from coming.
type FourEyes struct {
	Takes time.Duration // above 0, at most 24h; of the second's time
	Lock  time.Duration // above 0
}

// Info describes the control.
func (FourEyes) Info() Info {
	return Info{
		ID: reject.FourEyes, Name: "four_eyes",
		Summary: "what staff changes of customers, and what it sends of the house's own funds, another of the same department agrees to, and it waits for a time lock",
		Stops: "a bribed or deceived one of them, and a thief at his machine, where the other asks whose order it is; within the time lock, " +
			"whoever is seen asking. It does not stop anybody from reading what he may read",
		Costs: "the time of a second for each change and each move, by night not before somebody is called in or the day comes; what takes more " +
			"than four hours is asked for again; all of that in hours of staff",
		Parameters: []Parameter{
			{
				Name: "takes", Type: "duration", Default: "10m", Range: "2m to 24h",
				Real: "CCSS level 3 wants more than one person for critical actions, and does not say for how long each looks; synthetic, 2 to 30 minutes", Source: "S161",
			},
			{
				Name: "lock", Type: "duration", Default: "30m", Range: "5m or more",
				Real: "nothing of the kind at CoinDCX in 2025: a transfer of one USDT was followed by six of 44 million seven hours later; synthetic, 5 minutes to 24 hours", Source: "S126",
			},
		},
		WouldHaveChanged: []string{
			"CoinDCX, July 2025: one machine was enough to send USD 44 million out of an account of the exchange's own (S126)",
		},
	}
}

// Parse reads takes and lock.
func (FourEyes) Parse(p *param.Values) Control {
	return FourEyes{Takes: p.DurationBetween("takes", reading, 24*time.Hour), Lock: p.DurationFrom("lock", 5*time.Minute)}
}

// Apply puts the rule in force.
func (c FourEyes) Apply(s *mockexchange.Settings) {
	s.Custody.FourEyes = custody.FourEyes{On: true, Takes: int64(c.Takes), Lock: int64(c.Lock)}
}
