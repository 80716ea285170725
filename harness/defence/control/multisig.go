package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Multisig makes every hot wallet one that m of n keys must sign for. The chain
// itself enforces it.
//
// It is worth what the distance between the keys is worth. On hosts of their
// own one stolen host opens nothing; beside each other on one host they are
// stolen together, and the wallet is as open as with a single key. Whoever got
// hold of the wallet server may have got hold of the other machines that the same
// people run; a key that a person holds is out of his reach.
type Multisig struct {
	M, N     int
	Separate bool // each key on a host of its own
	People   int  // of the separate keys; machines hold the others
}

// Info describes the control.
func (Multisig) Info() Info {
	return Info{
		ID: reject.Multisig, Name: "multisig",
		Summary: "m of n keys must sign what a hot wallet spends",
		Stops: "spending with fewer stolen keys than m, if the keys lie on separate hosts; in 30 % of variants (synthetic, 10 % to 50 %) whoever " +
			"holds the wallet server holds the other machines, too, and is stopped by keys that people hold alone",
		Costs: "people who hold keys are staff: each is on call by day and by night (540 dollars a week on average, S173), and each withdrawal " +
			"takes a minute of as many of them as must sign where all machines have; the tariff's rows on_call and signing. " +
			"Every pay-out waits for the m-th fastest of the signers who are there, and for as long as fewer than m are there. The wallet server " +
			"that proposes what is signed holds the first key; other machines sign within seconds and are down for hours every few weeks, a " +
			"tenth of the times all together; people take minutes in working hours, and at night and on days off are called in or sleep. Over " +
			"60 drawn fortnights fewer than must were there for 0.07 % of the time with 2 of 3 machines, 0.8 % with 2 of 2 and 8.5 % with " +
			"15 of 15, which is an outage waiting; where two of three hold their keys by hand, every night is one. All synthetic: a failure " +
			"in 7 to 60 days, half of the repairs within 30 minutes to 8 hours, signatures after 1 to 30 seconds and by hand 1 to 15 minutes",
		Parameters: []Parameter{
			{Name: "m", Type: "number", Default: "2", Range: "1 to n", Real: "2 of 3 at Bitfinex in 2016, two of them on one device", Source: "S89"},
			{Name: "n", Type: "number", Default: "3", Range: "m to 16", Real: "4 of 6 at WazirX in 2024", Source: "S113"},
			{Name: "separate_hosts", Type: "flag", Default: "true", Range: "true or false", Real: "false at Bitfinex in 2016", Source: "S89"},
			{
				Name: "people", Type: "number", Default: "1", Range: "0 to n - 1",
				Real: "3 of 6 people signed at Bybit in 2025", Source: "S119",
			},
		},
		WouldHaveChanged: []string{
			"Coincheck, January 2018: the chain offered it and it was not used; one key on one server was all it took (S45, S50)",
			"Bybit, 2025 and WazirX, 2024: nothing, because the signers themselves were deceived",
		},
	}
}

// Parse reads m, n, separate_hosts and people.
func (Multisig) Parse(p *param.Values) Control {
	c := Multisig{
		N:        p.Number("n", 1, custody.MaxSigners),
		Separate: p.Flag("separate_hosts"),
	}
	c.M = min(p.Number("m", 1, c.N), c.N) // the default may be more
	c.People = min(p.Number("people", 0, max(c.N-1, 0)), c.N-1)
	return c
}

// Apply puts the keys in force.
func (c Multisig) Apply(s *mockexchange.Settings) {
	s.Custody.Multisig = custody.Multisig{M: c.M, N: c.N, Separate: c.Separate, People: c.People}
}
