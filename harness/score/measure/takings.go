package measure

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// takingMeasures are figures about the thief's withdrawals and what he took.
func takingMeasures() []measure {
	return []measure{
		{"withdrawals_by_attacker", score.JoinSum, scenarios.UnitCount, "withdrawals of his that were taken; of an asset: of that", countOf(WithdrawalRequested)},
		{"accounts_with_attacker_withdrawals", score.JoinSum, scenarios.UnitCount, "accounts with a withdrawal of his that was taken; of an asset: of that", distinct(WithdrawalRequested)},
		{"withdrawals_succeeded", score.JoinSum, scenarios.UnitCount, "withdrawals of his that were sent to the chain and not undone there; of an asset: of that", func(r *reading) score.Measured { return number(len(r.sent(true))) }},
		{"own_withdrawals", score.JoinSum, scenarios.UnitCount, "withdrawals of his that were taken from his own accounts", ownWithdrawals(WithdrawalRequested)},
		{"own_withdrawals_succeeded", score.JoinSum, scenarios.UnitCount, "withdrawals from his own accounts that were sent and not undone", func(r *reading) score.Measured { return number(len(r.sent(false))) }},
		{"own_withdrawals_refused", score.JoinSum, scenarios.UnitCount, "withdrawals from his own accounts that were refused", ownWithdrawals(WithdrawalRefused)},
		{"coins_withdrawn", score.JoinSum, scenarios.UnitCoins, "coins of the asset in withdrawals of his that were sent", func(r *reading) score.Measured { return r.coins(total(r.sent(true))) }},
		{"taken_coins", score.JoinSum, scenarios.UnitMoney, "all that he took less what was rejected and rolled back, at reference prices", func(r *reading) score.Measured { return r.money(max(0, r.taken())) }},
		{"largest_account_loss", score.JoinMost, scenarios.UnitMoney, "the most that one account lost to him for good, at reference prices", largestLoss},
	}
}

func ownWithdrawals(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured {
		others := func(o Observation) bool { return !r.Own(uint32(o.ID)) }
		return number(len(slices.DeleteFunc(r.of(what), others)))
	}
}

// sent lists the thief's withdrawals that are on their way or there: all, or
// those from his own accounts.
func (r *reading) sent(all bool) (list []Withdrawal) {
	away := make([]bool, len(r.Withdrawals))
	for _, o := range r.seen {
		switch o.What {
		case WithdrawalSent:
			away[o.ID] = true
		case WithdrawalUndone:
			away[o.ID] = false
		}
	}
	for i, w := range r.Withdrawals {
		if away[i] && r.about(w.Asset) && (all || r.Own(w.Account)) {
			list = append(list, w)
		}
	}
	return list
}

func total(list []Withdrawal) (sum int64) {
	for _, w := range list {
		sum = money.AddCapped(sum, w.Amount)
	}
	return sum
}

// taken is what the thief had by the time of the figure, base units of the
// currency.
func (r *reading) taken() (sum int64) {
	for _, m := range r.Takings {
		if r.by(m.At) {
			sum += m.Amount
		}
	}
	for _, c := range r.Returned {
		if r.by(c.At) {
			sum += c.Delta
		}
	}
	return sum
}

func largestLoss(r *reading) score.Measured {
	var list []Taking
	for _, m := range r.Takings {
		if r.by(m.At) && !m.Undone && m.Account != House {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b Taking) int { return cmp.Compare(a.Account, b.Account) })
	most, sum := int64(0), int64(0)
	for i, m := range list {
		if i > 0 && m.Account != list[i-1].Account {
			sum = 0
		}
		sum = money.AddCapped(sum, m.Amount)
		most = max(most, sum)
	}
	return r.money(most)
}
