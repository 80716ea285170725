package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// WithdrawalOptIn takes the right to withdraw from every API key whose owner
// did not ask for it.
//
// It stops the direct way out. A thief can still trade, and so move value to
// an account of his own through a market.
type WithdrawalOptIn struct{}

// Info describes the control.
func (WithdrawalOptIn) Info() Info {
	return Info{
		ID: reject.WithdrawalOptIn, Name: "withdrawal_opt_in",
		Summary: "API keys cannot withdraw unless their owners asked for it",
		Stops:   "withdrawals with stolen keys of owners who never needed that right; whoever needed it has asked, and can be robbed",
		Costs:   "owners whose programs withdraw and who did not ask are refused once, and do it by hand from then on",
		WouldHaveChanged: []string{
			"Zaif, January 2018: none of the 37 withdrawals, though all of the 137 orders",
		},
	}
}

// Parse reads nothing: the control has no parameters.
func (c WithdrawalOptIn) Parse(*param.Values) Control { return c }

// Apply turns the right off by default.
func (WithdrawalOptIn) Apply(s *mockexchange.Settings) { s.Access.WithdrawalOptIn = true }
