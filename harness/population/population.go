// Package population is everybody honest in a drill while it runs: the
// customers of a venue, their programs, the market makers, and the owners whose
// keys were stolen.
//
// What customers set out to do is drawn from a stream of each one's own and
// never depends on what happens, so it is the same in every twin of a run and
// each intent can be asked: met, late or refused? Reactions to refusals have
// streams of their own. Market makers, momentum and breakout traders react to
// prices and have no intents. Who there is and how everybody lives is drawn beforehand: a
// model, in package draw.
package population

import (
	"cmp"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Population is everybody honest in the middle of a run: what each is about to
// do next. It is plain data; Clone makes an independent copy.
type Population struct {
	model     *model.Model
	customers []customer       // account n is element n-1
	makers    []marketMaker    // the makers, by their index
	traders   []momentumTrader // the momentum traders, by their index
	breakouts []breakoutTrader // the breakout traders, by their index
	roused    []int            // market n is element n-1: how many of its breakout traders woke up
	victims   []victim         // the victims
	reactions []reaction       // what people do because of an answer; the first is no reaction
	spare     uint32           // reactions that are done, as a list
	renewed   []renewed
	owned     []uint64          // by account: which coins he came with
	deposits  [][]model.Deposit // asset n is element n-1, by time; never changed in place
	limits    market.Policy     // on prices, as the venue announces them
	heard     bool              // the news of an incident

	leastFactor int   // the strength of a factor that a withdrawal takes, as the venue announces it
	said        rules // on withdrawals, likewise
}

// customer is what changes about an account's owner.
type customer struct {
	next       int64      // his next wake-up that no answer causes, 0 for none
	arrival    int64      // when he next sets out, 0 for never
	step       int64      // when he goes on with what he set out for, 0 for nothing left
	takeBackAt int64      // when he takes his resting orders back, 0 for no plan
	signalAt   int64      // when his program acts on a signal, 0 for none that it waits for
	stream     sim.Stream // of his plans alone

	held     [mostHeld]heldOrder // the orders that he means to take back, the first of them first
	askedAt  int64               // when he set out to make his newest withdrawal
	intents  uint32              // how many he has had
	reaction uint32              // the first of his reactions, 0 for none

	holds  uint8                   // how many orders he means to take back
	placed bool                    // the last of them is the order that he is about to make
	left   [model.Activities]uint8 // what he still wants to do in this visit
	source uint8                   // which of his addresses he visits from

	program program // what his program is at

	mending bool   // he is about to make a new key
	renewed uint32 // index+1 of the key that he made, 0 for none

	oldKeyWorks bool // beside it

	leaves   bool           // he is about to leave, or has left
	gone     bool           // he does nothing here but take out what he has
	drivenBy reject.Control // and nobody has been told yet; None for reasons of his own

	phone    bool   // he makes this visit with his phone
	roams    bool   // and is in another network since he logged in
	pressed  uint32 // the intent for which he needs the money though his second factor is gone, 0 for none
	kind     access.FactorKind
	factor   bool           // he has a second factor
	factorAt int64          // when he expects to have set one up, 0 if he is not about to
	byHand   reject.Control // on account of which he makes himself what withdrawals his program would, None if it does
	wantsKey bool           // he is about to make a key for withdrawals alone
	payKey   uint32         // index+1 of that key, 0 for none
	unlisted bool           // lists of addresses count, and his program's key has none
	listing  bool           // he is about to put his program's new addresses on the list of its key
	putOff   int64          // when he comes back to the withdrawal that he has just put off, 0 for none

	test      uint32 // number of the intent of a test send whose real one comes next
	testAsset uint16
	testByKey bool
}

// New sets everybody's plans to their beginnings.
func New(m *model.Model) *Population {
	p := &Population{
		model: m, deposits: m.Deposits, customers: make([]customer, len(m.Holders)), victims: make([]victim, len(m.Victims)), reactions: make([]reaction, 1),
	}
	for _, places := range m.Quotes {
		q := marketMaker{quotes: make([]restingQuote, len(places))}
		for i := range places {
			q.quotes[i].Quote = places[i]
		}
		p.makers = append(p.makers, q)
	}
	for _, market := range m.Followed {
		p.traders = append(p.traders, momentumTrader{market: market})
	}
	p.breakouts, p.roused = make([]breakoutTrader, len(m.Watched)), make([]int, len(m.Watchers))
	for i := range m.Holders {
		p.begin(i)
	}
	return p
}

// begin sets somebody's first wake-up. Intents to deposit are numbered before
// all others.
func (p *Population) begin(i int) {
	c, m := p.model, &p.customers[i]
	r := &c.Holders[i]
	g := &c.Groups[r.Group]
	m.stream, m.intents, m.factor, m.kind = c.Stream(i, model.ForPlan), r.Deposits, r.SecondFactor, r.Login.Factor
	s := &m.stream
	switch {
	case g.Kind == model.AttackerAccounts && len(g.Phases) == 0, r.Idle:
	case g.Kind == model.BreakoutTraders:
		p.breakouts[r.Index] = newBreakoutTrader(c, r, s)
	case g.Kind == model.MarketMakers:
		m.arrival = c.Start + s.Between(int64(time.Millisecond), int64(2*time.Second))
	case g.Kind == model.MomentumTraders, g.Kind == model.ForgottenBots:
		m.arrival = c.Start + s.Between(1, max(g.Every, 1))
	default:
		m.arrival = c.NextArrival(s, r, resumes(c, i))
	}
	m.schedule(c.Start, c.End)
}

// resumes is when somebody begins to live: as the clock starts, or later, if he or
// his program was away.
func resumes(c *model.Model, i int) int64 {
	r := &c.Holders[i]
	g := &c.Groups[r.Group]
	if r.Key == 0 || g.Resumes == 0 {
		return c.Start
	}
	if s := c.Stream(i, model.ForResuming); s.Chance(g.Resumes) {
		return c.Profiles[g.Profile].After(c.Start, s.N(c.End-c.Start), c.Zone)
	}
	return c.Start
}

// Start sets everybody's first wake-up.
func (p *Population) Start(q *sim.Queue) {
	for i := range p.customers {
		if p.customers[i].next != 0 {
			q.Push(p.customers[i].next, sim.Customer(uint32(i+1)))
		}
	}
	p.passOn(q)
	p.rotations(q)
	p.replacements(q)
	p.closings(q)
	p.afterwards(q)
}

// Wake lets an actor act. It fills in the command, unless send is false, and
// says which intent it serves and when the actor wakes up next by himself, 0
// for never or for a wake-up that an answer had caused.
func (p *Population) Wake(now int64, a sim.Actor, c *mockexchange.Command) (at sim.Attempt, send bool, next int64) {
	i := int(a.Account()) - 1
	if i < 0 || i >= len(p.customers) {
		return at, false, 0
	}
	m := &p.customers[i]
	*c = mockexchange.Command{}
	if m.next != now {
		return p.react(now, i, c)
	}
	switch r := &p.model.Holders[i]; p.model.Groups[r.Group].Kind {
	case model.ForgottenBots:
		return at, true, p.presentDeletedKey(now, i, c)
	case model.MarketMakers:
		send = p.quote(now, i, c)
	case model.MomentumTraders:
		send = p.follow(now, i, c)
	case model.BreakoutTraders:
		send = p.watchBook(now, i, c)
	default:
		at, send = p.act(now, i, c)
	}
	if m.gone {
		m.putOff = 0
		return sim.Attempt{}, false, m.next
	}
	return at, send, m.next
}

// Plans goes through all that a customer will send by himself, whatever the
// venue answers, and leaves him where he was. Each command is written into c
// before it is seen.
func (p *Population) Plans(account uint32, c *mockexchange.Command, see func()) {
	m := &p.customers[account-1]
	before := *m
	for at := m.next; at != 0; {
		_, _, at = p.Wake(at, sim.Customer(account), c)
		see()
	}
	*m = before
}

// Observe tells an actor what came of his command. extra is a wake-up that the
// answer causes, at least sim.Reaction later; 0 for none.
func (p *Population) Observe(now int64, a sim.Actor, c *mockexchange.Command, r *mockexchange.Result) (extra int64) {
	i := int(a.Account()) - 1
	if i < 0 || i >= len(p.customers) {
		return 0
	}
	m := &p.customers[i]
	m.roams = m.roams && r.Control != reject.SessionBinding
	if m.reaction != 0 {
		if e := p.dueReaction(m, now); e != 0 {
			return p.reacted(now, i, e, c, r)
		}
	}
	switch p.model.Groups[p.model.Holders[i].Group].Kind {
	case model.MarketMakers:
		p.madeQuote(now, i, c, r)
		return p.renewKey(now, i, c, r)
	case model.MomentumTraders:
		if extra := p.renewKey(now, i, c, r); extra != 0 {
			return extra
		}
		return p.sawBook(now, i, c, r)
	case model.BreakoutTraders:
		if extra := p.renewKey(now, i, c, r); extra != 0 {
			return extra
		}
		return p.sawLeap(now, i, c, r)
	case model.ForgottenBots:
		return 0
	}
	if extra := m.putOff; extra != 0 {
		m.putOff = 0
		return extra
	}
	if extra := p.keepsList(now, i, c, r); extra != 0 {
		return extra
	}
	if extra := p.backToOldKey(now, i, c, r); extra != 0 {
		return extra
	}
	if extra := p.renewKey(now, i, c, r); extra != 0 {
		return extra
	}
	switch c.Kind {
	case mockexchange.PlaceOrder:
		if m.placed && r.Resting {
			m.held[m.holds-1].order = r.Order
		}
		m.placed = false
	case mockexchange.RequestWithdrawal:
		return p.withdrawalAnswered(now, i, c, r)
	}
	return 0
}

// Announce tells everybody which limits the venue sets on prices: they are public
// (GET /api/v3/exchangeInfo and /executionRules at Binance, S148). Market makers
// keep to them.
func (p *Population) Announce(limits market.Policy) { p.limits = limits }

// Clone is an independent copy.
func (p *Population) Clone() *Population {
	c := *p
	c.customers, c.reactions = slices.Clone(p.customers), slices.Clone(p.reactions)
	c.traders, c.renewed = slices.Clone(p.traders), slices.Clone(p.renewed)
	c.breakouts, c.roused = slices.Clone(p.breakouts), slices.Clone(p.roused)
	c.makers = make([]marketMaker, len(p.makers))
	for i := range p.makers {
		c.makers[i] = p.makers[i].clone()
	}
	c.victims = make([]victim, len(p.victims))
	for i := range p.victims {
		c.victims[i] = p.victims[i].clone()
	}
	return &c
}

// Deposits appends what customers send on an asset's chain from one time up
// to, but not including, another, in the order of time.
func (p *Population) Deposits(asset uint16, from, to int64, dst []model.Deposit) []model.Deposit {
	if asset == 0 || int(asset) > len(p.deposits) {
		return dst
	}
	all := p.deposits[asset-1]
	before := func(d model.Deposit, at int64) int { return cmp.Compare(d.At, at) }
	first, _ := slices.BinarySearchFunc(all, from, before)
	last, _ := slices.BinarySearchFunc(all, to, before)
	for _, d := range all[first:last] {
		if !p.customers[d.Account-1].gone {
			dst = append(dst, d)
		}
	}
	return dst
}
