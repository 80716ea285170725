package containers

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Site is a venue, its chains and a thief in containers. One caller at a time
// may use it; Close may be called at any time.
type Site struct {
	ctx    context.Context // of Open; its end ends calls in progress
	stage  *stage
	venue  *venue
	chains []*node         // by asset; nil for money at a bank
	agent  *agent          // nil if nobody attacks
	sent   []attacker.Sent // by the thief in his last turn
	ready  time.Duration

	strike sync.Once
	struck error
}

func newSite(ctx context.Context, s *stage, assets int) *Site {
	return &Site{ctx: ctx, stage: s, chains: make([]*node, assets)}
}

// Apply sends one command to the venue. The events are good until the next
// call.
func (s *Site) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event, error) {
	return s.venue.apply(s.ctx, now, c)
}

// Broadcasts takes what the venue wants sent to its chains. It asks only if
// the venue's last answer said that there is something.
func (s *Site) Broadcasts() ([]mockexchange.Broadcast, error) { return s.venue.broadcasts(s.ctx) }

// Submit hands a transaction to a chain. A chain that turns it down is no
// error of the site.
func (s *Site) Submit(asset uint16, t *chain.Transaction) error {
	n, err := s.chain(asset)
	if err != nil {
		return err
	}
	return n.submit(s.ctx, t)
}

// Mine makes an asset's chain find a block.
func (s *Site) Mine(asset uint16, now int64) (*chain.Block, error) {
	n, err := s.chain(asset)
	if err != nil {
		return nil, err
	}
	return n.mine(s.ctx, now)
}

// Holdings is what an asset's chain says that addresses hold together, base
// units.
func (s *Site) Holdings(asset uint16, addresses []chain.Address) (sum int64, err error) {
	n, err := s.chain(asset)
	if err != nil {
		return 0, err
	}
	for _, a := range addresses {
		b, err := n.balance(s.ctx, a)
		if err != nil {
			return 0, err
		}
		sum += b
	}
	return sum, nil
}

func (s *Site) chain(asset uint16) (*node, error) {
	if asset == 0 || int(asset) > len(s.chains) || s.chains[asset-1] == nil {
		return nil, fmt.Errorf("%w: asset %d has no chain", ErrConfig, asset)
	}
	return s.chains[asset-1], nil
}

// Wake sets the clocks, lets the thief act once, and returns when he wants to
// act next and what reached the venue meanwhile, which is good until the next
// call. done means that he never acts again.
func (s *Site) Wake(now int64) (next int64, done bool, applied []backend.Applied, err error) {
	if s.agent == nil {
		return 0, true, nil, nil
	}
	if err := s.venue.set(s.ctx, now); err != nil {
		return 0, true, nil, err
	}
	woken, err := s.agent.wake(s.ctx, now)
	if err != nil {
		return 0, true, nil, err
	}
	s.sent = woken.Sent
	applied, err = s.venue.catchUp(s.ctx)
	return woken.Next, woken.Done, applied, err
}

// Sent is what chains took from the thief in his last turn.
func (s *Site) Sent() []attacker.Sent { return s.sent }

// Deeds is the thief's own account of what he did; nil if nobody attacks.
func (s *Site) Deeds() ([]campaign.LogEntry, error) {
	if s.agent == nil {
		return nil, nil
	}
	return s.agent.deeds(s.ctx)
}

// Ready is how long Open took.
func (s *Site) Ready() time.Duration { return s.ready }

// Via names the way by which the harness reaches the parts.
func (s *Site) Via() string {
	if w := s.stage.via.Load(); w != nil {
		return *w
	}
	return ""
}

// Run is the id that everything of this site carries as a label.
func (s *Site) Run() string { return s.stage.id }

// Close removes all containers and networks of the site, also after its
// context was cancelled. Later calls do nothing more.
func (s *Site) Close() error {
	s.strike.Do(func() {
		if s.venue != nil && s.venue.stream != nil {
			s.venue.stream.close()
		}
		s.struck = s.stage.strike()
	})
	return s.struck
}
