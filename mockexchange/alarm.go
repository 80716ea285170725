package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/fault"
)

// alarm brings to cold storage what a thief left, where the posture asks for
// it. The sweep is sent with the block that showed the theft, and races his
// next transaction.
func (e *Exchange) alarm(now int64, c *Command) {
	if p := &e.genesis.Settings.Custody.AutomaticSweep; !p.On {
		return
	} else if !p.All {
		e.rescue(now, c.Asset, e.wallet(c.Asset), c)
		return
	}
	for i, w := range e.wallets {
		if w != nil {
			e.suspend(uint16(i + 1))
			e.rescue(now, uint16(i+1), w, c)
		}
	}
}

// rescue sweeps a wallet whose key is stolen, if that is worth the fee.
func (e *Exchange) rescue(now int64, asset uint16, w *custody.Wallet, c *Command) {
	if w.HotBalance() < worthwhile*e.genesis.Assets[asset-1].Chain.MinFee {
		return
	}
	if e.sweep(now, asset, w, c) > 0 {
		e.hot[asset-1].emptied = fault.AutomaticSweep
	}
}
