package accounting

import (
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange"
)

// paidIn hears that a withdrawal is in a transaction: the one before it, or a new
// one. Those that have none of the thief's are forgotten.
func (a *Accounting) paidIn(e *mockexchange.Event, stolen bool) {
	list := &a.evidence.Payouts
	if n := len(*list); n > 0 && (*list)[n-1].Tx != e.Tx && (*list)[n-1].Stolen == 0 {
		*list = (*list)[:n-1]
	}
	if n := len(*list); n == 0 || (*list)[n-1].Tx != e.Tx {
		*list = append(*list, measure.Payout{At: e.At, Asset: e.Asset, Tx: e.Tx})
	}
	p := &(*list)[len(*list)-1]
	amount := e.Amount
	if e.Asset > 0 && int(e.Asset) <= len(a.known.Assets) {
		amount -= a.known.Assets[e.Asset-1].WithdrawalFee
	}
	p.Payments++
	p.Amount += amount
	if stolen {
		p.Stolen++
		p.StolenAmount += amount
	}
}
