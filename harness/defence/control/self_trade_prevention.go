package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// SelfTradePrevention ends an arriving order that meets one of its own account.
//
// It is the decoy among the controls: it sounds like the answer to a thief who
// trades with himself, but he sells to his victims' accounts, not to his own.
type SelfTradePrevention struct{}

// Info describes the control.
func (SelfTradePrevention) Info() Info {
	return Info{
		ID: reject.SelfTradePrevention, Name: "self_trade_prevention",
		Summary: "an arriving order that meets one of the same account is cancelled",
		Stops:   "wash trades of one account; no theft, since thief and victim are two accounts",
		Costs:   "owners of several programs lose orders that would have met each other",
		WouldHaveChanged: []string{
			"Binance VIA and SYS, 2018 and 3Commas, 2022: nothing; Binance offers it by account or by group since (S152)",
		},
	}
}

// Parse reads nothing: the control has no parameters.
func (c SelfTradePrevention) Parse(*param.Values) Control { return c }

// Apply prevents what it says.
func (SelfTradePrevention) Apply(s *mockexchange.Settings) { s.Market.SelfTradePrevention = true }
