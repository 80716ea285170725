package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// ConfirmationsByAmount makes large deposits wait for more blocks.
//
// It is made for coins that a rewritten chain takes back. It also keeps what a
// thief pays in to bait others out of the market a little longer.
type ConfirmationsByAmount struct {
	Above         int64 // base units of the reference currency, above 0
	Confirmations int   // blocks
}

// Info describes the control.
func (ConfirmationsByAmount) Info() Info {
	return Info{
		ID: reject.ConfirmationsByAmount, Name: "confirmations_by_amount",
		Summary: "a deposit that is worth more than so much takes more blocks until it is credited",
		Stops:   "trading and withdrawing against a large deposit before the chain has settled",
		Costs:   "large honest deposits are late",
		Parameters: []Parameter{
			{Name: "above", Type: "amount", Range: "above 0, in the scenario's currency", Real: "5,600,000 dollars were spent twice at OKEx in 2020", Source: "S141"},
			{
				Name: "confirmations", Type: "number", Default: "20", Range: "1 to 10,000",
				Real: "about two weeks of blocks for ETC at Coinbase in 2020", Source: "S140",
			},
		},
		WouldHaveChanged: []string{
			"OKEx, July 2020: ETC that was withdrawn again before the chain was rewritten (S141)",
			"Binance VIA, March 2018: nothing, the thieves' coins had lain there for long",
		},
	}
}

// Parse reads above and confirmations.
func (ConfirmationsByAmount) Parse(p *param.Values) Control {
	return ConfirmationsByAmount{Above: p.Amount("above"), Confirmations: p.Number("confirmations", 1, 10_000)}
}

// Apply puts the control in force.
func (c ConfirmationsByAmount) Apply(s *mockexchange.Settings) {
	s.Custody.ConfirmationsByAmount = custody.ConfirmationsByAmount{Above: c.Above, Confirmations: uint64(c.Confirmations)}
}
