package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// program is what somebody's program is at. Programs make their requests in a row:
// whoever makes one every half an hour and no other ever near it would be the only
// one of his kind, and a thief would stand out by his haste alone.
type program struct {
	started bool  // it has made its first request
	doing   uint8 // the kind of its last request, if it goes on; model.Visit if it waits
	same    bool  // its next request is of that kind
	waiting uint8 // orders that wait for a signal

	signal, last deal // that it waits for; of its last order
}

// deal is a market and a side of it.
type deal struct {
	market uint16
	side   market.Side
}

// How programs go about their work; synthetic.
const (
	sameAgain  = 500_000 // share of requests in a row that are of the kind of the one before: 30 % to 70 %
	asksFirst  = 750_000 // share of programs that look at their key or their account first when they start: 50 % to 95 %
	asksRights = 500_000 // of those, share that ask what their key may do: 30 % to 70 %
)

// next is what a program does now, or its owner.
func (g *program) next(s *sim.Stream, t *model.ArrivalRates) int {
	kinds := t.Kinds
	if g.doing != model.Visit {
		if g.same || s.Chance(sameAgain) {
			return int(g.doing)
		}
		kinds[model.Visit], kinds[model.KeyWithdrawal] = 0, 0
		if kinds[model.KeyRead]+kinds[model.KeyOrder] == 0 {
			return int(g.doing)
		}
	}
	return s.Pick(kinds[:])
}

// runProgram makes a program's next read or order, or what it does first when it
// starts.
func (p *Population) runProgram(now int64, i, kind int, c *mockexchange.Command) sim.Attempt {
	m := &p.customers[i]
	goesOn := m.program.doing == uint8(kind)
	m.program.same = !m.program.started && m.stream.Chance(asksFirst)
	m.program.started, m.program.doing = true, uint8(kind)
	switch {
	case m.program.same:
		m.arrival = now + inARow(&m.stream)
		c.Kind = mockexchange.ReadAccount
		if m.stream.Chance(asksRights) {
			c.Kind = mockexchange.ReadRights
		}
		p.sign(now, i, true, c)
		return sim.Attempt{}
	case m.stream.Chance(model.InARow):
		m.arrival = now + inARow(&m.stream)
	default:
		m.program.doing = model.Visit
		m.arrival = p.model.NextArrival(&m.stream, &p.model.Holders[i], now)
	}
	if kind == model.KeyOrder && !p.awaitSignal(now, i) {
		if goesOn {
			c.Market, c.Side = m.program.last.market, m.program.last.side
		}
		return p.programOrder(now, i, c)
	}
	p.look(now, i, c)
	p.sign(now, i, true, c)
	return sim.Attempt{}
}

// programOrder makes an order and remembers on which side of which market.
func (p *Population) programOrder(now int64, i int, c *mockexchange.Command) sim.Attempt {
	at := p.order(now, i, true, c)
	p.customers[i].program.last = deal{c.Market, c.Side}
	return at
}

// inARow is how long a program takes from one request to the next: as likely
// between one and two seconds as between two and four, and so on up to a minute.
func inARow(s *sim.Stream) int64 {
	return s.Between(int64(time.Second), int64(2*time.Second)) << s.N(6)
}

// swift is within which time programs act on a signal.
const swift = int64(8 * time.Second)

// mostWaiting is how many orders a program has ready for a signal.
const mostWaiting = 20

// awaitSignal has a program wait for the next signal with an order, if it is one of
// those.
func (p *Population) awaitSignal(now int64, i int) bool {
	m, r := &p.customers[i], &p.model.Holders[i]
	if m.program.waiting == mostWaiting || !m.stream.Chance(r.Follows()) {
		return false
	}
	if m.signalAt == 0 {
		next := p.model.Signal(r, now)
		m.signalAt = next.At + m.stream.N(swift)
		m.program.signal = deal{next.Market, next.Side}
	}
	m.program.waiting++
	return true
}

// followSignal makes an order that waited for a signal, together with everybody's
// who waited for the same.
func (p *Population) followSignal(now int64, i int, c *mockexchange.Command) sim.Attempt {
	m := &p.customers[i]
	m.signalAt = 0
	if m.program.waiting--; m.program.waiting > 0 {
		m.signalAt = now + inARow(&m.stream)
	}
	c.Market, c.Side = m.program.signal.market, m.program.signal.side
	return p.programOrder(now, i, c)
}
