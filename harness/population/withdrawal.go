package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// knownAddresses is how many addresses of an asset a customer has paid before.
const knownAddresses = 2

// withdraw asks for a withdrawal: to an address that the customer has paid
// before, or to a new one, careful people with a small amount first.
func (p *Population) withdraw(now int64, i int, byKey bool, c *mockexchange.Command) sim.Attempt {
	m, r := &p.members[i], &p.model.roles[i]
	g, s := p.model.groups[r.group].season(now), &m.stream
	asset := uint16(s.Pick(g.byCoin) + 1)
	m.intents++
	if !s.Chance(g.firstTime) {
		to := p.model.known(i, asset, s.N(knownAddresses))
		return p.send(now, i, byKey, asset, p.sum(s, i, asset), to, c)
	}
	to := p.model.fresh(i, m.intents)
	if !s.Chance(g.testSend) {
		return p.send(now, i, byKey, asset, p.sum(s, i, asset), to, c)
	}
	m.test, m.testAsset, m.testByKey = m.intents, asset, byKey
	at := p.send(now, i, byKey, asset, p.model.coins[asset-1].least()*s.Between(1, 3), to, c)
	m.step = now + s.Between(p.model.groups[r.group].testLeast, p.model.groups[r.group].testMost)
	return at
}

// followUp sends the real amount after a test send.
func (p *Population) followUp(now int64, i int, c *mockexchange.Command) sim.Attempt {
	m := &p.members[i]
	to, asset := p.model.fresh(i, m.test), m.testAsset
	m.test = 0
	m.intents++
	return p.send(now, i, m.testByKey, asset, p.sum(&m.stream, i, asset), to, c)
}

// send fills the command in.
func (p *Population) send(now int64, i int, byKey bool, asset uint16, amount int64, to chain.Address, c *mockexchange.Command) sim.Attempt {
	m := &p.members[i]
	c.Kind, c.Asset, c.Amount, c.Address = mockexchange.RequestWithdrawal, asset, amount, to
	p.identify(now, i, byKey, c)
	m.sought = now
	return sim.Attempt{
		Intent: m.intents, Kind: sim.IntentWithdrawal, At: now, Value: p.model.value(asset, amount),
		GaveUp: p.model.groups[p.model.roles[i].group].tries <= 1,
	}
}

// sum draws how much of an asset a customer withdraws, the venue's fee
// included.
func (p *Population) sum(s *sim.Stream, i int, asset uint16) int64 {
	r := &p.model.roles[i]
	g := &p.model.groups[r.group]
	amount := p.model.worth(g.withdrawal.draw(s, r.times), asset)
	return max(rounded(s, amount), p.model.coins[asset-1].least())
}

// least is the smallest withdrawal that is worth its fee.
func (c *coin) least() int64 { return max(c.minWithdrawal, 2*c.fee, 1) }

// known is one of the addresses of an asset that an account has paid before.
func (c *cast) known(i int, asset uint16, n int64) chain.Address {
	s := c.stream(i, forAddresses)
	return chain.ExternalAddress(s.Uint64(), c.coins[asset-1].code, uint32(n))
}

// fresh is the new address that belongs to an intent.
func (c *cast) fresh(i int, intent uint32) chain.Address {
	s := c.stream(i, forAddresses)
	return chain.ExternalAddress(s.Uint64(), "new", intent)
}
