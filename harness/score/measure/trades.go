package measure

import (
	"cmp"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// tradeMeasures are figures about the thief's orders.
func tradeMeasures() []measure {
	return []measure{
		{"orders_by_attacker", score.JoinSum, scenarios.UnitCount, "orders of his that were taken, on victims' accounts and his own", count(OrderPlaced)},
		{"accounts_with_attacker_orders", score.JoinSum, scenarios.UnitCount, "accounts with an order of his that was taken", distinct(OrderPlaced)},
		{"victim_orders", score.JoinSum, scenarios.UnitCount, "orders of his that were taken on victims' accounts; of an asset: in its market", func(r *reading) score.Measured { return number(len(r.victimOrders())) }},
		{"fills_of_victims", score.JoinSum, scenarios.UnitCount, "trades with an order of his on a victim's account; of an asset: in its market", countOf(VictimFill)},
		{"fills_of_one_account", score.JoinMost, scenarios.UnitCount, "most trades of one victim's account with an order of his; of an asset: in its market", mostFills},
		{"first_abuse_at", score.JoinFirst, scenarios.UnitTime, "his first order or withdrawal that was taken on a victim's account", func(r *reading) score.Measured { return earliest(r.acts(false)) }},
		{"last_abuse_at", score.JoinLast, scenarios.UnitTime, "his last order or withdrawal that was taken on a victim's account", func(r *reading) score.Measured { return latest(r.acts(false)) }},
		{"burst_seconds", score.JoinMost, scenarios.UnitCount, "seconds from his first to his last order on victims' accounts, rounded up; of an asset: in its market", burst},
	}
}

func latest(list []Observation) score.Measured {
	if len(list) == 0 {
		return score.Measured{}
	}
	return amount(list[len(list)-1].At)
}

func (r *reading) victimOrders() []Observation {
	return slices.DeleteFunc(r.of(OrderPlaced), func(o Observation) bool { return r.Own(uint32(o.ID)) })
}

func burst(r *reading) score.Measured {
	list := r.victimOrders()
	if len(list) == 0 {
		return score.Measured{}
	}
	lasted := list[len(list)-1].At - list[0].At
	return amount((lasted + int64(time.Second) - 1) / int64(time.Second))
}

// mostFills is the longest run of one account among all fills.
func mostFills(r *reading) score.Measured {
	list := r.of(VictimFill)
	slices.SortFunc(list, func(a, b Observation) int { return cmp.Compare(a.ID, b.ID) })
	most, n := 0, 0
	for i := range list {
		if n++; i > 0 && list[i].ID != list[i-1].ID {
			n = 1
		}
		most = max(most, n)
	}
	return number(most)
}
