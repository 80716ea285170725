package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// keepWallet is what the staff of a venue does about a wallet from day to day,
// without any customer's asking.
func (e *Exchange) keepWallet(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	if w == nil {
		return Result{Code: reject.UnknownAsset}
	}
	h := &e.hot[c.Asset-1]
	if h.emptiedBy != reject.None || h.refillSuspended || h.refilling || h.migrating > 0 || e.withdrawals.Halted(c.Asset) || !e.hasQuorum(now, c.Asset) {
		return Result{Code: reject.NothingToDo} // not on such a day
	}
	switch c.Kind {
	case RebalanceHot:
		return e.rebalance(now, c, w)
	case PayHouse:
		return e.payHouse(now, c, w)
	}
	return e.consolidate(now, c, w)
}

// consolidate brings many coins of the hot wallet into one.
func (e *Exchange) consolidate(now int64, c *Command, w *custody.Wallet) Result {
	tx := w.Consolidate(e.signatures)
	if tx == nil {
		return Result{Code: reject.NothingToDo}
	}
	e.broadcast(c.Asset, tx)
	e.logMove(now, c.Asset, tx, c, e.genesis.Settings.Custody.WalletLog.Moves)
	return Result{Count: 1}
}

// rebalance brings what lies hot back to the share that lay there at the start,
// or to what a cap lets lie there: the surplus goes to cold storage. Where little
// is left, somebody goes for more, which takes a few hours.
func (e *Exchange) rebalance(now int64, c *Command, w *custody.Wallet) Result {
	least := e.worthMoving(c.Asset)
	surplus := w.HotBalance() - max(e.hotTarget(c.Asset, w), e.payoutsDue(c.Asset, w))
	switch {
	case surplus > least:
		if tx := w.MoveExcessToCold(surplus, e.signatures); tx != nil {
			e.broadcast(c.Asset, tx)
			e.logMove(now, c.Asset, tx, c, e.genesis.Settings.Custody.WalletLog.Moves)
			return Result{Count: 1}
		}
	case e.lacks(c.Asset, w) && e.canRefill(c.Asset):
		by := reject.None
		if e.genesis.hotCapBinds(c.Asset) {
			by = reject.HotCap
		}
		e.planRefill(now, c.Asset, by)
		return Result{Count: 1}
	}
	return Result{Code: reject.NothingToDo}
}

// payHouse pays somebody outside out of the house's own coins, as far as no
// customer has to wait for it.
func (e *Exchange) payHouse(now int64, c *Command, w *custody.Wallet) Result {
	switch fee := e.genesis.Assets[c.Asset-1].Chain.MinFee; {
	case c.Amount <= 0:
		return Result{Code: reject.BadRequest}
	case c.Address == chain.Address{}:
		return Result{Code: reject.BadAddress}
	case e.houseFunds(c.Asset) < c.Amount || w.HotBalance()-e.payoutsDue(c.Asset, w)-fee < c.Amount:
		return Result{Code: reject.InsufficientBalance}
	}
	tx := w.PayHouse(chain.Output{To: c.Address, Amount: c.Amount}, e.signatures)
	if tx == nil {
		return Result{Code: reject.InsufficientBalance}
	}
	e.broadcast(c.Asset, tx)
	return Result{Count: 1}
}

// hotTarget is how much of an asset is to lie hot.
func (e *Exchange) hotTarget(asset uint16, w *custody.Wallet) int64 {
	most, _ := money.MulDiv(w.Held(), e.genesis.HotShare(asset), money.Whole, money.Down) // a part of it
	if e.hasHotCap() {
		return min(most, e.hotCapAmount(asset, w))
	}
	return most
}

// housePaid is when a block has a payment of the house: the treasurer will write
// it down, and book it then.
func (e *Exchange) housePaid(now int64, asset uint16, tx *chain.Transaction) {
	id, out := tx.ID(), tx.Outputs[0]
	late := e.genesis.Settings.Custody.WalletLog.Payments.Of(id)
	if e.office.sent[id] {
		late = 0 // the back office has it
	}
	e.logAt(now, unlogged{due: now + late, event: Event{
		Type: HousePaid, Op: PayHouse, Auth: AuthOperator, Asset: asset,
		Amount: out.Amount, Value: e.value(asset, out.Amount), Address: out.To, Tx: id, Fee: tx.Fee,
	}})
}
