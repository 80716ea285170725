package custody

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Purpose says why the venue sent a transaction.
type Purpose uint8

// The purposes.
const (
	Payout        Purpose = iota + 1 // customers' withdrawals
	Sweep                            // a hot address, in use or retired, to cold
	Refill                           // cold to hot
	HotCapExcess                     // from hot to cold what is too much
	Migration                        // a migrated hot address to the one in use
	Fund                             // to the protection fund's own cold address, or from there
	Consolidation                    // many coins of the hot address into one
	HousePayment                     // of the venue's own coins to somebody outside
	Upgrade                          // new owners for a cold wallet
	Unbooked                         // what whoever holds the wallet server had signed
)

// Sent is a transaction of the venue that is not yet in a block.
type Sent struct {
	Purpose     Purpose
	Withdrawals []uint32
	Amount      int64 // base units that it moves, fee excluded
	Fee         int64
	Gas         int64              // of a token, base units of the coin that its chain is of
	Tx          *chain.Transaction // for reading only

	id     chain.Hash
	from   chain.Address
	inputs []coin // UTXO model
	change coin   // UTXO model; no amount if nothing came back
	height uint64 // of the last block before it was sent
}

// resendAfter is after how many blocks without it the venue sends a transaction
// again: one that lost to another spend of the same coins is forgotten by the
// chain's nodes, and free to go if that other one never got into a block.
const resendAfter = 6

// Overdue calls again, in the order of sending, for every transaction that the
// chain should have taken by now.
func (w *Wallet) Overdue(again func(*chain.Transaction)) {
	for i := range w.sent {
		if waited := w.height - w.sent[i].height; waited > 0 && waited%resendAfter == 0 {
			again(w.sent[i].Tx)
		}
	}
}

// own takes a transaction of the venue's off the list of those sent.
func (w *Wallet) own(id chain.Hash) (s Sent, ok bool) {
	for i := range w.sent {
		if w.sent[i].id == id {
			s = w.sent[i]
			w.sent = slices.Delete(w.sent, i, i+1)
			w.spendGas(&s)
			return s, true
		}
	}
	return Sent{}, false
}

// undo forgets the i-th transaction sent, which no block can take any more
// because one coin or its nonce is spent otherwise, and with it all that the
// venue built on its change. What else it would have spent is there again.
func (w *Wallet) undo(i int, gone chain.OutPoint, seen *Seen) {
	s := w.sent[i]
	w.sent = slices.Delete(w.sent, i, i+1)
	seen.Undone = append(seen.Undone, s)
	p := w.address(s.from)
	if w.spec.Model == chain.Account {
		p.balance += s.Amount + s.Fee
		w.returnGas(&s)
		return
	}
	for _, c := range s.inputs {
		if c.at != gone {
			p.addCoin(c)
		}
	}
	if s.change.amount > 0 {
		w.loseCoin(s.change.at, seen)
	}
}

// loseCoin takes a coin of the venue's out of its wallet, or out of the
// transaction of the venue's own that was to spend it. It returns the coin's
// worth, 0 for a coin that is not the venue's.
func (w *Wallet) loseCoin(o chain.OutPoint, seen *Seen) int64 {
	for p := range w.addresses() {
		if a := p.lose(o); a > 0 {
			return a
		}
	}
	for i := range w.sent {
		for _, c := range w.sent[i].inputs {
			if c.at == o {
				w.undo(i, o, seen)
				return c.amount
			}
		}
	}
	return 0
}
