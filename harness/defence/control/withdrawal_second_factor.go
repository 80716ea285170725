package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// WithdrawalSecondFactor lets nobody withdraw without the owner's second
// factor. A program has none, so keys cannot withdraw at all, and an owner who
// has set up no factor cannot either.
//
// It stops whoever has a key or a password alone. It does not stop one who got
// the code, too, and not value that leaves through a market.
type WithdrawalSecondFactor struct{}

// Info describes the control.
func (WithdrawalSecondFactor) Info() Info {
	return Info{
		ID: reject.WithdrawalSecondFactor, Name: "withdrawal_second_factor",
		Summary: "a withdrawal needs the second factor of the account's owner; keys, which have none, cannot withdraw",
		Stops:   "withdrawals with stolen keys, and with a password alone",
		Costs: "owners whose programs withdrew do so by hand, later, or take that business elsewhere; who has no factor yet, or has lost " +
			"the device, waits for minutes or for support",
		WouldHaveChanged: []string{
			"Zaif, January 2018: none of the 37 withdrawals, though all of the 137 orders",
			"Crypto.com, January 2022: nothing, the venue itself took the factor for given (S103)",
		},
	}
}

// Parse reads nothing: the control has no parameters.
func (c WithdrawalSecondFactor) Parse(*param.Values) Control { return c }

// Apply demands the factor.
func (WithdrawalSecondFactor) Apply(s *mockexchange.Settings) { s.Access.WithdrawalFactor = true }
