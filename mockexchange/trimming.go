package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// tidy is what the clockwork does about an asset's wallet beside paying.
func (e *Exchange) tidy(now int64, c *Command, w *custody.Wallet) {
	h := &e.hot[c.Asset-1]
	e.rotateAsPlanned(now, c.Asset, w, c)
	if h.suspended && e.genesis.Settings.Custody.AutomaticSweep.On {
		e.rescue(now, c.Asset, w, c)
	}
	if w.Migrated() && !h.suspended {
		e.moveOn(now, c, w, worthwhile*e.genesis.Assets[c.Asset-1].Chain.MinFee)
	}
	if e.protection > 0 || w.FundBalance() > 0 {
		e.fund(now, c.Asset, w)
	}
	if e.hotCapped() {
		e.trim(now, c.Asset, w, c)
	}
}

// hotCapped reports whether anything bounds what lies hot.
func (e *Exchange) hotCapped() bool {
	p := &e.genesis.Settings.Custody
	return p.HotCap > 0 || p.HotCapTotal > 0
}

// trim sends to cold storage what lies hot beyond the cap and is not due. It
// lets a tenth more gather first, so that not every deposit costs a miner's
// fee.
func (e *Exchange) trim(now int64, asset uint16, w *custody.Wallet, c *Command) {
	most := e.mostHot(asset, w)
	surplus := w.HotBalance() - max(most, e.due(asset, w))
	if surplus <= most/10+worthwhile*e.genesis.Assets[asset-1].Chain.MinFee {
		return
	}
	if tx := w.MoveExcessToCold(surplus, e.memo); tx != nil {
		e.broadcast(asset, tx)
		e.logMove(now, asset, tx.Outputs[0].Amount, c).Address = w.Cold()
	}
}

// mostHot is how much of an asset the caps let lie hot, in base units: so much
// of the coin, and so much of everything by value, of which each coin gives
// its part.
func (e *Exchange) mostHot(asset uint16, w *custody.Wallet) int64 {
	p := &e.genesis.Settings.Custody
	most := w.Held()
	if p.HotCap > 0 {
		most, _ = money.MulDiv(most, p.HotCap, million, money.Down) // a part of it
	}
	if p.HotCapTotal == 0 {
		return most
	}
	var hot, held int64
	for i, w := range e.wallets {
		if w != nil {
			hot = capped(hot, e.value(uint16(i+1), max(w.HotBalance(), 0)))
			held = capped(held, e.value(uint16(i+1), max(w.Held(), 0)))
		}
	}
	allowed, _ := money.MulDiv(held, p.HotCapTotal, million, money.Down)
	if hot <= allowed {
		return most
	}
	part, _ := money.MulDiv(max(w.HotBalance(), 0), allowed, hot, money.Down)
	return min(most, part)
}
