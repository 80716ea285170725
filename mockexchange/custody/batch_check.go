package custody

import (
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// BatchCheck looks at a pay-out before it is broadcast: where withdrawals to
// addresses that their accounts never paid before, over all accounts, come to
// more than a share of the hot wallet within a window, those among them wait.
// Each is held once. The zero value checks nothing.
type BatchCheck struct {
	Share  int64 `json:"share,omitempty"`  // of the hot wallet, parts per million
	Window int64 `json:"window,omitempty"` // nanoseconds
	Hold   int64 `json:"hold,omitempty"`   // nanoseconds
}

// CheckBatch holds what the BatchCheck finds among an asset's approved
// withdrawals, and calls held for each. Those of frozen accounts do not count.
func (q *WithdrawalQueue) CheckBatch(now int64, asset uint16, hot int64, frozen func(account uint32) bool, held func(*Withdrawal)) {
	p := &q.policy.BatchCheck
	if p.Share == 0 {
		return
	}
	var suspect []uint32
	paid := q.batchChecked[asset].total(now)
	sum := paid
	for _, id := range q.approved[asset] {
		w := &q.all[id-1]
		if w.First && !w.checked && !frozen(w.Account) {
			suspect, sum = append(suspect, id), sum+w.Amount
		}
	}
	most, _ := money.MulDiv(max(hot, 0)+paid, p.Share, money.Whole, money.Down)
	if len(suspect) == 0 || sum <= most {
		return
	}
	for _, id := range suspect {
		w := &q.all[id-1]
		w.checked = true
		q.dequeue(w)
		q.hold(w, now+p.Hold, reject.BatchCheck)
		held(w)
	}
}
