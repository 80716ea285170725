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
	return &peeling{params: p, left: p.Amount, until: p.Until}, nil
}

type peeling struct {
	params Params
	hop    int
	left   int64 // still to be peeled off
	piece  int64 // that the hop in progress peels off
	until  int64 // when the hop goes

	look  look
	tries int
	over  bool
}

// from is where the loot lies at a hop.
func (p *peeling) from(v *Vault) Signatory {
	if p.hop == 0 {
		return v.Own
	}
	return v.change(p.params.Until, p.hop-1)
}

func (p *peeling) Ask(now int64, v View) Move {
	if p.over || v.Vault == nil {
		return Move{}
	}
	if p.hop+p.tries > 0 && now < p.until {
		return Move{Until: p.until} // what was sent is in no block before that
	}
	from := p.from(v.Vault)
	if call, ok := p.look.ask(v.Vault, from.Policy.Address()); ok {
		return Move{Call: call}
	}
	if now < p.until {
		return Move{Until: p.until}
	}
	return Move{Call: Call{Op: OpSubmit, Chain: v.Vault.Asset, Tx: p.transaction(v, &from)}}
}

// transaction is one hop. All that lies at the address goes.
func (p *peeling) transaction(v View, from *Signatory) *chain.Transaction {
	all := p.look.spendable(v.Vault)
	pieces := p.params.Outputs - p.hop
	p.piece = part(min(p.left, all), pieces, max(v.Vault.Fee, 1), 1, v.Chance)
	if p.piece == 0 {
		p.piece = min(p.left, all)
	}
	outputs := []chain.Output{{To: v.Vault.other(p.params.To + p.hop), Amount: p.piece}}
	next := v.Vault.change(p.params.Until, p.hop)
	rest := all - p.piece
	if v.Vault.Model == chain.Account && !dust(v.Vault, rest) {
		outputs = append(outputs, chain.Output{To: next.Policy.Address(), Amount: rest})
	}
	return p.look.spend(v.Vault, from, outputs, len(p.look.coins), next.Policy.Address())
}

func (p *peeling) Tell(now int64, v View, a Answer) {
	if !p.look.told(v.Vault) {
		p.look.tell(a)
		if p.look.spendable(v.Vault) <= 0 {
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
	p.look, p.tries, p.until = look{}, 0, now+int64(p.params.Pause)
	p.over = p.left <= 0 || p.hop == p.params.Outputs
}

// miss has him look again after a pause, a few times.
func (p *peeling) miss(now int64, forever bool) {
	p.tries++
	p.over = forever || p.tries == patience
	p.look, p.until = look{}, max(p.until, now+int64(p.params.Pause))
}
