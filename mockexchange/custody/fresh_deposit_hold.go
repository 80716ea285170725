package custody

// FreshDepositHold holds what came in lately: everything that an account withdraws
// within First of its first deposit ever, and within Later of any other deposit
// what cannot be paid without it. The zero value holds nothing.
type FreshDepositHold struct {
	First int64 `json:"first,omitempty"` // nanoseconds
	Later int64 `json:"later,omitempty"` // nanoseconds
}

// accountDeposits is what the queue knows of one account's.
type accountDeposits struct {
	seasoned bool  // it had something before the run, or the first is long ago
	first    int64 // when the first was credited, virtual nanoseconds; 0 for none
	fresh    []freshDeposit
}

// freshDeposit is one deposit that is not old yet.
type freshDeposit struct {
	at, amount int64
	asset      uint16
}

// Endowed notes that an account owns something as the venue opens. It has deposited
// before, the first time when it was made, which may be lately.
func (q *WithdrawalQueue) Endowed(now int64, account uint32, created int64) {
	if q.policy.FreshDepositHold == (FreshDepositHold{}) {
		return
	}
	of := &q.deposits[account]
	if of.seasoned = created+q.policy.FreshDepositHold.First <= now; !of.seasoned {
		of.first = created
	}
}

// Deposited notes that a deposit was credited.
func (q *WithdrawalQueue) Deposited(now int64, account uint32, asset uint16, amount int64) {
	if q.policy.FreshDepositHold == (FreshDepositHold{}) {
		return
	}
	of := &q.deposits[account]
	if !of.seasoned && of.first == 0 {
		of.first = now
	}
	of.fresh = append(of.since(now-q.policy.FreshDepositHold.Later), freshDeposit{now, amount, asset})
}

// since drops the deposits that were credited before a time.
func (of *accountDeposits) since(before int64) []freshDeposit {
	old := 0
	for old < len(of.fresh) && of.fresh[old].at <= before {
		old++
	}
	return of.fresh[old:]
}

// freshDepositHold says until when a withdrawal waits because of what came in
// lately, 0 for not at all.
func (q *WithdrawalQueue) freshDepositHold(now int64, w *Withdrawal) (until int64) {
	p := &q.policy.FreshDepositHold
	if *p == (FreshDepositHold{}) {
		return 0
	}
	of := &q.deposits[w.Account]
	if of.first > 0 {
		until = of.first + p.First
	}
	left := w.Left // what is free after this one covers the newest deposits first
	of.fresh = of.since(now - p.Later)
	for i := len(of.fresh) - 1; i >= 0; i-- {
		f := &of.fresh[i]
		if f.asset != w.Asset {
			continue
		}
		if left -= f.amount; left < 0 {
			return max(until, f.at+p.Later)
		}
	}
	return until
}
