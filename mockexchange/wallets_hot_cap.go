package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// hasHotCap reports whether there is a hot cap: anything that bounds what lies
// hot.
func (e *Exchange) hasHotCap() bool {
	p := &e.genesis.Settings.Custody
	return p.HotCap > 0 || p.HotCapTotal > 0
}

// enforceHotCap sends to cold storage what lies hot beyond the cap and is not
// due. It lets a tenth more gather first, so that not every deposit costs a
// miner's fee.
func (e *Exchange) enforceHotCap(now int64, asset uint16, w *custody.Wallet, c *Command) {
	most := e.hotCapAmount(asset, w)
	surplus := w.HotBalance() - max(most, e.payoutsDue(asset, w))
	if surplus <= most/10+e.worthMoving(asset) {
		return
	}
	if tx := w.MoveExcessToCold(surplus, e.signatures); tx != nil {
		e.broadcast(asset, tx)
		e.logMove(now, asset, tx, c, e.genesis.Settings.Custody.WalletLog.Moves)
	}
}

// hotCapAmount is how much of an asset the caps let lie hot, in base units: so
// much of the coin, and so much of everything by value, of which each coin
// gives its part.
func (e *Exchange) hotCapAmount(asset uint16, w *custody.Wallet) int64 {
	p := &e.genesis.Settings.Custody
	most := w.Held()
	if p.HotCap > 0 {
		most, _ = money.MulDiv(most, p.HotCap, money.Whole, money.Down) // a part of it
	}
	if p.HotCapTotal == 0 {
		return most
	}
	var hot, held int64
	for i, w := range e.wallets {
		if w != nil {
			hot = money.AddCapped(hot, e.value(uint16(i+1), max(w.HotBalance(), 0)))
			held = money.AddCapped(held, e.value(uint16(i+1), max(w.Held(), 0)))
		}
	}
	allowed, _ := money.MulDiv(held, p.HotCapTotal, money.Whole, money.Down)
	if hot <= allowed {
		return most
	}
	part, _ := money.MulDiv(max(w.HotBalance(), 0), allowed, hot, money.Down)
	return min(most, part)
}
