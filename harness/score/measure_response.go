package score

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// responseMeasures are figures about what the exchange noticed and stopped.
func responseMeasures() []measure {
	return []measure{
		{"first_alert_at", JoinFirst, "the first alert", first(sawAlert)},
		{"first_true_alert_at", JoinFirst, "the first alert that names something compromised", first(sawTrueAlert)},
		{"withdrawals_halted_at", JoinFirst, "withdrawals of all coins were halted", first(sawHalted)},
		{"withdrawals_resumed_at", JoinFirst, "they go on", first(sawResumed)},
		{"withdrawals_halted_minutes", JoinMost, "whole minutes between the two", func(e evidence) Measured {
			return span(earliest(e.all(sawHalted)), earliest(e.all(sawResumed)), time.Minute)
		}},
		{"asset_withdrawals_halted_at", JoinFirst, "withdrawals of the asset, or of any, were halted altogether", firstOf(sawAssetHalted)},
		{"asset_withdrawals_resumed_at", JoinFirst, "they go on", firstOf(sawAssetResumed)},
		{"asset_deposits_halted_at", JoinFirst, "deposits of the asset, or of any, were halted", firstOf(sawDepositsHalted)},
		{"asset_deposits_resumed_at", JoinFirst, "they go on", firstOf(sawDepositsResumed)},
		{"keys_restricted", JoinSum, "keys that the exchange revoked or restricted", distinct(sawRestricted)},
		{"keys_removed", JoinSum, "keys that it revoked", distinct(sawRevoked)},
		{"keys_removed_at", JoinLast, "when it revoked the last of them", lastOf(sawRevoked)},
		{"all_keys_removed_at", JoinAll, "no key works any more", first(sawNoKeys)},
		{"key_cutoff", JoinLast, "the latest creation date by which keys were chosen", cutoff},
		{"accounts_frozen", JoinSum, "accounts that are frozen", func(e evidence) Measured { return number(len(e.frozen())) }},
		{"own_accounts_frozen", JoinSum, "of these, the thief's own", func(e evidence) Measured {
			strangers := func(id uint64) bool { return !e.truth.own.has(uint32(id)) }
			return number(len(slices.DeleteFunc(e.frozen(), strangers)))
		}},
	}
}

// cutoff is the time up to which keys were chosen by their age, by the widest
// choice that was made.
func cutoff(e evidence) Measured {
	chosen := ids(e.all(sawCutoff))
	if len(chosen) == 0 {
		return Measured{}
	}
	return amount(int64(chosen[len(chosen)-1]))
}

// frozen lists the accounts that are frozen, each once.
func (e *evidence) frozen() (list []uint64) {
	for _, o := range e.seen {
		switch o.what {
		case sawFrozen:
			if !slices.Contains(list, o.id) {
				list = append(list, o.id)
			}
		case sawThawed:
			list = slices.DeleteFunc(list, func(id uint64) bool { return id == o.id })
		}
	}
	return list
}

// reliefMeasures are figures about what the exchange took back and made good.
func reliefMeasures() []measure {
	return []measure{
		{"seized_coins", JoinSum, "whole coins of the asset in frozen accounts of the thief's, as they were when frozen", seized},
		{"compensated_accounts", JoinSum, "accounts that were compensated", distinct(sawCompensated)},
		{"compensation_coins", JoinSum, "whole coins paid of the asset; without an asset their worth in the currency", compensation},
		{"compensated_at", JoinFirst, "first compensation, of the asset if there is one", firstOf(sawCompensated)},
		{"protection_fund_percent", JoinMost, "whole per cent of fees that go to the protection fund, as last set", fund},
		{"protection_fund_at", JoinFirst, "when that was first set", first(sawFund)},
		{"complaints_of_theft", JoinSum, "complaints about what was not the customer's doing, honest mistakes too", count(sawComplaint)},
		{"first_complaint_at", JoinFirst, "the first of them after the thief's first act on a victim's account", firstComplaint},
	}
}

func seized(e evidence) Measured {
	still := e.frozen()
	sum := int64(0)
	for i, s := range e.seizures {
		again := slices.ContainsFunc(e.seizures[i+1:], func(later seizure) bool {
			return later.account == s.account && later.asset == s.asset && e.by(later.at)
		})
		if e.by(s.at) && e.about(s.asset) && !again && slices.Contains(still, uint64(s.account)) {
			sum = money.AddCapped(sum, s.amount)
		}
	}
	return e.coins(sum, 1)
}

func compensation(e evidence) Measured {
	coins, worth := int64(0), int64(0)
	for _, p := range e.paid {
		if e.by(p.at) && e.about(p.asset) {
			coins, worth = money.AddCapped(coins, p.amount), money.AddCapped(worth, p.value)
		}
	}
	if e.asset == 0 {
		return e.money(worth)
	}
	return e.coins(coins, 1)
}

func fund(e evidence) Measured {
	list := e.all(sawFund)
	if len(list) == 0 {
		return Measured{}
	}
	return amount(int64(list[len(list)-1].id) / (money.Whole / 100))
}

func firstComplaint(e evidence) Measured {
	acts := e.acts(false)
	for _, o := range e.all(sawComplaint) {
		if len(acts) > 0 && o.at >= acts[0].at {
			return amount(o.at)
		}
	}
	return Measured{}
}
