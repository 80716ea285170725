package custody

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/fault"
)

// Hold makes a withdrawal that is not yet paid wait until a time, or Forever.
func (d *Desk) Hold(id uint32, until int64) fault.Code {
	w := d.Get(id)
	switch {
	case w == nil:
		return fault.UnknownWithdrawal
	case !w.Pending():
		return fault.NotPending
	}
	d.drop(w)
	d.hold(w, until, fault.Hold)
	return fault.OK
}

// Approve ends a hold before its time.
func (d *Desk) Approve(id uint32) fault.Code {
	w := d.Get(id)
	switch {
	case w == nil:
		return fault.UnknownWithdrawal
	case w.State != Held:
		return fault.NotPending
	}
	d.drop(w)
	d.approve(w)
	return fault.OK
}

// Reject ends a withdrawal that is not yet paid; its amount goes back. The
// control is None when its owner did it himself.
func (d *Desk) Reject(now int64, id uint32, by fault.Control) fault.Code {
	w := d.Get(id)
	switch {
	case w == nil:
		return fault.UnknownWithdrawal
	case !w.Pending():
		return fault.NotPending
	}
	d.drop(w)
	w.State, w.Control, w.DoneAt = Rejected, by, now
	return fault.OK
}

func (d *Desk) approve(w *Withdrawal) {
	w.State = Approved
	d.approved[w.Asset] = append(d.approved[w.Asset], w.ID)
}

// drop takes a pending withdrawal out of the line it stands in.
func (d *Desk) drop(w *Withdrawal) {
	line := &d.approved[w.Asset]
	if w.State == Held {
		line = &d.held[w.Asset]
	}
	if i := slices.Index(*line, w.ID); i >= 0 {
		*line = slices.Delete(*line, i, i+1)
	}
}

// Release approves every withdrawal of an asset whose hold is over and calls
// freed for each, in the order in which they were held.
func (d *Desk) Release(now int64, asset uint16, freed func(*Withdrawal)) {
	if d.nextHold[asset] > now {
		return
	}
	next, keep := int64(Forever), d.held[asset][:0]
	for _, id := range d.held[asset] {
		w := &d.all[id-1]
		if w.HoldUntil > now {
			keep, next = append(keep, id), min(next, w.HoldUntil)
			continue
		}
		d.approve(w)
		freed(w)
	}
	d.held[asset], d.nextHold[asset] = keep, next
}

// Waiting is the line of approved withdrawals of an asset, oldest first.
func (d *Desk) Waiting(asset uint16) []uint32 { return d.approved[asset] }

// Halted says whether withdrawals of an asset are halted altogether.
func (d *Desk) Halted(asset uint16) bool { return d.halted[asset] }

// PassOver notes that a pay-out left an approved withdrawal waiting, and
// reports whether this was the first time.
func (d *Desk) PassOver(w *Withdrawal) bool {
	first := !w.passedOver
	w.passedOver = true
	return first
}

// Pay takes the first n approved withdrawals of an asset out of the line: they
// are in a transaction now, and their addresses are known from here on.
func (d *Desk) Pay(asset uint16, n int, tx chain.Hash) []uint32 {
	paid := slices.Clone(d.approved[asset][:n])
	for _, id := range paid {
		w := &d.all[id-1]
		w.State, w.Tx, w.Control = Broadcast, tx, fault.None
		d.Know(w.Account, w.To)
	}
	d.approved[asset] = append(d.approved[asset][:0], d.approved[asset][n:]...)
	return paid
}

// Confirm notes that a withdrawal is in a block.
func (d *Desk) Confirm(now int64, id uint32) *Withdrawal {
	w := &d.all[id-1]
	w.State, w.DoneAt = Confirmed, now
	return w
}

// Halt stops or restarts withdrawals of one asset, 0 for all, altogether or to
// first-seen addresses only. It reports whether that changed anything.
func (d *Desk) Halt(asset uint16, newOnly, halt bool) (changed bool) {
	set := d.halted
	if newOnly {
		set = d.haltedNew
	}
	for a := 1; a < len(set); a++ {
		if (asset == 0 || int(asset) == a) && set[a] != halt {
			set[a], changed = halt, true
		}
	}
	return changed
}

// Block forbids a destination, or allows it again; it reports whether that
// changed anything.
func (d *Desk) Block(a chain.Address, block bool) bool {
	_, was := d.blocked[a]
	if was == block {
		return false
	}
	if block {
		d.blocked[a] = struct{}{}
	} else {
		delete(d.blocked, a)
	}
	return true
}

// SetDayLimit puts a customer's limit of 24 hours in force, in base units of
// the reference currency; 0 lifts it.
func (d *Desk) SetDayLimit(amount int64) {
	d.policy.DayLimit, d.limitBy = amount, fault.SetLimit
}
