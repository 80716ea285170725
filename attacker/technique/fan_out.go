package technique

import "github.com/exdrill/exdrill/mockexchange/chain"

// FanOut moves loot from the address that it was taken to on to other ones of
// the thief's, by one transaction, so that it is harder to follow and to
// blacklist.
type FanOut struct{}

// Info describes it.
func (FanOut) Info() Info {
	return Info{
		Name:    "fan_out",
		Summary: "Spreads the loot from one address over several.",
		Effect:  "Nobody loses anything more. Whoever tags addresses has to keep up.",
		Seen:    "Nothing in the venue's own telemetry: the coins are no longer at its addresses. The public chain shows it to whoever looks.",
		ATTACK:  []string{"T1657"},
		AADAPT:  []string{"ADT3028.003"},
		Takes: []Parameter{
			{"transfers.at", "the minute"},
			{"transfers.amount", "what he sends on, all together"},
			{"transfers.to", "the first of his other addresses that it pays, from 1 on"},
			{"transfers.outputs", "how many of them; 1 if left out"},
			{"transfers.exchange", "another exchange, of which to: is a deposit address of his"},
		},
	}
}

// Start takes Params.Amount, Params.Until, Params.Exchange, Params.To and
// Params.Outputs.
func (FanOut) Start(p Params) (Run, error) {
	if err := p.checkTransfer(); err != nil {
		return nil, err
	}
	return &transferRun{
		params: p,
		from:   func(v *SigningWallet) *Signatory { return &v.Own },
		pay:    func(amount int64, v View) []chain.Output { return split(amount, p.Outputs, p.Exchange, p.To, v) },
	}, nil
}
