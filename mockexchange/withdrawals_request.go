package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// requestWithdrawal takes the amount out of the account at once; it comes back
// if the request is rejected later. All that is free is what is free now.
func (e *Exchange) requestWithdrawal(now int64, account uint32, c *Command) Result {
	w := custody.Withdrawal{
		Account: account, Key: c.presented(), Source: c.Source, Asset: c.Asset,
		Amount: c.Amount, To: c.Address, Memo: c.Memo,
	}
	if c.Flag && e.wallet(c.Asset) != nil {
		w.Amount = e.ledger.Free(account, c.Asset)
	}
	if e.approval.lets(c) {
		return e.letPass(now, c, w)
	}
	code, by := e.checkWithdrawal(now, &w, c)
	if code == reject.OK {
		code = e.ledger.Post(w.Asset, w.Amount, pocket(ledger.Free, account), ledger.Pocket{Kind: ledger.Withdrawing})
	}
	if code != reject.OK {
		ev := e.logWithdrawal(now, WithdrawalRefused, c, &w)
		ev.Code, ev.Control = code, by
		return Result{Code: code, Control: by}
	}
	w.Left = e.ledger.Free(account, w.Asset)
	taken := e.withdrawals.Add(now, w)
	e.logWithdrawal(now, WithdrawalRequested, c, taken)
	if taken.State == custody.Held {
		e.logWithdrawal(now, WithdrawalHeld, c, taken)
	}
	return Result{Withdrawal: taken.ID, Control: taken.Control}
}

func (e *Exchange) checkWithdrawal(now int64, w *custody.Withdrawal, c *Command) (reject.Code, reject.Control) {
	if e.wallet(w.Asset) == nil {
		w.Asset = 0
		return reject.UnknownAsset, reject.None
	}
	a := &e.genesis.Assets[w.Asset-1]
	w.Fee, w.Value = a.WithdrawalFee, e.value(w.Asset, w.Amount)
	if c.Auth == AuthLogin {
		if code := e.registry.CheckFactor(now, w.Account, c.Factor); code != reject.OK {
			return code, reject.None
		}
	}
	switch {
	case w.To == chain.Address{}:
		return reject.BadAddress, reject.None
	case w.Amount < a.MinWithdrawal || w.Amount <= w.Fee:
		return reject.AmountTooSmall, reject.None
	}
	return e.withdrawals.Check(now, w)
}

func (e *Exchange) logWithdrawal(now int64, t EventType, c *Command, w *custody.Withdrawal) *Event {
	if e.approval.leavesOut(w) {
		return new(Event)
	}
	ev := e.log(now, t, c)
	ev.Account, ev.Key, ev.Source, ev.Asset, ev.Withdrawal = w.Account, w.Key, w.Source, w.Asset, w.ID
	ev.Vendor = e.registry.Vendor(w.Key)
	ev.Amount, ev.Value, ev.Address, ev.Memo, ev.First = w.Amount, w.Value, w.To, w.Memo, w.First
	ev.Control = w.Control
	return ev
}

// cancelWithdrawal is an owner stopping what still waits.
func (e *Exchange) cancelWithdrawal(now int64, account uint32, c *Command) Result {
	w := e.withdrawals.Get(c.Withdrawal)
	if w == nil || w.Account != account {
		ev := e.log(now, WithdrawalRefused, c)
		ev.Account, ev.Withdrawal, ev.Code = account, c.Withdrawal, reject.UnknownWithdrawal
		return Result{Code: reject.UnknownWithdrawal}
	}
	r := e.rejectWithdrawal(now, w, reject.None, c)
	if r.Code != reject.OK {
		e.logWithdrawal(now, WithdrawalRefused, c, w).Code = r.Code
	}
	return r
}

// rejectWithdrawal ends a waiting withdrawal and gives its amount back.
func (e *Exchange) rejectWithdrawal(now int64, w *custody.Withdrawal, by reject.Control, c *Command) Result {
	if code := e.withdrawals.Reject(now, w.ID, by); code != reject.OK {
		return Result{Code: code}
	}
	if !w.Unchecked {
		e.mustPost(e.ledger.Post(w.Asset, w.Amount, ledger.Pocket{Kind: ledger.Withdrawing}, pocket(ledger.Free, w.Account)))
	}
	e.logWithdrawal(now, WithdrawalRejected, c, w)
	return Result{Withdrawal: w.ID, Count: 1}
}
