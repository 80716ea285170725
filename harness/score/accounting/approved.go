package accounting

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// approved is what the thief asked for out of accounts that do not have it, and
// the venue's altered approval let pass. No event that the venue logs can be
// believed about it, so it is followed by its address on the chain: what a block
// pays there is taken, and nothing before.
type approved struct {
	to    map[chain.Address]int // index+1 into the withdrawals
	asked []approval
}

type approval struct {
	asset uint16
	left  int64 // of what it pays, until a block has it
	at    int64 // when he asked
}

func (p *approved) clone() approved { return approved{maps.Clone(p.to), slices.Clone(p.asked)} }

// letPass reports whether a command of the thief's is a withdrawal out of an
// account of his own that does not own so much: then it is followed.
func (a *Accounting) letPass(env *sim.Envelope, r *mockexchange.Result) bool {
	c := &env.Command
	account := a.known.Owner(c.Key)
	if c.Kind != mockexchange.RequestWithdrawal || r.Withdrawal == 0 || c.Label == "" || !a.known.Own(account) ||
		c.Amount <= a.takings.holding(account, c.Asset).Amount {
		return false
	}
	if a.approved.to == nil {
		a.approved.to = make(map[chain.Address]int)
	}
	a.approved.asked = append(a.approved.asked, approval{asset: c.Asset, left: c.Amount - a.known.Assets[c.Asset-1].WithdrawalFee, at: env.At})
	a.approved.to[c.Address] = len(a.approved.asked)
	return true
}

// paidApproved books what a block pays of what altered approval let pass.
func (a *Accounting) paidApproved(now int64, asset uint16, t *chain.Transaction) {
	for _, o := range t.Outputs {
		n := a.approved.to[o.To]
		if n == 0 || a.approved.asked[n-1].asset != asset {
			continue
		}
		w := &a.approved.asked[n-1]
		paid := min(w.left, o.Amount)
		w.left -= paid
		if paid == 0 {
			continue
		}
		a.attack.seen(now)
		a.evidence.Transfers = append(a.evidence.Transfers, measure.Transfer{
			Sent: w.at, Asset: asset, Amount: paid, Paid: []chain.Output{{To: o.To, Amount: paid}},
		})
		a.observe(now, measure.TheftMined, uint64(len(a.evidence.Transfers)-1))
		a.takings.take(now, measure.House, a.known.Value(asset, paid))
		a.used.wallets.add(a.known.Assets[asset-1].Code)
	}
}
