package custody

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Seen is what one transaction in a block means to a wallet. A transaction
// can mean several things; most mean nothing.
type Seen struct {
	Tx chain.Hash

	Own  bool // the venue signed it
	Sent Sent // if Own

	// Spent are the outputs of a transaction that spends from the venue's
	// addresses, as a node tells them that watches these: without the change that
	// comes back to where it came from, unless there is nothing else.
	Spent []chain.Output
	Fee   int64 // of such a transaction
	Gas   int64 // that somebody else's spend of a token took from the venue's address, in the coin

	Incoming []Incoming // outputs that pay the venue's customers or the venue
	// Outgoing is how many base units of the venue somebody else spent, fee
	// included, less what came back to the venue's addresses as change.
	Outgoing int64
	To       chain.Address // where the first of it went

	// NewOwner rules an address of the venue's from here on, Ruled; Own says whether
	// it was the venue that signed this.
	NewOwner, Ruled chain.Address

	// Undone are the venue's own transactions that no block can take any more,
	// because this one spends what they were to spend.
	Undone []Sent
}

// Incoming is one output that pays the venue.
type Incoming struct {
	Amount  int64
	Memo    uint64
	Address chain.Address
	Retired bool // to an address that was rotated away
	Cold    bool
}

// Next reports whether a block can be the one after the last that the wallet
// observed, and is one that a chain could have made. A block that is shown
// twice would credit its deposits twice.
func (w *Wallet) Next(b *chain.Block) bool {
	return b != nil && b.Height == w.height+1 && !slices.ContainsFunc(b.Transactions, impossible)
}

// impossible finds a transaction that no chain takes.
func impossible(t *chain.Transaction) bool {
	if t == nil || len(t.Outputs) == 0 || t.Fee < 0 || t.Fee > chain.MaxSupply {
		return true
	}
	left := chain.MaxSupply - t.Fee
	for _, o := range t.Outputs {
		if o.Amount <= 0 || o.Amount > left {
			return true
		}
		left -= o.Amount
	}
	return false
}

// Observe goes through the Next block and calls see for every transaction that
// concerns the wallet, in the block's order.
func (w *Wallet) Observe(b *chain.Block, see func(*Seen)) {
	w.height = b.Height
	for i, t := range b.Transactions {
		s := Seen{Tx: b.TransactionID(i)}
		if s.Sent, s.Own = w.own(s.Tx); !s.Own {
			w.outgoing(t, &s)
		}
		if s.Own || s.Outgoing > 0 {
			s.Spent, s.Fee = w.withoutChange(t), t.Fee
		}
		w.incoming(t, &s)
		if p := w.address(t.From); p != nil && t.NewOwner != (chain.Address{}) {
			s.NewOwner, s.Ruled = t.NewOwner, t.From
			w.handOver(p, t.NewOwner)
		}
		if s.Own || s.Outgoing > 0 || len(s.Incoming) > 0 {
			see(&s)
		}
	}
}

// withoutChange lists the outputs that do not go back to an address of the
// venue's that the transaction spends from; all if there are no others.
func (w *Wallet) withoutChange(t *chain.Transaction) (outputs []chain.Output) {
	back := make([]chain.Address, 0, 2)
	for _, p := range t.Policies {
		if a := p.Address(); w.address(a) != nil {
			back = append(back, a)
		}
	}
	for _, o := range t.Outputs {
		if !slices.Contains(back, o.To) {
			outputs = append(outputs, o)
		}
	}
	if len(outputs) == 0 {
		return t.Outputs
	}
	return outputs
}

// outgoing finds coins of the venue that a foreign transaction spends: whoever
// signed it has the venue's key.
func (w *Wallet) outgoing(t *chain.Transaction, s *Seen) {
	if w.spec.Model == chain.Account {
		w.foreignSpend(t, s)
	} else {
		for _, in := range t.Inputs {
			s.Outgoing += w.loseCoin(in, s)
		}
	}
	if s.Outgoing > 0 {
		s.To = t.Outputs[0].To
	}
}

// foreignSpend books a foreign spend on an account chain. A transaction of the
// venue's own with the same nonce is void.
func (w *Wallet) foreignSpend(t *chain.Transaction, s *Seen) {
	p := w.address(t.From)
	if p == nil {
		return
	}
	s.Outgoing = t.Fee
	for _, o := range t.Outputs {
		s.Outgoing += o.Amount
	}
	s.Outgoing = min(s.Outgoing, w.onChain(p))
	if w.byIssuer(t) {
		p.balance -= s.Outgoing
		return
	}
	s.Gas = w.loseGas(t.From)
	p.balance -= s.Outgoing
	p.nonce = max(p.nonce, t.Nonce+1)
	for i := range w.sent {
		if w.sent[i].from == t.From && w.sent[i].Tx.Nonce == t.Nonce {
			w.undo(i, chain.OutPoint{}, s)
			return
		}
	}
}

// onChain is what an address on an account chain holds in blocks, as far as the
// venue knows: nobody can spend more.
func (w *Wallet) onChain(p *addressWallet) int64 {
	held := p.balance + p.gas
	for i := range w.sent {
		if w.sent[i].from == p.address {
			held += w.sent[i].Amount + w.sent[i].Fee
		}
	}
	return max(held, 0)
}

// incoming books the outputs that pay the venue. Change of the venue's own is
// booked already; what goes from one address to another is nobody's income, and
// what a foreign spend of the venue's coins gives back was never gone.
func (w *Wallet) incoming(t *chain.Transaction, s *Seen) {
	moved := s.Own && s.Sent.Purpose != Payout
	for i, o := range t.Outputs {
		c := coin{chain.OutPoint{Tx: s.Tx, Index: uint32(i)}, o.Amount}
		p := w.address(o.To)
		switch {
		case p == nil || s.Own && c == s.Sent.change:
		case !w.receive(p, c) || moved:
		case o.Memo == 0 && s.Outgoing >= o.Amount:
			s.Outgoing -= o.Amount
		default:
			s.Incoming = append(s.Incoming, Incoming{
				Amount: o.Amount, Memo: o.Memo, Address: o.To,
				Retired: p != w.hot && !w.isCold(p) && !p.migrated, Cold: w.isCold(p),
			})
		}
	}
}
