package lab

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// coldAddress is the place of the cold address among those of an asset.
const coldAddress = 1

// reportBalances tells a recorder that wants to know what every asset comes to.
func (v *venueRun) reportBalances(now int64) error {
	for i, list := range v.addresses {
		if len(list) == 0 {
			continue // money at a bank
		}
		if err := v.reportBalance(now, uint16(i+1)); err != nil {
			return err
		}
	}
	return nil
}

// reportBalance tells it of one asset, by the chain's account.
func (v *venueRun) reportBalance(now int64, asset uint16) error {
	banker, ok := v.run.recorder.(Banker)
	if !ok {
		return nil
	}
	all := v.addresses[asset-1]
	cold, err := v.backend.Holdings(asset, []chain.Address{all[coldAddress]})
	if err != nil {
		return err
	}
	hot, err := v.backend.Holdings(asset, slices.Delete(slices.Clone(all), coldAddress, coldAddress+1))
	if err != nil {
		return err
	}
	banker.Holding(now, v.venue, asset, hot, cold)
	return nil
}
