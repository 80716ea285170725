package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// RefuseUpgrades is a rule of the devices of those who sign for cold storage: they
// sign payments, and nothing that gives the wallet new owners.
//
// It is dumber than whoever decodes what he signs, and asks nothing of him. It is of
// no use on a chain of coins, where there are no such owners, and none while it is
// lifted because the venue itself wants new ones: the device signs then what it is
// handed.
type RefuseUpgrades struct{}

// Info describes the control.
func (RefuseUpgrades) Info() Info {
	return Info{
		ID: reject.RefuseUpgrades, Name: "refuse_upgrades",
		Summary: "devices that sign for cold storage refuse what gives a wallet new owners, unless that was asked for and the rule is lifted",
		Stops: "having people sign a wallet away while they mean to pay from it; not a payment to somebody else, and nothing while the " +
			"rule is lifted for an upgrade of the venue's own",
		Costs: "each upgrade of the venue's own waits until those who hold the keys of cold storage have come together to lift the rule (the " +
			"traits of ceremonies, the tariff's row ceremony), by night for hours, and nothing comes out of cold storage meanwhile",
		WouldHaveChanged: []string{
			"Bybit, February 2025: what three people signed was no transfer (S119)",
			"WazirX, July 2024: what was signed replaced the wallet's contract (S113)",
		},
	}
}

// Parse reads nothing: it has no parameters.
func (RefuseUpgrades) Parse(*param.Values) Control { return RefuseUpgrades{} }

// Apply puts the rule in force.
func (RefuseUpgrades) Apply(s *mockexchange.Settings) {
	s.Custody.RefuseUpgrades = custody.RefuseUpgrades{On: true}
}
