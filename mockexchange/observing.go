package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/fault"
	"github.com/exdrill/exdrill/mockexchange/ledger"
)

// retiredDelay is how long the staff takes to credit a deposit that went to an
// address the venue no longer uses.
const retiredDelay = 24 * 3600 * 1_000_000_000

// observeBlock takes note of a new block: own transactions are done, foreign
// ones may bring deposits, or show that somebody else spends the venue's coins.
func (e *Exchange) observeBlock(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	if w == nil || c.Block == nil {
		return Result{Code: fault.UnknownAsset}
	}
	if len(c.Block.Transactions) > 0 {
		w.Observe(c.Block, func(s custody.Seen) { e.seen(now, c, s) })
	}
	e.counters[c.Asset-1].Credit(now, c.Block.Height, func(d *custody.Deposit) { e.credit(now, c, d) })
	return Result{}
}

func (e *Exchange) seen(now int64, c *Command, s custody.Seen) {
	if s.Own {
		e.settled(now, c, s.Sent)
		return
	}
	if s.Outgoing > 0 {
		ev := e.log(now, OutflowSeen, c)
		ev.Amount, ev.Value, ev.Address = s.Outgoing, e.value(c.Asset, s.Outgoing), s.To
	}
	for _, in := range s.Incoming {
		e.received(now, c, s, in)
	}
}

// settled books an own transaction that is in a block: what it paid out and
// the miner's fee, which the house bears out of its own coins or its earnings,
// are gone.
func (e *Exchange) settled(now int64, c *Command, s custody.Sent) {
	outside := ledger.Pocket{Kind: ledger.Outside}
	for _, id := range s.Withdrawals {
		w := e.desk.Confirm(now, id)
		e.must(e.ledger.Post(c.Asset, w.Amount-w.Fee, ledger.Pocket{Kind: ledger.Withdrawing}, outside))
		e.logWithdrawal(now, WithdrawalConfirmed, c, w)
	}
	if s.Fee > 0 && e.ledger.Post(c.Asset, s.Fee, ledger.Pocket{Kind: ledger.House}, outside) != fault.OK {
		e.must(e.ledger.Post(c.Asset, s.Fee, ledger.Pocket{Kind: ledger.Fees}, outside))
	}
}

// received books one output that pays the venue. Without a customer's memo it
// is the house's until somebody claims it.
func (e *Exchange) received(now int64, c *Command, s custody.Seen, in custody.Incoming) {
	outside := ledger.Pocket{Kind: ledger.Outside}
	if in.Cold || in.Memo > uint64(^uint32(0)) || !e.registry.HasAccount(uint32(in.Memo)) {
		e.must(e.ledger.Post(c.Asset, in.Amount, outside, ledger.Pocket{Kind: ledger.House}))
		return
	}
	e.must(e.ledger.Post(c.Asset, in.Amount, outside, ledger.Pocket{Kind: ledger.Depositing}))
	d := custody.Deposit{
		Account: uint32(in.Memo), Asset: c.Asset, Amount: in.Amount, Tx: s.Tx, Address: in.Address,
		SeenAt: now, Height: c.Block.Height,
	}
	if in.Retired {
		d.NotBefore = now + retiredDelay
	}
	e.counters[c.Asset-1].Add(d)
	e.logDeposit(now, DepositSeen, c, &d)
}

func (e *Exchange) credit(now int64, c *Command, d *custody.Deposit) {
	e.must(e.ledger.Post(d.Asset, d.Amount, ledger.Pocket{Kind: ledger.Depositing}, pocket(ledger.Free, d.Account)))
	e.logDeposit(now, DepositCredited, c, d)
}

func (e *Exchange) logDeposit(now int64, t EventType, c *Command, d *custody.Deposit) {
	ev := e.log(now, t, c)
	ev.Account, ev.Asset, ev.Amount, ev.Value = d.Account, d.Asset, d.Amount, e.value(d.Asset, d.Amount)
	ev.Address, ev.Memo = d.Address, uint64(d.Account)
	if d.NotBefore > 0 {
		ev.Control = fault.RotateHotKey
	}
}

// reconcile holds what the chain says (Amount) against what the wallet should
// hold, and reports both.
func (e *Exchange) reconcile(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	if w == nil {
		return Result{Code: fault.UnknownAsset}
	}
	owed := -e.ledger.Total(ledger.Outside, c.Asset)
	ev := e.log(now, WalletReported, c)
	ev.Amount, ev.Quantity, ev.Value = c.Amount, owed, e.value(c.Asset, c.Amount-owed)
	return Result{}
}
