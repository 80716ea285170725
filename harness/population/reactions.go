package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// reaction is something that somebody does because of an answer or a mail. It
// draws from a stream of its own, so that it never shifts what is planned.
type reaction struct {
	at   int64  // virtual nanoseconds; never the same for two of one member
	next uint32 // of the same member
	kind reactionKind
	then reactionKind // after he has logged in
	try  uint8        // withdrawals: how many attempts came before

	withdrawal uint32 // that he takes back first, 0 for none
	intent     uint32
	asset      uint16
	amount     int64
	rest       int64 // that he asks for later, because it is too much at once
	part       int64 // how much he asks for at once then
	every      int64 // and at what intervals, nanoseconds; 0 for one after the other
	parts      uint8 // that the venue has taken
	to         chain.Address
	setOut     int64 // when the customer set out, 0 for when he gets to it
	onward     bool  // he passes a deposit on, which may not be there yet
	news       bool  // he does it because of them, and not in order to withdraw
	leaving    bool  // he takes all that he has elsewhere
	rotates    bool  // what he makes, a key or a second factor, is to replace one that works
}

type reactionKind uint8

const (
	signIn     reactionKind = iota // log in, to do something then
	tryAgain                       // withdraw once more, at the website
	alarmed                        // a victim logs in
	stopping                       // a victim cancels what waits, or complains if nothing does
	complains                      // a victim writes to support
	chasing                        // a momentum trader goes along
	mending                        // log in, to make a new key
	making                         // make it
	joining                        // a breakout trader does what he saw fit
	settingUp                      // set up a second factor, to withdraw
	takingBack                     // cancel a withdrawal that is held, to make another
	parting                        // make a key for withdrawals alone
	warned                         // a victim reads that a withdrawal is held, and logs in if it still is
	listing                        // put an address on the allow-list of his key
	disowning                      // a victim deletes the key that was used behind his back
	visiting                       // log in after the clock, to trade on
	tradingOn                      // and trade
	replacing                      // replace a second factor
	switching                      // an owner has his program use a key that he made
)

// ordinary reports whether it is something that only a customer of the venue does,
// and nobody who has been robbed.
func (k reactionKind) ordinary() bool {
	switch k {
	case signIn, tryAgain, mending, making, settingUp, takingBack, parting, listing, replacing:
		return true
	}
	return false
}

// schedule adds an reaction and returns its time.
func (p *Population) schedule(i int, e reaction) int64 {
	m := &p.customers[i]
	for taken := true; taken; {
		taken = m.next == e.at
		for n := m.reaction; n != 0; n = p.reactions[n].next {
			taken = taken || p.reactions[n].at == e.at
		}
		if taken {
			e.at++
		}
	}
	e.next = m.reaction
	if p.spare != 0 {
		m.reaction = p.spare
		p.spare = p.reactions[m.reaction].next
		p.reactions[m.reaction] = e
	} else {
		m.reaction = uint32(len(p.reactions))
		p.reactions = append(p.reactions, e)
	}
	return e.at
}

// unschedule takes an reaction off its member's list.
func (p *Population) unschedule(m *customer, n uint32) {
	for at := &m.reaction; *at != 0; at = &p.reactions[*at].next {
		if *at == n {
			*at = p.reactions[n].next
			p.reactions[n].next = p.spare
			p.spare = n
			return
		}
	}
}

// react carries out the reaction that is due.
func (p *Population) react(now int64, i int, c *mockexchange.Command) (at sim.Attempt, send bool, next int64) {
	m := &p.customers[i]
	n := p.dueReaction(m, now)
	if n == 0 {
		return at, false, 0
	}
	e := &p.reactions[n]
	if over, next := p.withoutRequest(now, i, n, e); over {
		return at, false, next
	}
	at, signed := p.ask(now, i, e, c)
	if signed {
		p.signByLogin(now, i, m.source, c)
	}
	return at, true, 0
}

// withoutRequest reports whether nothing is asked of the venue now: because a key
// is changed in a program of one's own, somebody has left, or a key is made later.
func (p *Population) withoutRequest(now int64, i int, n uint32, e *reaction) (over bool, next int64) {
	m := &p.customers[i]
	if e.kind == warned && !p.inTime(i) || e.kind == switching {
		p.switchKey(i, e)
		p.unschedule(m, n)
		return true, 0
	}
	if m.gone = m.gone || e.leaving; m.gone && !e.leaving && e.kind.ordinary() {
		p.unschedule(m, n)
		return true, 0
	}
	later := p.rotatesLater(now, i, e)
	if later == 0 {
		return false, 0
	}
	again := *e
	p.unschedule(m, n)
	again.at = later
	return true, p.schedule(i, again)
}

// ask writes what somebody asks of the venue. signed is whether he does so through
// a session of his own.
func (p *Population) ask(now int64, i int, e *reaction, c *mockexchange.Command) (at sim.Attempt, signed bool) {
	switch e.kind {
	case signIn, alarmed, warned, mending, visiting:
		c.Kind = mockexchange.Login
	case making:
		c.Kind, c.Scopes = mockexchange.CreateKey, p.rights(i)
	case settingUp:
		c.Kind = mockexchange.SetUpFactor
	case replacing:
		c.Kind, c.Factor = mockexchange.SetUpFactor, access.CodeOf(p.customers[i].kind, p.model.VenueSeed, uint32(i+1), now)
	case listing:
		c.Kind, c.Listed = mockexchange.ListSource, p.model.Source(p.model.Home(&p.model.Holders[i], now), uint32(e.try))
		c.Target, _ = p.key(i, mockexchange.ReadAccount)
	case takingBack:
		c.Kind, c.Withdrawal = mockexchange.CancelWithdrawal, e.withdrawal
	case parting:
		c.Kind, c.Scopes = mockexchange.CreateKey, access.Read|access.Withdraw
	case disowning:
		c.Kind, c.Target = mockexchange.DeleteKey, p.model.Victims[p.model.Holders[i].Victim-1].Key
	case tryAgain:
		at = p.askAgain(now, i, e, c)
	case stopping:
		p.stopWithdrawal(i, c)
	case complains:
		c.Kind, c.Label = mockexchange.Complain, ComplaintTheft
	case chasing:
		p.chase(now, i, c)
		return at, false
	case joining:
		p.join(now, i, c)
		return at, false
	case tradingOn:
		p.tradeOn(now, i, e, c)
	}
	return at, true
}

// askAgain asks for a withdrawal that was refused before, or for the next of those
// with which somebody leaves.
func (p *Population) askAgain(now int64, i int, e *reaction, c *mockexchange.Command) sim.Attempt {
	if e.leaving {
		return p.takeOut(i, e, c)
	}
	c.Kind, c.Asset, c.Amount, c.Address = mockexchange.RequestWithdrawal, e.asset, e.amount, e.to
	if e.setOut == 0 {
		e.setOut = now
	}
	return p.attempt(i, e)
}

// dueReaction finds the reaction of a member at a time, 0 for none.
func (p *Population) dueReaction(m *customer, now int64) uint32 {
	for n := m.reaction; n != 0; n = p.reactions[n].next {
		if p.reactions[n].at == now {
			return n
		}
	}
	return 0
}

// reacted hears how an reaction went and plans the next one.
func (p *Population) reacted(now int64, i int, n uint32, c *mockexchange.Command, r *mockexchange.Result) int64 {
	e := p.reactions[n]
	p.unschedule(&p.customers[i], n)
	switch e.kind {
	case signIn:
		return p.goOn(now, i, e, e.then)
	case settingUp, takingBack:
		if r.Code != reject.OK {
			return 0
		}
		if e.kind == settingUp {
			p.guard(i)
		}
		if e.news {
			return 0
		}
		return p.goOn(now, i, e, tryAgain)
	case tryAgain:
		if e.try++; e.leaving {
			return p.tookOut(now, i, e, r)
		}
		return p.answered(now, i, e, r)
	case parting:
		if r.Code == reject.OK {
			p.useForWithdrawals(i, r.Key)
		}
		return 0
	case listing:
		return p.listed(now, i, e)
	case chasing, replacing:
		return 0
	case joining:
		p.joined(i, r)
		return 0
	case visiting, tradingOn:
		return p.tradedOn(now, i, e)
	case mending, making:
		return p.keyRenewed(now, i, e, r)
	}
	return p.nextVictimStep(now, i, e, c)
}

// goOn plans the next step of somebody who is logged in.
func (p *Population) goOn(now int64, i int, e reaction, kind reactionKind) int64 {
	s := p.retryStream(i, &e, 1)
	e.kind, e.at = kind, now+think(&s)
	return p.schedule(i, e)
}

// withdrawalAnswered hears what came of a planned withdrawal. People come back for
// what the venue would not do today; for an order the moment has passed.
func (p *Population) withdrawalAnswered(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) int64 {
	m := &p.customers[i]
	if c.Auth == mockexchange.AuthKey && p.learn(i, r) {
		return p.turnedAway(now, i, r)
	}
	return p.answered(now, i, reaction{
		try: 1, intent: m.intents, asset: c.Asset, amount: c.Amount, to: c.Address, setOut: m.askedAt,
	}, r)
}

// answered plans what somebody does about the answer to a withdrawal: he tries
// again where it was refused, or goes around what holds it.
func (p *Population) answered(now int64, i int, e reaction, r *mockexchange.Result) int64 {
	if r.Code != reject.OK {
		return p.retryWithdrawal(now, i, e, r)
	}
	if e.rest > 0 {
		return p.nextPart(now, i, e)
	}
	if p.customers[i].wantsKey && e.kind == tryAgain {
		return p.goOn(now, i, e, parting)
	}
	return p.goAround(now, i, e, r)
}

// retryWithdrawal plans another try at a withdrawal that was refused: half to twice the
// usual pause later, with a login before it. Who asks for less because it was too
// much does so at once.
func (p *Population) retryWithdrawal(now int64, i int, e reaction, r *mockexchange.Result) int64 {
	g := &p.model.Groups[p.model.Holders[i].Group]
	if !passing(r.Code) && !(e.onward && r.Code == reject.InsufficientBalance) || int(e.try-e.parts) >= g.Tries {
		return p.turnedAway(now, i, r)
	}
	if r.Control == reject.WithdrawalSecondFactor && !p.guarded(i) && r.Code == reject.FactorRequired {
		return p.needsFactor(now, i, e)
	}
	if r.Code == reject.NewAddressesHalted && p.model.Is(i, model.OwnWallet) {
		e.to = p.model.PaidBefore(i, e.asset, model.Own)
	}
	s := p.retryStream(i, &e, 0)
	wait := s.Between(g.TryAgain/2, 2*g.TryAgain)
	if p.askLess(i, &e, r) {
		wait = think(&s)
	}
	e.kind, e.then, e.at = signIn, tryAgain, now+max(wait, sim.Reaction)
	return p.schedule(i, e)
}

// retryStream is the stream of one step of one try.
func (p *Population) retryStream(i int, e *reaction, step uint64) sim.Stream {
	return p.model.Stream(i, model.ForRetries+uint64(e.intent)<<16+uint64(e.try)<<8+step<<7)
}

// passing reports whether a refusal is one that may be over later, or that the
// website may not give.
func passing(c reject.Code) bool {
	switch c {
	case reject.WithdrawalsHalted, reject.NewAddressesHalted, reject.LimitExceeded, reject.AccountFrozen, reject.DeadKey,
		reject.MissingScope, reject.ExpiredScope, reject.SourceNotAllowed, reject.NoSession,
		reject.FactorRequired, reject.AddressNotListed:
		return true
	}
	return false
}

// soon is when somebody goes on who is in a hurry.
func soon(s *sim.Stream, now int64) int64 {
	return now + int64(5*time.Second) + s.Exponential(int64(25*time.Second))
}
