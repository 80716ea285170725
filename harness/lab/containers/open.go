package containers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/attacker/wire"
	"github.com/exdrill/exdrill/harness/lab/backend"
)

// Ports on which the parts listen.
const (
	portAPI      = 8000
	portOperator = 8001
	portAgent    = 8090
	portExit     = 8080
	portChain    = 8100
)

// Open starts a venue, its chains and, if there is a campaign, the thief, each
// in a container, and returns when all of them answer and the thief has his
// orders. Cancelling the context ends calls in progress; what was started goes
// with Close. The error is an *Unavailable where containers cannot be run; then
// nothing is left behind, nor after any other error.
func Open(ctx context.Context, c Config) (*Site, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	begun := time.Now()
	e, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	b := &builder{config: &c, stage: newStage(e), token: secret(16), ctx: ctx}
	if err := b.build(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err() // all the rest follows from that
		}
		return nil, errors.Join(err, b.strike())
	}
	b.site.ready = time.Since(begun)
	return b.site, nil
}

// builder puts one site up.
type builder struct {
	config *Config
	stage  *stage
	token  string
	ctx    context.Context
	venue  string // image
	thief  string // image
	site   *Site
}

// strike removes what was built so far.
func (b *builder) strike() error {
	if b.site == nil {
		return b.stage.strike()
	}
	return b.site.Close()
}

func (b *builder) build() error {
	// Old leftovers are removed on the way; that they resist is not our run's
	// business.
	err := together(
		func() (err error) { b.venue, b.thief, err = b.stage.images(b.ctx); return err },
		func() error { return b.stage.networks(b.ctx) },
		func() error { _ = b.stage.engine.remove(b.ctx, "", olderThan(time.Now().Add(-stale))); return nil },
	)
	if err != nil {
		return err
	}
	b.site = newSite(b.ctx, b.stage, len(b.config.Genesis.Assets))
	starts := []func() error{b.startVenue}
	for i := range b.config.Genesis.Assets {
		if b.config.Genesis.Assets[i].Chain != nil {
			starts = append(starts, func() error { return b.startChain(uint16(i + 1)) })
		}
	}
	if b.config.Campaign != nil {
		for i := range b.config.Exits {
			starts = append(starts, func() error { return b.startExit(i) })
		}
		starts = append(starts, b.startAgent)
	}
	return together(starts...)
}

// startVenue starts the venue and tells it whom the exits stand for.
func (b *builder) startVenue() error {
	genesis, err := json.Marshal(b.config.Genesis)
	if err != nil {
		return fmt.Errorf("genesis: %w", err)
	}
	base, err := b.stage.run(b.ctx, part{
		name: "venue", image: b.venue, file: genesis, control: portOperator, address: b.stage.street.at(standsVenue),
		command: []string{
			"serve", "--genesis", path, "--clock", "set", "--no-limits", "--token", b.token,
			"--listen", ":" + strconv.Itoa(portAPI), "--operator", ":" + strconv.Itoa(portOperator),
		},
	})
	if err != nil {
		return err
	}
	if b.site.venue, err = openVenue(b.ctx, b.stage, base, b.token, b.config.Genesis); err != nil {
		return err
	}
	peers := make(map[string]string)
	if b.config.Campaign != nil {
		for i, e := range b.config.Exits {
			peers[b.stage.street.at(standsExit+i).String()] = e
		}
	}
	return b.site.venue.put(b.ctx, "/v1/peers", peers)
}

// startChain starts an asset's chain and hands out what it begins with.
func (b *builder) startChain(asset uint16) error {
	g := b.config.Genesis
	spec, err := json.Marshal(g.Assets[asset-1].Chain)
	if err != nil {
		return fmt.Errorf("chain of %s: %w", g.Assets[asset-1].Code, err)
	}
	base, err := b.stage.run(b.ctx, part{
		name: "chain-" + strings.ToLower(g.Assets[asset-1].Code), image: b.venue, file: spec, control: portChain,
		address: b.stage.street.at(standsChain + int(asset)),
		command: []string{"chain", "--spec", path, "--token", b.token, "--listen", ":" + strconv.Itoa(portChain)},
	})
	if err != nil {
		return err
	}
	c := newNode(b.stage, base, b.token)
	b.site.chains[asset-1] = c
	funds, err := g.Allotments(asset)
	if err != nil {
		return err
	}
	return c.fund(b.ctx, funds)
}

func (b *builder) startExit(i int) error {
	_, err := b.stage.run(b.ctx, part{
		name: "exit-" + strconv.Itoa(i+1), image: b.thief, address: b.stage.street.at(standsExit + i),
		command: []string{"exit", "--listen", ":" + strconv.Itoa(portExit), "--to", b.stage.url(standsVenue, portAPI)},
	})
	return err
}

// startAgent starts the thief's agent and gives it the campaign.
func (b *builder) startAgent() error {
	base, err := b.stage.run(b.ctx, part{
		name: "agent", image: b.thief, control: portAgent, address: b.stage.street.at(standsAgent),
		command: []string{"agent", "--listen", ":" + strconv.Itoa(portAgent), "--token", b.token},
	})
	if err != nil {
		return err
	}
	b.site.agent = newAgent(b.stage, base, b.token)
	return b.site.agent.put(b.ctx, "/v1/campaign", b.mission())
}

// mission is the campaign and the way to the world from where the agent is.
func (b *builder) mission() wire.Mission {
	m := wire.Mission{
		Campaign: *b.config.Campaign, Markets: backend.MarketInfos(b.config.Genesis), Assets: backend.AssetInfos(b.config.Genesis),
		Exits: make(map[string]string), Chains: make(map[string]string),
	}
	for i, e := range b.config.Exits {
		m.Exits[e] = b.stage.url(standsExit+i, portExit)
	}
	for i := range b.config.Genesis.Assets {
		if a := &b.config.Genesis.Assets[i]; a.Chain != nil {
			m.Chains[a.Code] = b.stage.url(standsChain+i+1, portChain)
		}
	}
	return m
}

// url is the base address of somebody on the public network.
func (s *stage) url(host, port int) string {
	return "http://" + s.street.at(host).String() + ":" + strconv.Itoa(port)
}
