package technique

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/attacker"
)

// ConvertByTrade trades all that an account holds into one coin that can be
// withdrawn. It looks at the balances if they may have changed, then once at
// each book on the way; Params.Count orders follow, or fewer if the balances
// are too small for so many. It looks at a book again only when an order was
// filled for less than half, so there is at most one look for each order
// besides the first round.
type ConvertByTrade struct{}

// Info describes it.
func (ConvertByTrade) Info() Info {
	return Info{
		Name:    "convert_by_trade",
		Summary: "Trades what an account holds into one coin that can be withdrawn, at almost any price.",
		Effect:  "The victim's coins and cash become another coin. What bad prices and fees cost goes to others.",
		Seen: "A series of orders at or through the best price, on several markets of one account, that all end in the " +
			"same coin; no order rests in a book.",
		ATTACK: []string{"T1657", "T1550.001"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"params.count", "orders for each account; or counts: in the step, a number for each"},
			{"params.target", "the coin that he ends up with"},
			{"params.style", "limit, or market; limit if left out"},
			{"params.through", "how far through the best price a limit may go; 3 % if left out"},
		},
	}
}

var errTarget = errors.New("target is missing, expected the code of an asset")

// Start takes Params.Count, Params.Target, Params.Style and Params.Through.
func (ConvertByTrade) Start(p Params) (Run, error) {
	if err := p.checkCount(); err != nil {
		return nil, err
	}
	if err := p.checkStyle(); err != nil {
		return nil, err
	}
	if p.Target == "" {
		return nil, errTarget
	}
	if p.Through < 0 || p.Through >= million {
		return nil, fmt.Errorf("through is %d, expected 0 to 999999 parts per million", p.Through)
	}
	p.Through = cmp.Or(p.Through, DefaultThrough)
	return &convertByTradeRun{params: p, terms: terms{style: p.Style, through: p.Through}}, nil
}

// Remainder is the orders not made yet.
func (ConvertByTrade) Remainder(p Params, done int) (Params, bool) { return p.remainder(done) }

// Allowed is the right to trade.
func (ConvertByTrade) Allowed(r attacker.Rights) bool { return r.Trade }

// Fallbacks are to withdraw what is there as it is.
func (ConvertByTrade) Fallbacks(_ Failure, v View) []Use {
	if !v.Key.Rights.Withdraw {
		return nil
	}
	return []Use{{WithdrawDirect{}, Params{Count: 1}}}
}

// convertByTradeRun goes through its stages in their order.
type convertByTradeRun struct {
	params Params
	terms  terms

	stage   convertStage
	queue   []int // markets still to be looked at
	books   books
	batches []orderBatch
	next    int // index of the batch being traded
	called  Call
	review  bool // the last order was filled badly: look at the book again
	misses  int  // orders that the account could not pay for
}

type convertStage uint8

const (
	looking convertStage = iota // at the balances
	pricing                     // at the books
	trading
	finished
)

func (c *convertByTradeRun) Ask(_ int64, v View) Move {
	if c.stage == looking {
		if needsBalances(v.Key) {
			return c.call(Call{Op: OpBalances})
		}
		c.survey(v)
	}
	if c.stage == pricing {
		if len(c.queue) > 0 {
			return c.call(Call{Op: OpDepth, Market: v.Markets[c.queue[0]].Name})
		}
		p := planner{v: v, t: c.terms, books: c.books, target: c.params.Target, budget: c.params.Count}
		c.batches, c.stage = p.plan(), trading
	}
	if c.stage == trading {
		if call, ok := c.trade(v); ok {
			return c.call(call)
		}
		c.stage = finished
	}
	return Move{}
}

// call remembers what was asked for, so that the answer can be understood.
func (c *convertByTradeRun) call(call Call) Move {
	c.called = call
	return Move{Call: call}
}

// survey decides which books to look at.
func (c *convertByTradeRun) survey(v View) {
	c.stage = pricing
	c.queue = markets(v, c.params.Target)
	c.books = make(books, len(v.Markets))
}

// trade is the next call of the batch in progress, or of the one after it.
func (c *convertByTradeRun) trade(v View) (call Call, ok bool) {
	for ; c.next < len(c.batches); c.next++ {
		b := &c.batches[c.next]
		if b.fed && needsBalances(v.Key) {
			return Call{Op: OpBalances}, true
		}
		if b.fed {
			b.amount, b.fed = v.Key.Free(b.asset), false
		}
		if b.parts == 0 || b.best == 0 {
			continue
		}
		if c.review {
			return Call{Op: OpDepth, Market: v.Markets[b.hop.market].Name}, true
		}
		if o, ok := b.order(v, c.terms); ok {
			return Call{Op: OpPlace, Order: o}, true
		}
	}
	return Call{}, false
}

func (c *convertByTradeRun) Tell(_ int64, _ View, a Answer) {
	switch c.called.Op {
	case OpBalances:
		if a.Refusal != attacker.Accepted {
			c.stage = finished
		}
	case OpDepth:
		c.tellDepth(a)
	case OpPlace:
		c.tellPlaced(a)
	}
}

// tellDepth takes in a book. One that was refused stays empty, so nothing is
// planned on its market, or stays as it was.
func (c *convertByTradeRun) tellDepth(a Answer) {
	if c.stage == pricing {
		c.books[c.queue[0]] = a.Depth
		c.queue = c.queue[1:]
		return
	}
	c.review = false
	b := &c.batches[c.next]
	if a.Refusal == attacker.Accepted {
		c.books[b.hop.market] = a.Depth
		b.best = c.books.best(b.hop)
	}
}

// tellPlaced counts an order as used up whether it was taken or not: a thief
// who replays a record does not ask twice, unless he asked for more than there is.
func (c *convertByTradeRun) tellPlaced(a Answer) {
	b := &c.batches[c.next]
	if a.Refusal == attacker.FundsRefused && c.misses < maxMisses {
		c.misses++
		b.fed = true // its owner used some of it: count anew
		return
	}
	b.parts--
	switch {
	case hopeless(a.Refusal):
		c.stage = finished
	case a.Refusal == attacker.MarketRefused:
		b.parts = 0
	case a.Refusal == attacker.Accepted:
		b.amount -= b.given(a.Placed)
		c.review = b.parts > 0 && poor(c.called.Order, a.Placed)
	}
}
