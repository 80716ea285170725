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
// the code, too, and not value that leaves through a market. With a strength it takes
// no codes that come by message, which whoever has the phone number reads, or none at
// all but a hardware key, which answers to the venue's own page alone.
type WithdrawalSecondFactor struct {
	Strength int // 0 for any, 1 for all but messages, 2 for hardware keys alone
}

// Info describes the control.
func (WithdrawalSecondFactor) Info() Info {
	return Info{
		ID: reject.WithdrawalSecondFactor, Name: "withdrawal_second_factor",
		Summary: "a withdrawal needs the second factor of the account's owner; keys, which have none, cannot withdraw",
		Stops:   "withdrawals with stolen keys, and with a password alone",
		Costs: "owners whose programs withdrew do so by hand, later, or take that business elsewhere; who has no factor yet, or has lost " +
			"the device, waits for minutes or for support, and so does who has one that is not strong enough",
		Parameters: []Parameter{{
			Name: "strength", Type: "number", Default: "0", Range: "0 any, 1 no codes by message, 2 hardware keys alone",
			Real: "hardware keys are supported at Binance since May 2019, and asked of nobody", Source: "S146",
		}},
		WouldHaveChanged: []string{
			"Zaif, January 2018: none of the 37 withdrawals, though all of the 137 orders",
			"Binance, May 2019: what keys took; with a strength of 2 all of it, since no relayed code answers to a hardware key (S94)",
			"Crypto.com, January 2022: nothing, the venue itself took the factor for given (S103)",
		},
	}
}

// Parse reads strength.
func (WithdrawalSecondFactor) Parse(p *param.Values) Control {
	return WithdrawalSecondFactor{Strength: p.Number("strength", 0, 2)}
}

// Apply demands the factor.
func (c WithdrawalSecondFactor) Apply(s *mockexchange.Settings) {
	s.Access.WithdrawalFactor, s.Access.LeastStrength = true, c.Strength
}
