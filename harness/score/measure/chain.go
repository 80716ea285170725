package measure

import (
	"bytes"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// transferMeasures are figures of thefts on a chain.
func transferMeasures() []measure {
	return []measure{
		{"transfers_by_attacker", score.JoinSum, scenarios.UnitCount, "transactions that took coins from the venue's wallets", func(r *reading) score.Measured { return number(len(r.mined(TheftMined))) }},
		{"addresses_of_thefts", score.JoinSum, scenarios.UnitCount, "addresses that those transactions paid, the venue's own not counted", addressesOfThefts},
		{"coins_stolen", score.JoinSum, scenarios.UnitCoins, "coins of the asset that the thief took from the venue's wallets, without the miner's fee", func(r *reading) score.Measured { return r.coins(sum(r.mined(TheftMined))) }},
		{"house_coins_stolen", score.JoinSum, scenarios.UnitCoins, "of the coins stolen, as many as the house owned of the asset at the start", houseShare},
		{"customers_coins_stolen", score.JoinSum, scenarios.UnitCoins, "of the coins stolen, what is beyond those of the house", customersShare},
		{"first_theft_at", score.JoinFirst, scenarios.UnitTime, "when the first transaction that took coins was sent; where there is none, when the thief first took something", firstTheft},
		{"last_theft_at", score.JoinLast, scenarios.UnitTime, "when the last transaction that took coins was sent; where there is none, when the thief last took something", lastTheft},
		{"inputs_of_theft_transaction", score.JoinMost, scenarios.UnitCount, "most coins that one transaction of a theft spent, on a chain that has such", mostInputs},
	}
}

// numberedMeasures are figures with numbers in their names, which a scenario
// chooses.
func numberedMeasures() []numbered {
	return []numbered{
		{"transfer_N_at", score.JoinFirst, scenarios.UnitTime, "when the N-th transaction that took coins was sent, in the order of the blocks", func(n numbers) reader {
			return func(r *reading) score.Measured { return r.nth(n.whole(0), sentAt) }
		}},
		{"transfer_N_coins", score.JoinMost, scenarios.UnitCoins, "coins of the asset that the N-th transaction took, in the order of the blocks", func(n numbers) reader {
			return func(r *reading) score.Measured { return r.nth(n.whole(0), worth) }
		}},
		{"percent_stolen_in_N_minutes", score.JoinMost, scenarios.UnitPercent, "share of all that was stolen that was sent within N minutes of the first theft, minutes compared", shareOfMinutes},
		{"moves_paying_N_addresses", score.JoinSum, scenarios.UnitCount, "transactions of his with his own coins that pay N addresses or more", func(n numbers) reader {
			return func(r *reading) score.Measured { return number(len(r.spreads(n.whole(0)))) }
		}},
		{"addresses_in_moves_paying_N_addresses", score.JoinSum, scenarios.UnitCount, "addresses that his transactions paid which pay N addresses or more", func(n numbers) reader {
			return func(r *reading) score.Measured { return destinations(r.spreads(n.whole(0))) }
		}},
		{"pieces_under_N_coins_at_most_N_at_once", score.JoinSum, scenarios.UnitCount, "payments of less than N coins of the asset, to other exchanges too, in transactions of his own coins that pay at most N addresses", func(n numbers) reader {
			return func(r *reading) score.Measured { return number(len(r.pieces(n))) }
		}},
		{"coins_in_pieces_under_N_coins_at_most_N_at_once", score.JoinSum, scenarios.UnitCoins, "the sum of such payments", func(n numbers) reader {
			return func(r *reading) score.Measured {
				total := int64(0)
				for _, o := range r.pieces(n) {
					total = money.AddCapped(total, o.Amount)
				}
				return r.coins(total)
			}
		}},
		{"accounts_redrained_after_N_hours", score.JoinSum, scenarios.UnitCount, "victims' accounts that he acted in again after N hours or more without", func(n numbers) reader {
			return func(r *reading) score.Measured { return number(len(r.returns(n.whole(0)))) }
		}},
		{"redrained_after_N_hours_at", score.JoinFirst, scenarios.UnitTime, "his first act in a victim's account after N hours or more without", firstReturn},
	}
}

// mined lists the transactions of a kind that concern the asset, in the order
// of the blocks.
func (r *reading) mined(what Kind) (list []Transfer) {
	for _, o := range r.all(what) {
		if t := r.Transfers[o.ID]; r.about(t.Asset) {
			list = append(list, t)
		}
	}
	return list
}

func sum(list []Transfer) (total int64) {
	for _, t := range list {
		total = money.AddCapped(total, t.Amount)
	}
	return total
}

// nth reads something off the n-th theft, if there is one.
func (r *reading) nth(n int64, read func(*reading, Transfer) score.Measured) score.Measured {
	list := r.mined(TheftMined)
	if n > int64(len(list)) {
		return score.Measured{}
	}
	return read(r, list[n-1])
}

func sentAt(_ *reading, t Transfer) score.Measured { return amount(t.Sent) }

func worth(r *reading, t Transfer) score.Measured { return r.coins(t.Amount) }

// houseFunds is what the venue itself owned of the asset at the start, but not
// more than was stolen: its own coins are lost first.
func (r *reading) houseFunds() int64 {
	if r.asset == 0 {
		return 0
	}
	return min(r.Assets[r.asset-1].HouseFunds, sum(r.mined(TheftMined)))
}

func houseShare(r *reading) score.Measured { return r.coins(r.houseFunds()) }

func customersShare(r *reading) score.Measured {
	return r.coins(sum(r.mined(TheftMined)) - r.houseFunds())
}

func firstTheft(r *reading) score.Measured {
	if list := r.mined(TheftMined); len(list) > 0 {
		return amount(list[0].Sent)
	}
	for _, m := range r.Takings {
		if r.by(m.At) {
			return amount(m.At)
		}
	}
	return score.Measured{}
}

func lastTheft(r *reading) (last score.Measured) {
	if list := r.mined(TheftMined); len(list) > 0 {
		return amount(list[len(list)-1].Sent)
	}
	for _, m := range r.Takings {
		if r.by(m.At) {
			last = amount(m.At)
		}
	}
	return last
}

func mostInputs(r *reading) (most score.Measured) {
	for _, t := range r.mined(TheftMined) {
		if t.Inputs > 0 {
			limit(&most, int64(t.Inputs), false)
		}
	}
	return most
}

// shareOfMinutes is how much of all that was stolen was sent within so many
// minutes of the first theft. Clocks of minutes are compared, as the record has no
// finer ones.
func shareOfMinutes(n numbers) reader {
	return func(r *reading) score.Measured {
		list := r.mined(TheftMined)
		if len(list) == 0 {
			return score.Measured{}
		}
		minute := func(t Transfer) int64 { return t.Sent / int64(time.Minute) }
		early := int64(0)
		for _, t := range list {
			if minute(t)-minute(list[0]) <= n.whole(0) {
				early = money.AddCapped(early, t.Amount)
			}
		}
		gone := score.ShareOf(early, sum(list))
		if gone == nil {
			return score.Measured{}
		}
		return percent(int64(*gone))
	}
}

// moveMeasures are figures about where loot went on to.
func moveMeasures() []measure {
	return []measure{
		{"moves_by_attacker", score.JoinSum, scenarios.UnitCount, "transactions of his with his own coins", func(r *reading) score.Measured { return number(len(r.mined(MoveMined))) }},
		{"addresses_moved_to", score.JoinSum, scenarios.UnitCount, "addresses that his transactions with his own coins paid, change not counted", func(r *reading) score.Measured { return destinations(r.mined(MoveMined)) }},
		{"coins_deposited_elsewhere", score.JoinSum, scenarios.UnitCoins, "coins of the asset that he sent to other exchanges", func(r *reading) score.Measured { return r.coins(sum(r.mined(DepositMined))) }},
		{"coins_refused_elsewhere", score.JoinSum, scenarios.UnitCoins, "coins of the asset that another exchange turned down because they came from a tagged address", elsewhere(CoinsRefused)},
		{"coins_frozen_elsewhere", score.JoinSum, scenarios.UnitCoins, "coins of the asset that another exchange froze because it was asked to", elsewhere(CoinsFrozen)},
		{"coins_sold_elsewhere", score.JoinSum, scenarios.UnitCoins, "coins of the asset that he sold at other exchanges and is off with what they fetched", elsewhere(CoinsSold)},
		{"addresses_tagged", score.JoinSum, scenarios.UnitCount, "addresses that the exchange tagged", count(AddressTagged)},
		{"addresses_tagged_at", score.JoinFirst, scenarios.UnitTime, "when the exchange tagged the first address", first(AddressTagged)},
		{"freeze_requested_at", score.JoinFirst, scenarios.UnitTime, "when other exchanges were first asked to freeze what comes from an address", first(FreezeRequested)},
	}
}

// elsewhere adds up what became of loot at other exchanges.
func elsewhere(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured {
		total := int64(0)
		for _, o := range r.of(what) {
			total = money.AddCapped(total, int64(o.ID))
		}
		return r.coins(total)
	}
}

// spreads are the moves that pay so many addresses or more.
func (r *reading) spreads(addresses int64) []Transfer {
	return slices.DeleteFunc(r.mined(MoveMined), func(t Transfer) bool { return int64(len(t.Paid)) < addresses })
}

// destinations is how many addresses transactions paid.
func destinations(list []Transfer) score.Measured {
	var all []chain.Address
	for _, t := range list {
		for _, o := range t.Paid {
			all = append(all, o.To)
		}
	}
	slices.SortFunc(all, func(a, b chain.Address) int { return bytes.Compare(a[:], b[:]) })
	return number(len(slices.Compact(all)))
}

// pieces are payments that stay below a limit of so many coins, in transactions
// that make no more than so many payments.
func (r *reading) pieces(n numbers) (list []chain.Output) {
	if r.asset == 0 {
		return nil
	}
	limit := n.units(0, r.Assets[r.asset-1].Decimals)
	for _, t := range append(r.mined(MoveMined), r.mined(DepositMined)...) {
		if int64(len(t.Paid)) > n.whole(1) {
			continue
		}
		for _, o := range t.Paid {
			if o.Amount < limit {
				list = append(list, o)
			}
		}
	}
	return list
}

func addressesOfThefts(r *reading) score.Measured {
	paid := make(map[chain.Address]struct{})
	for _, t := range r.mined(TheftMined) {
		for _, o := range t.Paid {
			paid[o.To] = struct{}{}
		}
	}
	return number(len(paid))
}
