package score

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// takingMeasures are figures about the thief's withdrawals and what he took.
func takingMeasures() []measure {
	return []measure{
		{"withdrawals_by_attacker", JoinSum, "withdrawals of his that were taken; of an asset: of that", countOf(sawWithdrawal)},
		{"accounts_with_attacker_withdrawals", JoinSum, "accounts with such a withdrawal", distinct(sawWithdrawal)},
		{"withdrawals_succeeded", JoinSum, "of them, those that were sent to the chain and not undone there", func(e evidence) Measured { return number(len(e.sent(true))) }},
		{"own_withdrawals", JoinSum, "withdrawals of his that were taken from his own accounts", ownWithdrawals(sawWithdrawal)},
		{"own_withdrawals_succeeded", JoinSum, "of them, those that were sent", func(e evidence) Measured { return number(len(e.sent(false))) }},
		{"own_withdrawals_refused", JoinSum, "withdrawals from his own accounts that were refused", ownWithdrawals(sawRefusal)},
		{"coins_withdrawn", JoinSum, "whole coins of the asset in withdrawals of his that were sent", func(e evidence) Measured { return e.coins(total(e.sent(true)), 1) }},
		{"tenths_withdrawn", JoinSum, "the same in tenths of a coin", func(e evidence) Measured { return e.coins(total(e.sent(true)), 10) }},
		{"taken_coins", JoinSum, "what he took less what was rejected and rolled back, whole coins of the currency", func(e evidence) Measured { return e.money(max(0, e.taken())) }},
		{"largest_account_loss", JoinMost, "the most that one account lost to him for good, whole coins of the currency", largestLoss},
	}
}

func ownWithdrawals(what sightingKind) func(evidence) Measured {
	return func(e evidence) Measured {
		others := func(o sighting) bool { return !e.truth.own.has(uint32(o.id)) }
		return number(len(slices.DeleteFunc(e.of(what), others)))
	}
}

// sent lists the thief's withdrawals that are on their way or there: all, or
// those from his own accounts.
func (e *evidence) sent(all bool) (list []stolen) {
	away := make([]bool, len(e.stolen))
	for _, o := range e.seen {
		switch o.what {
		case sawSent:
			away[o.id] = true
		case sawUndone:
			away[o.id] = false
		}
	}
	for i, w := range e.stolen {
		if away[i] && e.about(w.asset) && (all || e.truth.own.has(w.account)) {
			list = append(list, w)
		}
	}
	return list
}

func total(list []stolen) (sum int64) {
	for _, w := range list {
		sum = money.AddCapped(sum, w.amount)
	}
	return sum
}

// taken is what the thief had by the time of the figure, base units of the
// currency.
func (e *evidence) taken() (sum int64) {
	for _, c := range e.loot.changes() {
		if e.by(c.At) {
			sum += c.Delta
		}
	}
	return sum
}

func largestLoss(e evidence) Measured {
	var list []move
	for _, m := range e.loot.moves {
		if e.by(m.at) && !m.undone && m.account != house {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b move) int { return cmp.Compare(a.account, b.account) })
	most, sum := int64(0), int64(0)
	for i, m := range list {
		if i > 0 && m.account != list[i-1].account {
			sum = 0
		}
		sum = money.AddCapped(sum, m.delta)
		most = max(most, sum)
	}
	return e.money(most)
}
