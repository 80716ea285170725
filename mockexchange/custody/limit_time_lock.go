package custody

import "github.com/exdrill/exdrill/mockexchange/reject"

// SetDayLimit puts a customer's limit of 24 hours in force, in base units of
// the reference currency; 0 lifts it. Under a LimitLock a looser one is in
// force only after the lock's time: then by names it. It reports whether that
// changed anything.
func (q *WithdrawalQueue) SetDayLimit(now, amount int64) (changed bool, by reject.Control) {
	q.applyPendingLimit(now)
	coming := &q.pendingLimit
	switch was := q.policy.DayLimit; {
	case coming.at > 0 && coming.amount == amount, coming.at == 0 && was == amount:
		return false, reject.None
	case q.policy.LimitTimeLock > 0 && was > 0 && (amount == 0 || amount > was):
		q.pendingLimit = dayLimit{now + q.policy.LimitTimeLock, amount}
		return true, reject.LimitTimeLock
	default:
		q.pendingLimit = dayLimit{}
		q.policy.DayLimit, q.limitBy = amount, reject.SetLimit
		return true, reject.None
	}
}

// dayLimit is one that is in force from a time on.
type dayLimit struct{ at, amount int64 }

// applyPendingLimit puts a limit in force whose time has come.
func (q *WithdrawalQueue) applyPendingLimit(now int64) {
	if q.pendingLimit.at > 0 && q.pendingLimit.at <= now {
		q.policy.DayLimit, q.limitBy = q.pendingLimit.amount, reject.SetLimit
		q.pendingLimit = dayLimit{}
	}
}

// SetOwnLimit gives an account a limit of 24 hours of its own where customers have
// one, in base units of the reference currency; 0 for that of everybody.
func (q *WithdrawalQueue) SetOwnLimit(account uint32, amount int64) {
	if q.ownLimits == nil {
		q.ownLimits = make(map[uint32]int64)
	}
	q.ownLimits[account] = amount
}

// dayLimit is that of an account, 0 for none.
func (q *WithdrawalQueue) dayLimit(account uint32) int64 {
	if own := q.ownLimits[account]; own > 0 && q.policy.DayLimit > 0 {
		return own
	}
	return q.policy.DayLimit
}
