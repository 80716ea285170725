package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// following is what a chain watch that follows the money knows of one chain.
type following struct {
	addresses map[chain.Address]trail
	toldOf    map[chain.Hash]bool // spends that were told of as on no record
}

// trail says how coins came to an address.
type trail struct {
	from chain.Hash // the spend on no record that it began with
	hops uint32     // from the address that this spend paid
}

// mostFollowed is how many addresses of a chain are followed, those that coins
// came to first: services that trace coins give up on loot that was spread wider.
const mostFollowed = 20_000

// follow remembers whom a spend paid that is on no record so far. Whether it was
// ever told of as that is seen when somebody has looked for one.
func (e *Exchange) follow(asset uint16, s *custody.Seen) {
	if e.genesis.Settings.Custody.ChainWatch.Hops > 0 {
		e.followOutputs(asset, s.Spent, trail{from: s.Tx})
	}
}

func (e *Exchange) followOutputs(asset uint16, paid []chain.Output, t trail) {
	f := &e.following[asset-1]
	if f.addresses == nil {
		f.addresses, f.toldOf = make(map[chain.Address]trail), make(map[chain.Hash]bool)
	}
	w := e.wallets[asset-1]
	for _, o := range paid {
		if _, known := f.addresses[o.To]; !known && !w.Owns(o.To) && len(f.addresses) < mostFollowed {
			f.addresses[o.To] = t
		}
	}
}

// hopsSeen tells of the transactions of a block that spend what followed addresses
// were paid, output by output, as a block explorer shows them: without the change,
// whoever signed them, as late as the watch tells of everything.
func (e *Exchange) hopsSeen(now int64, c *Command) {
	f, p := &e.following[c.Asset-1], &e.genesis.Settings.Custody.ChainWatch
	if len(f.addresses) == 0 {
		return
	}
	after, _ := e.genesis.Settings.Custody.Watch()
	for i, tx := range c.Block.Transactions {
		t, followed := f.trail(tx)
		if !followed || t.hops >= p.Hops {
			continue
		}
		t.hops++
		id, paid := c.Block.TransactionID(i), payments(tx)
		for _, o := range paid {
			e.logAt(now, unlogged{due: now + after, root: t.from, event: Event{
				Type: SpendFollowed, Op: c.Kind, Auth: c.Auth, Asset: c.Asset, Tx: id, Fee: tx.Fee,
				Amount: o.Amount, Value: e.value(c.Asset, o.Amount), Address: o.To, Count: t.hops,
			}})
		}
		e.followOutputs(c.Asset, paid, t)
	}
}

// trail is that of the first followed address that a transaction spends from.
func (f *following) trail(tx *chain.Transaction) (t trail, followed bool) {
	if t, followed = f.addresses[tx.From]; followed {
		return t, true
	}
	for i := range tx.Policies {
		if t, followed = f.addresses[tx.Policies[i].Address()]; followed {
			return t, true
		}
	}
	return t, false
}

// payments are the outputs of a transaction that go elsewhere than where its coins
// came from.
func payments(tx *chain.Transaction) (paid []chain.Output) {
	for _, o := range tx.Outputs {
		back := o.To == tx.From
		for i := range tx.Policies {
			back = back || o.To == tx.Policies[i].Address()
		}
		if !back {
			paid = append(paid, o)
		}
	}
	return paid
}
