package history

import (
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// stolenLogins are the customers whose logins the thief has, with the devices that
// they were first logged in from since he came, and the keys that were made there.
type stolenLogins struct {
	accounts, keys telemetry.IDSet
	devices        map[access.Device]bool // which are drawn from all numbers
}

// takes hears of an event on such an account, and says whether it is one by which
// something is taken.
func (l *stolenLogins) takes(e *mockexchange.Event) bool {
	if !l.accounts.Has(e.Account) {
		return false
	}
	switch {
	case e.Type == mockexchange.LoggedIn && e.New&access.NewDevice != 0 && e.Device != 0:
		if l.devices == nil {
			l.devices = map[access.Device]bool{}
		}
		l.devices[e.Device] = true
	case e.Type == mockexchange.KeyCreated && l.devices[e.Device]:
		l.keys.Add(e.Key)
	case e.Type == mockexchange.OrderAccepted, e.Type == mockexchange.WithdrawalRequested:
		return l.devices[e.Device] || e.Key != 0 && l.keys.Has(e.Key)
	}
	return false
}
