package history

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// victims is what the exchange found out about its victims: whose keys were
// abused or who complained, what their trades cost them, and who stood on the
// other side.
type victims struct {
	assets   []mockexchange.Asset
	accounts telemetry.IDSet // in the order in which they were found
	deals    []deal
}

// deal is one side of a trade with a victim.
type deal struct {
	at             int64
	victim, winner uint32
	lost           int64 // by the victim at reference prices; below zero he gained
}

// notice hears of a trade.
func (r *victims) notice(e *mockexchange.Event) {
	if e.Type != mockexchange.Traded || !r.accounts.Has(e.Account) && !r.accounts.Has(e.Counterparty) {
		return
	}
	lost := r.value(e.Asset, e.Amount) - e.Value // by the buyer
	if e.Side == market.Sell {
		lost = -lost
	}
	if r.accounts.Has(e.Account) {
		r.deals = append(r.deals, deal{e.At, e.Account, e.Counterparty, lost})
	}
	if r.accounts.Has(e.Counterparty) {
		r.deals = append(r.deals, deal{e.At, e.Counterparty, e.Account, -lost})
	}
}

// value is an amount of an asset at its reference price.
func (r *victims) value(asset uint16, amount int64) int64 {
	if asset == 0 || int(asset) > len(r.assets) {
		return 0
	}
	a := &r.assets[asset-1]
	v, _ := money.MulDiv(amount, a.Reference, money.Pow10(a.Decimals), money.Nearest)
	return v
}

// winners are the accounts that gained from trades with victims since a time,
// by at least so much, by id. Victims are not among them.
func (r *victims) winners(since, atLeast int64) (list []uint32) {
	gain := make(map[uint32]int64)
	var all telemetry.IDSet
	for _, d := range r.deals {
		if d.at >= since && !r.accounts.Has(d.winner) {
			gain[d.winner] += d.lost
			all.Add(d.winner)
		}
	}
	for _, account := range all.All {
		if gain[account] >= max(atLeast, 1) {
			list = append(list, account)
		}
	}
	slices.Sort(list)
	return list
}

// shares splits an amount over accounts in proportion to what trades since a
// time cost them, evenly if they cost nobody anything. The parts add up.
func (r *victims) shares(total int64, accounts []uint32, since int64) []int64 {
	lost, sum := make([]int64, len(accounts)), int64(0)
	for _, d := range r.deals {
		if i := slices.Index(accounts, d.victim); i >= 0 && d.at >= since {
			lost[i] += d.lost
		}
	}
	for i := range lost {
		lost[i] = max(lost[i], 0)
		sum += lost[i]
	}
	if sum == 0 {
		for i := range lost {
			lost[i] = 1
		}
	}
	return scenarios.Split(total, lost)
}
