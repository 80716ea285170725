package lab

import (
	"context"
	"errors"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// openContainers puts a venue, its chains and the thief into containers of
// their own. Whatever goes wrong there is the lab's failure.
func openContainers(ctx context.Context, g *mockexchange.Genesis, c *campaign.Campaign, memo *chain.Verifier) (Site, error) {
	site, err := containers.Open(ctx, containers.Config{
		Genesis: g, Campaign: c, Markets: MarketInfos(g), Assets: AssetInfos(g), Memo: memo,
	})
	if err != nil {
		return nil, labFailed(ctx, err)
	}
	return contained{ctx, site}, nil
}

// labFailed blames the lab for an error, unless somebody interrupted it.
func labFailed(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return errors.Join(ctx.Err())
	}
	return &Failure{Of: OfLab, Err: err}
}

// contained is a site in containers, with its errors sorted by blame.
type contained struct {
	ctx context.Context
	*containers.Site
}

func (s contained) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event, error) {
	r, events, err := s.Site.Apply(now, c)
	return r, events, labFailed(s.ctx, err)
}

func (s contained) Broadcasts() ([]mockexchange.Broadcast, error) {
	list, err := s.Site.Broadcasts()
	return list, labFailed(s.ctx, err)
}

func (s contained) Submit(asset uint16, t *chain.Transaction) error {
	return labFailed(s.ctx, s.Site.Submit(asset, t))
}

func (s contained) Mine(asset uint16, now int64) (*chain.Block, error) {
	b, err := s.Site.Mine(asset, now)
	return b, labFailed(s.ctx, err)
}

func (s contained) Wake(now int64) (next int64, done bool, applied []Applied, err error) {
	next, done, applied, err = s.Site.Wake(now)
	return next, done, applied, labFailed(s.ctx, err)
}
