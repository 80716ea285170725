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
