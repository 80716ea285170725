package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// act lets a customer do the next thing that he or his program has planned.
// All of it comes from his own stream and none of it from an answer, except
// whether there is an order to take back.
func (p *Population) act(now int64, i int, c *mockexchange.Command) (at sim.Attempt, send bool) {
	m := &p.customers[i]
	switch {
	case m.takeBackAt != 0 && m.takeBackAt <= now:
		p.takeBack(now, i, c)
	case m.signalAt != 0 && m.signalAt <= now:
		at = p.followSignal(now, i, c)
	case m.step != 0 && m.step <= now:
		at = p.continueVisit(now, i, c)
	default:
		at = p.arrive(now, i, c)
	}
	m.schedule(now, p.model.End)
	return at, true
}

// schedule finds the earliest of what a customer has planned. Somebody in the
// middle of something does not set out anew. Honest life stops with the clock.
func (m *customer) schedule(now, end int64) {
	next := m.step
	if next == 0 {
		next = m.arrival
	}
	if m.takeBackAt != 0 && (next == 0 || m.takeBackAt < next) {
		next = m.takeBackAt
	}
	if m.signalAt != 0 && (next == 0 || m.signalAt < next) {
		next = m.signalAt
	}
	m.next = 0
	if next != 0 && next < end {
		m.next = max(next, now+1)
	}
}

// arrive begins something new, or lets a program go on.
func (p *Population) arrive(now int64, i int, c *mockexchange.Command) sim.Attempt {
	m, r := &p.customers[i], &p.model.Holders[i]
	t := p.model.Rates(r, now)
	kind := m.program.next(&m.stream, t)
	if kind == model.KeyRead || kind == model.KeyOrder && r.CanTrade {
		return p.runProgram(now, i, kind, c)
	}
	m.program.doing = model.Visit
	m.arrival = p.model.NextArrival(&m.stream, r, now)
	if kind == model.KeyWithdrawal && r.CanWithdraw {
		return p.withdraw(now, i, true, c)
	}
	for activity := range m.left {
		m.left[activity] = uint8(m.stream.Poisson(t.PerVisit[activity]))
	}
	// A program that lacks the right leaves the work to its owner.
	switch kind {
	case model.KeyOrder:
		m.left[model.Place]++
	case model.KeyWithdrawal:
		m.left[model.Withdraw]++
	}
	return p.visit(now, i, c)
}

// visit begins a visit to the website with a login.
func (p *Population) visit(now int64, i int, c *mockexchange.Command) sim.Attempt {
	m, r := &p.customers[i], &p.model.Holders[i]
	m.source = uint8(m.stream.N(int64(r.Sources.Count)))
	if r.Login.Devices[1] != 0 {
		m.phone = m.stream.Chance(phoneVisits)
		m.roams = m.phone && m.stream.Chance(phoneRoams)
	}
	c.Kind = mockexchange.Login
	p.sign(now, i, false, c)
	m.pause(now)
	m.intents++
	return sim.Attempt{Intent: m.intents, Kind: sim.IntentLogin, At: now}
}

// pause sets when a visit goes on, if something is left to do.
func (m *customer) pause(now int64) {
	m.step = 0
	if m.left != [model.Activities]uint8{} || m.test != 0 {
		m.step = now + think(&m.stream)
	}
}

// think is how long a person takes between two steps.
func think(s *sim.Stream) int64 {
	return int64(4*time.Second) + s.Exponential(int64(35*time.Second))
}

// continueVisit does the next thing in a visit, or follows a test send up.
func (p *Population) continueVisit(now int64, i int, c *mockexchange.Command) (at sim.Attempt) {
	m := &p.customers[i]
	if m.test != 0 {
		at = p.followUp(now, i, c)
		m.pause(now)
		return at
	}
	weights := [model.Activities]int64{}
	for activity, n := range m.left {
		weights[activity] = int64(n)
	}
	activity := m.stream.Pick(weights[:])
	m.left[activity]--
	m.pause(now)
	switch activity {
	case model.Place:
		return p.order(now, i, false, c)
	case model.Withdraw:
		return p.withdraw(now, i, false, c)
	case model.Complain:
		p.complain(now, i, noise(&m.stream), c)
	default:
		p.look(now, i, c)
		p.sign(now, i, false, c)
	}
	return at
}

// sign proves who the customer is, in the way that the command is made.
// Some commands are public and need no proof.
func (p *Population) sign(now int64, i int, byKey bool, c *mockexchange.Command) {
	m, r := &p.customers[i], &p.model.Holders[i]
	if byKey {
		at := p.model.Home(r, now)
		c.Source = p.model.Source(at, uint32(m.stream.N(int64(at.Count))))
		if c.Kind != mockexchange.ReadDepth {
			c.Auth = mockexchange.AuthKey
			c.Key, c.Credential = p.key(i, c.Kind)
		}
		return
	}
	p.signByLogin(now, i, m.source, c)
}

// readKinds are what customers read, and how often in proportion.
var readKinds = [...]struct {
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
	s := &p.customers[i].stream
	n := s.N(100)
	for k := range readKinds {
		if n -= readKinds[k].weight; n < 0 {
			c.Kind = readKinds[k].kind
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
	byMarket := p.model.Groups[p.model.Holders[i].Group].Phase(now).ByMarket
	return uint16(p.customers[i].stream.Pick(byMarket) + 1)
}

// signByLogin makes the command one of the customer himself, at the website.
func (p *Population) signByLogin(now int64, i int, source uint8, c *mockexchange.Command) {
	r := &p.model.Holders[i]
	c.Auth, c.Account, c.Credential = mockexchange.AuthLogin, uint32(i+1), p.model.Logins[i]
	c.Source, c.Device = p.model.Source(p.model.Home(r, now), uint32(source)), r.Login.Device(now, p.customers[i].phone)
	if r.Login.Travels(now) || p.customers[i].roams && c.Kind != mockexchange.Login {
		c.Source = p.model.Source(r.Login.Away, 0)
	}
	if p.customers[i].factor && (c.Kind == mockexchange.Login || c.Kind == mockexchange.RequestWithdrawal) {
		c.Factor = access.CodeOf(p.customers[i].kind, p.model.VenueSeed, c.Account, now)
	}
}

// phoneVisits is how many visits people make with their phones who have both a phone
// and a computer at hand, parts per million; synthetic, 30 to 70 %.
const phoneVisits = 500_000

// phoneRoams is how many of those the phone changes networks in, parts per million;
// synthetic, 2 to 15 %.
const phoneRoams = 60_000

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
	p.signByLogin(now, i, p.customers[i].source, c)
}
