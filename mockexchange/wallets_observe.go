package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// retiredDelay is how long the staff takes to credit a deposit that went to an
// address the venue no longer uses.
const retiredDelay = 24 * 3600 * 1_000_000_000

// observeBlock takes note of a new block: own transactions are done, others may
// bring deposits, or spend what the venue was to spend.
// Blocks come one by one: any other than the next is a BadRequest.
func (e *Exchange) observeBlock(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	switch {
	case w == nil:
		return Result{Code: reject.UnknownAsset}
	case !w.Next(c.Block):
		return Result{Code: reject.BadRequest}
	}
	e.catchUp(now)
	w.Observe(c.Block, func(s *custody.Seen) { e.transactionSeen(now, c, s) })
	e.hopsSeen(now, c)
	w.Overdue(func(t *chain.Transaction) { e.broadcast(c.Asset, t) })
	e.confirmations[c.Asset-1].Credit(now, c.Block.Height, func(d *custody.Deposit) { e.creditDeposit(now, c, d) })
	return Result{}
}

func (e *Exchange) transactionSeen(now int64, c *Command, s *custody.Seen) {
	if s.Own {
		e.transactionConfirmed(now, c, &s.Sent)
	}
	for _, in := range s.Incoming {
		e.paymentReceived(now, c, s, in)
	}
	for i := range s.Undone {
		e.transactionReplaced(now, c, &s.Undone[i])
	}
	if s.NewOwner != (chain.Address{}) {
		e.ownerChanged(now, c, s)
	}
	if len(s.Spent) > 0 {
		e.spendSeen(now, c, s)
	}
}

// transactionConfirmed books an own transaction that is in a block: what it
// paid out is gone, and the withdrawals' fees are earned.
func (e *Exchange) transactionConfirmed(now int64, c *Command, s *custody.Sent) {
	withdrawing := ledger.Pocket{Kind: ledger.Withdrawing}
	for _, id := range s.Withdrawals {
		w := e.withdrawals.Confirm(now, id)
		if !w.Unchecked { // of the others the books know nothing
			if w.Fee > 0 {
				e.bookFee(c.Asset, w.Fee, withdrawing)
			}
			e.mustPost(e.ledger.Post(c.Asset, w.Amount-w.Fee, withdrawing, ledger.Pocket{Kind: ledger.Outside}))
		}
		e.logWithdrawal(now, WithdrawalConfirmed, c, w)
	}
	e.bearCosts(c.Asset, s.Fee)
	if s.Gas > 0 {
		e.bearCosts(e.genesis.Coin(c.Asset), s.Gas)
	}
	switch h := &e.hot[c.Asset-1]; s.Purpose {
	case custody.Refill:
		e.refilled(now, c, s.Tx.Outputs[0].To)
	case custody.Upgrade:
		h.refilling = false // if it was a refill it never arrives
	case custody.Migration:
		h.migrating--
	case custody.Fund:
		h.funding = false
	case custody.HousePayment:
		e.housePaid(now, c.Asset, s.Tx)
	}
}

// bearCosts books a miner's fee, or what the house paid, on the house, then on
// the venue's earnings. Where both together are too small the rest is carried
// until they are not: customers' balances never pay for it.
func (e *Exchange) bearCosts(asset uint16, amount int64) {
	due := &e.hot[asset-1].unbooked
	*due += amount
	*due -= e.fromHouse(asset, *due, ledger.Pocket{Kind: ledger.Outside})
}

// transactionReplaced takes back an own transaction that lost its coins to
// somebody else's: whoever it was to pay stands at the head of the line again,
// and a sweep is tried anew with what is left.
func (e *Exchange) transactionReplaced(now int64, c *Command, s *custody.Sent) {
	switch s.Purpose {
	case custody.Payout:
		e.withdrawals.Return(c.Asset, s.Withdrawals)
		for _, id := range s.Withdrawals {
			e.logWithdrawal(now, WithdrawalHeld, c, e.withdrawals.Get(id))
		}
	case custody.Sweep:
		if e.sweep(now, c.Asset, e.wallet(c.Asset), c) == 0 {
			e.hot[c.Asset-1].emptiedBy = reject.None // somebody else did it
		}
	case custody.Refill, custody.Upgrade:
		e.hot[c.Asset-1].refilling = false
	case custody.Migration:
		e.hot[c.Asset-1].migrating-- // what is left is brought on with the next pay-out
	case custody.Fund:
		e.hot[c.Asset-1].funding = false
	}
}

// paymentReceived books one output that pays the venue. Without a customer's
// memo it is the house's until somebody claims it. More than an asset can have
// is not booked: stolen coins that come back time and again could get there.
func (e *Exchange) paymentReceived(now int64, c *Command, s *custody.Seen, in custody.Incoming) {
	outside := ledger.Pocket{Kind: ledger.Outside}
	if in.Cold || in.Memo > uint64(^uint32(0)) || !e.registry.HasAccount(uint32(in.Memo)) {
		e.ledger.Post(c.Asset, in.Amount, outside, ledger.Pocket{Kind: ledger.House})
		return
	}
	if e.ledger.Post(c.Asset, in.Amount, outside, ledger.Pocket{Kind: ledger.Depositing}) != reject.OK {
		return
	}
	d := custody.Deposit{
		Account: uint32(in.Memo), Asset: c.Asset, Amount: in.Amount, Tx: s.Tx, Address: in.Address,
		SeenAt: now, Height: c.Block.Height,
	}
	if in.Retired {
		d.NotBefore = now + retiredDelay
	}
	if deep := e.genesis.Settings.Custody.ConfirmationsByAmount; deep.Above > 0 && e.value(c.Asset, in.Amount) > deep.Above {
		d.Confirmations = deep.Confirmations
	}
	e.confirmations[c.Asset-1].Add(d)
	e.logDeposit(now, DepositSeen, c, &d)
}

func (e *Exchange) creditDeposit(now int64, c *Command, d *custody.Deposit) {
	e.mustPost(e.ledger.Post(d.Asset, d.Amount, ledger.Pocket{Kind: ledger.Depositing}, pocket(ledger.Free, d.Account)))
	e.withdrawals.Deposited(now, d.Account, d.Asset, d.Amount)
	e.logDeposit(now, DepositCredited, c, d)
}

func (e *Exchange) logDeposit(now int64, t EventType, c *Command, d *custody.Deposit) {
	ev := e.log(now, t, c)
	ev.Account, ev.Asset, ev.Amount, ev.Value = d.Account, d.Asset, d.Amount, e.value(d.Asset, d.Amount)
	ev.Address, ev.Memo = d.Address, uint64(d.Account)
	switch {
	case d.NotBefore > 0:
		ev.Control = reject.RotateHotKey
	case d.Confirmations > e.confirmations[d.Asset-1].Required:
		ev.Control = reject.ConfirmationsByAmount
	}
}

// reconcile holds what the chain says (Amount) against what the wallet should
// hold, and reports both, which takes a while.
func (e *Exchange) reconcile(now int64, c *Command) Result {
	switch {
	case e.wallet(c.Asset) == nil:
		return Result{Code: reject.UnknownAsset}
	case c.Amount < 0:
		return Result{Code: reject.BadRequest}
	}
	owed := e.Owed(c.Asset)
	difference, _ := money.Sub(c.Amount, owed) // neither is below zero
	took := e.genesis.Settings.Custody.WalletLog.Reports.From(uint64(now)*0x9e3779b97f4a7c15 ^ uint64(c.Asset)<<60)
	e.logAt(now, unlogged{due: now + took, event: Event{
		Type: WalletReported, Op: c.Kind, Auth: c.Auth, Asset: c.Asset,
		Amount: c.Amount, Quantity: owed, Value: e.value(c.Asset, difference),
	}})
	return Result{}
}
