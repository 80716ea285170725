package population

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// rotations plans when owners make new keys in place of such as work, because they
// are careful, or moved a program to another host.
func (p *Population) rotations(q *sim.Queue) {
	span := p.model.End - p.model.Start
	for i := range p.customers {
		r := &p.model.Holders[i]
		g := &p.model.Groups[r.Group]
		if r.Key == 0 || r.Idle || g.Kind != model.Customers || g.ByAPI == 0 || !r.CanTrade && !r.CanWithdraw {
			continue
		}
		s := p.model.Stream(i, model.ForRotation)
		if s.Chance(p.duringRun(model.RenewsKey)) {
			at := p.model.Profiles[g.Profile].After(p.model.Start, s.N(span), p.model.Zone)
			q.Push(p.schedule(i, reaction{kind: mending, rotates: true, at: at}), sim.Customer(uint32(i+1)))
		}
	}
}

// rotatesLater is when somebody makes a new key, or replaces his second factor,
// rather than now, 0 for now: he knows that his account's withdrawals wait then, and
// is about to make one.
func (p *Population) rotatesLater(now int64, i int, e *reaction) int64 {
	sitsDown := e.kind == mending || e.kind == signIn && e.then == replacing
	if !sitsDown || !e.rotates || e.try > 0 || p.said.newKey == 0 || !p.model.Adopts(i, model.KnowsRules) {
		return 0
	}
	at := p.withdrawsUntil(i, now+p.said.newKey)
	if at == 0 {
		return 0
	}
	s := p.renewalStream(i, 1<<8)
	return at + sim.Reaction + think(&s)
}

// withdrawsUntil is when a customer next means to withdraw, if that is before a
// time; otherwise 0. He stays where he is.
func (p *Population) withdrawsUntil(i int, until int64) (at int64) {
	m := &p.customers[i]
	if m.byHand != reject.None || m.factorAt != 0 || p.said.unseen > 0 {
		return 0 // what he does then depends on what he is told
	}
	p.planned(i, until, func(now int64, _ sim.Attempt, c *mockexchange.Command) bool {
		if c.Kind == mockexchange.RequestWithdrawal {
			at = now
		}
		return at == 0
	})
	return at
}

// takeUp has a program go on with a key that its owner made, or with the old one
// until the new one is good for something, where he knows the rule.
func (p *Population) takeUp(now int64, i int, rotates bool, key uint32) int64 {
	if p.said.newKey == 0 || !rotates || !p.model.Adopts(i, model.KnowsRules) {
		p.customers[i].renewed, p.customers[i].oldKeyWorks = key, rotates
		return 0
	}
	return p.schedule(i, reaction{kind: switching, withdrawal: key, at: now + p.said.newKey})
}

// backToOldKey has a program go on with its old key, as long as its owner is told
// that the new one is of no use yet. at is when he looks again, 0 for never.
func (p *Population) backToOldKey(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) (at int64) {
	m := &p.customers[i]
	if r.Code != reject.MissingScope || r.Control != reject.CredentialChangeHold || c.Auth != mockexchange.AuthKey || !m.oldKeyWorks ||
		c.Kind == mockexchange.RequestWithdrawal { // that he makes himself then
		return 0
	}
	key := m.renewed
	m.renewed, m.oldKeyWorks = 0, false
	return p.schedule(i, reaction{kind: switching, withdrawal: key, at: now + max(p.said.newKey, sim.Reaction)})
}

// switchKey carries out what was planned for a key that was too new.
func (p *Population) switchKey(i int, e *reaction) {
	if e.kind == switching {
		p.customers[i].renewed = e.withdrawal
	}
}
