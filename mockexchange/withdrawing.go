package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// batch is the most withdrawals that go into one transaction.
const batch = 50

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
	taken := e.desk.Add(now, w)
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
	return e.desk.Check(now, w)
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
	w := e.desk.Get(c.Withdrawal)
	if w == nil || w.Account != account {
		ev := e.log(now, WithdrawalRefused, c)
		ev.Account, ev.Withdrawal, ev.Code = account, c.Withdrawal, reject.UnknownWithdrawal
		return Result{Code: reject.UnknownWithdrawal}
	}
	r := e.reject(now, w, reject.None, c)
	if r.Code != reject.OK {
		e.logWithdrawal(now, WithdrawalRefused, c, w).Code = r.Code
	}
	return r
}

// reject ends a waiting withdrawal and gives its amount back.
func (e *Exchange) reject(now int64, w *custody.Withdrawal, by reject.Control, c *Command) Result {
	if code := e.desk.Reject(now, w.ID, by); code != reject.OK {
		return Result{Code: code}
	}
	e.must(e.ledger.Post(w.Asset, w.Amount, ledger.Pocket{Kind: ledger.Withdrawing}, pocket(ledger.Free, w.Account)))
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
	e.withheld.paying = now
	r := e.payLine(now, c, w)
	e.tidy(now, c, w)
	return r
}

func (e *Exchange) payLine(now int64, c *Command, w *custody.Wallet) Result {
	e.desk.Release(now, c.Asset, func(freed *custody.Withdrawal) {
		e.logWithdrawal(now, WithdrawalReleased, c, freed)
	})
	waiting := len(e.desk.Waiting(c.Asset)) > 0
	switch {
	case !waiting && w.HotBalance() >= 0:
		return Result{}
	case e.desk.Halted(c.Asset):
		e.passOver(now, c, reject.HaltWithdrawals)
		return Result{Code: reject.WithdrawalsHalted}
	}
	e.refill(now, c.Asset, w)
	e.checkBatch(now, c, w)
	r := Result{}
	for e.payBatch(now, c, w, &r) {
	}
	e.passOver(now, c, e.short(c.Asset))
	switch {
	case e.due(c.Asset, w) == 0:
	case w.HotBalance() >= 0 && e.paced(now, c.Asset):
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
	tx := w.Pay(outputs, ids, e.memo)
	if tx == nil {
		return false
	}
	e.broadcast(c.Asset, tx)
	e.desk.Pay(now, c.Asset, ids, tx.ID())
	for _, id := range ids {
		e.logWithdrawal(now, WithdrawalBroadcast, c, e.desk.Get(id))
	}
	r.Count += uint32(len(ids))
	return true
}

// affordable lists the oldest approved withdrawals that the hot wallet can pay
// together and that limits let go together, and the outputs that pay them.
func (e *Exchange) affordable(now int64, asset uint16, w *custody.Wallet) (ids []uint32, outputs []chain.Output) {
	left, pace := w.HotBalance()-e.genesis.Assets[asset-1].Chain.MinFee, e.desk.Allowance(now, asset)
	for _, id := range e.desk.Waiting(asset) {
		p := e.desk.Get(id)
		if e.stopped(p.Account) || pace.Blocks(p) != reject.None {
			continue
		}
		if left -= p.Amount - p.Fee; left < 0 || len(ids) == batch {
			break
		}
		ids = append(ids, id)
		outputs = append(outputs, chain.Output{To: p.To, Amount: p.Amount - p.Fee, Memo: p.Memo})
	}
	return ids, outputs
}

// stopped reports whether an account's withdrawals keep their places in the
// line and wait.
func (e *Exchange) stopped(account uint32) bool {
	return e.registry.Frozen(account) || e.withheld.withholds(account)
}

// passOver logs the approved withdrawals that a pay-out had to leave waiting
// and what stood in their way, once for each reason.
func (e *Exchange) passOver(now int64, c *Command, by reject.Control) {
	pace := e.desk.Allowance(now, c.Asset)
	for _, id := range e.desk.Waiting(c.Asset) {
		w, reason := e.desk.Get(id), by
		switch {
		case e.registry.Frozen(w.Account):
			reason = reject.FreezeAccounts
		case e.withheld.withholds(w.Account):
			reason = reject.MarketAnomalyFreeze
		default:
			if limit := pace.Blocks(w); limit != reject.None {
				reason = limit
			}
		}
		if e.desk.Skip(w, reason) {
			e.logWithdrawal(now, WithdrawalHeld, c, w)
		}
	}
}
