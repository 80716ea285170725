package population

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Adapt lets customers come to terms with a posture that has stood since long
// before the drill: it writes into the genesis what they have set up at the venue,
// and remembers what they have got used to. Lists of the genesis are copied before
// they change. What a defence puts in force later finds nobody prepared.
//
// What they set out to do stays the same. Only how they go about it changes.
func (p *Population) Adapt(g *mockexchange.Genesis) {
	keys, queue := &g.Settings.Access, &g.Settings.Custody
	p.said = rulesOf(g)
	p.leastFactor = keys.LeastStrength
	p.holdings(g)
	if keys.WithdrawalFactor || queue.AddressBook.Hold > 0 {
		g.Accounts = slices.Clone(g.Accounts)
	}
	if keys.WithdrawalFactor || keys.WithdrawalOptIn || keys.ScopeSeparation {
		g.Keys = slices.Clone(g.Keys)
	}
	for i := range p.customers {
		if p.model.Groups[p.model.Holders[i].Group].Kind == model.Customers {
			p.adaptAccount(i, g)
			p.adaptProgram(i, g)
			r := &p.model.Holders[i]
			p.customers[i].unlisted = keys.AllowLists && r.Key != 0 && p.model.Groups[r.Group].ByAPI > 0 && len(g.Keys[r.Key-1].Listed) == 0
		}
	}
	if queue.FreshDepositHold.Later > 0 {
		p.depositAhead(queue.FreshDepositHold.Later)
	}
	if queue.FirstSeenHold > 0 || queue.AddressBook.Hold > 0 {
		p.enterAhead(g)
	}
}

// adaptAccount sets up a factor where a withdrawal takes one, and an address book.
func (p *Population) adaptAccount(i int, g *mockexchange.Genesis) {
	if g.Settings.Access.WithdrawalFactor && !p.guarded(i) && p.model.Adopts(i, model.HasFactor) {
		p.guard(i)
		g.Accounts[i].Factor, g.Accounts[i].Kind = true, p.customers[i].kind
	}
	if g.Settings.Custody.AddressBook.Hold > 0 {
		g.Accounts[i].Book = p.model.Adopts(i, model.KeepsBook)
	}
}

// guarded says whether somebody has a second factor that is strong enough for a
// withdrawal, as far as he knows.
func (p *Population) guarded(i int) bool {
	m := &p.customers[i]
	return m.factor && m.kind.Strength() >= p.leastFactor
}

// guard gives him one.
func (p *Population) guard(i int) {
	m := &p.customers[i]
	m.factor, m.kind = true, access.StrongEnough(m.kind, p.leastFactor)
}

// adaptProgram brings a program that withdraws to terms with what its key may do.
func (p *Population) adaptProgram(i int, g *mockexchange.Genesis) {
	r, policy := &p.model.Holders[i], &g.Settings.Access
	if r.Key == 0 || r.Idle || !r.CanWithdraw || p.model.Groups[r.Group].ByAPI == 0 {
		return
	}
	key := &g.Keys[r.Key-1]
	needs := p.model.Is(i, model.NeedsProgram)
	asks := needs || p.model.Adopts(i, model.AskedForRight)
	switch {
	case policy.WithdrawalFactor && asks:
		p.customers[i].byHand = reject.WithdrawalSecondFactor
	case policy.ScopeSeparation && key.Scopes&access.Trade != 0 && (needs || p.model.Adopts(i, model.HasSecondKey)):
		second := access.Key{Account: key.Account, Created: key.Created, Scopes: access.Read | access.Withdraw, Listed: key.Listed, WithdrawOK: asks}
		g.Keys = append(g.Keys, second)
		p.useForWithdrawals(i, uint32(len(g.Keys)))
	case policy.WithdrawalOptIn && asks:
		key.WithdrawOK = true
	}
}

// enterAhead lets those who saw a first payment coming enter its address, or try
// it with a little, so long ahead that it counts as known.
func (p *Population) enterAhead(g *mockexchange.Genesis) {
	g.Known = slices.Clone(g.Known)
	var s sim.Stream
	last := uint32(0)
	for _, f := range p.model.FirstPayments {
		if f.Account != last {
			s, last = p.model.Stream(int(f.Account)-1, model.ForAdapting), f.Account
		}
		if s.Chance(p.model.Nudged(model.Foresees)) {
			g.Known = append(g.Known, mockexchange.KnownAddress{Account: f.Account, Address: f.Address})
		}
	}
}

// useForWithdrawals notes a key that an owner's program withdraws with from now on.
func (p *Population) useForWithdrawals(i int, id uint32) {
	p.renewed = append(p.renewed, renewed{id, access.KeyCredential(p.model.VenueSeed, id)})
	p.customers[i].payKey, p.customers[i].byHand, p.customers[i].wantsKey = uint32(len(p.renewed)), reject.None, false
}

// learn has an owner draw his conclusion from his program's being told that its
// key may not withdraw: he does it himself from now on, or until he has made a key
// for this alone, where that helps. Whose business is no work for hands takes it
// elsewhere; gone says so.
func (p *Population) learn(i int, r *mockexchange.Result) (gone bool) {
	m := &p.customers[i]
	if r.Code != reject.MissingScope || r.Control == reject.None || r.Control == reject.CredentialChangeHold {
		return false
	}
	m.byHand = r.Control
	m.wantsKey = r.Control == reject.ScopeSeparation && p.model.Is(i, model.HasSecondKey)
	return p.model.Is(i, model.NeedsProgram)
}

// putOff leaves a withdrawal for later that a control would refuse now, as the
// customer or his program knows: until he makes it himself, or has a factor. One
// looks at the deposits of the coin instead.
func (p *Population) putOff(now int64, i int, byKey bool, by reject.Control, c *mockexchange.Command) sim.Attempt {
	m := &p.customers[i]
	e := reaction{
		kind: signIn, then: tryAgain, intent: m.intents, asset: c.Asset, amount: c.Amount, to: c.Address, setOut: now,
	}
	at := p.attempt(i, &e)
	at.PutOff = by
	if e.try++; !byKey || !p.model.Is(i, model.NeedsProgram) {
		s := p.adaptingStream(i, &e)
		e.at = max(now+max(s.Heavy(p.model.People[model.ByHandAfter], spread), sim.Reaction), m.factorAt)
		m.putOff = p.schedule(i, e)
	}
	*c = mockexchange.Command{Kind: mockexchange.ReadDeposits, Asset: c.Asset}
	p.sign(now, i, byKey, c)
	return at
}

// keepsList plans that an owner whose program is refused because of where it calls
// from now puts its addresses on the list of the key. at is the wake-up that this
// causes, 0 for none.
func (p *Population) keepsList(now int64, i int, c *mockexchange.Command, r *mockexchange.Result) (at int64) {
	m := &p.customers[i]
	// Who wanted to withdraw comes by himself; what he does then is planned.
	if r.Code != reject.SourceNotAllowed || m.listing || c.Kind == mockexchange.RequestWithdrawal {
		return 0
	}
	m.listing = true
	s := p.model.Stream(i, model.ForAdapting+1<<8)
	e := reaction{kind: signIn, then: listing, at: now + max(s.Heavy(p.model.People[model.ListUpdated], spread), sim.Reaction)}
	return p.schedule(i, e)
}

// listed goes on with the next of a program's addresses.
func (p *Population) listed(now int64, i int, e reaction) int64 {
	e.try++
	if int(e.try) < int(p.model.Home(&p.model.Holders[i], now).Count) {
		return p.goOn(now, i, e, listing)
	}
	p.customers[i].listing = false
	return 0
}

// spread is how far people's times are from the median, in parts per million of
// its logarithm; synthetic.
const spread = 1_000_000

// needsFactor plans how somebody gets a second factor who was refused for want of
// one: in a quarter of an hour, or with the help of support. Who is about to have
// one comes back when he has it.
func (p *Population) needsFactor(now int64, i int, e reaction) int64 {
	m, s := &p.customers[i], p.adaptingStream(i, &e)
	e.kind, e.then = signIn, tryAgain
	if m.factorAt <= now {
		takes := p.model.People[model.FactorTakes]
		if p.model.Is(i, model.NeedsSupport) {
			takes = p.model.People[model.SupportTakes]
		}
		e.then = settingUp
		e.at = now + max(s.Heavy(takes, spread), sim.Reaction)
		m.factorAt = e.at + inPassing
	} else {
		e.at = m.factorAt + think(&s)
	}
	return p.schedule(i, e)
}

// inPassing is within how long somebody has a factor who sits down to it.
const inPassing = int64(10 * time.Minute)

// goAround plans how somebody who does not want to wait until a hold is over gets
// the money to its address: he takes the withdrawal back, pays a wallet of his
// own, which the venue knows, and from there goes on. What that costs him is the
// time until the first of both payments; a second fee is not charged.
func (p *Population) goAround(now int64, i int, e reaction, r *mockexchange.Result) int64 {
	own := p.model.PaidBefore(i, e.asset, model.Own)
	switch r.Control {
	case reject.FirstSeenHold, reject.AddressBook, reject.ProbeDetector:
	default:
		return 0
	}
	if e.to == own || p.model.Urgency(i, e.intent) < sim.Whole || !p.model.Is(i, model.OwnWallet) {
		return 0
	}
	g := &p.model.Groups[p.model.Holders[i].Group]
	s := p.adaptingStream(i, &e)
	e.kind, e.then, e.withdrawal, e.to = signIn, takingBack, r.Withdrawal, own
	e.at = now + max(s.Between(g.TryAgain/2, 2*g.TryAgain), sim.Reaction)
	return p.schedule(i, e)
}

// adaptingStream is the stream of one step of coming to terms with a control.
func (p *Population) adaptingStream(i int, e *reaction) sim.Stream {
	return p.model.Stream(i, model.ForAdapting+uint64(e.intent)<<16+uint64(e.try)<<8)
}
