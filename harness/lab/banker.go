package lab

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// coldAddress is the place of the cold address among those of an asset.
const coldAddress = 1

// countAll tells a recorder that wants to know what every asset comes to.
func (h *house) countAll(now int64) error {
	for i, list := range h.addresses {
		if len(list) == 0 {
			continue // money at a bank
		}
		if err := h.count(now, uint16(i+1)); err != nil {
			return err
		}
	}
	return nil
}

// count tells it of one asset, by the chain's account.
func (h *house) count(now int64, asset uint16) error {
	banker, ok := h.run.recorder.(Banker)
	if !ok {
		return nil
	}
	all := h.addresses[asset-1]
	cold, err := h.site.Holdings(asset, []chain.Address{all[coldAddress]})
	if err != nil {
		return err
	}
	hot, err := h.site.Holdings(asset, slices.Delete(slices.Clone(all), coldAddress, coldAddress+1))
	if err != nil {
		return err
	}
	banker.Holding(now, h.venue, asset, hot, cold)
	return nil
}
