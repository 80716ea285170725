package technique

import (
	"github.com/exdrill/exdrill/attacker"
)

const (
	// maxHalvings ends the search for a limit: a four-thousandth of what was
	// wanted is not worth more requests.
	maxHalvings = 12
	// maxPieces is in how many pieces a refused amount is taken at most before
	// the run goes on.
	maxPieces = 64
)

// probingRun halves what is refused until the venue takes it, and takes the rest
// in pieces of that size. Its inner run hears of the whole. Bounds that it
// finds hold for everything that the thief asks for later.
type probingRun struct {
	inner Run

	active    bool
	call      Call  // as the inner run asked for it
	left      int64 // base units still to be taken
	size      int64 // of the piece in progress
	tooMuch   bool  // something greater than size was refused in this search
	price     int64 // of the piece in progress; 0 without a limit
	tooFar    bool  // a price further off was refused in this search
	middle    int64 // a price in the book; 0 until he looked
	readsBook bool  // at the book

	times   int
	backoff int64
	waits   int   // in a row, for a window to open again
	resume  int64 // no piece before this time

	halvings, pieces int
	taken, last      int64 // in all, and the greatest piece
	placed           attacker.Placed
}

func (p *probingRun) Ask(now int64, v View) Move {
	if !p.active {
		m := p.inner.Ask(now, v)
		if m.Call.Op != OpWithdraw && m.Call.Op != OpPlace {
			return m
		}
		p.begin(m.Call, v)
	}
	if now < p.resume {
		return Move{Until: p.resume}
	}
	if p.readsBook {
		return Move{Call: Call{Op: OpDepth, Market: p.call.Order.Market}}
	}
	return Move{Call: p.piece()}
}

// begin starts a search with what earlier ones taught.
func (p *probingRun) begin(c Call, v View) {
	*p = probingRun{
		inner: p.inner, times: p.times, backoff: p.backoff,
		active: true, call: c, left: *amountOf(&c), price: c.Order.Price,
	}
	p.size = p.left
	if good := v.Limits.learned(p.about(false, false)); good > 0 {
		p.size = min(p.size, max(good, p.floor(v)))
	}
	if high := v.Limits.learned(p.about(true, false)); high > 0 {
		p.price = min(p.price, high)
	}
	if low := v.Limits.learned(p.about(true, true)); low > 0 && p.price > 0 {
		p.price = max(p.price, low)
	}
}

// about is what a bound found here is about.
func (p *probingRun) about(price, low bool) subject {
	name := p.call.Order.Market
	if p.call.Op == OpWithdraw {
		name = p.call.Transfer.Asset
	}
	if p.call.Order.Quote > 0 {
		name += "/quote" // counted in another asset
	}
	return subject{op: p.call.Op, name: name, price: price, low: low}
}

// amountOf is the figure of a call that can be halved.
func amountOf(c *Call) *int64 {
	switch {
	case c.Op == OpWithdraw:
		return &c.Transfer.Amount
	case c.Order.Quote > 0:
		return &c.Order.Quote
	}
	return &c.Order.Quantity
}

// piece is the call for the next piece.
func (p *probingRun) piece() Call {
	c := p.call
	*amountOf(&c) = min(p.size, p.left)
	c.Order.Price = p.price
	return c
}

// floor is the least amount that the venue takes at all.
func (p *probingRun) floor(v View) int64 {
	if p.call.Op == OpWithdraw {
		if a := v.asset(p.call.Transfer.Asset); a != nil {
			return max(a.MinWithdrawal+a.WithdrawalFee, 1)
		}
		return 1
	}
	m := v.market(p.call.Order.Market)
	switch {
	case p.call.Order.Quote > 0:
		return max(m.MinNotional, 1)
	case p.price > 0:
		return marketMath{&m}.least(p.price)
	}
	return max(m.MinQty, m.Step, 1)
}

func (p *probingRun) Tell(now int64, v View, a Answer) {
	switch {
	case !p.active:
		p.inner.Tell(now, v, a)
	case p.readsBook:
		p.tellBook(now, v, a)
	case a.Refusal == attacker.Accepted:
		p.tellTaken(now, v, a)
	case p.priced(a.Refusal):
		p.nearer(now, v)
	case a.Refusal == attacker.WithdrawalRefused || a.Refusal == attacker.FilterRefused || a.Refusal == attacker.OtherRefused:
		p.halve(now, v, a.Refusal)
	default:
		p.finish(now, v, a.Refusal)
	}
}

// priced says that a refusal may be about the price.
func (p *probingRun) priced(r attacker.Refusal) bool {
	return r == attacker.FilterRefused && p.price > 0
}

// halve tries half of the amount, as long as that is worth a request.
func (p *probingRun) halve(now int64, v View, r attacker.Refusal) {
	half := min(p.size, p.left) / 2
	if p.call.Op == OpPlace && p.call.Order.Quote == 0 {
		m := v.market(p.call.Order.Market)
		half -= half % max(m.Step, 1)
	}
	if p.halvings++; p.halvings > maxHalvings || half < p.floor(v) {
		p.wait(now, v, r)
		return
	}
	// A piece as small as one that was accepted in this search tells of a
	// total that is used up, not of a bound for one.
	p.tooMuch = p.taken == 0
	p.size = half
}

// wait sits out a window whose total is used up, if some of the amount was
// taken before. Else it is for the inner run to wait.
func (p *probingRun) wait(now int64, v View, r attacker.Refusal) {
	if p.taken == 0 || p.waits == p.times {
		p.finish(now, v, r)
		return
	}
	length := p.backoff << min(p.waits, maxDoublings)
	p.resume = now + v.Chance.Between(length-length/5, length+length/5)
	p.waits++
	p.halvings, p.size = 0, p.last
}

// nearer tries a price half as far from the market's, and asks for that first.
func (p *probingRun) nearer(now int64, v View) {
	if p.middle == 0 {
		p.readsBook = true
		return
	}
	m := v.market(p.call.Order.Market)
	q := marketMath{&m}
	price := q.onTick(p.middle+(p.price-p.middle)/2, p.price > p.middle)
	if p.halvings++; p.halvings > maxHalvings || price == p.price {
		p.finish(now, v, attacker.FilterRefused)
		return
	}
	p.price, p.tooFar = price, true
}

func (p *probingRun) tellBook(now int64, v View, a Answer) {
	p.readsBook = false
	p.middle = top(a.Depth.Bids)
	if p.middle == 0 {
		p.middle = top(a.Depth.Asks)
	}
	if p.middle == 0 {
		p.finish(now, v, attacker.FilterRefused)
		return
	}
	p.nearer(now, v)
}

// tellTaken counts a piece, and learns from it what was refused before it.
func (p *probingRun) tellTaken(now int64, v View, a Answer) {
	c := p.piece()
	size := *amountOf(&c)
	p.left -= size
	p.taken += size
	p.pieces++
	p.waits = 0
	p.last = max(p.last, size)
	p.placed.ID = a.Placed.ID
	p.placed.Filled += a.Placed.Filled
	p.placed.Quote += a.Placed.Quote
	if p.tooMuch {
		v.Limits.learn(p.about(false, false), size)
		p.tooMuch = false
	}
	if p.tooFar {
		v.Limits.learn(p.about(true, p.price < p.middle), p.price)
		p.tooFar = false
	}
	whole := p.left < p.floor(v) || p.pieces == maxPieces
	if whole || p.call.Op == OpPlace && (c.Order.Rest || poor(c.Order, a.Placed)) {
		p.finish(now, v, attacker.Accepted)
	}
}

// finish tells the inner run what became of the whole.
func (p *probingRun) finish(now int64, v View, r attacker.Refusal) {
	p.active = false
	a := Answer{Refusal: r, Taken: p.taken, Placed: p.placed}
	if p.taken > 0 {
		a.Refusal = attacker.Accepted
	}
	p.inner.Tell(now, v, a)
}
