package custody

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Hold makes a withdrawal that is not yet paid wait until a time, or Forever.
// A hold only lengthens: NothingToDo for one that would end no later than the
// hold in force, or that is over already. Approve ends one early.
func (d *Desk) Hold(now int64, id uint32, until int64) reject.Code {
	w := d.Get(id)
	switch {
	case w == nil:
		return reject.UnknownWithdrawal
	case !w.Pending():
		return reject.NotPending
	case until <= now, w.State == Held && until <= w.HoldUntil:
		return reject.NothingToDo
	}
	d.drop(w)
	d.hold(w, until, reject.Hold)
	return reject.OK
}

// Approve ends a hold before its time; NothingToDo if the withdrawal is not
// held.
func (d *Desk) Approve(id uint32) reject.Code {
	w := d.Get(id)
	switch {
	case w == nil:
		return reject.UnknownWithdrawal
	case !w.Pending():
		return reject.NotPending
	case w.State != Held:
		return reject.NothingToDo
	}
	d.drop(w)
	d.approve(w)
	return reject.OK
}

// Reject ends a withdrawal that is not yet paid; its amount goes back. The
// control is None when its owner did it himself.
func (d *Desk) Reject(now int64, id uint32, by reject.Control) reject.Code {
	w := d.Get(id)
	switch {
	case w == nil:
		return reject.UnknownWithdrawal
	case !w.Pending():
		return reject.NotPending
	}
	d.drop(w)
	w.State, w.Control, w.HoldUntil, w.DoneAt = Rejected, by, 0, now
	return reject.OK
}

func (d *Desk) approve(w *Withdrawal) {
	w.State, w.HoldUntil = Approved, 0
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

// PassOver notes that a pay-out left an approved withdrawal waiting, and what
// stood in its way. It reports whether that is news: the first time, or another
// reason than the last time.
func (d *Desk) PassOver(w *Withdrawal, by reject.Control) bool {
	news := !w.passedOver || w.Control != by
	w.passedOver, w.Control = true, by
	return news
}

// Pay takes approved withdrawals of an asset, named in the order of the line,
// out of it: they are in a transaction now, and their addresses are known from
// here on.
func (d *Desk) Pay(now int64, asset uint16, ids []uint32, tx chain.Hash) {
	for _, id := range ids {
		w := &d.all[id-1]
		d.leaves(now, w)
		w.State, w.Tx, w.Control, w.passedOver = Broadcast, tx, reject.None, false
		d.Know(w.Account, w.To)
	}
	left := ids
	d.approved[asset] = slices.DeleteFunc(d.approved[asset], func(id uint32) bool {
		paid := len(left) > 0 && left[0] == id
		if paid {
			left = left[1:]
		}
		return paid
	})
}

// Return puts withdrawals back at the head of the line: the transaction they
// were in will never be in a block.
func (d *Desk) Return(asset uint16, ids []uint32) {
	for _, id := range ids {
		w := &d.all[id-1]
		w.State, w.Tx = Approved, chain.Hash{}
	}
	d.approved[asset] = slices.Insert(d.approved[asset], 0, ids...)
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
