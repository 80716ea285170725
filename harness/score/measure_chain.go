package score

import (
	"bytes"
	"slices"
	"strconv"
	"time"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// numberedTransfers is how many thefts a scenario can tell apart.
const numberedTransfers = 12

// transferMeasures are figures of thefts on a chain.
func transferMeasures() []measure {
	list := []measure{
		{"transfers_by_attacker", JoinSum, "transactions that took coins from the venue's wallets", func(e evidence) Measured { return number(len(e.mined(sawTheft))) }},
		{"coins_stolen", JoinSum, "whole coins of the asset that they took, without the miner's fee", func(e evidence) Measured { return e.coins(sum(e.mined(sawTheft)), 1) }},
		{"tenths_stolen", JoinSum, "the same in tenths of a coin", func(e evidence) Measured { return e.coins(sum(e.mined(sawTheft)), 10) }},
		{"house_tenths_stolen", JoinSum, "of these, what the house owned of the asset at the start", houseShare},
		{"customers_tenths_stolen", JoinSum, "of these, what is beyond that", customersShare},
		{"first_theft_at", JoinFirst, "when the first of them was sent; where there is none, when the thief first took something", firstTheft},
		{"last_theft_at", JoinLast, "the same of the last", lastTheft},
		{"inputs_of_theft_transaction", JoinMost, "most coins that one of them spent, on a chain that has such", mostInputs},
		{"permille_stolen_in_8_minutes", JoinMost, "thousandths of all that was stolen that were sent within 8 minutes of the first theft, minutes compared", shareOfMinutes(8)},
	}
	for n := 1; n <= numberedTransfers; n++ {
		nth := strconv.Itoa(n)
		list = append(list,
			measure{"transfer_" + nth + "_at", JoinFirst, "when theft " + nth + " was sent, in the order of the blocks", func(e evidence) Measured { return e.nth(n, sentAt) }},
			measure{"transfer_" + nth + "_coins", JoinMost, "whole coins of the asset that it took", func(e evidence) Measured { return e.nth(n, worth) }})
	}
	return list
}

// mined lists the transactions of a kind that concern the asset, in the order
// of the blocks.
func (e *evidence) mined(what sightingKind) (list []transfer) {
	for _, o := range e.all(what) {
		if t := e.transfers[o.id]; e.about(t.asset) {
			list = append(list, t)
		}
	}
	return list
}

func sum(list []transfer) (total int64) {
	for _, t := range list {
		total = money.AddCapped(total, t.amount)
	}
	return total
}

// nth reads something off the n-th theft, if there is one.
func (e *evidence) nth(n int, read func(evidence, transfer) Measured) Measured {
	list := e.mined(sawTheft)
	if n > len(list) {
		return Measured{}
	}
	return read(*e, list[n-1])
}

func sentAt(_ evidence, t transfer) Measured { return amount(t.sent) }

func worth(e evidence, t transfer) Measured { return e.coins(t.amount, 1) }

// houseFunds is what the venue itself owned of the asset at the start, but not
// more than was stolen: its own coins are lost first.
func (e *evidence) houseFunds() int64 {
	if e.asset == 0 {
		return 0
	}
	return min(e.truth.Assets[e.asset-1].HouseFunds, sum(e.mined(sawTheft)))
}

func houseShare(e evidence) Measured { return e.coins(e.houseFunds(), 10) }

func customersShare(e evidence) Measured {
	return e.coins(sum(e.mined(sawTheft))-e.houseFunds(), 10)
}

func firstTheft(e evidence) Measured {
	if list := e.mined(sawTheft); len(list) > 0 {
		return amount(list[0].sent)
	}
	for _, m := range e.loot.moves {
		if e.by(m.at) {
			return amount(m.at)
		}
	}
	return Measured{}
}

func lastTheft(e evidence) (last Measured) {
	if list := e.mined(sawTheft); len(list) > 0 {
		return amount(list[len(list)-1].sent)
	}
	for _, m := range e.loot.moves {
		if e.by(m.at) {
			last = amount(m.at)
		}
	}
	return last
}

func mostInputs(e evidence) (most Measured) {
	for _, t := range e.mined(sawTheft) {
		if t.inputs > 0 {
			most.limit(int64(t.inputs), false)
		}
	}
	return most
}

// shareOfMinutes is how much of all that was stolen was sent within so many
// minutes of the first theft, rounded to a thousandth. Clocks of minutes are
// compared, as the record has no finer ones.
func shareOfMinutes(minutes int64) func(evidence) Measured {
	return func(e evidence) Measured {
		list := e.mined(sawTheft)
		if len(list) == 0 {
			return Measured{}
		}
		minute := func(t transfer) int64 { return t.sent / int64(time.Minute) }
		early := int64(0)
		for _, t := range list {
			if minute(t)-minute(list[0]) <= minutes {
				early = money.AddCapped(early, t.amount)
			}
		}
		gone := share(early, sum(list))
		if gone == nil {
			return Measured{}
		}
		return amount((int64(*gone) + 500) / 1000)
	}
}

// fanOut is how many addresses a transaction pays that spreads loot.
const fanOut = 10

// moveMeasures are figures about where loot went on to.
func moveMeasures() []measure {
	return []measure{
		{"moves_by_attacker", JoinSum, "transactions of his with his own coins", func(e evidence) Measured { return number(len(e.mined(sawMove))) }},
		{"addresses_moved_to", JoinSum, "addresses that they paid, change not counted", func(e evidence) Measured { return destinations(e.mined(sawMove)) }},
		{"fan_out_transactions", JoinSum, "of them, those that pay ten addresses or more", func(e evidence) Measured { return number(len(e.spreads())) }},
		{"fan_out_addresses", JoinSum, "addresses that those paid", func(e evidence) Measured { return destinations(e.spreads()) }},
		{"pieces_under_2_coins", JoinSum, "payments of less than two coins of the asset in moves that pay fewer than ten addresses", func(e evidence) Measured { return e.pieces(func(n int, _ int64) Measured { return number(n) }) }},
		{"tenths_in_pieces_under_2_coins", JoinSum, "their sum in tenths of a coin", func(e evidence) Measured {
			return e.pieces(func(_ int, sum int64) Measured { return e.coins(sum, 10) })
		}},
	}
}

func (e *evidence) spreads() []transfer {
	return slices.DeleteFunc(e.mined(sawMove), func(t transfer) bool { return len(t.paid) < fanOut })
}

// destinations is how many addresses transactions paid.
func destinations(list []transfer) Measured {
	var all []chain.Address
	for _, t := range list {
		for _, o := range t.paid {
			all = append(all, o.To)
		}
	}
	slices.SortFunc(all, func(a, b chain.Address) int { return bytes.Compare(a[:], b[:]) })
	return number(len(slices.Compact(all)))
}

// pieces are payments that stay below a limit of two coins.
func (e *evidence) pieces(read func(n int, sum int64) Measured) Measured {
	n, total := 0, int64(0)
	for _, t := range e.mined(sawMove) {
		if len(t.paid) >= fanOut {
			continue
		}
		for _, o := range t.paid {
			if o.Amount < 2*e.whole {
				n, total = n+1, money.AddCapped(total, o.Amount)
			}
		}
	}
	return read(n, total)
}
