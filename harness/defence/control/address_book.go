package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// AddressBook lets customers who keep an address book withdraw only to the
// addresses in it. A new one enters it by login and is good after a hold.
//
// An API key cannot add an address, so a stolen key pays its owner and nobody
// else. Whoever steals a login can add one, and then the hold is all that there
// is.
type AddressBook struct {
	Hold     time.Duration // above 0
	Everyone bool          // not only those who ask for it
}

// Info describes the control.
func (AddressBook) Info() Info {
	return Info{
		ID: reject.AddressBook, Name: "address_book",
		Summary: "who keeps an address book withdraws to its addresses alone; a new one waits, and API keys cannot add any",
		Stops:   "withdrawing by stolen API key to an address of the thief's",
		Costs: "first payments that were not entered ahead wait, and programs that pay new addresses are refused, so that their owners " +
			"enter these",
		Parameters: []Parameter{
			{
				Name: "hold", Type: "duration", Default: "48h", Range: "above 0, at most the scenario's tail less 24h",
				Real: "48 hours at Coinbase, 24 at Bybit and Crypto.com, 7 days at Gemini", Source: "S155",
			},
			{Name: "everyone", Type: "flag", Default: "false", Range: "true or false", Real: "true at Zaif from 9 January 2018 on", Source: "S17"},
		},
		WouldHaveChanged: []string{
			"Zaif, January 2018: 37 withdrawals by key to addresses that no owner had entered; Zaif blocked new ones three days later (S17)",
			"Crypto.com, January 2022: a day to stop withdrawals that had passed without a second factor (S103)",
			"Coincheck and Zaif, September 2018: nothing, no request passed the desk",
		},
	}
}

// Parse reads hold and everyone.
func (AddressBook) Parse(p *param.Values) Control {
	return AddressBook{Hold: p.Hold("hold"), Everyone: p.Flag("everyone")}
}

// Apply puts the book in force.
func (c AddressBook) Apply(s *mockexchange.Settings) {
	s.Custody.AddressBook = custody.AddressBook{Hold: int64(c.Hold), All: c.Everyone}
}
