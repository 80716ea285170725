package lab

import (
	"errors"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// embedded is a site in this process: no Docker, no sockets, no waiting.
type embedded struct {
	venue  *mockexchange.Exchange
	nodes  []*chain.Node // asset n is element n-1, nil for money at a bank
	brain  *campaign.Brain
	inside *inside
	world  attacker.World

	events  []mockexchange.Event // of the last Apply
	applied []Applied            // of the thief's last turn
	keep    []mockexchange.Event // events of the thief's last turn
}

// newEmbedded opens a venue with its chains as they were allotted. Without a
// brain nobody attacks.
func newEmbedded(g *mockexchange.Genesis, nodes []*chain.Node, memo *chain.Verifier) (*embedded, error) {
	venue, err := mockexchange.New(g, memo)
	if err != nil {
		return nil, err
	}
	e := &embedded{venue: venue, nodes: nodes}
	e.inside = newInside(e, g)
	e.world = attacker.World{
		Venues: map[string]attacker.Venue{g.Name: e.inside},
		Chains: make(map[string]attacker.Chain),
	}
	for i, n := range nodes {
		if n != nil {
			e.world.Chains[g.Assets[i].Code] = publicChain{n}
		}
	}
	return e, nil
}

func (e *embedded) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event, error) {
	r, _ := e.venue.Apply(now, c) // a refusal is an answer: its code is in r
	e.events = e.venue.TakeEvents(e.events[:0])
	return r, e.events, nil
}

func (e *embedded) Broadcasts() ([]mockexchange.Broadcast, error) {
	return e.venue.TakeBroadcasts(nil), nil
}

func (e *embedded) Submit(asset uint16, t *chain.Transaction) error {
	var refusal chain.Refusal
	if err := e.nodes[asset-1].Submit(t); err != nil && !errors.As(err, &refusal) {
		return err
	}
	return nil
}

func (e *embedded) Mine(asset uint16, now int64) (*chain.Block, error) {
	return e.nodes[asset-1].Mine(now), nil
}

func (e *embedded) Holdings(asset uint16, addresses []chain.Address) (sum int64, err error) {
	for _, a := range addresses {
		sum += e.nodes[asset-1].Balance(a)
	}
	return sum, nil
}

func (e *embedded) Wake(now int64) (next int64, done bool, applied []Applied, err error) {
	e.applied, e.keep = e.applied[:0], e.keep[:0]
	e.inside.now = now
	if err := e.brain.Wake(now, e.world); err != nil {
		return 0, true, nil, err
	}
	next, ok := e.brain.Next()
	return next, !ok, e.applied, nil
}

// byThief carries out a command of the thief and keeps what came of it.
func (e *embedded) byThief(now int64, c *mockexchange.Command) mockexchange.Result {
	r, _ := e.venue.Apply(now, c)
	from := len(e.keep)
	e.keep = e.venue.TakeEvents(e.keep)
	e.applied = append(e.applied, Applied{Command: *c, Result: r, Events: e.keep[from:len(e.keep):len(e.keep)]})
	return r
}

// Sent is what chains took from the thief in his last turn.
func (e *embedded) Sent() []attacker.Sent { return e.brain.TakeSent() }

func (e *embedded) Close() error { return nil }

// publicChain is a chain as anybody can use it.
type publicChain struct{ node *chain.Node }

func (p publicChain) Submit(t *chain.Transaction) error      { return p.node.Submit(t) }
func (p publicChain) Balance(a chain.Address) (int64, error) { return p.node.Balance(a), nil }

func (p publicChain) Unspent(a chain.Address) ([]chain.Coin, error) { return p.node.Unspent(a), nil }

func (p publicChain) NextNonce(a chain.Address) (uint64, error) { return p.node.NextNonce(a), nil }

// Deeds is the thief's own account of what he did.
func (e *embedded) Deeds() ([]campaign.Deed, error) {
	if e.brain == nil {
		return nil, nil
	}
	return e.brain.Log(), nil
}
