// Package backend is the seam between a run and the place where its venue, the
// chains and the attacker live: in this process, or each in a container.
package backend

import (
	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Backend is one venue with its chains and its attacker. A run talks to it and
// never learns whether they are in this process or in containers.
type Backend interface {
	// Apply sends one command to the venue. The events are good until the next
	// call.
	Apply(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event, error)
	// Broadcasts takes what the venue wants sent to its chains.
	Broadcasts() ([]mockexchange.Broadcast, error)
	// Submit hands a transaction to a chain. A chain that turns it down is no
	// error of the backend.
	Submit(asset uint16, t *chain.Transaction) error
	// Mine makes an asset's chain find a block.
	Mine(asset uint16, now int64) (*chain.Block, error)
	// Holdings is what an asset's chain says that addresses hold together, base
	// units.
	Holdings(asset uint16, addresses []chain.Address) (int64, error)
	// Wake lets the attacker act and returns what he is about to do next, and what
	// reached the venue meanwhile, which is good until the next call. done means
	// that he never acts again.
	Wake(now int64) (next campaign.Turn, done bool, applied []Applied, err error)
	// Sent is what chains took from the attacker in his last turn.
	Sent() []attacker.Sent
	// AttackLog is the attacker's own account of what he did; nil if nobody attacks.
	AttackLog() ([]campaign.LogEntry, error)
	// Close ends everything that the backend started.
	Close() error
}

// Applied is one command that reached the venue, with what came of it.
type Applied struct {
	Command mockexchange.Command
	Result  mockexchange.Result
	Events  []mockexchange.Event
}
