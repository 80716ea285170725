package population

import (
	"math/bits"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// holdings notes which coins everybody owns as the venue opens: asset n is bit n-1.
// Money at a bank is left out, because no bank is part of a drill.
// The list is never changed in place.
func (p *Population) holdings(g *mockexchange.Genesis) {
	p.owned = make([]uint64, len(p.customers))
	for _, b := range g.Balances {
		if b.Asset <= 64 && p.model.Coins[b.Asset-1].OnChain {
			p.owned[b.Account-1] |= 1 << (b.Asset - 1)
		}
	}
}

// closings plans when people leave for reasons of their own, as some do on any day.
// Whom a thief robs on the record, he found there.
func (p *Population) closings(q *sim.Queue) {
	span := p.model.End - p.model.Start
	for i := range p.customers {
		r := &p.model.Holders[i]
		g := &p.model.Groups[r.Group]
		if g.Kind != model.Customers || r.Idle || r.Victim != 0 {
			continue
		}
		s := p.model.Stream(i, model.ForLeaving)
		if s.Chance(p.duringRun(model.Closes)) {
			at := p.model.Profiles[g.Profile].After(p.model.Start, s.N(span), p.model.Zone)
			if at = p.leave(i, at, reject.None); at > 0 {
				q.Push(at, sim.Customer(uint32(i+1)))
			}
		}
	}
}

// duringRun is the chance of something within the run that so many people do in a
// month of 30 days, in parts per million.
func (p *Population) duringRun(monthly model.Trait) int64 {
	return p.model.People[monthly] * ((p.model.End - p.model.Start) / int64(time.Hour)) / (30 * 24)
}

// turnedAway has somebody leave, if he is one who does, whom the venue has refused
// a withdrawal for good.
func (p *Population) turnedAway(now int64, i int, r *mockexchange.Result) int64 {
	g := &p.model.Groups[p.model.Holders[i].Group]
	if r.Control == reject.None || g.Kind != model.Customers || !p.model.Is(i, model.Leaves) {
		return 0
	}
	s := p.model.Stream(i, model.ForLeaving+1<<16)
	return p.leave(i, now+max(s.Between(g.TryAgain/2, 2*g.TryAgain), sim.Reaction), r.Control)
}

// leave plans that a customer takes all that he has elsewhere, a coin after the
// other, and does nothing else from then on. by is what drove him away.
func (p *Population) leave(i int, at int64, by reject.Control) int64 {
	m := &p.customers[i]
	if m.leaves || i >= len(p.owned) || p.owned[i] == 0 {
		return 0
	}
	m.leaves, m.drivenBy = true, by
	return p.schedule(i, reaction{kind: signIn, then: tryAgain, leaving: true, asset: firstCoin(p.owned[i], 0), at: at})
}

// firstCoin is the first of somebody's coins behind another; 0 for none.
func firstCoin(owned uint64, behind uint16) uint16 {
	if owned = owned >> behind << behind; owned == 0 {
		return 0
	}
	return uint16(bits.TrailingZeros64(owned)) + 1
}

// takeOut is the next withdrawal of somebody who leaves: all that is free of a
// coin, or as much as a limit lets go at once. It is no intent, and is charged to
// nobody; what drove him away is told of once.
func (p *Population) takeOut(i int, e *reaction, c *mockexchange.Command) (at sim.Attempt) {
	m := &p.customers[i]
	c.Kind, c.Asset, c.Amount, c.Flag = mockexchange.RequestWithdrawal, e.asset, e.part, e.part == 0
	c.Address = p.model.OwnWallet(i, e.asset)
	at.Leaves, m.drivenBy = m.drivenBy, reject.None
	return at
}

// tookOut hears what came of it, and plans the rest. Somebody who leaves tries as
// often, and takes parts, like anybody else.
func (p *Population) tookOut(now int64, i int, e reaction, r *mockexchange.Result) int64 {
	g := &p.model.Groups[p.model.Holders[i].Group]
	s := p.retryStream(i, &e, 0)
	part, every := p.allowed(&e, r.Control)
	switch {
	case r.Code == reject.OK && e.part > 0 && e.parts < mostParts:
		e.parts++
		e.kind, e.then, e.at = signIn, tryAgain, now+e.every+think(&s)
		return p.schedule(i, e)
	case r.Code == reject.InsufficientBalance && e.part > 0:
		e.part = 0
		return p.goOn(now, i, e, tryAgain)
	case r.Code == reject.LimitExceeded && part > 0 && e.part == 0 && e.parts == 0:
		e.part, e.every = part, every
		return p.goOn(now, i, e, tryAgain)
	case passing(r.Code) && int(e.try-e.parts) < g.Tries:
		if r.Control == reject.WithdrawalSecondFactor && !p.guarded(i) && r.Code == reject.FactorRequired {
			return p.needsFactor(now, i, e)
		}
		e.kind, e.then, e.at = signIn, tryAgain, now+max(s.Between(g.TryAgain/2, 2*g.TryAgain), sim.Reaction)
		return p.schedule(i, e)
	}
	next := reaction{leaving: true, asset: firstCoin(p.owned[i], e.asset)}
	if next.asset == 0 {
		return 0
	}
	return p.goOn(now, i, next, tryAgain)
}
