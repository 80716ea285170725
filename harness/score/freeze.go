package score

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
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

// settleFreezes prices the freezes of innocent accounts. An account that the
// thief has in his hands is not one: freezing it is what its owner would ask
// for, and what it keeps him from doing is priced as it happens.
func (a *Accountant) settleFreezes(end int64) {
	rate := a.truth.Tariff.Rates[impact.AccountFrozen]
	for _, f := range a.freezes.all {
		if !a.truth.innocent(f.account) {
			continue
		}
		lasted := f.to - f.cause.At
		if f.to == 0 || f.to > a.truth.horizon {
			lasted = rate.Open(f.cause.At, end)
		}
		a.charge(impact.AccountFrozen, f.cause, f.account, 0, rate.Price(0, lasted))
	}
}

// recovered is what was taken back from the thief: what never left, and what
// lies in accounts of his that stay frozen. It is never more than he took.
func (a *Accountant) recovered() int64 {
	sum := a.loot.recovered
	for _, f := range a.freezes.all {
		if f.to == 0 && f.cause.At <= a.truth.horizon && a.truth.own.has(f.account) {
			sum = money.AddCapped(sum, a.worth(f.account))
		}
	}
	return min(sum, a.loot.taken)
}

// worth is what an account of the thief's holds at reference prices.
func (a *Accountant) worth(account uint32) (sum int64) {
	for _, p := range a.loot.purses {
		if p.Account == account {
			sum = money.AddCapped(sum, max(0, a.truth.value(p.Asset, p.Amount)))
		}
	}
	return sum
}

// keyTaken books that the defence revoked or restricted a key that its owner
// uses, once for each key.
func (a *Accountant) keyTaken(env *sim.Envelope, e *mockexchange.Event) {
	if !a.truth.honestUse(e.Key) || has(a.disabled, e.Key) {
		return
	}
	a.disabled[e.Key] = struct{}{}
	c, _ := a.truth.blame.CauseOf(env.Actor, e)
	a.charge(impact.KeyDisabled, c, e.Account, 0, a.truth.Tariff.Rates[impact.KeyDisabled].Price(0, 0))
}
