// Package perturb redraws a scenario, so that knowing the record by heart wins
// the record alone.
package perturb

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// Scenario redraws a scenario within the bounds that it sets itself: calendar and
// hour, names, addresses, key dates, counts, amounts and order, and sometimes
// whether an attack comes at all. The facts stay as documented and hold for
// the record only. The scenario given is left alone.
func Scenario(sc *scenarios.Scenario, s *sim.Stream) (perturbed *scenarios.Scenario, attack bool) {
	v := &perturbation{bounds: &sc.Variation, chance: s, sc: sc.Clone()}
	attack = v.sc.Compromise != nil && !s.Chance(v.bounds.NoAttack.PPM)
	v.calendar()
	v.attack()
	v.population()
	if v.bounds.Addresses {
		v.networks()
	}
	if v.bounds.Names {
		v.names()
	}
	return v.sc, attack
}

// perturbation is a scenario in the middle of being redrawn.
type perturbation struct {
	bounds *scenarios.Variation
	chance *sim.Stream
	sc     *scenarios.Scenario
	levels map[string]int64 // by market: how much further its prices are off, parts per million
}

// either draws a whole number up to bound to either side.
func (v *perturbation) either(bound int64) int64 { return v.chance.Between(-bound, bound) }

// near draws a number around n, as far off as the share says; something stays
// at least 1.
func (v *perturbation) near(n, share int64) int64 {
	if n <= 0 {
		return n
	}
	drawn, ok := money.MulDiv(n, sim.Whole+v.either(share), sim.Whole, money.Nearest)
	if !ok {
		return n
	}
	return max(drawn, 1)
}

// count redraws a count and makes it exact.
func (v *perturbation) count(n scenarios.Number) scenarios.Number {
	n.Exactly(v.near(n.Value, v.bounds.Counts.PPM))
	return n
}

// amount redraws money. What cannot be read is left for Build to complain of.
func (v *perturbation) amount(a scenarios.Amount) scenarios.Amount {
	if from := v.sc.Asset(a.Asset.Text); from != nil {
		u := money.Unit{Code: from.Code.Text, Decimals: uint8(from.Decimals.Value)}
		if units, err := u.Parse(a.Text); err == nil {
			a.Text = u.Trimmed(v.near(units, v.bounds.Amounts.PPM))
		}
	}
	return a
}

// population redraws those honest groups that a detector is most easily tuned to.
func (v *perturbation) population() {
	for i := range v.sc.Population.Groups {
		g := &v.sc.Population.Groups[i]
		if g.Kind.Text == scenarios.KindForgottenBot || g.Kind.Text == scenarios.KindVendorBot {
			g.Count = v.count(g.Count)
			g.Sources.Addresses = v.count(g.Sources.Addresses)
		}
		if g.Sources.Vendors != nil {
			*g.Sources.Vendors = v.count(*g.Sources.Vendors)
			v.vendorMoves(g)
		}
	}
	v.surges()
}

// vendorMoves redraws where a group's vendors move, and lets no more move than there are.
func (v *perturbation) vendorMoves(g *scenarios.Group) {
	for i := range v.sc.Population.Moves {
		if m := &v.sc.Population.Moves[i]; m.Group.Text == g.Name.Text {
			m.Vendors.Value = min(m.Vendors.Value, g.Sources.Vendors.Value)
			m.Sources.Addresses = v.count(m.Sources.Addresses)
		}
	}
}

// surges redraws by how much life goes faster.
func (v *perturbation) surges() {
	for i := range v.sc.Population.Surges {
		s := &v.sc.Population.Surges[i]
		for _, times := range []*scenarios.Ratio{s.Logins, s.Reads, s.Orders, s.Withdrawals, s.Deposits, s.Complaints} {
			if times != nil {
				times.PPM = v.near(times.PPM, v.bounds.Counts.PPM)
			}
		}
	}
}
