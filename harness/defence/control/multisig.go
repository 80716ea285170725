package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Multisig makes every hot wallet one that m of n keys must sign for. The chain
// itself enforces it.
//
// It is worth what the distance between the keys is worth. On hosts of their
// own one stolen host opens nothing; beside each other on one host they are
// stolen together, and the wallet is as open as with a single key.
type Multisig struct {
	M, N     int
	Separate bool // each key on a host of its own
}

// Info describes the control.
func (Multisig) Info() Info {
	return Info{
		ID: reject.Multisig, Name: "multisig",
		Summary: "m of n keys must sign what a hot wallet spends",
		Stops:   "spending with fewer stolen keys than m, if the keys lie on separate hosts",
		Costs:   "n hosts to run and guard, and no pay-out when more than n - m of them are down; the drill prices neither",
		Parameters: []Parameter{
			{Name: "m", Type: "number", Default: "2", Range: "1 to n", Real: "2 of 3 at Bitfinex in 2016, two of them on one device", Source: "S89"},
			{Name: "n", Type: "number", Default: "3", Range: "m to 16", Real: "4 of 6 at WazirX in 2024", Source: "S113"},
			{Name: "separate_hosts", Type: "flag", Default: "true", Range: "true or false", Real: "false at Bitfinex in 2016", Source: "S89"},
		},
		WouldHaveChanged: []string{
			"Coincheck, January 2018: the chain offered it and it was not used; one key on one server was all it took (S45, S50)",
			"Bybit, 2025 and WazirX, 2024: nothing, because the signers themselves were deceived",
		},
	}
}

// Parse reads m, n and separate_hosts.
func (Multisig) Parse(p *param.Values) Control {
	c := Multisig{
		N:        p.Number("n", 1, chain.MaxPolicyKeys),
		Separate: p.Flag("separate_hosts"),
	}
	c.M = min(p.Number("m", 1, c.N), c.N) // the default may be more
	return c
}

// Apply puts the keys in force.
func (c Multisig) Apply(s *mockexchange.Settings) {
	s.Custody.Multisig = custody.Multisig{M: c.M, N: c.N, Separate: c.Separate}
}
