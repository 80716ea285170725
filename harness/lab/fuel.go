package lab

import (
	"slices"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Whoever moves tokens needs some of the coin whose chain they live on. Who is no
// exchange buys it elsewhere, for as many transfers as he will ever make: fuel is in
// the way of whoever is in a hurry, and of an address that others emptied, but not
// of anybody with a day's time.

// fuelFor is for how many transfers somebody buys.
const fuelFor = 1000

// fuel has somebody who is about to move a token bought gas with the next block of
// the coin's chain, once.
func (v *venueRun) fuel(token uint16, to chain.Address) {
	coin := v.genesis.Coin(token)
	if coin != token && !slices.Contains(v.fuelling[coin-1], to) {
		v.fuelling[coin-1] = append(v.fuelling[coin-1], to)
	}
}

// fuelThief does so for the thief's own addresses.
func (v *venueRun) fuelThief(c *campaign.Campaign) {
	if c == nil {
		return
	}
	for i := range c.Wallets {
		if asset, ok := v.genesis.AssetID(c.Wallets[i].Asset); ok {
			if own, err := c.Wallets[i].OwnAddress(); err == nil {
				v.fuel(asset, own)
			}
		}
	}
}

// fuelBought lists what is to be paid for gas with the next block of a coin's chain.
func (v *venueRun) fuelBought(coin uint16) (outputs []chain.Output) {
	gas := int64(0)
	for i := range v.genesis.Assets {
		if a := &v.genesis.Assets[i]; a.On == coin {
			gas = max(gas, a.Chain.Gas)
		}
	}
	for _, to := range v.fuelling[coin-1] {
		outputs = append(outputs, chain.Output{To: to, Amount: gas * fuelFor})
	}
	v.fuelling[coin-1] = nil
	return outputs
}
