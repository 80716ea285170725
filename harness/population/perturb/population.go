package perturb

import "github.com/exdrill/exdrill/scenarios"

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
