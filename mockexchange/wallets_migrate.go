package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// approveMigration notes in the log that a hot wallet is going to be moved:
// which, when, and under which ticket. It changes nothing.
func (e *Exchange) approveMigration(now int64, c *Command) Result {
	switch {
	case e.wallet(c.Asset) == nil:
		return Result{Code: reject.UnknownAsset}
	case c.Label == "" || c.Until < now:
		return Result{Code: reject.BadRequest}
	}
	return Result{Count: 1}
}

// migrate moves all coins of a hot wallet, and the tokens that share its key, to a
// new hot address of the venue's,
// as venues do every few years. Its own signers sign. Withdrawals wait until
// the coins have arrived. The old address stays watched: what customers go on
// sending there is credited as before and brought on.
func (e *Exchange) migrate(now int64, c *Command) Result {
	if e.wallet(c.Asset) == nil {
		return Result{Code: reject.UnknownAsset}
	}
	e.renewHot(now, c.Asset, c, (*custody.Wallet).MigrateHot)
	for _, id := range e.sharingKey(c.Asset) {
		of := *c
		of.Asset = id
		e.forwardMigrated(now, &of, e.wallets[id-1], 0)
	}
	return Result{Count: 1}
}

// forwardMigrated brings what lies at migrated addresses, if it is worth the
// fee, to the hot one.
func (e *Exchange) forwardMigrated(now int64, c *Command, w *custody.Wallet, least int64) {
	if !e.hasQuorum(now, c.Asset) {
		return // with a later pay-out
	}
	sent := w.ForwardMigrated(least, e.signatures)
	e.hot[c.Asset-1].migrating += len(sent)
	for _, tx := range sent {
		e.broadcast(c.Asset, tx)
		by := *c
		by.Kind = MigrateWallet
		e.logMove(now, c.Asset, tx, &by, e.genesis.Settings.Custody.WalletLog.Moves)
	}
}
