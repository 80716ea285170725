package custody

import "github.com/exdrill/exdrill/mockexchange/fault"

// HoldAccount makes whatever an account withdraws wait until a time, because
// somebody has changed how it is opened.
func (d *Desk) HoldAccount(account uint32, until int64) {
	d.changed[account] = max(d.changed[account], until)
}

// waits says until when a new request has to wait, and by which control: the
// one that holds it longest. It is 0 for none.
func (d *Desk) waits(now int64, w *Withdrawal) (until int64, by fault.Control) {
	p := &d.policy
	longer := func(end int64, control fault.Control) {
		if end > now && end > until {
			until, by = end, control
		}
	}
	if p.FirstSeenHold > 0 && w.First {
		longer(now+p.FirstSeenHold, fault.FirstSeenHold)
	}
	longer(d.enter(now, w), fault.AddressBook)
	longer(d.freshness(now, w), fault.FreshDepositHold)
	longer(d.probing(now, w), fault.ProbeDetector)
	longer(d.changed[w.Account], fault.CredentialChangeHold)
	if p.Manual.Quorum > 0 && w.Value > p.Manual.Above {
		longer(p.Manual.decided(now), fault.ManualApproval)
	}
	return until, by
}
