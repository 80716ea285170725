package containers

import (
	"errors"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// Config says what is to be put into containers.
type Config struct {
	// Genesis is the venue's, with the coins of its wallets noted in it, as
	// Genesis.Allot does. The chains begin with its allotments.
	Genesis *mockexchange.Genesis
	// Campaign is the thief's; nil means that nobody attacks.
	Campaign *campaign.Campaign
	// Exits are the addresses of the scenario that the thief calls from, dotted
	// decimal. Each gets a container of its own. Left out, they are the
	// campaign's sources.
	Exits []string
}

// ErrConfig is inside every error about a configuration that cannot be run.
var ErrConfig = errors.New("container lab")

// maxExits is how many exits have addresses on the public network.
const maxExits = 100

func (c *Config) check() error {
	if c.Genesis == nil {
		return fmt.Errorf("%w: there is no genesis", ErrConfig)
	}
	if c.Campaign == nil {
		return nil
	}
	if len(c.Exits) == 0 {
		c.Exits = c.Campaign.Sources
	}
	if len(c.Exits) > maxExits {
		return fmt.Errorf("%w: %d exits, expected at most %d", ErrConfig, len(c.Exits), maxExits)
	}
	for i, e := range c.Exits {
		if _, ok := access.ParseSource(e); !ok {
			return fmt.Errorf("%w: exit %q, expected an IPv4 address", ErrConfig, e)
		}
		if slices.Contains(c.Exits[:i], e) {
			return fmt.Errorf("%w: exit %s is there twice", ErrConfig, e)
		}
	}
	for _, s := range c.Campaign.Sources {
		if !slices.Contains(c.Exits, s) {
			return fmt.Errorf("%w: there is no exit for the campaign's source %s", ErrConfig, s)
		}
	}
	return nil
}
