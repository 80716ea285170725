package technique

import (
	"github.com/exdrill/exdrill/attacker"
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
	if p.Pause == 0 {
		p.Pause = DefaultHop
	}
	return &peelRun{params: p, left: p.Amount, until: p.Until}, nil
}

type peelRun struct {
	params Params
	hop    int
	left   int64 // still to be peeled off
	piece  int64 // that the hop in progress peels off
	until  int64 // when the hop goes

	query chainQuery
	tries int
	over  bool
}

// from is where the loot lies at a hop.
func (p *peelRun) from(w *SigningWallet) Signatory {
	if p.hop == 0 {
		return w.Own
	}
	return w.change(p.params.Until, p.hop-1)
}

func (p *peelRun) Ask(now int64, v View) Move {
	if p.over || v.Wallet == nil {
		return Move{}
	}
	if p.hop+p.tries > 0 && now < p.until {
		return Move{Until: p.until} // what was sent is in no block before that
	}
	from := p.from(v.Wallet)
	if call, ok := p.query.ask(v.Wallet, from.Policy.Address()); ok {
		return Move{Call: call}
	}
	if now < p.until {
		return Move{Until: p.until}
	}
	return Move{Call: Call{Op: OpSubmit, Chain: v.Wallet.Asset, Tx: p.transaction(v, &from)}}
}

// transaction is one hop. All that lies at the address goes.
func (p *peelRun) transaction(v View, from *Signatory) *chain.Transaction {
	all := p.query.spendable(v.Wallet)
	pieces := p.params.Outputs - p.hop
	p.piece = partSize(min(p.left, all), pieces, max(v.Wallet.Fee, 1), 1, v.Chance)
	if p.piece == 0 {
		p.piece = min(p.left, all)
	}
	outputs := []chain.Output{{To: v.Wallet.other(p.params.To + p.hop), Amount: p.piece}}
	next := v.Wallet.change(p.params.Until, p.hop)
	rest := all - p.piece
	if v.Wallet.Model == chain.Account && !dust(v.Wallet, rest) {
		outputs = append(outputs, chain.Output{To: next.Policy.Address(), Amount: rest})
	}
	return p.query.spend(v.Wallet, from, outputs, len(p.query.coins), next.Policy.Address())
}

func (p *peelRun) Tell(now int64, v View, a Answer) {
	if !p.query.told(v.Wallet) {
		p.query.tell(a)
		if p.query.spendable(v.Wallet) <= 0 {
			p.miss(now, p.hop == 0)
		}
		return
	}
	if a.Refusal != attacker.Accepted {
		p.miss(now, hopeless(a.Refusal))
		return
	}
	p.hop++
	p.left -= p.piece
	p.query, p.tries, p.until = chainQuery{}, 0, now+int64(p.params.Pause)
	p.over = p.left <= 0 || p.hop == p.params.Outputs
}

// miss has him look again after a pause, a few times.
func (p *peelRun) miss(now int64, forever bool) {
	p.tries++
	p.over = forever || p.tries == maxMisses
	p.query, p.until = chainQuery{}, max(p.until, now+int64(p.params.Pause))
}
