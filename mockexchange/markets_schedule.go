package mockexchange

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// marketSchedule is what the venue does about its markets by itself: it ends
// auctions and opens markets in stages. It acts with the first command of any
// kind that comes when something is due.
type marketSchedule struct {
	policy  market.Policy
	changes []int64 // when market n, element n-1, changes its state; 0 for no plan
	next    int64   // the earliest of them, the end of time if there is none
}

func newMarketSchedule(p market.Policy, markets int) marketSchedule {
	return marketSchedule{policy: p, changes: make([]int64, markets), next: math.MaxInt64}
}

// plan plans the next change of a market, at 0 none.
func (s *marketSchedule) plan(m uint16, at int64) {
	s.changes[m-1] = at
	s.next = math.MaxInt64
	for _, a := range s.changes {
		if a != 0 {
			s.next = min(s.next, a)
		}
	}
}

// runSchedule does what is due.
func (e *Exchange) runSchedule(now int64) {
	for i := range e.schedule.changes {
		for at := &e.schedule.changes[i]; *at != 0 && *at <= now; {
			e.advanceMarket(now, uint16(i+1), *at)
		}
	}
}

// advanceMarket takes a market one step further, as was planned for a time.
func (e *Exchange) advanceMarket(now int64, m uint16, planned int64) {
	stay := e.schedule.policy.StagedReopening.PostOnly
	if e.books[m-1].Status() == market.CancelOnly && stay > 0 {
		e.schedule.plan(m, planned+stay)
		e.moveMarket(now, m, market.PostOnly, reject.StagedReopening)
		return
	}
	e.schedule.plan(m, 0)
	e.moveMarket(now, m, market.Open, reject.None)
}

// moveMarket puts a market into a state by the venue's own rules.
func (e *Exchange) moveMarket(now int64, m uint16, s market.Status, by reject.Control) {
	c := Command{Kind: ResumeMarket, Auth: AuthOperator, Market: m}
	if s == market.Auction {
		c.Kind = HaltMarket
	}
	e.setMarketStatus(now, m, s, by, &c).Label = s.String()
}

// setMarketStatus changes a market's state. Before orders meet again, what an
// auction has collected is executed.
func (e *Exchange) setMarketStatus(now int64, m uint16, s market.Status, by reject.Control, c *Command) *Event {
	b := e.books[m-1]
	if (s == market.Open || s == market.PostOnly) && b.Crossed() {
		e.uncross(now, m)
	}
	b.SetStatus(s)
	e.marketControl[m-1] = by
	ev := e.log(now, MarketState, c)
	ev.Market, ev.Control = m, by
	return ev
}

// operateMarket puts a market into the state that an operator wants, through the
// stages of reopening where there are some. It reports whether that changed
// anything.
func (e *Exchange) operateMarket(now int64, m uint16, s market.Status, by reject.Control, c *Command) bool {
	is, planned := e.books[m-1].Status(), e.schedule.changes[m-1] != 0
	if is == s && !planned {
		return false
	}
	if r := e.schedule.policy.StagedReopening; s == market.Open && r.On() && is != market.Auction {
		if planned {
			return false // it is on its way
		}
		if is == market.Halted && r.CancelOnly > 0 {
			e.schedule.plan(m, now+r.CancelOnly)
			e.setMarketStatus(now, m, market.CancelOnly, reject.StagedReopening, c)
			return true
		}
		if r.PostOnly > 0 {
			e.schedule.plan(m, now+r.PostOnly)
			e.setMarketStatus(now, m, market.PostOnly, reject.StagedReopening, c)
			return true
		}
	}
	e.schedule.plan(m, 0)
	e.setMarketStatus(now, m, s, by, c)
	return true
}

// startAuction begins the auction of a market whose book the circuit breaker has
// stopped.
func (e *Exchange) startAuction(now int64, m uint16) {
	e.schedule.plan(m, now+max(1, e.schedule.policy.CircuitBreaker.For))
	c := Command{Kind: HaltMarket, Auth: AuthOperator, Market: m}
	e.setMarketStatus(now, m, market.Auction, reject.CircuitBreaker, &c).Label = market.Auction.String()
}

// uncross executes what an auction has collected.
func (e *Exchange) uncross(now int64, m uint16) {
	traded := func(x *market.Crossing) {
		c := Command{Kind: PlaceOrder, Market: m, Auth: AuthLogin, Account: x.Taker.Account, Key: x.Taker.Key}
		if c.Key != 0 {
			c.Auth = AuthKey
		}
		e.settle(now, &x.Taker, &x.Fill, &c)
		e.release(reservedAsset(e.books[m-1].Spec(), x.Taker.Side), x.Taker.Account, x.TakerRelease)
		e.history.order(now, m, &x.Taker, x.Taker.Remaining > 0)
	}
	c := Command{Kind: CancelOrder, Market: m, Auth: AuthOperator}
	e.books[m-1].Uncross(now, traded, func(o *market.Order) {
		e.cancelled(now, m, o, &c).Control = reject.CircuitBreaker
	})
}
