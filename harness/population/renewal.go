package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// renewed is a key that an owner made because his old one was of no use any more.
type renewed struct {
	id         uint32
	credential access.Credential
}

// key is the one that a customer's program presents.
func (p *Population) key(i int) (id uint32, credential access.Credential) {
	if n := p.members[i].renewed; n != 0 {
		return p.renewed[n-1].id, p.renewed[n-1].credential
	}
	id = p.model.roles[i].key
	return id, p.model.keys[id-1]
}

// rights are those of the key that a customer makes: what his old one had.
func (p *Population) rights(i int) access.Scopes {
	scopes := access.Read
	if p.model.roles[i].canTrade {
		scopes |= access.Trade
	}
	if p.model.roles[i].canWithdraw {
		scopes |= access.Withdraw
	}
	return scopes
}

// mend plans, where people do so, that the owner of a key that the venue calls
// dead, or whose right to trade ran out, makes a new one. at is the wake-up that this causes, 0 for none.
func (p *Population) mend(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) (at int64) {
	m := &p.members[i]
	g := &p.model.groups[p.model.roles[i].group]
	// Who wanted to withdraw comes by himself; what he does then is planned.
	if r.Code != reject.DeadKey && r.Code != reject.ExpiredScope || c.Auth != mockexchange.AuthKey || g.newKey == 0 || m.mending ||
		c.Kind == mockexchange.RequestWithdrawal {
		return 0
	}
	m.mending = true
	s := p.renewal(i, 0)
	return p.note(i, errand{kind: mending, at: now + max(s.Heavy(g.newKey, g.newKeySpread), sim.Reaction)})
}

// keptOut is how often somebody who cannot make a new key tries again, and the
// mean pause before.
const (
	keptOut  = 6
	lockedUp = int64(30 * time.Minute)
)

// mended hears how it went. Who is kept out tries again later.
func (p *Population) mended(now int64, i int, e errand, r *mockexchange.Result) int64 {
	m := &p.members[i]
	e.try++
	s := p.renewal(i, uint64(e.try))
	switch {
	case r.Code == reject.OK && e.kind == mending:
		e.kind, e.at = making, now+think(&s)
	case r.Code == reject.OK:
		p.renewed = append(p.renewed, renewed{r.Key, access.KeyCredential(p.model.venue, r.Key)})
		m.renewed, m.mending = uint32(len(p.renewed)), false
		return 0
	case e.try >= keptOut:
		return 0 // he gives up
	default:
		e.kind, e.at = mending, now+max(s.Exponential(lockedUp), sim.Reaction)
	}
	return p.note(i, e)
}

// renewal is the stream of one step on the way to a new key.
func (p *Population) renewal(i int, step uint64) sim.Stream {
	return p.model.stream(i, forRenewal+step<<16)
}
