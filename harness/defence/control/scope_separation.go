package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// ScopeSeparation takes the right to withdraw from every API key that may
// trade: a key does the one or the other.
//
// It stops the direct way out for whoever steals a trading program's key. He
// can still lose the money to himself in a market.
type ScopeSeparation struct{}

// Info describes the control.
func (ScopeSeparation) Info() Info {
	return Info{
		ID: reject.ScopeSeparation, Name: "scope_separation",
		Summary: "an API key may trade or withdraw, never both; of a key with both rights the withdrawing one is taken",
		Stops:   "withdrawals with the key of a program that trades",
		Costs:   "owners who do both by program need a second key; who has none is refused once, and withdraws by hand until he has made it",
		WouldHaveChanged: []string{
			"Zaif, January 2018: none of the 37 withdrawals, though all of the 137 orders",
			"Binance VIA and SYS, 2018 and 3Commas, 2022: nothing, their keys could only trade",
		},
	}
}

// Parse reads nothing: the control has no parameters.
func (c ScopeSeparation) Parse(*param.Values) Control { return c }

// Apply separates the rights.
func (ScopeSeparation) Apply(s *mockexchange.Settings) { s.Access.ScopeSeparation = true }
