package mockexchange

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// unlogged is an entry that the venue's log will have at a time: somebody is
// still to write it down, or to look whether there is anything to write.
type unlogged struct {
	due   int64
	event Event
	own   bool       // SpendUnmatched: the venue signed it
	root  chain.Hash // SpendFollowed: the spend that it began with
}

// logAt has the log say something from a time on: at once if that is now,
// otherwise with the first block or pay-out from then on.
func (e *Exchange) logAt(now int64, u unlogged) {
	if u.due <= now {
		e.enter(now, &u)
		return
	}
	at := len(e.unlogged)
	for at > 0 && e.unlogged[at-1].due > u.due {
		at--
	}
	e.unlogged = slices.Insert(e.unlogged, at, u)
}

// catchUp writes down what is due, in the order in which it is.
func (e *Exchange) catchUp(now int64) {
	for len(e.unlogged) > 0 && e.unlogged[0].due <= now {
		u := e.unlogged[0]
		e.unlogged = slices.Delete(e.unlogged, 0, 1)
		e.enter(now, &u)
	}
}

// enter makes an entry, and does what goes with it: the treasurer books what he
// writes down, and what a watch finds on no record has consequences.
func (e *Exchange) enter(now int64, u *unlogged) {
	switch u.event.Type {
	case HousePaid:
		e.bearCosts(u.event.Asset, u.event.Amount)
	case SpendUnmatched:
		if u.own && !e.awaitsRecord(u.event.Tx) {
			return
		}
		defer e.spendUnmatched(now, u.event.Asset, !u.own)
		if !e.genesis.Settings.Custody.ChainWatch.On {
			return
		}
		if f := &e.following[u.event.Asset-1]; f.toldOf != nil {
			f.toldOf[u.event.Tx] = true
		}
	case SpendFollowed:
		if !e.following[u.event.Asset-1].toldOf[u.root] {
			return // somebody wrote it down in time
		}
	}
	e.sequence++
	u.event.Seq, u.event.At = e.sequence, now
	e.events = append(e.events, u.event)
}

// awaitsRecord reports whether a payment of the house is not written down yet.
func (e *Exchange) awaitsRecord(tx chain.Hash) bool {
	return slices.ContainsFunc(e.unlogged, func(u unlogged) bool { return u.event.Type == HousePaid && u.event.Tx == tx })
}

// spendSeen passes on what the node reports of a transaction that spends from
// the venue's addresses, if anybody listens to it, output by output; and
// somebody looks for a record of it, if it is anybody's business.
func (e *Exchange) spendSeen(now int64, c *Command, s *custody.Seen) {
	p := &e.genesis.Settings.Custody
	ev := Event{Type: ChainSpend, Op: c.Kind, Auth: c.Auth, Asset: c.Asset, Tx: s.Tx, Fee: s.Fee, Count: uint32(len(s.Spent))}
	sum := int64(0)
	for _, o := range s.Spent {
		sum += o.Amount // less than there is of the asset
		if feed := p.Feed(); feed.On {
			ev.Amount, ev.Value, ev.Address = -o.Amount, -e.value(c.Asset, o.Amount), o.To
			e.logAt(now, unlogged{due: now + feed.After, event: ev})
		}
	}
	to, own := s.Spent[0].To, s.Own
	if hidden, first := e.leftOut(s); hidden > 0 {
		sum, to, own = hidden, first, false
	}
	if after, watched := p.Watch(); watched && (!own || s.Sent.Purpose == custody.HousePayment) {
		ev.Type, ev.Amount, ev.Value, ev.Address = SpendUnmatched, -sum, -e.value(c.Asset, sum), to
		e.follow(c.Asset, s)
		e.logAt(now, unlogged{due: now + after, event: ev, own: own})
	}
}

// leftOut is what a pay-out paid of which the risk engine's log knows nothing, and
// to whom first.
func (e *Exchange) leftOut(s *custody.Seen) (sum int64, first chain.Address) {
	if !s.Own || e.approval.mark == 0 {
		return 0, first
	}
	for _, id := range s.Sent.Withdrawals {
		if w := e.withdrawals.Get(id); e.approval.leavesOut(w) {
			if sum == 0 {
				first = w.To
			}
			sum += w.Amount - w.Fee // less than there is of the asset
		}
	}
	return sum, first
}

// spendUnmatched is what follows when a watch finds a spend on no record: who
// sweeps by himself does, and nobody brings coins to where they may be a
// thief's.
func (e *Exchange) spendUnmatched(now int64, asset uint16, stolen bool) {
	e.suspendRefills(asset)
	e.automaticSweep(now, &Command{Kind: ObserveBlock, Auth: AuthOperator, Asset: asset}, stolen)
}

// logMove writes down a move of coins between the venue's own wallets, when
// whoever moved them gets to it.
func (e *Exchange) logMove(now int64, asset uint16, tx *chain.Transaction, c *Command, late custody.Delay) {
	id, out := tx.ID(), tx.Outputs[0]
	e.logAt(now, unlogged{due: now + late.Of(id), event: Event{
		Type: WalletMoved, Op: c.Kind, Auth: c.Auth, Source: c.Source, Asset: asset,
		Amount: out.Amount, Value: e.value(asset, out.Amount), Address: out.To, Tx: id, Fee: tx.Fee,
	}})
}

// logHotAddress writes down that a hot wallet has another address from now on.
// Who changes it tells everybody at once.
func (e *Exchange) logHotAddress(now int64, asset uint16, c *Command) {
	ev := e.log(now, WalletMoved, c)
	ev.Asset, ev.Address = asset, e.wallets[asset-1].Hot()
}

// replace signs a pay-out's transaction anew, for some of them. The withdrawals
// are on record with the first one, which no block will ever have.
func (e *Exchange) replace(now int64, c *Command, w *custody.Wallet, tx *chain.Transaction) *chain.Transaction {
	l := &e.genesis.Settings.Custody.WalletLog
	first := tx.ID()
	if !l.IsReplaced(first) {
		return tx
	}
	again := w.Replace(e.signatures)
	if again == nil {
		return tx
	}
	e.logAt(now, unlogged{due: now + l.Replacements.Of(first), event: Event{
		Type: TransactionReplaced, Op: c.Kind, Auth: c.Auth, Asset: c.Asset, Tx: again.ID(), Replaces: first, Fee: again.Fee,
	}})
	return again
}
