package custody

import "github.com/exdrill/exdrill/mockexchange/reject"

// HoldAccount makes whatever an account withdraws wait until a time, because
// somebody has changed how it is opened.
func (d *Desk) HoldAccount(account uint32, until int64) {
	d.changed[account] = max(d.changed[account], until)
}

// waits says until when a new request has to wait, and by which control: the
// one that holds it longest. It is 0 for none.
func (d *Desk) waits(now int64, w *Withdrawal) (until int64, by reject.Control) {
	p := &d.policy
	longer := func(end int64, control reject.Control) {
		if end > now && end > until {
			until, by = end, control
		}
	}
	if p.FirstSeenHold > 0 && w.First {
		longer(now+p.FirstSeenHold, reject.FirstSeenHold)
	}
	longer(d.enter(now, w), reject.AddressBook)
	longer(d.freshness(now, w), reject.FreshDepositHold)
	longer(d.probing(now, w), reject.ProbeDetector)
	longer(d.changed[w.Account], reject.CredentialChangeHold)
	if p.Manual.Quorum > 0 && w.Value > p.Manual.Above {
		longer(p.Manual.decided(now), reject.ManualApproval)
	}
	return until, by
}
