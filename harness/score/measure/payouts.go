package measure

import (
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// payoutMeasures are figures about the first transaction with which the venue itself
// paid withdrawals of the thief's.
func payoutMeasures() []measure {
	return []measure{
		{"theft_payout_at", score.JoinFirst, scenarios.UnitTime, "when the venue first sent a transaction that pays withdrawals of the thief's", ofPayout(func(_ *reading, p *Payout) score.Measured { return amount(p.At) })},
		{"theft_payout_payments", score.JoinMost, scenarios.UnitCount, "how many withdrawals that transaction pays, of whoever", ofPayout(func(_ *reading, p *Payout) score.Measured { return number(p.Payments) })},
		{"theft_payout_stolen_payments", score.JoinMost, scenarios.UnitCount, "how many of the thief's it pays", ofPayout(func(_ *reading, p *Payout) score.Measured { return number(p.Stolen) })},
		{"theft_payout_coins", score.JoinMost, scenarios.UnitCoins, "coins of the asset that it pays, to whoever", ofPayout(func(r *reading, p *Payout) score.Measured { return r.coins(p.Amount) })},
		{"theft_payout_stolen_percent", score.JoinMost, scenarios.UnitPercent, "how much of what it pays goes to the thief", ofPayout(func(_ *reading, p *Payout) score.Measured {
			return shareOf(p.StolenAmount, p.Amount)
		})},
		{"theft_payout_held_percent", score.JoinMost, scenarios.UnitPercent, "what it pays against all that the venue held of the asset as the clock started", ofPayout(func(r *reading, p *Payout) score.Measured {
			if p.Asset == 0 || int(p.Asset) > len(r.Held) {
				return score.Measured{}
			}
			return shareOf(p.Amount, r.Held[p.Asset-1])
		})},
		{"disclosure_minutes_from_payout", score.JoinMost, scenarios.UnitCount, "minutes from that transaction to the first true admission, to the nearest", func(r *reading) score.Measured {
			sent, told := ofPayout(func(_ *reading, p *Payout) score.Measured { return amount(p.At) })(r), disclosed(r)
			if !sent.Known || !told.Known {
				return score.Measured{}
			}
			return amount((told.Value - sent.Value + int64(time.Minute)/2) / int64(time.Minute))
		}},
		{"withdrawals_refused_by_attacker", score.JoinSum, scenarios.UnitCount, "withdrawals of the thief's that were refused; of an asset: of that", countOf(WithdrawalRefused)},
	}
}

// ofPayout reads something off that transaction.
func ofPayout(read func(*reading, *Payout) score.Measured) reader {
	return func(r *reading) score.Measured {
		for i := range r.Payouts {
			if p := &r.Payouts[i]; p.Stolen > 0 && r.by(p.At) && r.about(p.Asset) {
				return read(r, p)
			}
		}
		return score.Measured{}
	}
}

// shareOf is a share of a whole; unknown where there is none.
func shareOf(part, whole int64) score.Measured {
	share := score.ShareOf(part, whole)
	if share == nil {
		return score.Measured{}
	}
	return percent(int64(*share))
}
