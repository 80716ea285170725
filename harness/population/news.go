package population

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
)

// Hear tells everybody of an incident, or of the advice to guard an account better.
// Some do so in the days after, with what the venue has for it: they set up a second
// factor if they have none, and put their program's addresses on its key where lists
// count and it has none. Those whom the first such news does not move, the next does
// not either. push gets the wake-ups that this causes.
func (p *Population) Hear(now int64, push func(at int64, a sim.Actor)) {
	if p.heard {
		return
	}
	p.heard = true
	for i := range p.customers {
		m, r := &p.customers[i], &p.model.Holders[i]
		if m.leaves || r.Idle || p.model.Groups[r.Group].Kind != model.Customers || !p.model.Adopts(i, model.HeedsNews) {
			continue
		}
		s := p.model.Stream(i, model.ForNews)
		e := reaction{kind: signIn, news: true, at: now + max(s.Heavy(p.model.People[model.NewsHeeded], spread), sim.Reaction)}
		if e.at >= p.model.End {
			continue
		}
		if !m.factor {
			e.then = settingUp
			push(p.schedule(i, e), sim.Customer(uint32(i+1)))
		}
		if m.unlisted && !m.listing {
			m.listing, m.unlisted, e.then = true, false, listing
			push(p.schedule(i, e), sim.Customer(uint32(i+1)))
		}
	}
}
