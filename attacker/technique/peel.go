package technique

import (
	"cmp"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Peel moves loot along a chain of fresh addresses and takes a small piece off
// at each of them, one hop a block.
type Peel struct{}

// Info describes it.
func (Peel) Info() Info {
	return Info{
		Name:    "peel",
		Summary: "Peels small pieces off the loot, and sends the rest on to a fresh address each time.",
		Effect:  "Nobody loses anything more. The loot has a new address with every block, and the pieces go their own ways.",
		Seen: "Nothing in the venue's own telemetry. The public chain shows a line of transactions with one small and one " +
			"large output each.",
		ATTACK: []string{"T1657"},
		AADAPT: []string{"ADT3028.005", "ADT3028.003"},
		Takes: []Parameter{
			{"transfers.at", "the minute of the first transaction"},
			{"transfers.amount", "all pieces together"},
			{"transfers.to", "the address of the first piece, from 1 on"},
			{"transfers.outputs", "how many pieces"},
			{"params.pause", "between two transactions; 10m if left out"},
		},
	}
}

// Start takes Params.Amount, which all pieces are together, Params.Outputs, the
// number of pieces and so of hops, Params.To, the number of the address that
// the first piece goes to, Params.Until, the time of the first hop, and
// Params.Pause, the time between two.
func (Peel) Start(p Params) (Run, error) {
	if err := p.checkTransfer(); err != nil {
		return nil, err
	}
	p.Outputs = max(p.Outputs, 1)
	p.Pause = cmp.Or(p.Pause, DefaultHop)
	r := &peelRun{newSeriesRun(p)}
	r.from, r.spend = r.signatory, r.transaction
	return r, nil
}

type peelRun struct{ seriesRun }

// signatory is where the loot lies at a hop.
func (p *peelRun) signatory(w *SigningWallet) Signatory {
	if p.done == 0 {
		return w.Own
	}
	return w.change(p.params.Until, p.done-1)
}

// Tell ends with the last hop, whatever is left.
func (p *peelRun) Tell(now int64, v View, a Answer) {
	p.seriesRun.Tell(now, v, a)
	p.over = p.over || p.done == p.params.Outputs
}

// transaction is one hop. All that lies at the address goes.
func (p *peelRun) transaction(v View, from *Signatory) *chain.Transaction {
	all := p.query.spendable(v.Wallet)
	pieces := p.params.Outputs - p.done
	p.paid = partSize(min(p.left, all), pieces, max(v.Wallet.Fee, 1), 1, v.Chance)
	if p.paid == 0 {
		p.paid = min(p.left, all)
	}
	outputs := []chain.Output{{To: v.Wallet.other(p.params.To + p.done), Amount: p.paid}}
	next := v.Wallet.change(p.params.Until, p.done)
	rest := all - p.paid
	if v.Wallet.Model == chain.Account && !dust(v.Wallet, rest) {
		outputs = append(outputs, chain.Output{To: next.Policy.Address(), Amount: rest})
	}
	return p.query.spend(v.Wallet, from, outputs, len(p.query.coins), next.Policy.Address())
}
