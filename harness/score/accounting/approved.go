package accounting

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// approved is what the thief asked for out of accounts that do not have it, and
// the venue's altered approval let pass. No event that the venue logs can be
// believed about it, so it is followed by its address on the chain: what a block
// pays there is taken, and nothing before.
type approved struct {
	to    map[chain.Address]int // index+1 of the first that goes there
	asked []approval
}

type approval struct {
	asset uint16
	left  int64 // of what it pays, until a block has it
	at    int64 // when he asked
	next  int   // index+1 of the next to the same address, 0 for none
}

func (p *approved) clone() approved { return approved{maps.Clone(p.to), slices.Clone(p.asked)} }

// letPass reports whether a command of the thief's is a withdrawal out of an
// account of his own that does not own so much: then it is followed.
func (a *Accounting) letPass(env *sim.Envelope, r *mockexchange.Result) bool {
	c := &env.Command
	if c.Kind == mockexchange.MoveFunds && r.Code == reject.OK {
		a.approved.follow(c.Address, approval{asset: c.Asset, left: c.Amount, at: env.At})
		a.used.addresses.add(c.Address)
		return true
	}
	account := a.known.Owner(c.Key)
	if c.Kind != mockexchange.RequestWithdrawal || r.Withdrawal == 0 || c.Label == "" || !a.known.Own(account) ||
		c.Amount <= a.takings.holding(account, c.Asset).Amount {
		return false
	}
	a.approved.follow(c.Address, approval{asset: c.Asset, left: c.Amount - a.known.Assets[c.Asset-1].WithdrawalFee, at: env.At})
	return true
}

// follow waits for what a block pays to an address.
func (p *approved) follow(to chain.Address, one approval) {
	if p.to == nil {
		p.to = make(map[chain.Address]int)
	}
	p.asked = append(p.asked, one)
	last := p.to[to]
	if last == 0 {
		p.to[to] = len(p.asked)
		return
	}
	for p.asked[last-1].next != 0 {
		last = p.asked[last-1].next
	}
	p.asked[last-1].next = len(p.asked)
}

// due is what an output of a transaction may pay: the first that waits for just so
// much, or else the first that waits for anything; nil if nothing does.
func (p *approved) due(asset uint16, o chain.Output) (first *approval) {
	for n := p.to[o.To]; n != 0; n = p.asked[n-1].next {
		switch one := &p.asked[n-1]; {
		case one.asset != asset || one.left == 0:
		case one.left == o.Amount:
			return one
		case first == nil:
			first = one
		}
	}
	return first
}

// paidApproved books what a block pays of what altered approval let pass.
func (a *Accounting) paidApproved(now int64, asset uint16, t *chain.Transaction) {
	for _, o := range t.Outputs {
		w := a.approved.due(asset, o)
		if w == nil {
			continue
		}
		paid := min(w.left, o.Amount)
		w.left -= paid
		a.attack.seen(now)
		a.evidence.Transfers = append(a.evidence.Transfers, measure.Transfer{
			Sent: w.at, Asset: asset, Amount: paid, Paid: []chain.Output{{To: o.To, Amount: paid}},
		})
		a.observe(now, measure.TheftMined, uint64(len(a.evidence.Transfers)-1))
		a.takings.take(now, measure.House, a.known.Value(asset, paid))
		a.used.wallets.add(a.known.Assets[asset-1].Code)
	}
}
