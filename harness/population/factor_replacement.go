package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// replacements plans when customers replace their second factors, where the venue
// has what they withdraw wait afterwards. Elsewhere nothing comes of it, and it is
// left out.
//
// Most move to another phone on a day of their choice. Some find that the old one is
// gone when they are asked for its code, which is when they want their money.
func (p *Population) replacements(q *sim.Queue) {
	if p.said.newKey == 0 {
		return
	}
	for i := range p.customers {
		r := &p.model.Holders[i]
		if !p.customers[i].factor || r.Idle || p.model.Groups[r.Group].Kind != model.Customers {
			continue
		}
		if e := p.replacement(i); e.at > 0 {
			q.Push(p.schedule(i, e), sim.Customer(uint32(i+1)))
		}
	}
}

// replacement is when and how somebody replaces his second factor within the run;
// at 0 if he does not.
func (p *Population) replacement(i int) reaction {
	e, s := reaction{kind: signIn, then: replacing}, p.model.Stream(i, model.ForReplacing)
	if at, intent := p.withoutFactor(i, &s); at > 0 {
		p.customers[i].pressed = intent
		e.at = max(at-s.Between(int64(2*time.Minute), 2*inPassing), p.model.Start+1)
		return e
	}
	if byChoice := sim.Whole - p.model.People[model.NeedsMoney]; s.Chance(p.duringRun(model.ReplacesFactor) / 1000 * byChoice / 1000) {
		e.rotates = true
		g := &p.model.Groups[p.model.Holders[i].Group]
		e.at = p.model.Profiles[g.Profile].After(p.model.Start, s.N(p.model.End-p.model.Start), p.model.Zone)
	}
	return e
}

// withoutFactor is the first withdrawal of somebody's at which he finds that his
// second factor is gone, 0 for none. It can be any that he makes himself, so that
// who withdraws more often finds it no more often.
func (p *Population) withoutFactor(i int, s *sim.Stream) (at int64, intent uint32) {
	r := &p.model.Holders[i]
	t := p.model.Rates(r, p.model.Start)
	monthly, _ := money.MulDiv(30*t.Kinds[model.Visit], t.PerVisit[model.Withdraw], sim.Whole, money.Nearest)
	if !r.CanWithdraw { // his program leaves it to him
		monthly += 30 * t.Kinds[model.KeyWithdrawal]
	}
	if monthly == 0 {
		return 0, 0
	}
	pressed := p.model.People[model.ReplacesFactor] / 1000 * p.model.People[model.NeedsMoney] / 1000
	each, _ := money.MulDiv(pressed, sim.Whole, monthly, money.Nearest)
	for n := range mostLooked {
		if !s.Chance(min(each, sim.Whole)) {
			continue
		}
		p.planned(i, p.model.End, func(now int64, a sim.Attempt, c *mockexchange.Command) bool {
			if c.Kind == mockexchange.RequestWithdrawal && c.Auth == mockexchange.AuthLogin {
				if n--; n < 0 {
					at, intent = now, a.Intent
				}
			}
			return at == 0
		})
		break
	}
	return at, intent
}

// mostLooked is how many of somebody's withdrawals may be the one at which he finds
// his second factor gone: about as many as a busy customer makes in a week.
const mostLooked = 40

// planned goes through what a customer will do by himself before a time, as long as
// see wants to hear more, and leaves him where he was. What he does about what he
// is told, or knows that he would be, is no plan.
func (p *Population) planned(i int, until int64, see func(now int64, a sim.Attempt, c *mockexchange.Command) (more bool)) {
	m := &p.customers[i]
	before, said := *m, p.said
	defer func() { *m, p.said = before, said }()
	m.byHand, m.factorAt, p.said = reject.None, 0, rules{}
	var c mockexchange.Command
	for now := m.next; now != 0 && now < until; {
		a, _, next := p.Wake(now, sim.Customer(uint32(i+1)), &c)
		if !see(now, a, &c) {
			return
		}
		now = next
	}
}

// urgencyOf is the model's, but who needed the money so much that he did not wait for
// a better day is no longer patient.
func (p *Population) urgencyOf(i int, intent uint32) int64 {
	u := p.model.Urgency(i, intent)
	if intent != 0 && intent == p.customers[i].pressed {
		u = max(u, sim.Whole)
	}
	return u
}
