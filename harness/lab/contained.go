package lab

import (
	"context"
	"errors"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

func openContainers(ctx context.Context, g *mockexchange.Genesis, nodes []*chain.Node, c *campaign.Campaign, memo *chain.Verifier) (Site, error) {
	return nil, &Failure{Of: OfLab, Err: errors.New("container mode unavailable")}
}
