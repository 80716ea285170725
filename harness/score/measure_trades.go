package score

import (
	"cmp"
	"slices"
	"time"
)

// tradeMeasures are figures about the thief's orders.
func tradeMeasures() []measure {
	return []measure{
		{"orders_by_attacker", JoinSum, "orders of his that were taken, on victims' accounts and his own", count(sawOrder)},
		{"accounts_with_attacker_orders", JoinSum, "accounts with such an order", distinct(sawOrder)},
		{"victim_orders", JoinSum, "orders of his that were taken on victims' accounts; of an asset: in its market", func(e evidence) Measured { return number(len(e.victimOrders())) }},
		{"fills_of_victims", JoinSum, "trades with an order of his on a victim's account; of an asset: in its market", countOf(sawFill)},
		{"fills_of_one_account", JoinMost, "most such trades of one account", mostFills},
		{"first_abuse_at", JoinFirst, "his first order or withdrawal that was taken on a victim's account", func(e evidence) Measured { return earliest(e.acts(false)) }},
		{"last_abuse_at", JoinLast, "his last", func(e evidence) Measured { return latest(e.acts(false)) }},
		{"burst_seconds", JoinMost, "seconds from his first to his last order on victims' accounts, rounded up; of an asset: in its market", burst},
	}
}

func latest(list []sighting) Measured {
	if len(list) == 0 {
		return Measured{}
	}
	return amount(list[len(list)-1].at)
}

func (e *evidence) victimOrders() []sighting {
	return slices.DeleteFunc(e.of(sawOrder), func(o sighting) bool { return e.truth.own.has(uint32(o.id)) })
}

func burst(e evidence) Measured {
	list := e.victimOrders()
	if len(list) == 0 {
		return Measured{}
	}
	lasted := list[len(list)-1].at - list[0].at
	return amount((lasted + int64(time.Second) - 1) / int64(time.Second))
}

// mostFills is the longest run of one account among all fills.
func mostFills(e evidence) Measured {
	list := e.of(sawFill)
	slices.SortFunc(list, func(a, b sighting) int { return cmp.Compare(a.id, b.id) })
	most, n := 0, 0
	for i := range list {
		if n++; i > 0 && list[i].id != list[i-1].id {
			n = 1
		}
		most = max(most, n)
	}
	return number(most)
}
