package population

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// Population is everybody honest in the middle of a run: what each is about to
// do next. It is plain data; Clone makes an independent copy.
type Population struct {
	model   *cast
	members []member // account n is element n-1
	makers  []quoter // the makers, by their index
	traders []trader // the momentum traders, by their index
	owners  []owner  // the victims
	errands []errand // what people do because of an answer; the first is no errand
	spare   uint32   // errands that are done, as a list
	renewed []renewed
}

// member is what changes about an account's owner.
type member struct {
	next    int64      // his next wake-up that no answer causes, 0 for none
	arrival int64      // when he next sets out, 0 for never
	step    int64      // when he goes on with what he set out for, 0 for nothing left
	cancel  int64      // when he takes his resting order back, 0 for no plan
	stream  sim.Stream // of his plans alone

	rests   uint64 // the order that he means to take back, 0 if it does not rest
	sought  int64  // when he set out to make his newest withdrawal
	intents uint32 // how many he has had
	errand  uint32 // the first of his errands, 0 for none

	market uint16        // of the order that he means to take back
	left   [chores]uint8 // what he still wants to do in this visit
	source uint8         // which of his addresses he visits from

	mending bool   // he is about to make a new key
	renewed uint32 // index+1 of the key that he made, 0 for none

	test      uint32 // number of the intent of a test send whose real one comes next
	testAsset uint16
	testByKey bool
}

// New sets everybody's plans to their beginnings.
func New(m *cast) *Population {
	p := &Population{
		model: m, members: make([]member, len(m.roles)), owners: make([]owner, len(m.victims)), errands: make([]errand, 1),
	}
	for _, places := range m.quotes {
		q := quoter{quotes: make([]quoted, len(places))}
		for i := range places {
			q.quotes[i].Quote = places[i]
		}
		p.makers = append(p.makers, q)
	}
	for _, market := range m.followed {
		p.traders = append(p.traders, trader{market: market})
	}
	for i := range m.roles {
		p.begin(i)
	}
	return p
}

// begin sets somebody's first wake-up. Intents to deposit are numbered before
// all others.
func (p *Population) begin(i int) {
	c, m := p.model, &p.members[i]
	r := &c.roles[i]
	g := &c.groups[r.group]
	m.stream, m.intents = c.stream(i, forPlan), r.deposits
	s := &m.stream
	switch {
	case g.kind == foreign, r.idle:
	case g.kind == maker:
		m.arrival = c.start + s.Between(int64(time.Millisecond), int64(2*time.Second))
	case g.kind == momentum, g.kind == forgotten:
		m.arrival = c.start + s.Between(1, max(g.every, 1))
	case r.victim != 0:
		// Their old orders go into the books at once.
		m.arrival = c.start + s.Between(int64(time.Minute), hour)
		m.left[place] = c.victims[r.victim-1].openOrders
	default:
		m.arrival = c.sets(s, r, c.start)
	}
	m.schedule(c.start, c.end)
}

// Start sets everybody's first wake-up.
func (p *Population) Start(q *sim.Queue) {
	for i := range p.members {
		if p.members[i].next != 0 {
			q.Push(p.members[i].next, sim.Customer(uint32(i+1)))
		}
	}
}

// Wake lets an actor act. It fills in the command, unless send is false, and
// says which intent it serves and when the actor wakes up next by himself, 0
// for never or for a wake-up that an answer had caused.
func (p *Population) Wake(now int64, a sim.Actor, c *mockexchange.Command) (at sim.Attempt, send bool, next int64) {
	i := int(a.Account()) - 1
	if i < 0 || i >= len(p.members) {
		return at, false, 0
	}
	m := &p.members[i]
	*c = mockexchange.Command{}
	if m.next != now {
		at, send = p.run(now, i, c)
		return at, send, 0
	}
	switch r := &p.model.roles[i]; p.model.groups[r.group].kind {
	case forgotten:
		return at, true, p.present(now, i, c)
	case maker:
		send = p.quote(now, i, c)
	case momentum:
		send = p.follow(now, i, c)
	default:
		at, send = p.act(now, i, c)
	}
	return at, send, m.next
}

// Plans goes through all that a customer will send by himself, whatever the
// venue answers, and leaves him where he was.
func (p *Population) Plans(account uint32, see func(*mockexchange.Command)) {
	m := &p.members[account-1]
	before := *m
	var c mockexchange.Command
	for at := m.next; at != 0; {
		_, _, at = p.Wake(at, sim.Customer(account), &c)
		see(&c)
	}
	*m = before
}

// Observe tells an actor what came of his command. extra is a wake-up that the
// answer causes, at least sim.Reaction later; 0 for none.
func (p *Population) Observe(now int64, a sim.Actor, c *mockexchange.Command, r *mockexchange.Result) (extra int64) {
	i := int(a.Account()) - 1
	if i < 0 || i >= len(p.members) {
		return 0
	}
	m := &p.members[i]
	if m.errand != 0 {
		if e := p.doing(m, now); e != 0 {
			return p.done(now, i, e, c, r)
		}
	}
	switch p.model.groups[p.model.roles[i].group].kind {
	case maker:
		p.makers[p.model.roles[i].index].observe(c, r)
		return p.mend(now, i, c, r)
	case momentum:
		if extra := p.mend(now, i, c, r); extra != 0 {
			return extra
		}
		return p.saw(now, i, c, r)
	case forgotten:
		return 0
	}
	if extra := p.mend(now, i, c, r); extra != 0 {
		return extra
	}
	switch c.Kind {
	case mockexchange.PlaceOrder:
		if m.cancel != 0 && r.Resting && c.TimeInForce == 0 {
			m.rests = r.Order
		}
	case mockexchange.RequestWithdrawal:
		return p.refused(now, i, c, r)
	}
	return 0
}

// Clone is an independent copy.
func (p *Population) Clone() *Population {
	c := *p
	c.members, c.errands = slices.Clone(p.members), slices.Clone(p.errands)
	c.traders, c.renewed = slices.Clone(p.traders), slices.Clone(p.renewed)
	c.makers = make([]quoter, len(p.makers))
	for i := range p.makers {
		c.makers[i] = p.makers[i].clone()
	}
	c.owners = make([]owner, len(p.owners))
	for i := range p.owners {
		c.owners[i] = p.owners[i].clone()
	}
	return &c
}

// byLogin makes the command one of the customer himself, at the website.
func (p *Population) byLogin(now int64, i int, source uint8, c *mockexchange.Command) {
	r := &p.model.roles[i]
	c.Auth, c.Account, c.Credential = mockexchange.AuthLogin, uint32(i+1), p.model.logins[i]
	c.Source = p.model.calls(p.model.home(r, now), uint32(source))
	if r.factor && (c.Kind == mockexchange.Login || c.Kind == mockexchange.RequestWithdrawal) {
		c.Factor = access.FactorCode(p.model.venue, c.Account, now)
	}
}
