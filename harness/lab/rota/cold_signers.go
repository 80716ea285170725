package rota

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// coldSigners draws the people who sign for cold storage from where they are: at
// their hours, as those do who sign pay-outs by hand, and how well they look each
// time, and for how long where they have to decode it.
func (d *drawing) coldSigners(n int) (all []custody.ColdSigner) {
	h := d.values.approvers()
	for i := range n {
		s := d.stream(i, sim.Purpose("cold storage/signers"))
		who := custody.ColdSigner{Signer: d.person(&s, &h, int(s.N(7)))}
		looks := d.stream(i, sim.Purpose("cold storage/attention"))
		for range answers {
			who.Attention = append(who.Attention, looks.N(sim.Whole))
		}
		decodes, takes := d.stream(i, sim.Purpose("cold storage/decoding")), d.values.span(DecodingTakes)
		who.Decodes = heavy(&decodes, answers, takes, decodingSpread, takes/8, slowestDecoding)
		all = append(all, who)
	}
	return all
}

// One decoding in six takes twice as long as usual, and none longer than it would be
// left for the next day.
const (
	decodingSpread  = 1_000_000
	slowestDecoding = 4 * time.Hour
)

// mostColdSigners is how many people sign for the cold storage of any of the assets.
func mostColdSigners(cold []*custody.ColdSigning) (n int) {
	for _, c := range cold {
		if c != nil {
			n = max(n, c.N)
		}
	}
	return n
}
