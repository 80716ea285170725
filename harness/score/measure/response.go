package measure

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// responseMeasures are figures about what the exchange noticed and stopped.
func responseMeasures() []measure {
	return []measure{
		{"first_alert_at", score.JoinFirst, "the first alert", first(AlertRaised)},
		{"first_true_alert_at", score.JoinFirst, "the first alert that names something compromised", first(TrueAlertRaised)},
		{"withdrawals_halted_at", score.JoinFirst, "withdrawals of all coins were halted", first(WithdrawalsHalted)},
		{"withdrawals_resumed_at", score.JoinFirst, "they go on", first(WithdrawalsResumed)},
		{"withdrawals_last_halted_at", score.JoinLast, "withdrawals of all coins were last halted", lastOf(WithdrawalsHalted)},
		{"withdrawals_last_resumed_at", score.JoinLast, "they last went on", lastOf(WithdrawalsResumed)},
		{"new_address_withdrawals_halted_at", score.JoinFirst, "withdrawals to addresses never paid before were halted", first(NewAddressesHalted)},
		{"withdrawals_halted_minutes", score.JoinMost, "whole minutes between the two", func(r *reading) score.Measured {
			return span(earliest(r.all(WithdrawalsHalted)), earliest(r.all(WithdrawalsResumed)), time.Minute)
		}},
		{"asset_withdrawals_halted_at", score.JoinFirst, "withdrawals of the asset, or of any, were halted altogether", firstOf(AssetWithdrawalsHalted)},
		{"asset_withdrawals_resumed_at", score.JoinFirst, "they go on", firstOf(AssetWithdrawalsResumed)},
		{"asset_deposits_halted_at", score.JoinFirst, "deposits of the asset, or of any, were halted", firstOf(DepositsHalted)},
		{"asset_deposits_resumed_at", score.JoinFirst, "they go on", firstOf(DepositsResumed)},
		{"keys_restricted", score.JoinSum, "keys that the exchange revoked or restricted", distinct(KeyTaken)},
		{"keys_removed", score.JoinSum, "keys that it revoked", distinct(KeyRevoked)},
		{"keys_removed_at", score.JoinLast, "when it revoked the last of them", lastOf(KeyRevoked)},
		{"all_keys_removed_at", score.JoinAll, "no key works any more", first(NoKeyLeft)},
		{"allow_lists_enforced_at", score.JoinFirst, "owners' allow-lists of API keys were put in force", first(AllowListsEnforced)},
		{"key_cutoff", score.JoinLast, "the latest creation date by which keys were chosen", cutoff},
		{"accounts_frozen", score.JoinSum, "accounts that are frozen", func(r *reading) score.Measured { return number(len(r.frozen())) }},
		{"own_accounts_frozen", score.JoinSum, "of these, the thief's own", func(r *reading) score.Measured {
			strangers := func(id uint64) bool { return !r.Own(uint32(id)) }
			return number(len(slices.DeleteFunc(r.frozen(), strangers)))
		}},
	}
}

// cutoff is the time up to which keys were chosen by their age, by the widest
// choice that was made.
func cutoff(r *reading) score.Measured {
	chosen := ids(r.all(KeyCutoff))
	if len(chosen) == 0 {
		return score.Measured{}
	}
	return amount(int64(chosen[len(chosen)-1]))
}

// frozen lists the accounts that are frozen, each once.
func (r *reading) frozen() (list []uint64) {
	for _, o := range r.seen {
		switch o.What {
		case AccountFrozen:
			if !slices.Contains(list, o.ID) {
				list = append(list, o.ID)
			}
		case AccountReleased:
			list = slices.DeleteFunc(list, func(id uint64) bool { return id == o.ID })
		}
	}
	return list
}

// reliefMeasures are figures about what the exchange took back and made good.
func reliefMeasures() []measure {
	return []measure{
		{"seized_coins", score.JoinSum, "whole coins of the asset in frozen accounts of the thief's, as they were when frozen", seized},
		{"compensated_accounts", score.JoinSum, "accounts that were compensated", distinct(CustomerCompensated)},
		{"compensation_coins", score.JoinSum, "whole coins paid of the asset; without an asset their worth in the currency", compensation},
		{"compensation_per_stolen_coin", score.JoinMost, "thousandths of a coin of the currency that all compensation was worth for each whole coin of the asset stolen on its chain, to the nearest", perStolenCoin},
		{"compensated_at", score.JoinFirst, "first compensation, of the asset if there is one", firstOf(CustomerCompensated)},
		{"protection_fund_percent", score.JoinMost, "whole per cent of fees that go to the protection fund, as last set", fund},
		{"protection_fund_at", score.JoinFirst, "when that was first set", first(FundShareSet)},
		{"fee_free_accounts", score.JoinSum, "accounts that trade free of fees for a time", distinct(FeesWaived)},
		{"fee_free_days", score.JoinMost, "whole days for which the first of them does", feeFreeDays},
		{"fee_free_at", score.JoinFirst, "since when", first(FeesWaived)},
		{"fees_rebated_percent", score.JoinMost, "whole per cent of fees that were paid back, in the asset if there is one", rebated},
		{"fees_rebated_at", score.JoinFirst, "when that was paid", firstOf(FeesRebated)},
		{"complaints_of_theft", score.JoinSum, "complaints about what was not the customer's doing, honest mistakes too", count(TheftComplained)},
		{"first_complaint_at", score.JoinFirst, "the first of them after the thief's first act on a victim's account", firstComplaint},
	}
}

func seized(r *reading) score.Measured {
	still := r.frozen()
	sum := int64(0)
	for i, s := range r.Seizures {
		again := slices.ContainsFunc(r.Seizures[i+1:], func(later Seizure) bool {
			return later.Account == s.Account && later.Asset == s.Asset && r.by(later.At)
		})
		if r.by(s.At) && r.about(s.Asset) && !again && slices.Contains(still, uint64(s.Account)) {
			sum = money.AddCapped(sum, s.Amount)
		}
	}
	return r.coins(sum, 1)
}

func compensation(r *reading) score.Measured {
	coins, worth := int64(0), int64(0)
	for _, p := range r.Payments {
		if !p.Rebate && r.by(p.At) && r.about(p.Asset) {
			coins, worth = money.AddCapped(coins, p.Amount), money.AddCapped(worth, p.Value)
		}
	}
	if r.asset == 0 {
		return r.money(worth)
	}
	return r.coins(coins, 1)
}

// perStolenCoin holds what the house paid against the coins that thefts on a chain
// took: what each of these was made good with.
func perStolenCoin(r *reading) score.Measured {
	stolen, worth := sum(r.mined(TheftMined)), int64(0)
	for _, p := range r.Payments {
		if !p.Rebate && r.by(p.At) {
			worth = money.AddCapped(worth, p.Value)
		}
	}
	if r.whole == 0 || stolen == 0 || worth == 0 {
		return score.Measured{}
	}
	each, ok := money.MulDiv(worth, 1000*r.whole, stolen, money.Down)
	if !ok {
		return score.Measured{}
	}
	unit := money.Pow10(r.Assets[0].Decimals)
	return amount((each + unit/2) / unit)
}

func feeFreeDays(r *reading) score.Measured {
	list := r.all(FeesWaived)
	if len(list) == 0 {
		return score.Measured{}
	}
	return amount((list[0].Until - list[0].At) / int64(24*time.Hour))
}

func rebated(r *reading) score.Measured {
	for _, o := range r.all(FeesRebated) {
		if r.about(o.Asset) {
			return amount(int64(o.ID) / (money.Whole / 100))
		}
	}
	return score.Measured{}
}

func fund(r *reading) score.Measured {
	list := r.all(FundShareSet)
	if len(list) == 0 {
		return score.Measured{}
	}
	return amount(int64(list[len(list)-1].ID) / (money.Whole / 100))
}

func firstComplaint(r *reading) score.Measured {
	acts := r.acts(false)
	for _, o := range r.all(TheftComplained) {
		if len(acts) > 0 && o.At >= acts[0].At {
			return amount(o.At)
		}
	}
	return score.Measured{}
}
