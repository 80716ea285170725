package mockexchange

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// validateVelocityLimits says what is impossible about limits in coins' own units.
func (g *Genesis) validateVelocityLimits() error {
	v := &g.Settings.Custody.VelocityLimits
	for _, list := range [...][]custody.CoinAmount{v.PerRequest, v.PerCustomer} {
		for i := range g.Assets {
			if _, err := g.CoinAmount(list, uint16(i+1)); err != nil {
				return fmt.Errorf("genesis: velocity limit of %s: %w", g.Assets[i].Code, err)
			}
		}
	}
	return nil
}

// CoinAmount is what a list of limits says of an asset, in base units, 0 for
// nothing.
func (g *Genesis) CoinAmount(list []custody.CoinAmount, asset uint16) (int64, error) {
	a := &g.Assets[asset-1]
	for _, n := range list {
		if n.Asset != a.Code {
			continue
		}
		amount, err := money.Unit{Code: a.Code, Decimals: a.Decimals}.Parse(n.Amount)
		if err == nil && amount <= 0 {
			err = fmt.Errorf("%s, expected an amount above 0", n.Amount)
		}
		return amount, err
	}
	return 0, nil
}

// setVelocityLimits tells the queue what shares of the venue's holdings come to.
func (e *Exchange) setVelocityLimits() {
	v, all := &e.genesis.Settings.Custody.VelocityLimits, int64(0)
	for i, w := range e.wallets {
		if w == nil {
			continue
		}
		asset := uint16(i + 1)
		perRequest, _ := e.genesis.CoinAmount(v.PerRequest, asset) // validated
		perCustomer, _ := e.genesis.CoinAmount(v.PerCustomer, asset)
		e.withdrawals.SetVelocity(asset, w.HotBalance(), w.Held(), perRequest, perCustomer)
		if c := e.genesis.CoSigner(asset); c != nil {
			e.withdrawals.CoSigned(asset, c)
		}
		all = money.AddCapped(all, e.value(asset, w.Held()))
	}
	e.withdrawals.SetVenueVelocity(all)
}

// velocityLimited reports whether limits alone keep an asset's line from being
// paid.
func (e *Exchange) velocityLimited(now int64, asset uint16) bool {
	pace := e.withdrawals.Allowance(now, asset)
	for _, id := range e.withdrawals.Waiting(asset) {
		if w := e.withdrawals.Get(id); !e.payoutWaits(w) && pace.Blocks(w) == reject.None {
			return false
		}
	}
	return true
}

// checkBatch holds what looks like many accounts emptied to new addresses at
// once.
func (e *Exchange) checkBatch(now int64, c *Command, w *custody.Wallet) {
	e.withdrawals.CheckBatch(now, c.Asset, w.HotBalance(), e.payoutBlocked, func(held *custody.Withdrawal) {
		e.logWithdrawal(now, WithdrawalHeld, c, held)
	})
}
