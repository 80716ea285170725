package technique

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// CounterTrade trades a victim's key against an own account, to and fro: the
// own account rests an order at a price that is bad for the victim, the
// victim's key fills it, then the same in the other direction. Every round
// moves money from the victim to the thief. A round is four requests; every
// recount rounds there are a few more to look where he stands.
type CounterTrade struct{}

// Info describes it.
func (CounterTrade) Info() Info {
	return Info{
		Name:    "counter_trade",
		Summary: "Trades a victim's account against one of the thief's own, buying dear and selling cheap, thousands of times.",
		Effect:  "The victim's money goes to the thief's account bit by bit, by ordinary trades; no right to withdraw was needed.",
		Seen: "One account that trades hundreds or thousands of times on a market that hardly anybody uses, always with the " +
			"same counterparty, buying high and selling low.",
		ATTACK:  []string{"T1657", "T1550.001", "T1078"},
		AADAPT:  []string{"ADT3021.003", "ADT3021"},
		Partner: true,
		Takes: []Parameter{
			{"with", "the class of his own accounts on the other side"},
			{"params.market", "a thin one: makers come between in others"},
			{"params.rounds", "to and fro, two trades each"},
			{"params.quantity", "of one order; all there is if left out"},
			{"params.price", "what he sells to the victim at; just inside the book if left out"},
			{"params.spend", "how much of what the victim has free a round takes at most"},
			{"params.through", "how far through the best price; 3 % if left out"},
			{"params.pause", "between two rounds"},
		},
	}
}

// Start takes Params.Market, Params.Rounds, Params.Quantity, Params.Price,
// Params.Spend, Params.Through and Params.Pause.
func (CounterTrade) Start(p Params) (Run, error) {
	if err := p.checkDeal(); err != nil {
		return nil, err
	}
	switch {
	case p.Rounds < 1:
		return nil, fmt.Errorf("rounds is %d, expected at least 1", p.Rounds)
	case p.Through < 0 || p.Through >= million:
		return nil, fmt.Errorf("through is %d, expected 0 to 999999 parts per million", p.Through)
	}
	p.Through = cmp.Or(p.Through, DefaultThrough)
	p.Spend = cmp.Or(p.Spend, million)
	return &counterTradeRun{params: p}, nil
}

// Quietly trades nowhere near a price that a venue's controls refuse, and so more
// often: a round brings less.
func (CounterTrade) Quietly(p Params) Params {
	p.Price, p.Through = 0, max(p.Through, insideBands)
	p.Rounds = min(quietRounds*p.Rounds, max(p.Rounds, mostQuietRounds))
	return p
}

// How far from the middle of a book somebody trades who means to stay inside the
// bands that venues have (their catalogues say 30 % to some hundreds), and below a
// doubling within minutes, which has what he gained held: 1.3 over 0.7 is 1.86. And
// how many times as often, and up to how often, which would take him days.
// Synthetic: 10 to 40 %, 2 to 10 times.
const (
	insideBands     = 300_000
	quietRounds     = 4
	mostQuietRounds = 1_000
)

// Remainder is the rounds not traded yet; a round is four orders.
func (CounterTrade) Remainder(p Params, done int) (Params, bool) {
	p.Rounds -= done / 4
	return p, p.Rounds > 0
}

// Allowed is the right to trade.
func (CounterTrade) Allowed(r attacker.Rights) bool { return r.Trade }

// recount is after how many rounds a counter-trading thief cancels what was
// left over and reads balances and book again. In between he reckons.
const recount = 25

// counterTradeRun goes round by round. A leg is one order that rests and the one
// that fills it; a round is two legs.
type counterTradeRun struct {
	params Params
	stage  counterTradeStage
	legs   int // done
	since  int // legs since the last look
	misses int // in a row

	prices        corridor
	victim, own   pairBalance // what is known or reckoned to be free
	resting       []uint64    // ids of own orders since the last look, which may still be open
	cancel        []uint64    // those of them that are
	selling       bool        // the own account sells in the leg in progress
	price, amount int64       // of the leg in progress
	resume        int64       // no leg before this time
	last          bool        // the look in progress is only to clear up
}

// counterTradeStage is what comes next.
type counterTradeStage uint8

const (
	ctOwn counterTradeStage = iota // the own account's balances
	ctVictim
	ctBook
	ctRest // the own account's order
	ctHit  // the victim's
	ctOpen // what is left over of own orders
	ctCancel
	ctOver
)

// pairBalance is what an account has free of the two assets of a market.
type pairBalance struct{ base, quote int64 }

func pairBalanceOf(k *KeyKnowledge, m *attacker.MarketInfo) pairBalance {
	return pairBalance{k.Free(m.Base), k.Free(m.Quote)}
}

func (c *counterTradeRun) Ask(now int64, v View) Move {
	m := v.listed(c.params.Market)
	if m == nil || v.Partner == nil {
		return Move{}
	}
	for {
		switch c.stage {
		case ctOwn:
			return Move{Call: Call{Op: OpBalances, Partner: true}}
		case ctVictim:
			return Move{Call: Call{Op: OpBalances}}
		case ctBook:
			return Move{Call: Call{Op: OpDepth, Market: m.Name}}
		case ctRest:
			if now < c.resume {
				return Move{Until: c.resume}
			}
			if c.leg(marketMath{m}, v) {
				return Move{Call: Call{Op: OpPlace, Partner: true, Order: c.order(m, !c.selling, true)}}
			}
		case ctHit:
			return Move{Call: Call{Op: OpPlace, Order: c.order(m, c.selling, false)}}
		case ctOpen:
			return Move{Call: Call{Op: OpOpenOrders, Partner: true}}
		case ctCancel:
			return Move{Call: Call{Op: OpCancel, Partner: true, Market: m.Name, OrderID: c.cancel[0]}}
		case ctOver:
			return Move{}
		}
	}
}

// leg decides on the next leg, in the other direction than the last one if
// there is enough for that. It is false when he has to look first, or is done.
func (c *counterTradeRun) leg(q marketMath, v View) bool {
	if c.legs >= 2*c.params.Rounds {
		c.recheck(true)
		return false
	}
	if c.since >= 2*recount {
		c.recheck(false)
		return false
	}
	for range 2 {
		c.selling = !c.selling
		c.price = c.prices.low
		if c.selling {
			c.price = c.prices.high
		}
		if c.amount = c.size(q, v); c.amount > 0 {
			return true
		}
	}
	c.recheck(c.since == 0) // nothing worthwhile is left, if he has just looked
	return false
}

// size is the quantity of a leg: what is planned, give or take a fifth, or
// less if one of the two cannot pay for it.
func (c *counterTradeRun) size(q marketMath, v View) int64 {
	seller, buyer := c.victim.base, c.own.quote
	if c.selling {
		seller, buyer = c.own.base, scale(c.victim.quote, c.params.Spend)
	}
	most := min(seller, q.quantity(c.price, buyer, money.Down))
	if c.params.Quantity > 0 {
		planned := scale(c.params.Quantity, v.Chance.Between(800_000, 1_200_000))
		most = min(most, max(planned, q.least(c.price)))
	}
	return q.fit(v.written(most, q.least(c.price), q.Step), c.price)
}

// order is one of a leg's two. The victim's takes along what others offer at
// better prices, as far as it can, so that it reaches the own account's.
func (c *counterTradeRun) order(m *attacker.MarketInfo, buy, rest bool) attacker.Order {
	o := attacker.Order{Market: m.Name, Buy: buy, Limit: true, Rest: rest, Price: c.price, Quantity: c.amount}
	if rest {
		return o
	}
	q, between, most := marketMath{m}, c.prices.bids, c.victim.base
	if buy {
		between, most = c.prices.asks, q.quantity(c.price, c.victim.quote, money.Down)
	}
	if n := q.fit(min(c.amount+between, most), c.price); n > c.amount {
		o.Quantity = n
	}
	return o
}

func (c *counterTradeRun) Tell(now int64, v View, a Answer) {
	m := v.listed(c.params.Market)
	switch c.stage {
	case ctOwn:
		c.own = pairBalanceOf(v.Partner, m)
		c.goOn(ctVictim, a)
	case ctVictim:
		c.victim = pairBalanceOf(v.Key, m)
		c.goOn(ctBook, a)
	case ctBook:
		ok := false
		c.prices, ok = survey(a.Depth, marketMath{m}, c.params)
		c.goOn(ctRest, a)
		if !ok {
			c.stage = ctOver
		}
	case ctRest:
		c.tellRested(marketMath{m}, a)
	case ctHit:
		c.tellHit(now, v.Chance, marketMath{m}, a)
	case ctOpen:
		c.tellOpen(a)
	case ctCancel:
		c.cancel = c.cancel[1:]
		c.cleared()
	}
}

// goOn is for questions: without an answer there is nothing to reckon with.
func (c *counterTradeRun) goOn(next counterTradeStage, a Answer) {
	c.stage = next
	if a.Refusal != attacker.Accepted {
		c.stage = ctOver
	}
}

// tellRested takes in what became of the own account's order. Whatever others
// took of it at once they paid well for.
func (c *counterTradeRun) tellRested(q marketMath, a Answer) {
	if hopeless(a.Refusal) {
		c.stage = ctOver
		return
	}
	if a.Refusal != attacker.Accepted {
		c.miss(a.Refusal)
		return
	}
	c.resting = append(c.resting, a.Placed.ID)
	if c.selling {
		c.own.base -= c.amount
		c.own.quote += kept(a.Placed.Quote)
	} else {
		c.own.quote -= q.worth(c.price, c.amount, money.Up)
		c.own.base += kept(a.Placed.Filled)
	}
	c.amount -= a.Placed.Filled
	c.stage = ctHit
	if q.fit(c.amount, c.price) == 0 {
		c.done()
	}
}

// tellHit takes in what became of the victim's order.
func (c *counterTradeRun) tellHit(now int64, chance *Chance, q marketMath, a Answer) {
	if a.Refusal != attacker.Accepted {
		c.miss(a.Refusal)
		return
	}
	p := a.Placed
	met := min(p.Filled, c.amount)
	if c.selling {
		c.victim.quote -= p.Quote
		c.victim.base += kept(p.Filled)
		c.own.quote += kept(q.worth(c.price, met, money.Down))
		c.prices.asks = 0
	} else {
		c.victim.base -= p.Filled
		c.victim.quote += kept(p.Quote)
		c.own.base += kept(met)
		c.prices.bids = 0
	}
	c.done()
	if pause := int64(c.params.Pause); pause > 0 && c.legs%2 == 0 && c.legs < 2*c.params.Rounds {
		c.resume = now + chance.Between(pause-pause/5, pause+pause/5+1)
	}
	if p.Filled < c.amount/2 {
		c.miss(attacker.Accepted)
		return
	}
	c.misses = 0
}

// done ends a leg.
func (c *counterTradeRun) done() {
	c.legs++
	c.since++
	c.stage = ctRest
}

// miss has him look again, a few times. There is no use in that with a key
// that is dead or a market that stands still.
func (c *counterTradeRun) miss(r attacker.Refusal) {
	c.misses++
	c.recheck(hopeless(r) || r == attacker.MarketRefused || c.misses == maxMisses)
}

// recheck clears up what still rests of his orders, and unless it is for the
// last time has him read balances and book again.
func (c *counterTradeRun) recheck(last bool) {
	c.last, c.since = last, 0
	c.cancel = nil
	if len(c.resting) > 0 {
		c.stage = ctOpen
		return
	}
	c.cleared()
}

func (c *counterTradeRun) tellOpen(a Answer) {
	for _, o := range a.Orders {
		if slices.Contains(c.resting, o.ID) {
			c.cancel = append(c.cancel, o.ID)
		}
	}
	c.resting = nil
	c.cleared()
}

// cleared goes on when nothing is left to cancel.
func (c *counterTradeRun) cleared() {
	switch {
	case len(c.cancel) > 0:
		c.stage = ctCancel
	case c.last:
		c.stage = ctOver
	default:
		c.stage = ctOwn
	}
}

// kept is what is reckoned to remain of something received: what the venue
// takes of it is only known after the next look.
func kept(received int64) int64 { return scale(received, 990_000) }
