package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// SigningPolicyLock has a higher limit of a co-signer wait, and a second person find
// out who asked for it.
//
// A co-signer is worth what his limit is worth, and a limit that the spender sets is
// none. Where signers keep to limits that nobody can set (see SignerVelocity), or keep
// to none, it changes nothing.
type SigningPolicyLock struct {
	After  time.Duration // above 0
	Second bool          // somebody else confirms it
}

// secondLooks is how long a second person takes until he has called whoever is said to
// have asked; synthetic, 10 minutes to 8 hours.
const secondLooks = time.Hour

// Info describes the control.
func (SigningPolicyLock) Info() Info {
	return Info{
		ID: reject.SigningPolicyLock, Name: "signing_policy_lock",
		Summary: "a co-signer's higher limit is in force only after some time, and a second person turns down what nobody of the staff asked for",
		Stops: "raising the limit of a co-signer from the host that asks him to sign, and spending what it lets out; not spending up to the " +
			"limit that there was, and without a second person nothing after the time is over, unless somebody has seen it and stopped withdrawals",
		Costs: "a limit that staff raise on a busy day is raised that much later, and withdrawals beyond it wait for it; an hour of a second " +
			"person's time for each (the tariff's row ceremony). Nothing where no limit is raised",
		Parameters: []Parameter{
			{
				Name: "after", Type: "duration", Default: "24h", Range: "above 0",
				Real: "at once at Bitfinex in 2016, where the thief raised the limit", Source: "S89",
			},
			{
				Name: "second_person", Type: "flag", Default: "true", Range: "true or false",
				Real: "false in effect at Bitfinex in 2016: two of three keys lay on one device", Source: "S89",
			},
		},
		WouldHaveChanged: []string{
			"Bitfinex, August 2016: the co-signer signed 119,756 BTC, since the thief had raised the daily limit (S89)",
		},
	}
}

// Parse reads after and second_person.
func (SigningPolicyLock) Parse(p *param.Values) Control {
	return SigningPolicyLock{After: p.Duration("after"), Second: p.Flag("second_person")}
}

// Apply puts the lock in force.
func (c SigningPolicyLock) Apply(s *mockexchange.Settings) {
	s.Custody.SigningPolicyLock = custody.SigningPolicyLock{On: true, After: int64(c.After), Second: c.Second, Looks: int64(secondLooks)}
}
