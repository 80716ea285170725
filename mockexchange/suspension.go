package mockexchange

// Suspended says which services of an asset are halted now, for all customers.
// Adapters tell clients, who ask before they try.
func (e *Exchange) Suspended(asset uint16) (withdrawals, deposits bool) {
	if asset == 0 || int(asset) > len(e.confirmations) {
		return false, false
	}
	return e.withdrawals.Halted(asset), e.confirmations[asset-1].Halted
}
