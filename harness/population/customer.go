package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// act lets a customer do the next thing that he or his program has planned.
// All of it comes from his own stream and none of it from an answer, except
// whether there is an order to take back.
func (p *Population) act(now int64, i int, c *mockexchange.Command) (at sim.Attempt, send bool) {
	m := &p.members[i]
	switch {
	case m.cancel != 0 && m.cancel <= now:
		p.takeBack(now, i, c)
	case m.step != 0 && m.step <= now:
		at = p.goOn(now, i, c)
	default:
		at = p.arrive(now, i, c)
	}
	m.schedule(now, p.model.end)
	return at, true
}

// schedule finds the earliest of what a customer has planned. Somebody in the
// middle of something does not set out anew. Honest life stops with the clock.
func (m *member) schedule(now, end int64) {
	next := m.step
	if next == 0 {
		next = m.arrival
	}
	if m.cancel != 0 && (next == 0 || m.cancel < next) {
		next = m.cancel
	}
	m.next = 0
	if next != 0 && next < end {
		m.next = max(next, now+1)
	}
}

// arrive begins something new.
func (p *Population) arrive(now int64, i int, c *mockexchange.Command) sim.Attempt {
	m, r := &p.members[i], &p.model.roles[i]
	t := p.model.tempo(r, now)
	m.arrival = p.model.sets(&m.stream, r, now)
	switch kind := m.stream.Pick(t.kinds[:]); {
	case m.left != [chores]uint8{}:
		return p.visit(now, i, c)
	case kind == keyRead:
		p.look(now, i, c)
		p.identify(now, i, true, c)
		return sim.Attempt{}
	case kind == keyOrder && r.canTrade:
		return p.order(now, i, true, c)
	case kind == keyWithdrawal && r.canWithdraw:
		return p.withdraw(now, i, true, c)
	default:
		for chore := range m.left {
			m.left[chore] = few(&m.stream, t.visit[chore])
		}
		// A program that lacks the right leaves the work to its owner.
		switch kind {
		case keyOrder:
			m.left[place]++
		case keyWithdrawal:
			m.left[withdraw]++
		}
		return p.visit(now, i, c)
	}
}

// visit begins a visit to the website with a login.
func (p *Population) visit(now int64, i int, c *mockexchange.Command) sim.Attempt {
	m, r := &p.members[i], &p.model.roles[i]
	m.source = uint8(m.stream.N(int64(r.at.count)))
	c.Kind = mockexchange.Login
	p.identify(now, i, false, c)
	m.pause(now)
	m.intents++
	return sim.Attempt{Intent: m.intents, Kind: sim.IntentLogin, At: now}
}

// pause sets when a visit goes on, if something is left to do.
func (m *member) pause(now int64) {
	m.step = 0
	if m.left != [chores]uint8{} || m.test != 0 {
		m.step = now + think(&m.stream)
	}
}

// think is how long a person takes between two steps.
func think(s *sim.Stream) int64 {
	return int64(4*time.Second) + s.Exponential(int64(35*time.Second))
}

// goOn does the next thing in a visit, or follows a test send up.
func (p *Population) goOn(now int64, i int, c *mockexchange.Command) (at sim.Attempt) {
	m := &p.members[i]
	if m.test != 0 {
		at = p.followUp(now, i, c)
		m.pause(now)
		return at
	}
	weights := [chores]int64{}
	for chore, n := range m.left {
		weights[chore] = int64(n)
	}
	chore := m.stream.Pick(weights[:])
	m.left[chore]--
	m.pause(now)
	switch chore {
	case place:
		return p.order(now, i, false, c)
	case withdraw:
		return p.withdraw(now, i, false, c)
	case grumble:
		p.complain(now, i, noise(&m.stream), c)
	default:
		p.look(now, i, c)
		p.identify(now, i, false, c)
	}
	return at
}

// identify proves who the customer is, in the way that the command is made.
// Some commands are public and need no proof.
func (p *Population) identify(now int64, i int, byKey bool, c *mockexchange.Command) {
	m, r := &p.members[i], &p.model.roles[i]
	if byKey {
		at := p.model.home(r, now)
		c.Source = p.model.calls(at, uint32(m.stream.N(int64(at.count))))
		if c.Kind != mockexchange.ReadDepth {
			c.Auth = mockexchange.AuthKey
			c.Key, c.Credential = p.key(i)
		}
		return
	}
	p.byLogin(now, i, m.source, c)
}

// looks are what customers read, and how often in proportion.
var looks = [...]struct {
	kind   mockexchange.Kind
	weight int64
}{
	{mockexchange.ReadAccount, 40},
	{mockexchange.ReadOpenOrders, 20},
	{mockexchange.ReadDepth, 16},
	{mockexchange.ReadTrades, 12},
	{mockexchange.ReadDeposits, 4},
	{mockexchange.ReadWithdrawals, 4},
	{mockexchange.ReadRights, 4},
}

// look reads something.
func (p *Population) look(now int64, i int, c *mockexchange.Command) {
	s := &p.members[i].stream
	n := s.N(100)
	for k := range looks {
		if n -= looks[k].weight; n < 0 {
			c.Kind = looks[k].kind
			break
		}
	}
	switch c.Kind {
	case mockexchange.ReadDepth:
		c.Market, c.Limit = p.market(now, i), 20
	case mockexchange.ReadTrades:
		c.Market = p.market(now, i)
	}
}

// market draws one that a customer cares for.
func (p *Population) market(now int64, i int) uint16 {
	byMarket := p.model.groups[p.model.roles[i].group].season(now).byMarket
	return uint16(p.members[i].stream.Pick(byMarket) + 1)
}

// What customers complain of.
const (
	// ComplaintTheft says that money left which the owner did not send. Honest
	// people say so, too, when they forgot what they or their program did.
	ComplaintTheft = "withdrawal not mine"

	complaintDeposit    = "deposit missing"
	complaintWithdrawal = "withdrawal slow"
	complaintLogin      = "cannot log in"
	complaintOrder      = "order not filled"
)

// noise is what somebody complains of who was not robbed.
func noise(s *sim.Stream) string {
	switch n := s.N(100); {
	case n < 35:
		return complaintDeposit
	case n < 65:
		return complaintWithdrawal
	case n < 80:
		return complaintLogin
	case n < 92:
		return complaintOrder
	}
	return ComplaintTheft
}

func (p *Population) complain(now int64, i int, label string, c *mockexchange.Command) {
	c.Kind, c.Label = mockexchange.Complain, label
	p.byLogin(now, i, p.members[i].source, c)
}
