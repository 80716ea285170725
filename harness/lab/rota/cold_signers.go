package rota

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// coldSigners draws the people who sign for cold storage from where they are: at
// their hours, as those do who sign pay-outs by hand, and how well they look each
// time.
func (d *drawing) coldSigners(n int) (all []custody.ColdSigner) {
	h := d.values.approvers()
	for i := range n {
		s := d.stream(i, sim.Purpose("cold storage/signers"))
		who := custody.ColdSigner{Signer: d.person(&s, &h, int(s.N(7)))}
		looks := d.stream(i, sim.Purpose("cold storage/attention"))
		for range answers {
			who.Attention = append(who.Attention, looks.N(sim.Whole))
		}
		all = append(all, who)
	}
	return all
}

// MostColdSigners is how many people sign for the cold storage of any of the assets.
func mostColdSigners(cold []*custody.ColdSigning) (n int) {
	for _, c := range cold {
		if c != nil {
			n = max(n, c.N)
		}
	}
	return n
}
