package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// openSession opens the session of somebody whose password and factor were right.
func (e *Exchange) openSession(now int64, account uint32, c *Command) Result {
	e.registry.Open(now, account, c.Device, c.Source)
	seen := e.registry.Sight(account, c.Device, c.Source)
	if hold := e.genesis.Settings.Access.NewDeviceHold; hold > 0 && seen&access.NewDevice != 0 {
		e.withdrawals.HoldAccount(account, now+hold)
	}
	ev := e.log(now, LoggedIn, c)
	ev.Account, ev.New = account, seen
	return Result{}
}

// createKey gives the account a new API key. Its secret derives from the
// venue's seed and the key's id, like all others. A key without any right, or
// with one that does not exist, is a BadRequest.
func (e *Exchange) createKey(now int64, account uint32, c *Command) Result {
	r := Result{Code: reject.BadRequest}
	if c.Scopes != 0 && c.Scopes&^access.AllScopes == 0 {
		r = Result{Key: e.registry.AddKey(access.Key{Account: account, Created: now, Scopes: c.Scopes, Renewed: now})}
	}
	if r.Code == reject.OK {
		e.holdAfterChange(now, account)
	}
	ev := e.log(now, KeyCreated, c)
	ev.Account, ev.Key, ev.Code = account, r.Key, r.Code
	ev.Vendor = e.registry.Vendor(r.Key)
	return r
}

// deleteKey is an owner deleting a key of his. Orders and withdrawals that were
// asked for with it go on.
func (e *Exchange) deleteKey(now int64, account uint32, c *Command) Result {
	code := reject.OK
	if !e.registry.Delete(now, account, c.Target) {
		code = reject.UnknownKey
	}
	ev := e.log(now, KeyDeleted, c)
	ev.Account, ev.Key, ev.Code = account, c.Target, code
	ev.Vendor = e.registry.Vendor(c.Target)
	return Result{Code: code, Key: c.Target}
}

// holdAfterChange makes what an account withdraws wait, where the venue does so
// after somebody changed how it is opened.
func (e *Exchange) holdAfterChange(now int64, account uint32) {
	if hold := e.genesis.Settings.Access.CredentialHold; hold > 0 {
		e.withdrawals.HoldAccount(account, now+hold)
	}
}

// setUpFactor guards an account with a second factor from now on. Who has one
// keeps it, unless he shows a code of it, from the old device or the copy of its
// secret that he wrote down: a factor that a session alone could replace would
// guard nothing. The new one is of the same kind. Its codes are derived as those of
// the old one were, of which nobody but the owner has a copy.
func (e *Exchange) setUpFactor(now int64, account uint32, c *Command) Result {
	t, code, had := FactorSetUp, reject.OK, e.registry.HasFactor(account)
	switch {
	case e.registry.SetUpFactor(account):
	case c.Factor == 0:
		code = reject.NothingToDo
	default:
		t, code = FactorReplaced, e.registry.CheckFactor(now, account, c.Factor)
	}
	if had && code == reject.OK {
		e.holdAfterChange(now, account)
	}
	ev := e.log(now, t, c)
	ev.Account, ev.Code = account, code
	return Result{Code: code}
}

// listSource is an owner adding an address to the allow-list of a key of his; a key
// without a list gets one, and answers from nowhere else where lists count.
func (e *Exchange) listSource(now int64, account uint32, c *Command) Result {
	code := reject.OK
	if !e.registry.List(account, c.Target, c.Listed) {
		code = reject.UnknownKey
	}
	ev := e.log(now, SourceListed, c)
	ev.Account, ev.Key, ev.Code, ev.Label = account, c.Target, code, c.Listed.String()
	ev.Vendor = e.registry.Vendor(c.Target)
	return Result{Code: code, Key: c.Target}
}

// complain is a message to support. Nobody proves who he is there: the locked
// out write too, and whoever has no account names none.
func (e *Exchange) complain(now int64, account uint32, c *Command) Result {
	ev := e.log(now, Complained, c)
	ev.Account, ev.Label = account, c.Label
	return Result{}
}

// read logs a read; what it asked for is then found through the views.
func (e *Exchange) read(now int64, account uint32, c *Command) Result {
	r := Result{}
	switch {
	case c.Kind == ReadDepth && (c.Market == 0 || int(c.Market) > len(e.books)):
		r.Code = reject.UnknownMarket
	case c.Kind == ReadDepth:
		b := e.books[c.Market-1]
		r.Bid, _ = b.BestBid()
		r.Ask, _ = b.BestAsk()
		r.Last = b.Last()
	case c.Kind == ReadDepositAddress && e.wallet(c.Asset) == nil:
		r.Code = reject.UnknownAsset
	case c.Kind == ReadDepositAddress:
		r.Address, r.Memo = e.DepositAddress(account, c.Asset)
	}
	ev := e.log(now, APICall, c)
	ev.Account, ev.Code = account, r.Code
	return r
}
