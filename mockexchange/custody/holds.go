package custody

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// HoldAccount makes whatever an account withdraws wait until a time, because
// somebody has changed how it is opened.
func (q *WithdrawalQueue) HoldAccount(account uint32, until int64) {
	q.credentialHolds[account] = max(q.credentialHolds[account], until)
}

// holdFor says until when a new request has to wait, and by which control: the
// one that holds it longest. It is 0 for none.
func (q *WithdrawalQueue) holdFor(now int64, w *Withdrawal) (until int64, by reject.Control) {
	p := &q.policy
	longer := func(end int64, control reject.Control) {
		if end > now && end > until {
			until, by = end, control
		}
	}
	if p.FirstSeenHold > 0 && w.First {
		longer(now+p.FirstSeenHold, reject.FirstSeenHold)
	}
	longer(q.enterInBook(now, w), reject.AddressBook)
	longer(q.freshDepositHold(now, w), reject.FreshDepositHold)
	longer(q.probeHold(now, w), reject.ProbeDetector)
	longer(q.credentialHolds[w.Account], reject.CredentialChangeHold)
	if p.ManualApproval.Quorum > 0 && w.Value > p.ManualApproval.Above {
		longer(p.ManualApproval.approvedAt(now), reject.ManualApproval)
	}
	return until, by
}

// Hold makes a withdrawal that is not yet paid wait until a time, or Forever.
// A hold only lengthens: NothingToDo for one that would end no later than the
// hold in force, or that is over already. Approve ends one early.
func (q *WithdrawalQueue) Hold(now int64, id uint32, until int64) reject.Code {
	w := q.Get(id)
	switch {
	case w == nil:
		return reject.UnknownWithdrawal
	case !w.Pending():
		return reject.NotPending
	case until <= now, w.State == Held && until <= w.HoldUntil:
		return reject.NothingToDo
	}
	q.dequeue(w)
	q.hold(w, until, reject.Hold)
	return reject.OK
}

// Approve ends a hold before its time; NothingToDo if the withdrawal is not
// held.
func (q *WithdrawalQueue) Approve(id uint32) reject.Code {
	w := q.Get(id)
	switch {
	case w == nil:
		return reject.UnknownWithdrawal
	case !w.Pending():
		return reject.NotPending
	case w.State != Held:
		return reject.NothingToDo
	}
	q.dequeue(w)
	q.approve(w)
	return reject.OK
}

// Reject ends a withdrawal that is not yet paid; its amount goes back. The
// control is None when its owner did it himself.
func (q *WithdrawalQueue) Reject(now int64, id uint32, by reject.Control) reject.Code {
	w := q.Get(id)
	switch {
	case w == nil:
		return reject.UnknownWithdrawal
	case !w.Pending():
		return reject.NotPending
	}
	q.dequeue(w)
	w.State, w.Control, w.HoldUntil, w.DoneAt = Rejected, by, 0, now
	return reject.OK
}

func (q *WithdrawalQueue) hold(w *Withdrawal, until int64, by reject.Control) {
	w.State, w.HoldUntil, w.Control = Held, until, by
	q.held[w.Asset] = append(q.held[w.Asset], w.ID)
	q.nextHold[w.Asset] = min(q.nextHold[w.Asset], until)
}

func (q *WithdrawalQueue) approve(w *Withdrawal) {
	w.State, w.HoldUntil = Approved, 0
	q.approved[w.Asset] = append(q.approved[w.Asset], w.ID)
}

// dequeue takes a pending withdrawal out of the line it stands in.
func (q *WithdrawalQueue) dequeue(w *Withdrawal) {
	line := &q.approved[w.Asset]
	if w.State == Held {
		line = &q.held[w.Asset]
	}
	if i := slices.Index(*line, w.ID); i >= 0 {
		*line = slices.Delete(*line, i, i+1)
	}
}

// Release approves every withdrawal of an asset whose hold is over and calls
// freed for each, in the order in which they were held.
func (q *WithdrawalQueue) Release(now int64, asset uint16, freed func(*Withdrawal)) {
	if q.nextHold[asset] > now {
		return
	}
	next, keep := int64(Forever), q.held[asset][:0]
	for _, id := range q.held[asset] {
		w := &q.all[id-1]
		if w.HoldUntil > now {
			keep, next = append(keep, id), min(next, w.HoldUntil)
			continue
		}
		q.approve(w)
		freed(w)
	}
	q.held[asset], q.nextHold[asset] = keep, next
}
