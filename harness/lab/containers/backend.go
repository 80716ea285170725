package containers

import (
	"context"
	"fmt"
	"sync"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Backend is a venue, its chains and a thief in containers. One caller at a time
// may use it; Close may be called at any time.
type Backend struct {
	ctx        context.Context // of Open; its end ends calls in progress
	deployment *deployment
	venue      *venue
	chains     []*node         // by asset; nil for money at a bank
	agent      *agent          // nil if nobody attacks
	sent       []attacker.Sent // by the thief in his last turn

	closing  sync.Once
	closeErr error
}

// Apply sends one command to the venue. The events are good until the next
// call.
func (b *Backend) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event, error) {
	return b.venue.apply(b.ctx, now, c)
}

// Broadcasts takes what the venue wants sent to its chains. It asks only if
// the venue's last answer said that there is something.
func (b *Backend) Broadcasts() ([]mockexchange.Broadcast, error) { return b.venue.broadcasts(b.ctx) }

// Submit hands a transaction to a chain. A chain that turns it down is no
// error of the backend.
func (b *Backend) Submit(asset uint16, t *chain.Transaction) error {
	n, err := b.chain(asset)
	if err != nil {
		return err
	}
	return n.submit(b.ctx, t)
}

// Mine makes an asset's chain find a block.
func (b *Backend) Mine(asset uint16, now int64) (*chain.Block, error) {
	n, err := b.chain(asset)
	if err != nil {
		return nil, err
	}
	return n.mine(b.ctx, now)
}

// Holdings is what an asset's chain says that addresses hold together, base
// units.
func (b *Backend) Holdings(asset uint16, addresses []chain.Address) (sum int64, err error) {
	n, err := b.chain(asset)
	if err != nil {
		return 0, err
	}
	for _, a := range addresses {
		b, err := n.balance(b.ctx, a)
		if err != nil {
			return 0, err
		}
		sum += b
	}
	return sum, nil
}

func (b *Backend) chain(asset uint16) (*node, error) {
	if asset == 0 || int(asset) > len(b.chains) || b.chains[asset-1] == nil {
		return nil, fmt.Errorf("%w: asset %d has no chain", ErrConfig, asset)
	}
	return b.chains[asset-1], nil
}

// Wake sets the clocks, lets the thief act once, and returns what he is
// about to do next and what reached the venue meanwhile, which is good until the next
// call. done means that he never acts again.
func (b *Backend) Wake(now int64) (next campaign.Turn, done bool, applied []backend.Applied, err error) {
	if b.agent == nil {
		return next, true, nil, nil
	}
	if err := b.venue.set(b.ctx, now); err != nil {
		return next, true, nil, err
	}
	woken, err := b.agent.wake(b.ctx, now)
	if err != nil {
		return next, true, nil, err
	}
	b.sent = woken.Sent
	applied, err = b.venue.catchUp(b.ctx)
	return woken.Next, woken.Done, applied, err
}

// Sent is what chains took from the thief in his last turn.
func (b *Backend) Sent() []attacker.Sent { return b.sent }

// AttackLog is the thief's own account of what he did; nil if nobody attacks.
func (b *Backend) AttackLog() ([]campaign.LogEntry, error) {
	if b.agent == nil {
		return nil, nil
	}
	return b.agent.log(b.ctx)
}

// Run is the id that everything of this backend carries as a label.
func (b *Backend) Run() string { return b.deployment.id }

// Close removes all containers and networks of the backend, also after its
// context was cancelled. Later calls do nothing more.
func (b *Backend) Close() error {
	b.closing.Do(func() {
		if b.venue != nil && b.venue.stream != nil {
			b.venue.stream.close()
		}
		b.closeErr = b.deployment.teardown()
	})
	return b.closeErr
}
