package accounting

import (
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// paidDiverted books what a block pays to the thief out of the venue's wallets that
// the venue's own people signed: on a chain of coins whoever holds the host that
// builds their transfers, or shows them, puts an address of his in the place of the
// one that was asked for, and whoever holds the wallet server has signers pay him. The miner's fee the venue would have paid anyway.
func (a *Accounting) paidDiverted(now int64, asset uint16, id chain.Hash, t *chain.Transaction) {
	one := measure.Transfer{Sent: a.sent[id], Asset: asset, Inputs: len(t.Inputs)}
	for _, o := range t.Outputs {
		if at, his := a.diverted[o.To]; his {
			one.Sent = max(one.Sent, at)
			one.Paid = append(one.Paid, o)
			one.Amount = money.AddCapped(one.Amount, o.Amount)
			a.used.addresses.add(o.To)
		}
	}
	if len(one.Paid) == 0 || !a.robs(t) {
		return
	}
	a.attack.seen(now)
	a.evidence.Transfers = append(a.evidence.Transfers, one)
	a.observe(now, measure.TheftMined, uint64(len(a.evidence.Transfers)-1))
	a.takings.take(now, measure.House, a.known.Value(asset, one.Amount))
	a.used.wallets.add(a.known.Assets[asset-1].Code)
}
