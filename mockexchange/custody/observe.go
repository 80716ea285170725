package custody

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Seen is what one transaction in a block means to a wallet. A transaction
// can mean several things; most mean nothing.
type Seen struct {
	Tx chain.Hash

	Own  bool // the venue signed it
	Sent Sent // if Own

	Incoming []Incoming // somebody else paid the venue
	Outgoing int64      // coins of the venue that somebody else spent, fee included
	To       chain.Address
}

// Incoming is one output that pays the venue.
type Incoming struct {
	Amount  int64
	Memo    uint64
	Address chain.Address
	Retired bool // to an address that was rotated away
	Cold    bool
}

// Observe goes through a block and calls see for every transaction that
// concerns the wallet, in the block's order.
func (w *Wallet) Observe(b *chain.Block, see func(Seen)) {
	for i, t := range b.Transactions {
		s := Seen{Tx: b.TransactionID(i)}
		s.Sent, s.Own = w.sent[s.Tx]
		if s.Own {
			delete(w.sent, s.Tx)
			w.settle(t, s)
		} else {
			w.outgoing(t, &s)
			w.incoming(t, &s)
		}
		if s.Own || s.Outgoing > 0 || len(s.Incoming) > 0 {
			see(s)
		}
	}
}

// settle books what an own transaction brings to another purse of the wallet;
// change was booked when it was signed.
func (w *Wallet) settle(t *chain.Transaction, s Seen) {
	if s.Sent.Purpose == Payout {
		return
	}
	if p := w.purse(t.Outputs[0].To); p != nil {
		w.receive(p, chain.OutPoint{Tx: s.Tx}, t.Outputs[0].Amount)
	}
}

// outgoing finds coins of the venue that a foreign transaction spends: whoever
// signed it has the venue's key.
func (w *Wallet) outgoing(t *chain.Transaction, s *Seen) {
	if w.spec.Model == chain.Account {
		if p := w.purse(t.From); p != nil {
			s.Outgoing = t.Fee
			for _, o := range t.Outputs {
				s.Outgoing += o.Amount
			}
			p.balance -= s.Outgoing
			p.nonce = max(p.nonce, t.Nonce+1)
		}
	} else {
		for _, in := range t.Inputs {
			s.Outgoing += w.lose(in)
		}
	}
	if s.Outgoing > 0 {
		s.To = t.Outputs[0].To
	}
}

func (w *Wallet) lose(o chain.OutPoint) int64 {
	if a := w.hot.lose(o); a > 0 {
		return a
	}
	for _, p := range w.retired {
		if a := p.lose(o); a > 0 {
			return a
		}
	}
	return w.cold.lose(o)
}

func (w *Wallet) incoming(t *chain.Transaction, s *Seen) {
	for i, o := range t.Outputs {
		p := w.purse(o.To)
		if p == nil {
			continue
		}
		w.receive(p, chain.OutPoint{Tx: s.Tx, Index: uint32(i)}, o.Amount)
		s.Incoming = append(s.Incoming, Incoming{
			Amount: o.Amount, Memo: o.Memo, Address: o.To,
			Retired: p != w.hot && p != w.cold, Cold: p == w.cold,
		})
	}
}
