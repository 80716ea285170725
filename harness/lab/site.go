package lab

import (
	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Applied is one command that reached the venue, with what came of it.
type Applied = containers.Applied

// Site is the place where a venue, its chains and the thief live. A run talks
// to it and never learns whether they are in this process or in containers.
type Site interface {
	// Apply sends one command to the venue. The events are good until the next
	// call.
	Apply(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event, error)
	// Broadcasts takes what the venue wants sent to its chains.
	Broadcasts() ([]mockexchange.Broadcast, error)
	// Submit hands a transaction to a chain. A chain that turns it down is no
	// error of the site.
	Submit(asset uint16, t *chain.Transaction) error
	// Mine makes an asset's chain find a block.
	Mine(asset uint16, now int64) (*chain.Block, error)
	// Holdings is what an asset's chain says that addresses hold together.
	Holdings(asset uint16, addresses []chain.Address) (int64, error)
	// Wake lets the thief act and returns when he wants to act next, and what
	// reached the venue meanwhile. done means that he never acts again.
	Wake(now int64) (next int64, done bool, applied []Applied, err error)
	// Sent is what chains took from the thief in his last turn.
	Sent() []attacker.Sent
	// Close ends everything that the site started.
	Close() error
}
