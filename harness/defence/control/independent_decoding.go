package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// IndependentDecoding has everybody who signs for cold storage decode what his
// device is handed, and hold it against the request.
//
// A device that signs is handed a digest, and what the digest stands for its owner
// knows from the page that shows him the transfer. Whoever holds that page has him
// sign anything. A second program on another host that takes the very bytes apart is
// one more host to be held, and is worth nothing where it is the same one.
type IndependentDecoding struct {
	Separate bool // on a host of its own
}

// Info describes the control.
func (IndependentDecoding) Info() Info {
	return Info{
		ID: reject.IndependentDecoding, Name: "independent_decoding",
		Summary: "everybody who signs for cold storage decodes what he signs on another host than the one that shows it, and refuses what was not asked for",
		Stops: "having people sign what they are not shown, at whichever host; nothing where he holds the host on which they decode, or " +
			"what is asked for is itself his",
		Costs: "each of those who sign takes longer over each transfer (the trait decoding_takes: five minutes, synthetic, 1 to 30), and is " +
			"paid for it, by the hour (the tariff's row ceremony); withdrawals that wait for coins from cold storage wait so much longer. It changes nothing where a ceremony is held for cold " +
			"storage, or where nobody holds the page",
		Parameters: []Parameter{
			{
				Name: "separate_host", Type: "flag", Default: "true", Range: "true or false",
				Real: "false in effect at Bybit in 2025: one page built the transaction, showed it and handed it to the devices", Source: "S119",
			},
		},
		WouldHaveChanged: []string{
			"Bybit, February 2025: three people signed new owners of a wallet, and the page showed them a transfer; the bytes that they signed said so (S119, S120)",
			"WazirX, July 2024: the page and what was signed differed, and nobody took it apart (S113)",
		},
	}
}

// Parse reads separate_host.
func (IndependentDecoding) Parse(p *param.Values) Control {
	return IndependentDecoding{Separate: p.Flag("separate_host")}
}

// Apply puts the decoding in force.
func (c IndependentDecoding) Apply(s *mockexchange.Settings) {
	s.Custody.IndependentDecoding = custody.IndependentDecoding{On: true, Separate: c.Separate}
}
