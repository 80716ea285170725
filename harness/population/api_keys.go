package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
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

// key is the one that a customer's program presents for a command of a kind.
func (p *Population) key(i int, kind mockexchange.Kind) (id uint32, credential access.Credential) {
	n := p.customers[i].renewed
	if pays := p.customers[i].payKey; pays != 0 && kind == mockexchange.RequestWithdrawal {
		n = pays
	}
	if n != 0 {
		return p.renewed[n-1].id, p.renewed[n-1].credential
	}
	id = p.model.Holders[i].Key
	return id, p.model.APIKeys[id-1]
}

// rights are those of the key that a customer makes: what his old one had.
func (p *Population) rights(i int) access.Scopes {
	scopes := access.Read
	if p.model.Holders[i].CanTrade {
		scopes |= access.Trade
	}
	if p.model.Holders[i].CanWithdraw {
		scopes |= access.Withdraw
	}
	return scopes
}

// presentDeletedKey lets a program that its owner forgot try its deleted key once more.
// The venue refuses; nobody reads the answer.
func (p *Population) presentDeletedKey(now int64, i int, c *mockexchange.Command) (next int64) {
	m, g := &p.customers[i], &p.model.Groups[p.model.Holders[i].Group]
	c.Kind = mockexchange.ReadAccount
	switch n := m.stream.N(10); {
	case n < 3:
		c.Kind = mockexchange.ReadOpenOrders
	case n < 4:
		c.Kind = mockexchange.ReadRights
	}
	p.sign(now, i, true, c)
	m.arrival = now + max(g.Every+m.stream.Between(-g.Jitter, g.Jitter), 1)
	m.schedule(now, p.model.End)
	return m.next
}

// renewKey plans, where people do so, that the owner of a key that the venue calls
// dead, or whose right to trade ran out, makes a new one. at is the wake-up that this causes, 0 for none.
func (p *Population) renewKey(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) (at int64) {
	m := &p.customers[i]
	g := &p.model.Groups[p.model.Holders[i].Group]
	// Who wanted to withdraw comes by himself; what he does then is planned.
	if r.Code != reject.DeadKey && r.Code != reject.ExpiredScope || c.Auth != mockexchange.AuthKey || g.NewKey == 0 || m.mending ||
		c.Kind == mockexchange.RequestWithdrawal {
		return 0
	}
	m.mending = true
	s := p.renewalStream(i, 0)
	return p.schedule(i, reaction{kind: mending, at: now + max(s.Heavy(g.NewKey, g.NewKeySpread), sim.Reaction)})
}

// keptOut is how often somebody who cannot make a new key tries again, and the
// mean pause before.
const (
	keptOut  = 6
	lockedUp = int64(30 * time.Minute)
)

// keyRenewed hears how it went. Who is kept out tries again later.
func (p *Population) keyRenewed(now int64, i int, e reaction, r *mockexchange.Result) int64 {
	m := &p.customers[i]
	e.try++
	s := p.renewalStream(i, uint64(e.try))
	switch {
	case r.Code == reject.OK && e.kind == mending:
		e.kind, e.at = making, now+think(&s)
	case r.Code == reject.OK:
		p.renewed = append(p.renewed, renewed{r.Key, access.KeyCredential(p.model.VenueSeed, r.Key)})
		m.mending = false
		return p.takeUp(now, i, e.rotates, uint32(len(p.renewed)))
	case e.try >= keptOut:
		return 0 // he gives up
	default:
		e.kind, e.at = mending, now+max(s.Exponential(lockedUp), sim.Reaction)
	}
	return p.schedule(i, e)
}

// renewalStream is the stream of one step on the way to a new key.
func (p *Population) renewalStream(i int, step uint64) sim.Stream {
	return p.model.Stream(i, model.ForRenewal+step<<16)
}
