package custody

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Waiting is the line of approved withdrawals of an asset, oldest first.
func (q *WithdrawalQueue) Waiting(asset uint16) []uint32 { return q.approved[asset] }

// Halted says whether withdrawals of an asset are halted altogether.
func (q *WithdrawalQueue) Halted(asset uint16) bool { return q.halted[asset] }

// Skip notes that a pay-out left an approved withdrawal waiting, and what
// stood in its way. It reports whether that is news: the first time, or another
// reason than the last time.
func (q *WithdrawalQueue) Skip(w *Withdrawal, by reject.Control) bool {
	news := !w.skipped || w.Control != by
	w.skipped, w.Control = true, by
	return news
}

// Pay takes approved withdrawals of an asset, named in the order of the line,
// out of it: they are in a transaction now, and their addresses are known from
// here on.
func (q *WithdrawalQueue) Pay(now int64, asset uint16, ids []uint32, tx chain.Hash) {
	for _, id := range ids {
		w := &q.all[id-1]
		q.countPaid(now, w)
		w.State, w.Tx, w.Control, w.skipped = Broadcast, tx, reject.None, false
		q.Know(w.Account, w.To)
	}
	left := ids
	q.approved[asset] = slices.DeleteFunc(q.approved[asset], func(id uint32) bool {
		paid := len(left) > 0 && left[0] == id
		if paid {
			left = left[1:]
		}
		return paid
	})
}

// Return puts withdrawals back at the head of the line: the transaction they
// were in will never be in a block.
func (q *WithdrawalQueue) Return(asset uint16, ids []uint32) {
	for _, id := range ids {
		w := &q.all[id-1]
		w.State, w.Tx = Approved, chain.Hash{}
	}
	q.approved[asset] = slices.Insert(q.approved[asset], 0, ids...)
}

// Confirm notes that a withdrawal is in a block.
func (q *WithdrawalQueue) Confirm(now int64, id uint32) *Withdrawal {
	w := &q.all[id-1]
	w.State, w.DoneAt = Confirmed, now
	return w
}

// Halt stops or restarts withdrawals of one asset, 0 for all, altogether or to
// first-seen addresses only. It reports whether that changed anything.
func (q *WithdrawalQueue) Halt(asset uint16, newOnly, halt bool) (changed bool) {
	set := q.halted
	if newOnly {
		set = q.haltedNew
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
func (q *WithdrawalQueue) Block(a chain.Address, block bool) bool {
	_, was := q.blocked[a]
	if was == block {
		return false
	}
	if block {
		q.blocked[a] = struct{}{}
	} else {
		delete(q.blocked, a)
	}
	return true
}

// IsBlocked reports whether a destination is forbidden.
func (q *WithdrawalQueue) IsBlocked(a chain.Address) bool {
	_, blocked := q.blocked[a]
	return blocked
}
