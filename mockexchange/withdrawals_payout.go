package mockexchange

import (
	"cmp"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// DefaultPayOutBatch is the most withdrawals that go into one transaction where the
// settings say nothing of it.
const DefaultPayOutBatch = 50

// payOut is the withdrawal pay-out: it releases holds that are over and sends
// what is approved, as many withdrawals as the hot wallet can pay, oldest first,
// batch by batch. Those of frozen accounts keep their places in the line and
// wait. Then it looks after the wallet.
func (e *Exchange) payOut(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	if w == nil {
		return Result{Code: reject.UnknownAsset}
	}
	e.catchUp(now)
	e.freeze.lastPayout = now
	e.decideWork(now)
	e.settleSigningLimit(now, c.Asset)
	if e.attest(now, c) {
		e.skipWaiting(now, c, reject.CodeAttestation)
		return Result{Code: reject.WithdrawalsHalted}
	}
	r := e.payQueue(now, c, w)
	if len(e.office.waiting) > 0 {
		e.sendWaiting(now, c.Asset)
	}
	e.maintainWallet(now, c, w)
	return r
}

// maintainWallet is what the schedule does about an asset's wallet beside paying.
func (e *Exchange) maintainWallet(now int64, c *Command, w *custody.Wallet) {
	h := &e.hot[c.Asset-1]
	e.rotateSwept(now, c.Asset, c)
	if !e.hasQuorum(now, c.Asset) {
		return
	}
	if h.sweepWaits {
		e.sweep(now, c.Asset, w, c)
	}
	if h.refillSuspended && e.genesis.Settings.Custody.AutomaticSweep.On {
		e.sweepStolen(now, c.Asset, w, c)
	}
	if w.Migrated() && !h.refillSuspended {
		e.forwardMigrated(now, c, w, e.worthMoving(c.Asset))
	}
	if e.protectionShare > 0 || w.FundBalance() > 0 {
		e.moveProtectionFund(now, c.Asset, w)
	}
	if e.hasHotCap() {
		e.enforceHotCap(now, c.Asset, w, c)
	}
}

func (e *Exchange) payQueue(now int64, c *Command, w *custody.Wallet) Result {
	e.withdrawals.Release(now, c.Asset, func(freed *custody.Withdrawal) {
		e.logWithdrawal(now, WithdrawalReleased, c, freed)
	})
	waiting := len(e.withdrawals.Waiting(c.Asset)) > 0
	switch {
	case !waiting && w.HotBalance() >= 0:
		if !e.withdrawals.Halted(c.Asset) {
			e.refill(now, c.Asset, w)
		}
		return Result{}
	case e.withdrawals.Halted(c.Asset):
		e.skipWaiting(now, c, reject.HaltWithdrawals)
		return Result{Code: reject.WithdrawalsHalted}
	}
	e.refill(now, c.Asset, w)
	e.checkBatch(now, c, w)
	r := Result{}
	if !e.paySigned(now, c, w) {
		e.skipWaiting(now, c, e.signingControl())
		r.Code = reject.AwaitingSignatures
		return r
	}
	for e.payBatch(now, c, w, &r) {
	}
	short := c.Asset // of what too little lies hot
	if !w.Fuelled() {
		short = e.genesis.Coin(c.Asset)
	}
	e.skipWaiting(now, c, e.shortfallControl(now, short))
	switch {
	case e.payoutsDue(c.Asset, w) == 0:
	case w.HotBalance() >= 0 && w.Fuelled() && e.velocityLimited(now, c.Asset):
		r.Code = reject.LimitExceeded
	default:
		e.planRefill(now, short, e.shortfallControl(now, short))
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
	first := tx.ID()
	tx = e.replace(now, c, w, tx)
	e.broadcast(c.Asset, tx)
	e.withdrawals.Pay(now, c.Asset, ids, tx.ID())
	for _, id := range ids {
		e.logWithdrawal(now, WithdrawalBroadcast, c, e.withdrawals.Get(id)).Tx = first
	}
	r.Count += uint32(len(ids))
	return true
}

// affordable lists the oldest approved withdrawals that the hot wallet can pay
// together and that limits let go together, and the outputs that pay them.
func (e *Exchange) affordable(now int64, asset uint16, w *custody.Wallet) (ids []uint32, outputs []chain.Output) {
	left, pace := w.HotBalance()-e.genesis.Assets[asset-1].Chain.MinFee, e.withdrawals.Allowance(now, asset)
	most := cmp.Or(e.genesis.Settings.PayOutBatch, DefaultPayOutBatch)
	for _, id := range e.withdrawals.Waiting(asset) {
		p := e.withdrawals.Get(id)
		if e.payoutWaits(p) || pace.Blocks(p) != reject.None {
			continue
		}
		if left -= p.Amount - p.Fee; left < 0 || len(ids) == most {
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

// payoutWaits reports whether a withdrawal keeps its place in the line and waits.
func (e *Exchange) payoutWaits(w *custody.Withdrawal) bool {
	return !w.Unchecked && e.payoutBlocked(w.Account)
}

// skipWaiting logs the approved withdrawals that a pay-out had to leave waiting
// and what stood in their way, once for each reason.
func (e *Exchange) skipWaiting(now int64, c *Command, by reject.Control) {
	pace := e.withdrawals.Allowance(now, c.Asset)
	for _, id := range e.withdrawals.Waiting(c.Asset) {
		w, reason := e.withdrawals.Get(id), by
		switch {
		case !w.Unchecked && e.registry.Frozen(w.Account):
			reason = reject.FreezeAccounts
		case !w.Unchecked && e.freeze.covers(w.Account):
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
