package population

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// withdraw asks for a withdrawal: to an address that the customer has paid
// before, or to a new one, careful people with a small amount first.
func (p *Population) withdraw(now int64, i int, byKey bool, c *mockexchange.Command) sim.Attempt {
	m, r := &p.customers[i], &p.model.Holders[i]
	g, s := p.model.Groups[r.Group].Phase(now), &m.stream
	asset := uint16(s.Pick(g.ByCoin) + 1)
	m.intents++
	if !s.Chance(g.FirstTime) {
		to := p.model.PaidBefore(i, asset, s.N(model.KnownAddresses))
		return p.send(now, i, byKey, asset, p.sum(s, i, byKey, asset), to, c)
	}
	to := p.model.NewAddress(i, m.intents)
	if !s.Chance(g.TestSend) {
		return p.send(now, i, byKey, asset, p.sum(s, i, byKey, asset), to, c)
	}
	m.test, m.testAsset, m.testByKey = m.intents, asset, byKey
	at := p.send(now, i, byKey, asset, p.model.Coins[asset-1].LeastWithdrawal()*s.Between(1, 3), to, c)
	m.step = now + s.Between(p.model.Groups[r.Group].TestLeast, p.model.Groups[r.Group].TestMost)
	return at
}

// followUp sends the real amount after a test send.
func (p *Population) followUp(now int64, i int, c *mockexchange.Command) sim.Attempt {
	m := &p.customers[i]
	to, asset := p.model.NewAddress(i, m.test), m.testAsset
	m.test = 0
	m.intents++
	return p.send(now, i, m.testByKey, asset, p.sum(&m.stream, i, m.testByKey, asset), to, c)
}

// send fills the command in.
func (p *Population) send(now int64, i int, byKey bool, asset uint16, amount int64, to chain.Address, c *mockexchange.Command) sim.Attempt {
	m := &p.customers[i]
	c.Kind, c.Asset, c.Amount, c.Address = mockexchange.RequestWithdrawal, asset, amount, to
	switch {
	case byKey && m.byHand != reject.None:
		return p.putOff(now, i, byKey, m.byHand, c)
	case !byKey && !p.guarded(i) && m.factorAt > now:
		return p.putOff(now, i, byKey, reject.WithdrawalSecondFactor, c)
	case !byKey:
		if at, ok := p.paysUnseen(now, i, c); ok {
			return at
		}
	}
	p.sign(now, i, byKey, c)
	m.askedAt = now
	return p.attempt(i, &reaction{intent: m.intents, asset: asset, amount: amount, setOut: now})
}

// attempt is the next one at an intent to withdraw.
func (p *Population) attempt(i int, e *reaction) sim.Attempt {
	return sim.Attempt{
		Intent: e.intent, Kind: sim.IntentWithdrawal, At: e.setOut, Value: p.model.Value(e.asset, e.amount), Rest: p.model.Value(e.asset, e.rest),
		Urgency: p.urgencyOf(i, e.intent),
		Again:   e.try > 0, GaveUp: int(e.try-e.parts)+1 >= p.model.Groups[p.model.Holders[i].Group].Tries,
	}
}

// sum draws how much of an asset a customer withdraws, the venue's fee
// included.
func (p *Population) sum(s *sim.Stream, i int, byKey bool, asset uint16) int64 {
	r := &p.model.Holders[i]
	g := &p.model.Groups[r.Group]
	amount := p.model.FromCurrency(g.Withdrawal.Draw(s, r.Times), asset)
	return max(writing(byKey).Amount(s, amount), p.model.Coins[asset-1].LeastWithdrawal())
}
