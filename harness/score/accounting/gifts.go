package accounting

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// given is what the house paid to people beyond what was stolen from them: to
// somebody who lost nothing, more than somebody lost, to the thief, or before
// what was stolen came back. Nobody gets it back, so it is lost like what a
// thief takes.
//
// A theft from the house's own wallets is everybody's, because what lies there
// is no single customer's: payments beyond what was stolen from their receivers
// count only where they are more than that, all together.
func (a *Accounting) given() int64 {
	stolen, ownerless := a.stolenFrom()
	sum := int64(0)
	for _, p := range a.paidTo() {
		sum = money.AddCapped(sum, max(0, p.Value-stolen[p.Account]))
	}
	return max(0, sum-ownerless)
}

// stolenFrom is what the thief took for good, by account; ownerless is what he
// took from the house's wallets.
func (a *Accounting) stolenFrom() (stolen map[uint32]int64, ownerless int64) {
	stolen = make(map[uint32]int64)
	for i := range a.takings.list {
		if t := &a.takings.list[i]; !t.Undone {
			stolen[t.Account] = money.AddCapped(stolen[t.Account], t.Amount)
		}
	}
	return stolen, stolen[measure.House] - a.elsewhere.frozen
}

// paidTo is what the house paid to whom, one payment for each account.
func (a *Accounting) paidTo() (list []measure.Payment) {
	all := slices.Clone(a.evidence.Payments)
	slices.SortStableFunc(all, func(x, y measure.Payment) int { return cmp.Compare(x.Account, y.Account) })
	for _, p := range all {
		if n := len(list); n > 0 && list[n-1].Account == p.Account {
			list[n-1].Value = money.AddCapped(list[n-1].Value, p.Value)
			continue
		}
		list = append(list, p)
	}
	return list
}
