package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// payoutBatch is the most withdrawals that go into one transaction.
const payoutBatch = 50

// wallet finds an asset's wallet; nil for money at a bank and unknown assets.
func (e *Exchange) wallet(asset uint16) *custody.Wallet {
	if asset == 0 || int(asset) > len(e.wallets) {
		return nil
	}
	return e.wallets[asset-1]
}

// requestWithdrawal takes the amount out of the account at once; it comes back
// if the request is rejected later.
func (e *Exchange) requestWithdrawal(now int64, account uint32, c *Command) Result {
	w := custody.Withdrawal{
		Account: account, Key: c.presented(), Source: c.Source, Asset: c.Asset,
		Amount: c.Amount, To: c.Address, Memo: c.Memo,
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
	ev := e.log(now, t, c)
	ev.Account, ev.Key, ev.Source, ev.Asset, ev.Withdrawal = w.Account, w.Key, w.Source, w.Asset, w.ID
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
	e.mustPost(e.ledger.Post(w.Asset, w.Amount, ledger.Pocket{Kind: ledger.Withdrawing}, pocket(ledger.Free, w.Account)))
	e.logWithdrawal(now, WithdrawalRejected, c, w)
	return Result{Withdrawal: w.ID, Count: 1}
}

// payOut releases holds that are over and sends what is approved, as many
// withdrawals as the hot wallet can pay, oldest first, batch by batch. Those of
// frozen accounts keep their places in the line and wait. Then it looks after
// the wallet.
func (e *Exchange) payOut(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	if w == nil {
		return Result{Code: reject.UnknownAsset}
	}
	e.freeze.lastPayout = now
	r := e.payQueue(now, c, w)
	e.maintainWallet(now, c, w)
	return r
}

func (e *Exchange) payQueue(now int64, c *Command, w *custody.Wallet) Result {
	e.withdrawals.Release(now, c.Asset, func(freed *custody.Withdrawal) {
		e.logWithdrawal(now, WithdrawalReleased, c, freed)
	})
	waiting := len(e.withdrawals.Waiting(c.Asset)) > 0
	switch {
	case !waiting && w.HotBalance() >= 0:
		return Result{}
	case e.withdrawals.Halted(c.Asset):
		e.skipWaiting(now, c, reject.HaltWithdrawals)
		return Result{Code: reject.WithdrawalsHalted}
	}
	e.refill(now, c.Asset, w)
	e.checkBatch(now, c, w)
	r := Result{}
	for e.payBatch(now, c, w, &r) {
	}
	e.skipWaiting(now, c, e.shortfallControl(c.Asset))
	switch {
	case e.payoutsDue(c.Asset, w) == 0:
	case w.HotBalance() >= 0 && e.velocityLimited(now, c.Asset):
		r.Code = reject.LimitExceeded
	default:
		e.planRefill(now, c.Asset)
		r.Code = reject.HotWalletEmpty
	}
	return r
}

// payBatch sends one transaction; it reports whether there may be more to send.
func (e *Exchange) payBatch(now int64, c *Command, w *custody.Wallet, r *Result) bool {
	ids, outputs := e.affordable(now, c.Asset, w)
	if len(ids) == 0 {
		return false
	}
	tx := w.Pay(outputs, ids, e.signatures)
	if tx == nil {
		return false
	}
	e.broadcast(c.Asset, tx)
	e.withdrawals.Pay(now, c.Asset, ids, tx.ID())
	for _, id := range ids {
		e.logWithdrawal(now, WithdrawalBroadcast, c, e.withdrawals.Get(id))
	}
	r.Count += uint32(len(ids))
	return true
}

// affordable lists the oldest approved withdrawals that the hot wallet can pay
// together and that limits let go together, and the outputs that pay them.
func (e *Exchange) affordable(now int64, asset uint16, w *custody.Wallet) (ids []uint32, outputs []chain.Output) {
	left, pace := w.HotBalance()-e.genesis.Assets[asset-1].Chain.MinFee, e.withdrawals.Allowance(now, asset)
	for _, id := range e.withdrawals.Waiting(asset) {
		p := e.withdrawals.Get(id)
		if e.payoutBlocked(p.Account) || pace.Blocks(p) != reject.None {
			continue
		}
		if left -= p.Amount - p.Fee; left < 0 || len(ids) == payoutBatch {
			break
		}
		ids = append(ids, id)
		outputs = append(outputs, chain.Output{To: p.To, Amount: p.Amount - p.Fee, Memo: p.Memo})
	}
	return ids, outputs
}

// payoutBlocked reports whether an account's withdrawals keep their places in the
// line and wait.
func (e *Exchange) payoutBlocked(account uint32) bool {
	return e.registry.Frozen(account) || e.freeze.covers(account)
}

// skipWaiting logs the approved withdrawals that a pay-out had to leave waiting
// and what stood in their way, once for each reason.
func (e *Exchange) skipWaiting(now int64, c *Command, by reject.Control) {
	pace := e.withdrawals.Allowance(now, c.Asset)
	for _, id := range e.withdrawals.Waiting(c.Asset) {
		w, reason := e.withdrawals.Get(id), by
		switch {
		case e.registry.Frozen(w.Account):
			reason = reject.FreezeAccounts
		case e.freeze.covers(w.Account):
			reason = reject.MarketAnomalyFreeze
		default:
			if limit := pace.Blocks(w); limit != reject.None {
				reason = limit
			}
		}
		if e.withdrawals.Skip(w, reason) {
			e.logWithdrawal(now, WithdrawalHeld, c, w)
		}
	}
}
