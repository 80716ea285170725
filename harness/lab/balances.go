package lab

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// coldAddress is the place of the cold address among those of an asset.
const coldAddress = 1

// reportBalances tells whoever wants to know what every asset comes to.
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

// reportBalance tells them of one asset, by the chain's account.
func (v *venueRun) reportBalance(now int64, asset uint16) error {
	wanted := slices.ContainsFunc(v.run.observers, func(o Observer) bool { return o.Balance != nil })
	if !wanted {
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
	for _, o := range v.run.observers {
		if o.Balance != nil {
			o.Balance(now, v.venue, asset, hot, cold)
		}
	}
	return nil
}
