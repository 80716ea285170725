package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// compensate pays a customer out of the house's own funds, or with Flag out of
// the protection fund: in kind, or in money if Asset is the reference currency.
// Where they are too small it pays nothing, with InsufficientBalance.
func (e *Exchange) compensate(now int64, c *Command) Result {
	to := pocket(ledger.Free, c.Account)
	switch {
	case !e.registry.HasAccount(c.Account):
		return Result{Code: reject.UnknownAccount}
	case c.Asset == 0 || int(c.Asset) > len(e.wallets):
		return Result{Code: reject.UnknownAsset}
	case c.Amount <= 0:
		return Result{Code: reject.BadRequest}
	case c.Flag:
		if code := e.ledger.Post(c.Asset, c.Amount, ledger.Pocket{Kind: ledger.Protection}, to); code != reject.OK {
			return Result{Code: code}
		}
	case e.houseFunds(c.Asset) < c.Amount:
		return Result{Code: reject.InsufficientBalance}
	default:
		e.fromHouse(c.Asset, c.Amount, to)
	}
	ev := e.log(now, Compensated, c)
	ev.Amount, ev.Value, ev.Label = c.Amount, e.value(c.Asset, c.Amount), c.Label
	return Result{Count: 1}
}

// fundProtection sets which share of all fees goes to the protection fund from
// now on.
func (e *Exchange) fundProtection(c *Command) Result {
	switch {
	case c.Amount < 0 || c.Amount > money.Whole:
		return Result{Code: reject.BadRequest}
	case c.Amount == e.protectionShare:
		return Result{Code: reject.NothingToDo}
	}
	e.protectionShare = c.Amount
	return Result{Count: 1}
}

// ProtectionFund is what is set aside of an asset for customers who lose by
// somebody else's crime, in base units.
func (e *Exchange) ProtectionFund(asset uint16) int64 {
	return e.ledger.Total(ledger.Protection, asset)
}

const (
	// feeMultiple is how many times the miner's fee a transfer between the venue's
	// own addresses has to be worth.
	feeMultiple = 100
	// fundEvery is the least time between two transfers to the fund's wallet.
	fundEvery = 24 * 3600 * 1_000_000_000
)

// worthMoving is the least of an asset that the venue moves between its own
// addresses, in base units: of a token, what is worth so many times its gas.
func (e *Exchange) worthMoving(asset uint16) int64 {
	a := &e.genesis.Assets[asset-1]
	if a.On == 0 {
		return feeMultiple * a.Chain.MinFee
	}
	gas := e.value(a.On, a.Chain.Gas) * feeMultiple // a fee, far from what 64 bits hold
	least, _ := money.MulDiv(gas, e.unitsPerCoin[asset-1], max(a.Reference, 1), money.Down)
	return max(least, 1)
}

// moveProtectionFund brings the coins of the protection fund to a cold wallet
// of their own, once a day, and back to the hot one what it paid out.
func (e *Exchange) moveProtectionFund(now int64, asset uint16, w *custody.Wallet) {
	h := &e.hot[asset-1]
	want := e.ledger.Total(ledger.Protection, asset) - w.FundBalance()
	least := e.worthMoving(asset)
	switch {
	case h.funding || now < h.fundNext || want < least && want > -least:
		return
	case want > 0 && w.HotBalance()-e.payoutsDue(asset, w) < want+least:
		return // customers first
	}
	tx := w.MoveFund(want, e.signatures)
	if tx == nil {
		return
	}
	h.funding, h.fundNext = true, now+fundEvery
	e.broadcast(asset, tx)
	e.logMove(now, asset, tx, &Command{Kind: FundProtection, Auth: AuthOperator, Asset: asset}, e.genesis.Settings.Custody.WalletLog.Moves)
}
