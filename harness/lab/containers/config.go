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
	// Each of its sources, dotted decimal, gets a container of its own as an exit.
	Campaign *campaign.Campaign
}

// exits are the addresses of the scenario that the thief calls from.
func (c *Config) exits() []string {
	if c.Campaign == nil {
		return nil
	}
	return c.Campaign.Sources
}

// ErrConfig is inside every error about a configuration that cannot be run.
var ErrConfig = errors.New("container lab")

// maxExits is how many exits have addresses on the public network.
const maxExits = 100

func (c *Config) check() error {
	if c.Genesis == nil {
		return fmt.Errorf("%w: there is no genesis", ErrConfig)
	}
	exits := c.exits()
	if len(exits) > maxExits {
		return fmt.Errorf("%w: %d exits, expected at most %d", ErrConfig, len(exits), maxExits)
	}
	for i, e := range exits {
		if _, ok := access.ParseSource(e); !ok {
			return fmt.Errorf("%w: exit %q, expected an IPv4 address", ErrConfig, e)
		}
		if slices.Contains(exits[:i], e) {
			return fmt.Errorf("%w: exit %s is there twice", ErrConfig, e)
		}
	}
	return nil
}
