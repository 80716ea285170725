package mockexchange

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// operate carries out one action of the venue's staff and logs it.
func (e *Exchange) operate(now int64, c *Command) Result {
	r := e.act(now, c)
	ev := e.log(now, Operated, c)
	ev.Code, ev.Control, ev.Count = r.Code, r.Control, r.Count
	ev.Account, ev.Key, ev.Withdrawal, ev.Address = c.Account, c.Target, c.Withdrawal, c.Address
	ev.Amount, ev.Label = c.Amount, c.Label
	return r
}

func (e *Exchange) act(now int64, c *Command) Result {
	switch c.Kind {
	case RevokeKeys, RestrictKeys:
		return e.actOnKeys(now, c)
	case EnforceAllowLists:
		return changed(e.registry.EnforceAllowLists())
	case FreezeAccount, UnfreezeAccount:
		return e.freezeAccount(now, c)
	case HaltMarket, CancelOnly, ResumeMarket:
		return e.actOnMarkets(now, c)
	case TagAddress, Announce, RequestFreeze:
		if c.Label == "" || c.Kind != Announce && c.Address == (chain.Address{}) {
			return Result{Code: reject.BadRequest}
		}
		return Result{Count: 1}
	case RollbackTrades:
		return e.rollback(now, c)
	case Compensate:
		return e.compensate(now, c)
	case FundProtection:
		return e.fundProtection(c)
	case WaiveFees:
		return e.waiveFees(now, c)
	case RebateFees:
		return e.rebateFees(now, c)
	case Redeploy:
		e.restore(now, c, reject.Redeploy)
		return Result{Count: 1}
	case SuspendStaff, ReinstateStaff:
		return e.suspendStaff(c)
	}
	return e.actOnCustody(now, c)
}

// freezeAccount freezes an account or lets it go on. Its resting orders are
// cancelled, as exchanges do that stop an account: what nobody can cancel any more
// must not trade on, least of all at a thief's prices. CoinEx cancels "all open
// orders" of an account that is disabled (its help page "What is Disabling an
// Account"), Coinbase Derivatives those of a user whose kill switch is activated
// (its REST API, risk, "Kill Switch"). They do not come back. Waiting withdrawals
// are not paid.
func (e *Exchange) freezeAccount(now int64, c *Command) Result {
	freeze := c.Kind == FreezeAccount
	switch {
	case !e.registry.HasAccount(c.Account):
		return Result{Code: reject.UnknownAccount}
	case !e.registry.Freeze(c.Account, freeze):
		return Result{Code: reject.NothingToDo}
	}
	for i, book := range e.books {
		if !freeze {
			break
		}
		for _, o := range book.Orders(c.Account, nil) {
			if gone, code := book.Cancel(o.ID); code == reject.OK {
				e.cancelled(now, uint16(i+1), &gone, c).Control = reject.FreezeAccounts
			}
		}
	}
	return Result{Count: 1}
}

// changed turns a yes or no into a result: an action that finds nothing to
// change says so.
func changed(yes bool) Result {
	if yes {
		return Result{Count: 1}
	}
	return Result{Code: reject.NothingToDo}
}

// actOnKeys revokes or restricts keys. Orders and withdrawals that were asked
// for with them go on.
func (e *Exchange) actOnKeys(now int64, c *Command) Result {
	switch {
	case c.Target != 0 && !e.registry.HasKey(c.Target):
		return Result{Code: reject.UnknownKey}
	case c.Target == 0 && c.Account != 0 && !e.registry.HasAccount(c.Account):
		return Result{Code: reject.UnknownAccount}
	case c.Label != "" && e.vendor(c.Label) == 0:
		return Result{Code: reject.UnknownKey}
	case c.Kind == RestrictKeys && (c.Scopes == 0 || c.Scopes&^access.AllScopes != 0):
		return Result{Code: reject.BadRequest}
	}
	s := access.Selection{Key: c.Target, Account: c.Account, Vendor: e.vendor(c.Label), Until: c.Until}
	t := KeyDeleted
	if c.Kind == RestrictKeys {
		t = KeyRestricted
	}
	hit := func(id uint32) {
		k, _ := e.registry.Key(id)
		ev := e.log(now, t, c)
		ev.Account, ev.Key = k.Account, id
		ev.Vendor = e.registry.Vendor(id)
	}
	var n int
	if c.Kind == RevokeKeys {
		n = e.registry.Revoke(s, hit)
	} else {
		n = e.registry.Restrict(s, c.Scopes, hit)
	}
	if n == 0 {
		return Result{Code: reject.NothingToDo}
	}
	return Result{Count: uint32(n)}
}

// vendor is the number of a vendor that keys are known to be for; 0 for any other
// name.
func (e *Exchange) vendor(name string) uint8 {
	return uint8(slices.Index(e.genesis.Vendors, name) + 1)
}

func (e *Exchange) actOnMarkets(now int64, c *Command) Result {
	if int(c.Market) > len(e.books) {
		return Result{Code: reject.UnknownMarket}
	}
	status, by := market.Open, reject.None
	switch c.Kind {
	case HaltMarket:
		status, by = market.Halted, reject.HaltMarket
	case CancelOnly:
		status, by = market.CancelOnly, reject.CancelOnlyMode
	}
	n := uint32(0)
	for i := range e.books {
		if m := uint16(i + 1); (c.Market == 0 || c.Market == m) && e.operateMarket(now, m, status, by, c) {
			n++
		}
	}
	if n == 0 {
		return Result{Code: reject.NothingToDo}
	}
	return Result{Count: n}
}

func (e *Exchange) actOnCustody(now int64, c *Command) Result {
	if int(c.Asset) > len(e.wallets) {
		return Result{Code: reject.UnknownAsset}
	}
	switch c.Kind {
	case BlockAddress, UnblockAddress:
		if c.Address == (chain.Address{}) {
			return Result{Code: reject.BadAddress}
		}
		return changed(e.withdrawals.Block(c.Address, c.Kind == BlockAddress))
	case HaltWithdrawals:
		return changed(e.withdrawals.Halt(c.Asset, c.Flag, true))
	case ResumeWithdrawals:
		all, fresh := e.withdrawals.Halt(c.Asset, false, false), e.withdrawals.Halt(c.Asset, true, false)
		return changed(all || fresh)
	case HaltDeposits, ResumeDeposits:
		return changed(e.haltDeposits(c.Asset, c.Kind == HaltDeposits))
	case HoldWithdrawal, ApproveWithdrawal, RejectWithdrawal:
		return e.actOnWithdrawal(now, c)
	case SetLimit:
		if c.Amount < 0 {
			return Result{Code: reject.BadRequest}
		}
		return e.setLimit(now, c)
	case SweepToCold, RotateHotKey, RaiseConfirmations:
		return e.actOnWallets(now, c)
	case ApproveMigration:
		return e.approveMigration(now, c)
	case MigrateWallet:
		return e.migrate(now, c)
	}
	return Result{Code: reject.UnknownAction}
}

// setLimit puts a customer's limit in force, now or when a time lock lets it.
func (e *Exchange) setLimit(now int64, c *Command) Result {
	done, by := e.withdrawals.SetDayLimit(now, c.Amount)
	r := changed(done)
	r.Control = by
	return r
}

func (e *Exchange) haltDeposits(asset uint16, halt bool) (changed bool) {
	for i, k := range e.confirmations {
		if (asset == 0 || int(asset) == i+1) && k.Halted != halt {
			k.Halted, changed = halt, true
		}
	}
	return changed
}

func (e *Exchange) actOnWithdrawal(now int64, c *Command) Result {
	w := e.withdrawals.Get(c.Withdrawal)
	if w == nil {
		return Result{Code: reject.UnknownWithdrawal}
	}
	if e.approval.lies(w) {
		return Result{Withdrawal: w.ID, Count: 1} // so it says, and pays
	}
	switch c.Kind {
	case RejectWithdrawal:
		return e.rejectWithdrawal(now, w, reject.RejectWithdrawal, c)
	case ApproveWithdrawal:
		if code := e.withdrawals.Approve(w.ID); code != reject.OK {
			return Result{Code: code}
		}
		e.logWithdrawal(now, WithdrawalReleased, c, w)
	case HoldWithdrawal:
		until := c.Until
		if until == 0 {
			until = custody.Forever
		}
		if code := e.withdrawals.Hold(now, w.ID, until); code != reject.OK {
			return Result{Code: code}
		}
		e.logWithdrawal(now, WithdrawalHeld, c, w)
	}
	return Result{Withdrawal: w.ID, Count: 1}
}

// actOnWallets does what an action asks of every wallet that it names.
func (e *Exchange) actOnWallets(now int64, c *Command) Result {
	if c.Kind == RaiseConfirmations && c.Limit == 0 {
		return Result{Code: reject.BadRequest}
	}
	n := uint32(0)
	for i, w := range e.wallets {
		asset := uint16(i + 1)
		if w == nil || (c.Asset != 0 && c.Asset != asset) {
			continue
		}
		switch c.Kind {
		case SweepToCold:
			n += e.sweep(now, asset, w, c)
		case RotateHotKey:
			if c.Asset != 0 || e.genesis.Coin(asset) == asset { // a coin's key is that of its tokens
				n += e.rotate(now, asset, c)
			}
		case RaiseConfirmations:
			if k := e.confirmations[i]; k.Required < uint64(c.Limit) {
				k.Required = uint64(c.Limit)
				n++
			}
		}
	}
	if n == 0 {
		return Result{Code: reject.NothingToDo}
	}
	return Result{Count: n}
}

// hearFreeze writes down what another exchange says that it froze.
func (e *Exchange) hearFreeze(now int64, c *Command) Result {
	if c.Asset == 0 || int(c.Asset) > len(e.wallets) {
		return Result{Code: reject.UnknownAsset}
	}
	if c.Amount <= 0 || c.Label == "" {
		return Result{Code: reject.BadRequest}
	}
	ev := e.log(now, FrozenElsewhere, c)
	ev.Amount, ev.Value, ev.Address, ev.Label = c.Amount, e.value(c.Asset, c.Amount), c.Address, c.Label
	return Result{Count: 1}
}
