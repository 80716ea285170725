package measure

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// responseMeasures are figures about what the exchange noticed and stopped.
func responseMeasures() []measure {
	return []measure{
		{"first_alert_at", score.JoinFirst, scenarios.UnitTime, "the first alert", first(AlertRaised)},
		{"first_true_alert_at", score.JoinFirst, scenarios.UnitTime, "the first alert that names something compromised", first(TrueAlertRaised)},
		{"withdrawals_halted_at", score.JoinFirst, scenarios.UnitTime, "withdrawals of all coins were halted", first(WithdrawalsHalted)},
		{"withdrawals_resumed_at", score.JoinFirst, scenarios.UnitTime, "withdrawals of all coins first went on", first(WithdrawalsResumed)},
		{"withdrawals_last_halted_at", score.JoinLast, scenarios.UnitTime, "withdrawals of all coins were last halted", lastOf(WithdrawalsHalted)},
		{"withdrawals_last_resumed_at", score.JoinLast, scenarios.UnitTime, "withdrawals of all coins last went on", lastOf(WithdrawalsResumed)},
		{"new_address_withdrawals_halted_at", score.JoinFirst, scenarios.UnitTime, "withdrawals to addresses never paid before were halted", first(NewAddressesHalted)},
		{"withdrawals_halted_minutes", score.JoinMost, scenarios.UnitCount, "whole minutes from the first halt of all withdrawals until they went on", func(r *reading) score.Measured {
			return span(earliest(r.all(WithdrawalsHalted)), earliest(r.all(WithdrawalsResumed)), time.Minute)
		}},
		{"asset_withdrawals_halted_at", score.JoinFirst, scenarios.UnitTime, "withdrawals of the asset, or of any, were halted altogether", firstOf(AssetWithdrawalsHalted)},
		{"asset_withdrawals_resumed_at", score.JoinFirst, scenarios.UnitTime, "withdrawals of the asset, or of any, went on", firstOf(AssetWithdrawalsResumed)},
		{"asset_deposits_halted_at", score.JoinFirst, scenarios.UnitTime, "deposits of the asset, or of any, were halted", firstOf(DepositsHalted)},
		{"asset_deposits_resumed_at", score.JoinFirst, scenarios.UnitTime, "deposits of the asset, or of any, went on", firstOf(DepositsResumed)},
		{"first_sweep_at", score.JoinFirst, scenarios.UnitTime, "hot coins of the asset, or of any, were first swept to cold storage by an action", firstOf(WalletSwept)},
		{"last_sweep_at", score.JoinLast, scenarios.UnitTime, "hot coins of whatever asset were last swept to cold storage by an action", lastOf(WalletSwept)},
		{"hot_keys_renewed_at", score.JoinFirst, scenarios.UnitTime, "a hot wallet, of the asset or of any, first got a new key by an action", firstOf(HotKeyRotated)},
		{"keys_restricted", score.JoinSum, scenarios.UnitCount, "keys that the exchange revoked or restricted", distinct(KeyTaken)},
		{"keys_removed", score.JoinSum, scenarios.UnitCount, "keys that the exchange revoked", distinct(KeyRevoked)},
		{"keys_removed_at", score.JoinLast, scenarios.UnitTime, "when the exchange revoked the last key", lastOf(KeyRevoked)},
		{"all_keys_removed_at", score.JoinAll, scenarios.UnitTime, "no key works any more", first(NoKeyLeft)},
		{"allow_lists_enforced_at", score.JoinFirst, scenarios.UnitTime, "owners' allow-lists of API keys were put in force", first(AllowListsEnforced)},
		{"key_cutoff", score.JoinLast, scenarios.UnitTime, "the latest creation date by which keys were chosen", cutoff},
		{"accounts_frozen", score.JoinSum, scenarios.UnitCount, "accounts that are frozen", func(r *reading) score.Measured { return number(len(r.frozen())) }},
		{"own_accounts_frozen", score.JoinSum, scenarios.UnitCount, "accounts of the thief's own that are frozen", func(r *reading) score.Measured {
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
		{"seized_coins", score.JoinSum, scenarios.UnitCoins, "coins of the asset in frozen accounts of the thief's, as they were when frozen", seized},
		{"recovered_coins", score.JoinSum, scenarios.UnitMoney, "what was taken back from the thief, at whatever exchange or issuer, at reference prices", func(r *reading) score.Measured { return r.money(r.recovered()) }},
		{"recovered_percent", score.JoinMost, scenarios.UnitPercent, "share of what the thief took that was taken back", recoveredPercent},
		{"compensated_accounts", score.JoinSum, scenarios.UnitCount, "accounts that were compensated", distinct(CustomerCompensated)},
		{"compensation_coins", score.JoinSum, scenarios.UnitPayment, "coins paid to customers of the asset; without an asset what all that was paid was worth", compensation},
		{"compensation_per_stolen_coin", score.JoinMost, scenarios.UnitRate, "what all compensation was worth for each coin of the asset stolen on its chain", perStolenCoin},
		{"compensated_at", score.JoinFirst, scenarios.UnitTime, "first compensation, of the asset if there is one", firstOf(CustomerCompensated)},
		{"protection_fund_percent", score.JoinMost, scenarios.UnitPercent, "share of fees that goes to the protection fund, as last set", fund},
		{"protection_fund_at", score.JoinFirst, scenarios.UnitTime, "when a share of fees for the protection fund was first set", first(FundShareSet)},
		{"fee_free_accounts", score.JoinSum, scenarios.UnitCount, "accounts that trade free of fees for a time", distinct(FeesWaived)},
		{"fee_free_days", score.JoinMost, scenarios.UnitCount, "whole days for which the first account trades free of fees", feeFreeDays},
		{"fee_free_at", score.JoinFirst, scenarios.UnitTime, "since when accounts trade free of fees", first(FeesWaived)},
		{"fees_rebated_percent", score.JoinMost, scenarios.UnitPercent, "share of fees that was paid back, in the asset if there is one", rebated},
		{"fees_rebated_at", score.JoinFirst, scenarios.UnitTime, "when fees were paid back, in the asset if there is one", firstOf(FeesRebated)},
		{"complaints_of_theft", score.JoinSum, scenarios.UnitCount, "complaints about what was not the customer's doing, honest mistakes too", count(TheftComplained)},
		{"first_complaint_at", score.JoinFirst, scenarios.UnitTime, "the first complaint of theft after the thief's first act on a victim's account", firstComplaint},
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
	return r.coins(sum)
}

// recovered is what was taken back by the time of the figure, base units of the
// currency.
func (r *reading) recovered() (sum int64) {
	for _, c := range r.Returned {
		if r.by(c.At) {
			sum = money.AddCapped(sum, -c.Delta)
		}
	}
	return sum
}

func recoveredPercent(r *reading) score.Measured {
	back := r.recovered()
	share := score.ShareOf(back, money.AddCapped(max(r.taken(), 0), back))
	if share == nil {
		return score.Measured{}
	}
	return percent(int64(*share))
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
	return r.coins(coins)
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
	if r.asset == 0 || stolen == 0 || worth == 0 {
		return score.Measured{}
	}
	whole := money.Pow10(r.Assets[r.asset-1].Decimals) * money.Pow10(money.MaxDecimals-r.Assets[0].Decimals)
	each, ok := money.MulDiv(worth, whole, stolen, money.Nearest)
	if !ok {
		return score.Measured{}
	}
	return decimal(each, money.MaxDecimals) // a yen has no decimals, and a rate in yen has
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
			return percent(int64(o.ID))
		}
	}
	return score.Measured{}
}

func fund(r *reading) score.Measured {
	list := r.all(FundShareSet)
	if len(list) == 0 {
		return score.Measured{}
	}
	return percent(int64(list[len(list)-1].ID))
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
