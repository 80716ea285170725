// Package embedded runs a venue, its chains and the attacker in this process:
// no Docker, no sockets, no waiting.
package embedded

import (
	"errors"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// inProcess is a venue with its chains and its attacker.
type inProcess struct {
	venue  *mockexchange.Exchange
	nodes  []*chain.Node   // asset n is element n-1, nil for money at a bank
	agent  *campaign.Agent // nil if nobody attacks
	client *client
	world  attacker.World
	events []mockexchange.Event // of the last Apply
}

// Open opens a venue with its chains as they were allotted, and lets an
// attacker in if there is a campaign. keys are the ids of the campaign's keys;
// signatures, which may be nil, remembers those that were verified before.
func Open(g *mockexchange.Genesis, nodes []*chain.Node, c *campaign.Campaign, keys []uint32, signatures *chain.SignatureCache) (backend.Backend, error) {
	venue, err := mockexchange.New(g, signatures)
	if err != nil {
		return nil, err
	}
	b := &inProcess{venue: venue, nodes: nodes, client: newClient(venue, g)}
	if c == nil {
		return b, nil
	}
	for i, k := range c.Keys {
		b.client.keys[k.Public] = keys[i]
	}
	b.world = attacker.World{
		Venues: map[string]attacker.Venue{g.Name: b.client},
		Chains: make(map[string]attacker.Chain),
		Hosts:  make(map[string]attacker.Host),
	}
	for _, h := range c.Hosts {
		b.world.Hosts[h.Name] = heldHost{b.client, h.Name}
	}
	for i, n := range nodes {
		if n != nil {
			b.world.Chains[g.Assets[i].Code] = publicChain{n}
		}
	}
	if b.agent, err = campaign.New(*c); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *inProcess) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event, error) {
	r, _ := b.venue.Apply(now, c) // a refusal is an answer: its code is in r
	b.events = b.venue.TakeEvents(b.events[:0])
	return r, b.events, nil
}

func (b *inProcess) Broadcasts() ([]mockexchange.Broadcast, error) {
	return b.venue.TakeBroadcasts(nil), nil
}

func (b *inProcess) Submit(asset uint16, t *chain.Transaction) error {
	var refusal chain.Refusal
	if err := b.nodes[asset-1].Submit(t); err != nil && !errors.As(err, &refusal) {
		return err
	}
	return nil
}

func (b *inProcess) Mine(asset uint16, now int64) (*chain.Block, error) {
	return b.nodes[asset-1].Mine(now), nil
}

func (b *inProcess) Holdings(asset uint16, addresses []chain.Address) (sum int64, err error) {
	for _, a := range addresses {
		sum += b.nodes[asset-1].Balance(a)
	}
	return sum, nil
}

func (b *inProcess) Wake(now int64) (next campaign.Turn, done bool, applied []backend.Applied, err error) {
	if b.agent == nil {
		return next, true, nil, nil
	}
	b.client.begin(now)
	if err := b.agent.Wake(now, b.world); err != nil {
		return next, true, nil, err
	}
	next, ok := b.agent.Turn()
	return next, !ok, b.client.applied, nil
}

func (b *inProcess) Sent() []attacker.Sent { return b.agent.TakeSent() }

func (b *inProcess) AttackLog() ([]campaign.LogEntry, error) {
	if b.agent == nil {
		return nil, nil
	}
	return b.agent.Log(), nil
}

func (b *inProcess) Close() error { return nil }

// publicChain is a chain as anybody can use it.
type publicChain struct{ node *chain.Node }

func (p publicChain) Submit(t *chain.Transaction) error      { return p.node.Submit(t) }
func (p publicChain) Balance(a chain.Address) (int64, error) { return p.node.Balance(a), nil }

func (p publicChain) Unspent(a chain.Address) ([]chain.Coin, error) { return p.node.Unspent(a), nil }

func (p publicChain) Owner(a chain.Address) (chain.Address, error) { return p.node.Owner(a), nil }

func (p publicChain) NextNonce(a chain.Address) (uint64, error) { return p.node.NextNonce(a), nil }
