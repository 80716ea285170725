package accounting

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// freezes follows frozen accounts, innocent ones and the thief's alike.
type freezes struct {
	all  []freeze
	open map[uint32]int32 // by account: index of the freeze that lasts
}

// freeze is one time that an account was locked.
type freeze struct {
	account uint32
	cause   impact.Cause // when it began
	to      int64        // when it ended, virtual nanoseconds; 0 while it lasts
}

func newFreezes() freezes { return freezes{open: make(map[uint32]int32)} }

func (f *freezes) clone() freezes {
	return freezes{all: slices.Clone(f.all), open: maps.Clone(f.open)}
}

func (f *freezes) begin(account uint32, c impact.Cause) {
	if _, lasts := f.open[account]; !lasts {
		f.open[account] = int32(len(f.all))
		f.all = append(f.all, freeze{account: account, cause: c})
	}
}

func (f *freezes) end(account uint32, now int64) {
	if i, lasts := f.open[account]; lasts {
		f.all[i].to = now
		delete(f.open, account)
	}
}

// seize notes what a freeze of one of the thief's accounts holds.
func (a *Accounting) seize(at int64, account uint32) {
	if !a.known.Own(account) {
		return
	}
	for _, p := range a.takings.holdings {
		if p.Account == account && p.Amount > 0 {
			a.evidence.Seizures = append(a.evidence.Seizures, measure.Seizure{At: at, Account: account, Asset: p.Asset, Amount: p.Amount})
		}
	}
}

// settleFreezes prices the freezes of innocent accounts. An account that the
// thief has in his hands is not one: freezing it is what its owner would ask
// for, and what it keeps him from doing is priced as it happens.
func (a *Accounting) settleFreezes(end int64) {
	rate := a.known.Tariff.Rates[impact.AccountFrozen]
	for _, f := range a.freezes.all {
		if !a.known.innocent(f.account) {
			continue
		}
		a.charge(impact.AccountFrozen, f.cause, f.account, 0, rate.Price(0, a.lasted(f.cause.At, f.to, end)))
	}
}

// recovered is what was taken back from the thief: what never left, and what
// lies in accounts of his that stay frozen. It is never more than he took.
func (a *Accounting) recovered() int64 {
	sum := a.takings.recovered
	for _, f := range a.freezes.all {
		if f.to == 0 && f.cause.At <= a.known.horizon && a.known.Own(f.account) {
			sum = money.AddCapped(sum, a.worth(f.account))
		}
	}
	return min(sum, a.takings.taken)
}

// worth is what an account of the thief's holds at reference prices.
func (a *Accounting) worth(account uint32) (sum int64) {
	for _, p := range a.takings.holdings {
		if p.Account == account {
			sum = money.AddCapped(sum, max(0, a.known.Value(p.Asset, p.Amount)))
		}
	}
	return sum
}
