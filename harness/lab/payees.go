package lab

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// payees are those whom the house pays. Some pay on with what they got, so that
// money which is followed from a payment of the house leads on as a thief's does.
type payees struct {
	chance sim.Stream
	known  map[chain.Address]*payee
	onward []onward // still to come, in the order of the blocks that they were paid in
}

// payee is one of them, on one chain.
type payee struct {
	key   chain.Key
	nonce uint64 // on an account chain
}

// onward is a payment that a payee means to make.
type onward struct {
	at     int64
	asset  uint16
	from   *payee
	coin   chain.OutPoint
	amount int64
	to     chain.Address
}

// How many payees pay on, parts per million, and how long they take. Synthetic, from
// 30 to 90 % and from minutes to weeks: who is paid by an exchange is another
// exchange, a maker or a supplier, and leaves little lying about.
const (
	paysOn      = 600_000
	paysOnLeast = int64(20 * time.Minute)
	paysOnMost  = int64(30 * time.Hour)
)

func newPayees(seed uint64) payees {
	return payees{chance: sim.NewStream(seed, sim.Schedule, sim.Purpose("payees")), known: make(map[chain.Address]*payee)}
}

// paidBy notes whom a chore pays.
func (p *payees) paidBy(c *draw.Chore) {
	if (c.Command.Kind == mockexchange.PayHouse || c.Command.Kind == mockexchange.MoveFunds) && p.known[c.Command.Address] == nil {
		p.known[c.Command.Address] = &payee{key: c.Payee}
	}
}

// arrived looks for payments to payees in a block, and at what they do with them. It
// lists those who will pay on.
func (p *payees) arrived(now int64, asset uint16, b *chain.Block) (payOn []chain.Address) {
	for i, t := range b.Transactions {
		for n, o := range t.Outputs {
			to := p.known[o.To]
			if to == nil || !p.chance.Chance(paysOn) {
				continue
			}
			p.onward = append(p.onward, onward{
				at: now + p.chance.Between(paysOnLeast, paysOnMost), asset: asset, from: to, amount: o.Amount,
				coin: chain.OutPoint{Tx: b.TransactionID(i), Index: uint32(n)},
				to:   chain.ExternalAddress(p.chance.Uint64(), "paid on", uint32(asset)),
			})
			payOn = append(payOn, o.To)
		}
	}
	return payOn
}

// due hands out the transactions on a chain that payees make by now.
func (p *payees) due(now int64, asset uint16, spec *chain.Spec, signatures *chain.SignatureCache, send func(*chain.Transaction) error) error {
	left := p.onward[:0]
	for _, o := range p.onward {
		switch {
		case o.asset != asset || o.at > now:
			left = append(left, o)
		case o.amount > spec.MinFee:
			if err := send(o.transaction(spec, signatures)); err != nil {
				return err
			}
		}
	}
	p.onward = left
	return nil
}

// transaction pays on all that came, less the miner's fee.
func (o *onward) transaction(spec *chain.Spec, signatures *chain.SignatureCache) *chain.Transaction {
	k := &o.from.key
	t := &chain.Transaction{
		Outputs: []chain.Output{{To: o.to, Amount: o.amount - spec.MinFee}}, Fee: spec.MinFee, Policies: []chain.Policy{chain.Single(k)},
	}
	if spec.Model == chain.Account {
		t.From, t.Nonce = k.Address(), o.from.nonce
		o.from.nonce++
	} else {
		t.Inputs = []chain.OutPoint{o.coin}
	}
	signatures.Sign(t, k)
	return t
}
