package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// errand is something that somebody does because of an answer or a mail. It
// draws from a stream of its own, so that it never shifts what is planned.
type errand struct {
	at   int64  // virtual nanoseconds; never the same for two of one member
	next uint32 // of the same member
	kind errandKind
	try  uint8 // withdrawals: how many attempts came before

	intent uint32
	asset  uint16
	amount int64
	to     chain.Address
	set    int64 // when the customer set out
}

type errandKind uint8

const (
	signIn    errandKind = iota // log in, to withdraw
	tryAgain                    // withdraw once more, at the website
	alarmed                     // a victim logs in
	stopping                    // a victim cancels what waits, or complains if nothing does
	complains                   // a victim writes to support
	chasing                     // a momentum trader goes along
	mending                     // log in, to make a new key
	making                      // make it
)

// note adds an errand and returns its time.
func (p *Population) note(i int, e errand) int64 {
	m := &p.members[i]
	for taken := true; taken; {
		taken = m.next == e.at
		for n := m.errand; n != 0; n = p.errands[n].next {
			taken = taken || p.errands[n].at == e.at
		}
		if taken {
			e.at++
		}
	}
	e.next = m.errand
	if p.spare != 0 {
		m.errand = p.spare
		p.spare = p.errands[m.errand].next
		p.errands[m.errand] = e
	} else {
		m.errand = uint32(len(p.errands))
		p.errands = append(p.errands, e)
	}
	return e.at
}

// drop takes an errand off its member's list.
func (p *Population) drop(m *member, n uint32) {
	for at := &m.errand; *at != 0; at = &p.errands[*at].next {
		if *at == n {
			*at = p.errands[n].next
			p.errands[n].next = p.spare
			p.spare = n
			return
		}
	}
}

// run carries out the errand that is due.
func (p *Population) run(now int64, i int, c *mockexchange.Command) (at sim.Attempt, send bool) {
	m := &p.members[i]
	n := p.doing(m, now)
	if n == 0 {
		return at, false
	}
	e := &p.errands[n]
	switch e.kind {
	case signIn, alarmed, mending:
		c.Kind = mockexchange.Login
	case making:
		c.Kind, c.Scopes = mockexchange.CreateKey, p.rights(i)
	case tryAgain:
		c.Kind, c.Asset, c.Amount, c.Address = mockexchange.RequestWithdrawal, e.asset, e.amount, e.to
		at = sim.Attempt{
			Intent: e.intent, Kind: sim.IntentWithdrawal, At: e.set, Value: p.model.value(e.asset, e.amount),
			Again: true, GaveUp: int(e.try)+1 >= p.model.groups[p.model.roles[i].group].tries,
		}
	case stopping:
		p.stop(i, c)
	case complains:
		c.Kind, c.Label = mockexchange.Complain, ComplaintTheft
	case chasing:
		p.chase(now, i, c)
		return at, true
	}
	p.byLogin(now, i, m.source, c)
	return at, true
}

// doing finds the errand of a member at a time, 0 for none.
func (p *Population) doing(m *member, now int64) uint32 {
	for n := m.errand; n != 0; n = p.errands[n].next {
		if p.errands[n].at == now {
			return n
		}
	}
	return 0
}

// done hears how an errand went and plans the next one.
func (p *Population) done(now int64, i int, n uint32, c *mockexchange.Command, r *mockexchange.Result) int64 {
	e := p.errands[n]
	p.drop(&p.members[i], n)
	switch e.kind {
	case signIn:
		s := p.reaction(i, &e, 1)
		e.kind, e.at = tryAgain, now+think(&s)
		return p.note(i, e)
	case tryAgain:
		e.try++
		return p.again(now, i, e, r)
	case chasing:
		return 0
	case mending, making:
		return p.mended(now, i, e, r)
	}
	return p.attended(now, i, e, c)
}

// refused hears a planned withdrawal's answer. People come back for what the
// venue would not do today; for an order the moment has passed.
func (p *Population) refused(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) int64 {
	m := &p.members[i]
	return p.again(now, i, errand{
		try: 1, intent: m.intents, asset: c.Asset, amount: c.Amount, to: c.Address, set: m.sought,
	}, r)
}

// again plans another try at a withdrawal that was refused: half to twice the
// usual pause later, with a login before it.
func (p *Population) again(now int64, i int, e errand, r *mockexchange.Result) int64 {
	g := &p.model.groups[p.model.roles[i].group]
	if !passing(r.Code) || int(e.try) >= g.tries {
		return 0
	}
	s := p.reaction(i, &e, 0)
	e.kind, e.at = signIn, now+max(s.Between(g.tryAgain/2, 2*g.tryAgain), sim.Reaction)
	return p.note(i, e)
}

// reaction is the stream of one step of one try.
func (p *Population) reaction(i int, e *errand, step uint64) sim.Stream {
	return p.model.stream(i, forRetries+uint64(e.intent)<<16+uint64(e.try)<<8+step<<7)
}

// passing reports whether a refusal is one that may be over later, or that the
// website may not give.
func passing(c reject.Code) bool {
	switch c {
	case reject.WithdrawalsHalted, reject.NewAddressesHalted, reject.LimitExceeded, reject.AccountFrozen, reject.DeadKey,
		reject.MissingScope, reject.ExpiredScope, reject.SourceNotAllowed, reject.NoSession:
		return true
	}
	return false
}

// soon is when somebody goes on who is in a hurry.
func soon(s *sim.Stream, now int64) int64 {
	return now + int64(5*time.Second) + s.Exponential(int64(25*time.Second))
}
