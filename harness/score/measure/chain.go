package measure

import (
	"bytes"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// transferMeasures are figures of thefts on a chain.
func transferMeasures() []measure {
	return []measure{
		{"transfers_by_attacker", score.JoinSum, "transactions that took coins from the venue's wallets", func(r *reading) score.Measured { return number(len(r.mined(TheftMined))) }},
		{"coins_stolen", score.JoinSum, "whole coins of the asset that they took, without the miner's fee", func(r *reading) score.Measured { return r.coins(sum(r.mined(TheftMined)), 1) }},
		{"tenths_stolen", score.JoinSum, "the same in tenths of a coin", func(r *reading) score.Measured { return r.coins(sum(r.mined(TheftMined)), 10) }},
		{"house_tenths_stolen", score.JoinSum, "of these, what the house owned of the asset at the start", houseShare},
		{"customers_tenths_stolen", score.JoinSum, "of these, what is beyond that", customersShare},
		{"first_theft_at", score.JoinFirst, "when the first of them was sent; where there is none, when the thief first took something", firstTheft},
		{"last_theft_at", score.JoinLast, "the same of the last", lastTheft},
		{"inputs_of_theft_transaction", score.JoinMost, "most coins that one of them spent, on a chain that has such", mostInputs},
	}
}

// numberedMeasures are figures with a number in their names, which a scenario
// chooses.
func numberedMeasures() []numbered {
	return []numbered{
		{"transfer_N_at", score.JoinFirst, "when theft N was sent, in the order of the blocks", func(n int64) reader {
			return func(r *reading) score.Measured { return r.nth(n, sentAt) }
		}},
		{"transfer_N_coins", score.JoinMost, "whole coins of the asset that it took", func(n int64) reader {
			return func(r *reading) score.Measured { return r.nth(n, worth) }
		}},
		{"permille_stolen_in_N_minutes", score.JoinMost, "thousandths of all that was stolen that were sent within N minutes of the first theft, minutes compared", shareOfMinutes},
		{"pieces_under_N_coins", score.JoinSum, "payments of less than N coins of the asset in moves that pay fewer than ten addresses", func(n int64) reader {
			return func(r *reading) score.Measured {
				return r.pieces(n, func(n int, _ int64) score.Measured { return number(n) })
			}
		}},
		{"tenths_in_pieces_under_N_coins", score.JoinSum, "their sum in tenths of a coin", func(n int64) reader {
			return func(r *reading) score.Measured {
				return r.pieces(n, func(_ int, sum int64) score.Measured { return r.coins(sum, 10) })
			}
		}},
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

func worth(r *reading, t Transfer) score.Measured { return r.coins(t.Amount, 1) }

// houseFunds is what the venue itself owned of the asset at the start, but not
// more than was stolen: its own coins are lost first.
func (r *reading) houseFunds() int64 {
	if r.asset == 0 {
		return 0
	}
	return min(r.Assets[r.asset-1].HouseFunds, sum(r.mined(TheftMined)))
}

func houseShare(r *reading) score.Measured { return r.coins(r.houseFunds(), 10) }

func customersShare(r *reading) score.Measured {
	return r.coins(sum(r.mined(TheftMined))-r.houseFunds(), 10)
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
// minutes of the first theft, rounded to a thousandth. Clocks of minutes are
// compared, as the record has no finer ones.
func shareOfMinutes(minutes int64) reader {
	return func(r *reading) score.Measured {
		list := r.mined(TheftMined)
		if len(list) == 0 {
			return score.Measured{}
		}
		minute := func(t Transfer) int64 { return t.Sent / int64(time.Minute) }
		early := int64(0)
		for _, t := range list {
			if minute(t)-minute(list[0]) <= minutes {
				early = money.AddCapped(early, t.Amount)
			}
		}
		gone := score.ShareOf(early, sum(list))
		if gone == nil {
			return score.Measured{}
		}
		return amount((int64(*gone) + 500) / 1000)
	}
}

// fanOut is how many addresses a transaction pays that spreads loot.
const fanOut = 10

// moveMeasures are figures about where loot went on to.
func moveMeasures() []measure {
	return []measure{
		{"moves_by_attacker", score.JoinSum, "transactions of his with his own coins", func(r *reading) score.Measured { return number(len(r.mined(MoveMined))) }},
		{"addresses_moved_to", score.JoinSum, "addresses that they paid, change not counted", func(r *reading) score.Measured { return destinations(r.mined(MoveMined)) }},
		{"fan_out_transactions", score.JoinSum, "of them, those that pay ten addresses or more", func(r *reading) score.Measured { return number(len(r.spreads())) }},
		{"fan_out_addresses", score.JoinSum, "addresses that those paid", func(r *reading) score.Measured { return destinations(r.spreads()) }},
		{"coins_deposited_elsewhere", score.JoinSum, "whole coins of the asset that he sent to other exchanges", func(r *reading) score.Measured { return r.coins(sum(r.mined(DepositMined)), 1) }},
		{"coins_refused_elsewhere", score.JoinSum, "of these, those that an exchange turned down because they came from a tagged address", elsewhere(CoinsRefused)},
		{"coins_frozen_elsewhere", score.JoinSum, "of these, those that an exchange froze because it was asked to", elsewhere(CoinsFrozen)},
		{"coins_sold_elsewhere", score.JoinSum, "of these, those that he sold before that and is off with what they fetched", elsewhere(CoinsSold)},
		{"addresses_tagged", score.JoinSum, "addresses that the exchange tagged", count(AddressTagged)},
		{"addresses_tagged_at", score.JoinFirst, "when it tagged the first", first(AddressTagged)},
		{"freeze_requested_at", score.JoinFirst, "when other exchanges were first asked to freeze what comes from an address", first(FreezeRequested)},
	}
}

// elsewhere adds up what became of loot at other exchanges.
func elsewhere(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured {
		total := int64(0)
		for _, o := range r.of(what) {
			total = money.AddCapped(total, int64(o.ID))
		}
		return r.coins(total, 1)
	}
}

func (r *reading) spreads() []Transfer {
	return slices.DeleteFunc(r.mined(MoveMined), func(t Transfer) bool { return len(t.Paid) < fanOut })
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

// pieces are payments that stay below a limit of so many coins.
func (r *reading) pieces(limit int64, read func(n int, sum int64) score.Measured) score.Measured {
	n, total := 0, int64(0)
	for _, t := range append(r.mined(MoveMined), r.mined(DepositMined)...) {
		if len(t.Paid) >= fanOut {
			continue
		}
		for _, o := range t.Paid {
			if r.whole > 0 && o.Amount/r.whole < limit {
				n, total = n+1, money.AddCapped(total, o.Amount)
			}
		}
	}
	return read(n, total)
}
