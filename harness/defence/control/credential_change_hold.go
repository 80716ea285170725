package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// CredentialChangeHold lets a new API key neither trade nor withdraw for some
// time, and makes whatever else its account withdraws wait as long. So it does after
// a second factor was replaced. On request a login from a device that the account was
// never logged in from does, too, where the venue keeps a record of devices.
//
// It buys an owner, who is told of the change, the time to say that it is not
// his. A thief who made the key weeks before he uses it has waited it out.
type CredentialChangeHold struct {
	For       time.Duration // since the key was made or the factor replaced, above 0
	NewDevice bool          // a login from a device never seen before counts, too
}

// Info describes the control.
func (CredentialChangeHold) Info() Info {
	return Info{
		ID: reject.CredentialChangeHold, Name: "credential_change_hold",
		Summary: "a new API key neither trades nor withdraws for some time; its account's withdrawals wait as long, as they do after a second factor was replaced",
		Stops:   "using a key or a second factor at once that was made with a stolen password and code, and, with new_device, a relayed code or a stolen phone number",
		Costs: "every owner of a new key waits before his program can use it, and with what he withdraws by hand; who knows the rule uses " +
			"the old one meanwhile, and makes the new one when he has nothing to withdraw; likewise whoever replaces a second factor, but who " +
			"finds that it is gone when he wants his money has no choice; with new_device who has got a new phone waits, too",
		Parameters: []Parameter{{
			Name: "for", Type: "duration", Default: "48h", Range: "above 0",
			Real: "48 hours without withdrawals at Binance.US after a factor was reset", Source: "S147",
		}, {
			Name: "new_device", Type: "flag", Default: "false", Range: "true or false",
			Real: "24 hours after a change of password or factor; of devices nothing is published", Source: "S156",
		}},
		WouldHaveChanged: []string{
			"Binance VIA, March 2018: nothing; the thieves made keys on their victims' accounts, and left them alone for two weeks (S12)",
			"the same theft by somebody in a hurry: all of it",
			"Binance, May 2019: nothing of what keys took that the thieves had had for long (S94); the rest, if it was got at in the last two days",
		},
	}
}

// Parse reads for and new_device.
func (CredentialChangeHold) Parse(p *param.Values) Control {
	return CredentialChangeHold{For: p.Duration("for"), NewDevice: p.Flag("new_device")}
}

// Apply puts the hold in force.
func (c CredentialChangeHold) Apply(s *mockexchange.Settings) {
	s.Access.CredentialHold, s.Access.NewDeviceHold = int64(c.For), 0
	if c.NewDevice {
		s.Access.NewDeviceHold = int64(c.For)
	}
}
