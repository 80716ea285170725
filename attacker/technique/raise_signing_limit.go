package technique

// RaiseSigningLimit asks a venue's co-signer, in the venue's name, to keep to a higher
// limit.
type RaiseSigningLimit struct{}

// Info describes it.
func (RaiseSigningLimit) Info() Info {
	return Info{
		Name:    "raise_signing_limit",
		Summary: "Raises the limit up to which a co-signer signs, from the wallet server that may set it.",
		Effect:  "From then on the co-signer signs so much within his window, whoever it is that has the wallet server ask him.",
		Seen:    "The co-signer tells of the new limit as of any other; there is no ticket of the staff's for it.",
		// Account manipulation; impair defences.
		ATTACK: []string{"T1098", "T1562"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"transfers.at", "the minute"},
			{"transfers.host", "the wallet server, which compromise has"},
			{"transfers.amount", "the new limit"},
		},
	}
}

// Start takes Params.Host, Params.Until and Params.Amount.
func (RaiseSigningLimit) Start(p Params) (Run, error) {
	return &raiseRun{params: p, insistence: insistence{next: p.Until}}, p.checkAtHost()
}

type raiseRun struct {
	insistence
	params Params
}

func (r *raiseRun) Ask(now int64, v View) Move {
	if v.Wallet == nil {
		return Move{}
	}
	if m, ok := r.wait(now); !ok {
		return m
	}
	return Move{Call: Call{Op: OpLimit, Host: r.params.Host, Chain: v.Wallet.Asset, Amount: r.params.Amount}}
}

func (r *raiseRun) Tell(now int64, _ View, a Answer) {
	r.hear(settled(a.Refusal), now+comesBackAfter)
}
