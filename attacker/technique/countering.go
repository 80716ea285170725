package technique

import (
	"slices"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// recount is after how many rounds a counter-trading thief cancels what was
// left over and reads balances and book again. In between he reckons.
const recount = 25

// countering is a run of counter_trade. A leg is one order that rests and the
// one that fills it; a round is two legs.
type countering struct {
	params Params
	stage  counterStage
	legs   int // done
	since  int // legs since the last look
	misses int // in a row

	prices        corridor
	victim, own   pocket   // what is known or reckoned to be free
	resting       []uint64 // ids of own orders since the last look, which may still be open
	cancel        []uint64 // those of them that are
	selling       bool     // the own account sells in the leg in progress
	price, amount int64    // of the leg in progress
	resume        int64    // no leg before this time
	last          bool     // the look in progress is only to clear up
}

// counterStage is what comes next.
type counterStage uint8

const (
	ctOwn counterStage = iota // the own account's balances
	ctVictim
	ctBook
	ctRest // the own account's order
	ctHit  // the victim's
	ctOpen // what is left over of own orders
	ctCancel
	ctOver
)

// pocket is what an account has free of the two assets of a market.
type pocket struct{ base, quote int64 }

func pocketOf(k *Known, m *attacker.MarketInfo) pocket {
	return pocket{k.Free(m.Base), k.Free(m.Quote)}
}

func (c *countering) Ask(now int64, v View) Move {
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
			if c.leg(quoting{m}, v.Chance) {
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
func (c *countering) leg(q quoting, chance *Chance) bool {
	if c.legs >= 2*c.params.Rounds {
		c.look(true)
		return false
	}
	if c.since >= 2*recount {
		c.look(false)
		return false
	}
	for range 2 {
		c.selling = !c.selling
		c.price = c.prices.low
		if c.selling {
			c.price = c.prices.high
		}
		if c.amount = c.size(q, chance); c.amount > 0 {
			return true
		}
	}
	c.look(c.since == 0) // nothing worthwhile is left, if he has just looked
	return false
}

// size is the quantity of a leg: what is planned, give or take a fifth, or
// less if one of the two cannot pay for it.
func (c *countering) size(q quoting, chance *Chance) int64 {
	seller, buyer := c.victim.base, c.own.quote
	if c.selling {
		seller, buyer = c.own.base, scale(c.victim.quote, c.params.Spend)
	}
	most := min(seller, q.quantity(c.price, buyer, money.Down))
	if c.params.Quantity > 0 {
		planned := scale(c.params.Quantity, chance.Between(800_000, 1_200_000))
		most = min(most, max(planned, q.least(c.price)))
	}
	return q.fit(most, c.price)
}

// order is one of a leg's two. The victim's takes along what others offer at
// better prices, as far as it can, so that it reaches the own account's.
func (c *countering) order(m *attacker.MarketInfo, buy, rest bool) attacker.Order {
	o := attacker.Order{Market: m.Name, Buy: buy, Limit: true, Rest: rest, Price: c.price, Quantity: c.amount}
	if rest {
		return o
	}
	q, between, most := quoting{m}, c.prices.bids, c.victim.base
	if buy {
		between, most = c.prices.asks, q.quantity(c.price, c.victim.quote, money.Down)
	}
	if n := q.fit(min(c.amount+between, most), c.price); n > c.amount {
		o.Quantity = n
	}
	return o
}

func (c *countering) Tell(now int64, v View, a Answer) {
	m := v.listed(c.params.Market)
	switch c.stage {
	case ctOwn:
		c.own = pocketOf(v.Partner, m)
		c.goOn(ctVictim, a)
	case ctVictim:
		c.victim = pocketOf(v.Known, m)
		c.goOn(ctBook, a)
	case ctBook:
		ok := false
		c.prices, ok = survey(a.Depth, quoting{m}, c.params)
		c.goOn(ctRest, a)
		if !ok {
			c.stage = ctOver
		}
	case ctRest:
		c.tellRested(quoting{m}, a)
	case ctHit:
		c.tellHit(now, v.Chance, quoting{m}, a)
	case ctOpen:
		c.tellOpen(a)
	case ctCancel:
		c.cancel = c.cancel[1:]
		c.cleared()
	}
}

// goOn is for questions: without an answer there is nothing to reckon with.
func (c *countering) goOn(next counterStage, a Answer) {
	c.stage = next
	if a.Refusal != attacker.Accepted {
		c.stage = ctOver
	}
}

// tellRested takes in what became of the own account's order. Whatever others
// took of it at once they paid well for.
func (c *countering) tellRested(q quoting, a Answer) {
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
func (c *countering) tellHit(now int64, chance *Chance, q quoting, a Answer) {
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
func (c *countering) done() {
	c.legs++
	c.since++
	c.stage = ctRest
}

// miss has him look again, a few times. There is no use in that with a key
// that is dead or a market that stands still.
func (c *countering) miss(r attacker.Refusal) {
	c.misses++
	c.look(hopeless(r) || r == attacker.MarketRefused || c.misses == patience)
}

// look clears up what still rests of his orders, and unless it is for the last
// time has him read balances and book again.
func (c *countering) look(last bool) {
	c.last, c.since = last, 0
	c.cancel = nil
	if len(c.resting) > 0 {
		c.stage = ctOpen
		return
	}
	c.cleared()
}

func (c *countering) tellOpen(a Answer) {
	for _, o := range a.Orders {
		if slices.Contains(c.resting, o.ID) {
			c.cancel = append(c.cancel, o.ID)
		}
	}
	c.resting = nil
	c.cleared()
}

// cleared goes on when nothing is left to cancel.
func (c *countering) cleared() {
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
