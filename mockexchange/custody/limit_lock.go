package custody

import "github.com/exdrill/exdrill/mockexchange/reject"

// SetDayLimit puts a customer's limit of 24 hours in force, in base units of
// the reference currency; 0 lifts it. Under a LimitLock a looser one is in
// force only after the lock's time: then by names it. It reports whether that
// changed anything.
func (d *Desk) SetDayLimit(now, amount int64) (changed bool, by reject.Control) {
	d.unlock(now)
	coming := &d.coming
	switch was := d.policy.DayLimit; {
	case coming.at > 0 && coming.amount == amount, coming.at == 0 && was == amount:
		return false, reject.None
	case d.policy.LimitLock > 0 && was > 0 && (amount == 0 || amount > was):
		d.coming = limit{now + d.policy.LimitLock, amount}
		return true, reject.LimitTimeLock
	default:
		d.coming = limit{}
		d.policy.DayLimit, d.limitBy = amount, reject.SetLimit
		return true, reject.None
	}
}

// limit is one that is in force from a time on.
type limit struct{ at, amount int64 }

// unlock puts a limit in force whose time has come.
func (d *Desk) unlock(now int64) {
	if d.coming.at > 0 && d.coming.at <= now {
		d.policy.DayLimit, d.limitBy = d.coming.amount, reject.SetLimit
		d.coming = limit{}
	}
}
