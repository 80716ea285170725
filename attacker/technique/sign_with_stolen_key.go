package technique

import "github.com/exdrill/exdrill/mockexchange/chain"

// SignWithStolenKey spends from a venue's hot address with the venue's own key,
// to addresses of the thief's. It asks the public chain and nobody else.
type SignWithStolenKey struct{}

// Info describes it.
func (SignWithStolenKey) Info() Info {
	return Info{
		Name:    "sign_with_stolen_key",
		Summary: "Spends from the venue's hot wallet with a copy of its key.",
		Effect: "The coins are gone with the next block. No check of the venue is in the way: halting withdrawals, freezing " +
			"accounts and revoking API keys change nothing. What is not there, or needs more keys than he has, he does not get; " +
			"where he finds less than half of what he wants he takes it, and looks for two days whether more is brought.",
		Seen: "Coins leave the hot address in a block without a withdrawal that anybody asked for; often a very small amount " +
			"first, or very many coins of the wallet in one transaction.",
		// Private keys; funds are siphoned off, which is financial theft.
		ATTACK: []string{"T1552.004", "T1657"},
		AADAPT: []string{"ADT1552.004", "ADT3028"},
		Takes: []Parameter{
			{"transfers.at", "the minute"},
			{"transfers.until", "the last minute in which it may be sent, if the record knows no better"},
			{"transfers.amount", "5966.1 BTC, or what is there if that is less"},
			{"transfers.inputs", "coins that it spends, on a chain that has such"},
			{"transfers.outputs", "how many of his addresses it pays; 1 if left out"},
		},
	}
}

// Start takes Params.Amount, Params.Until, Params.Inputs and Params.Outputs.
// The first output goes to the address that he spends from later, others to
// his other addresses from Params.To on.
func (SignWithStolenKey) Start(p Params) (Run, error) {
	if err := p.checkTransfer(); err != nil {
		return nil, err
	}
	return &transferRun{
		params: p, returns: true,
		from: func(v *SigningWallet) *Signatory { return &v.Hot },
		pay: func(amount int64, v View) []chain.Output {
			outputs := split(amount, p.Outputs, "", p.To-1, v)
			outputs[0].To = v.Wallet.Own.Policy.Address()
			return outputs
		},
	}, nil
}
