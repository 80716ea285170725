package history

import (
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// stolenLogins are the customers whose logins the thief has, with the devices that
// they were first logged in from since he came, and the keys that were made there.
type stolenLogins struct {
	accounts      telemetry.IDSet
	devices, keys telemetry.IDSet
}

// takes hears of an event on such an account, and says whether it is one by which
// something is taken.
func (l *stolenLogins) takes(e *mockexchange.Event) bool {
	if !l.accounts.Has(e.Account) {
		return false
	}
	device := uint32(e.Device)
	switch {
	case e.Type == mockexchange.LoggedIn && e.New&access.NewDevice != 0:
		l.devices.Add(device)
	case e.Type == mockexchange.KeyCreated && l.devices.Has(device):
		l.keys.Add(e.Key)
	case e.Type == mockexchange.OrderAccepted, e.Type == mockexchange.WithdrawalRequested:
		return device != 0 && l.devices.Has(device) || e.Key != 0 && l.keys.Has(e.Key)
	}
	return false
}
