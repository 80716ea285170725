package custody

// FreshDeposit holds what came in lately: everything that an account withdraws
// within First of its first deposit ever, and within Later of any other deposit
// what cannot be paid without it. The zero value holds nothing.
type FreshDeposit struct {
	First int64 `json:"first,omitempty"` // nanoseconds
	Later int64 `json:"later,omitempty"` // nanoseconds
}

// deposits is what the desk knows of one account's.
type deposits struct {
	seasoned bool  // it had something before the run, or the first is long ago
	first    int64 // when the first was credited, virtual nanoseconds; 0 for none
	fresh    []fresh
}

// fresh is one deposit that is not old yet.
type fresh struct {
	at, amount int64
	asset      uint16
}

// Endowed notes that an account has deposited before the venue opened.
func (d *Desk) Endowed(account uint32) {
	if d.policy.FreshDeposit != (FreshDeposit{}) {
		d.deposits[account].seasoned = true
	}
}

// Deposited notes that a deposit was credited.
func (d *Desk) Deposited(now int64, account uint32, asset uint16, amount int64) {
	if d.policy.FreshDeposit == (FreshDeposit{}) {
		return
	}
	of := &d.deposits[account]
	if !of.seasoned && of.first == 0 {
		of.first = now
	}
	of.fresh = append(of.season(now-d.policy.FreshDeposit.Later), fresh{now, amount, asset})
}

// season drops the deposits that were credited before a time.
func (of *deposits) season(before int64) []fresh {
	old := 0
	for old < len(of.fresh) && of.fresh[old].at <= before {
		old++
	}
	return of.fresh[old:]
}

// freshness says until when a withdrawal waits because of what came in lately,
// 0 for not at all.
func (d *Desk) freshness(now int64, w *Withdrawal) (until int64) {
	p := &d.policy.FreshDeposit
	if *p == (FreshDeposit{}) {
		return 0
	}
	of := &d.deposits[w.Account]
	if of.first > 0 {
		until = of.first + p.First
	}
	left := w.Left // what is free after this one covers the newest deposits first
	of.fresh = of.season(now - p.Later)
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
