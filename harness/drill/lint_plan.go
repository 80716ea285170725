package drill

import (
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// plannedFacts warns of figures that the thief's plan cannot come to: whoever
// changes one of the two forgets the other. What chance or a market decides is
// no part of it.
func plannedFacts(sc *scenarios.Scenario) (list yamldoc.Errors) {
	if sc.Campaign == nil {
		return nil
	}
	for i := range sc.Facts {
		f := &sc.Facts[i]
		if f.Measure == nil || f.Expected.Kind != scenarios.FigureNumber || f.Expected.Decimals > 0 || f.Venue != nil {
			continue
		}
		least, most, known := planned(sc, f)
		if known && (most < f.Expected.Lo || least > f.Expected.Hi) {
			list = append(list, &yamldoc.Error{
				Pos: f.Expected.Pos, Problem: fmt.Sprintf("%s is %s, but the plan comes to %s", f.Measure.Text, f.Expected.Text, fromTo(least, most)),
				Expected: "a figure and a plan that agree",
			})
		}
	}
	return list
}

func fromTo(least, most int64) string {
	if least == most {
		return fmt.Sprint(least)
	}
	return fmt.Sprintf("%d to %d", least, most)
}

// planned is what the plan comes to of a figure, by the time that it is about;
// known is false for what a plan does not tell.
func planned(sc *scenarios.Scenario, f *scenarios.Fact) (least, most int64, known bool) {
	switch f.Measure.Text {
	case "transfers_by_attacker":
		return plannedTransfers(sc, f, func(technique string) bool { return technique == signs })
	case "moves_by_attacker":
		return plannedTransfers(sc, f, func(technique string) bool { return technique != signs })
	case "stolen_keys":
		return same(sc.Compromise.Dump.Keys.Value)
	case "attacker_sources":
		if n := sc.Compromise.Sources.Addresses; len(sc.Venues) == 1 && n.Pos.Line > 0 {
			return 0, n.Value, true
		}
	case "orders_by_attacker":
		return plannedCounts(sc, f, "convert_by_trade", tradings)
	case "withdrawals_by_attacker":
		return plannedCounts(sc, f, "withdraw_direct", withdrawings)
	}
	return 0, 0, false
}

func same(n int64) (least, most int64, known bool) { return n, n, true }

// Techniques that place orders, and those that withdraw.
var (
	tradings     = []string{"convert_by_trade", "counter_trade", "buy_from_self", "place_bait_orders", "use_published_keys"}
	withdrawings = []string{"withdraw_direct", "withdraw_proceeds", "use_published_keys"}
)

// plannedTransfers counts those of techniques that are sent by the time of a figure;
// the minute of some is drawn.
func plannedTransfers(sc *scenarios.Scenario, f *scenarios.Fact, of func(technique string) bool) (least, most int64, known bool) {
	for i := range sc.Campaign.Steps {
		step := &sc.Campaign.Steps[i]
		if !of(step.Technique.Text) {
			continue
		}
		for j := range step.Transfers {
			t := &step.Transfers[j]
			if f.Asset != nil && t.Amount.Asset.Text != f.Asset.Text {
				continue
			}
			if t.Latest().Unix+minute <= f.AsOf.Unix && t.Exchange == nil {
				least++
			}
			if t.At.Unix <= f.AsOf.Unix {
				most++
			}
			known = true
		}
	}
	return least, most, known
}

// minute is the finest that the record knows, in nanoseconds.
const minute = int64(60_000_000_000)

// plannedCounts adds up the counts of a technique's steps, if they are all that does
// the same, and the figure is about the whole record.
func plannedCounts(sc *scenarios.Scenario, f *scenarios.Fact, technique string, alike []string) (least, most int64, known bool) {
	if f.Asset != nil || f.AsOf.Unix < sc.Campaign.Until.Unix {
		return 0, 0, false
	}
	for i := range sc.Campaign.Steps {
		step := &sc.Campaign.Steps[i]
		switch {
		case step.Counterfactual || !slices.Contains(alike, step.Technique.Text):
			continue
		case step.Technique.Text != technique || len(step.Counts) == 0:
			return 0, 0, false
		}
		for _, n := range step.Counts {
			least += n.Value
		}
		known = true
	}
	return least, least, known
}
