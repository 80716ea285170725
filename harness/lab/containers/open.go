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
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Ports on which the containers listen.
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
func Open(ctx context.Context, c Config) (*Backend, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	e, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	b := &builder{config: &c, deployment: newDeployment(e), token: secret(16), ctx: ctx}
	if err := b.build(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err() // all the rest follows from that
		}
		return nil, errors.Join(err, b.teardown())
	}
	return b.backend, nil
}

// builder puts one backend up.
type builder struct {
	config        *Config
	deployment    *deployment
	token         string
	ctx           context.Context
	venueImage    string // image
	attackerImage string // image
	backend       *Backend
}

// teardown removes what was built so far.
func (b *builder) teardown() error {
	if b.backend == nil {
		return b.deployment.teardown()
	}
	return b.backend.Close()
}

func (b *builder) build() error {
	// Old leftovers are removed on the way; that they resist is not our run's
	// business.
	err := parallel(
		func() (err error) { b.venueImage, b.attackerImage, err = b.deployment.images(b.ctx); return err },
		func() error { return b.deployment.networks(b.ctx) },
		func() error {
			_ = b.deployment.engine.remove(b.ctx, "", olderThan(time.Now().Add(-staleAge)))
			return nil
		},
	)
	if err != nil {
		return err
	}
	b.backend = &Backend{ctx: b.ctx, deployment: b.deployment, chains: make([]*node, len(b.config.Genesis.Assets))}
	starts := []func() error{b.startVenue}
	for i := range b.config.Genesis.Assets {
		if a := &b.config.Genesis.Assets[i]; a.Chain != nil && a.On == 0 {
			starts = append(starts, func() error { return b.startChain(uint16(i + 1)) })
		}
	}
	for i := range b.config.exits() {
		starts = append(starts, func() error { return b.startExit(i) })
	}
	if b.config.Campaign != nil {
		starts = append(starts, b.startAgent)
	}
	return parallel(starts...)
}

// startVenue starts the venue and tells it whom the exits stand for.
func (b *builder) startVenue() error {
	genesis, err := json.Marshal(b.config.Genesis)
	if err != nil {
		return fmt.Errorf("genesis: %w", err)
	}
	base, err := b.deployment.startContainer(b.ctx, containerSpec{
		name: "venue", image: b.venueImage, file: genesis, control: portOperator, address: b.deployment.public.address(hostVenue),
		command: []string{
			"serve", "--genesis", inputPath, "--clock", "set", "--no-limits", "--token", b.token,
			"--listen", ":" + strconv.Itoa(portAPI), "--operator", ":" + strconv.Itoa(portOperator),
		},
	})
	if err != nil {
		return err
	}
	if b.backend.venue, err = openVenue(b.ctx, b.deployment, base, b.token, b.config.Genesis); err != nil {
		return err
	}
	peers := make(map[string]string)
	for i, e := range b.config.exits() {
		peers[b.deployment.public.address(hostExit+i).String()] = e
	}
	return b.backend.venue.put(b.ctx, "/v1/peers", peers)
}

// startChain starts a coin's chain, with the tokens that live on it, and hands out
// what it begins with.
func (b *builder) startChain(asset uint16) error {
	g := b.config.Genesis
	file := struct {
		chain.Spec
		Tokens map[string]chain.Spec `json:"tokens,omitempty"`
	}{Spec: *g.Assets[asset-1].Chain, Tokens: make(map[string]chain.Spec)}
	all := []uint16{asset} // the coin first: tokens are on its chain
	for i := range g.Assets {
		if a := &g.Assets[i]; a.On == asset {
			file.Tokens[a.Code] = *a.Chain
			all = append(all, uint16(i+1))
		}
	}
	spec, err := json.Marshal(file)
	if err != nil {
		return fmt.Errorf("chain of %s: %w", g.Assets[asset-1].Code, err)
	}
	base, err := b.deployment.startContainer(b.ctx, containerSpec{
		name: "chain-" + strings.ToLower(g.Assets[asset-1].Code), image: b.venueImage, file: spec, control: portChain,
		address: b.deployment.public.address(hostChain + int(asset)),
		command: []string{"chain", "--spec", inputPath, "--token", b.token, "--listen", ":" + strconv.Itoa(portChain)},
	})
	if err != nil {
		return err
	}
	for _, id := range all {
		c := &node{apiClient{client: b.deployment.client, name: "chain", base: base + b.tokenPath(id), token: b.token}}
		b.backend.chains[id-1] = c
		funds, err := g.ChainGenesis(id)
		if err == nil {
			err = c.fund(b.ctx, funds)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tokenPath is where on its coin's chain a token is served; empty for a coin.
func (b *builder) tokenPath(asset uint16) string {
	if a := &b.config.Genesis.Assets[asset-1]; a.On > 0 {
		return "/tokens/" + a.Code
	}
	return ""
}

func (b *builder) startExit(i int) error {
	_, err := b.deployment.startContainer(b.ctx, containerSpec{
		name: "exit-" + strconv.Itoa(i+1), image: b.attackerImage, address: b.deployment.public.address(hostExit + i),
		command: []string{"exit", "--listen", ":" + strconv.Itoa(portExit), "--to", b.deployment.url(hostVenue, portAPI)},
	})
	return err
}

// startAgent starts the thief's agent and gives it the campaign.
func (b *builder) startAgent() error {
	base, err := b.deployment.startContainer(b.ctx, containerSpec{
		name: "agent", image: b.attackerImage, control: portAgent, address: b.deployment.public.address(hostAgent),
		command: []string{"agent", "--listen", ":" + strconv.Itoa(portAgent), "--token", b.token},
	})
	if err != nil {
		return err
	}
	b.backend.agent = &agent{apiClient{client: b.deployment.client, name: "agent", base: base, token: b.token}}
	return b.backend.agent.put(b.ctx, "/v1/campaign", b.mission())
}

// mission is the campaign and the way to the world from where the agent is.
func (b *builder) mission() wire.Mission {
	m := wire.Mission{
		Campaign: *b.config.Campaign, Markets: backend.MarketInfos(b.config.Genesis), Assets: backend.AssetInfos(b.config.Genesis),
		Exits: make(map[string]string), Chains: make(map[string]string), Hosts: make(map[string]string),
	}
	for i, e := range b.config.exits() {
		m.Exits[e] = b.deployment.url(hostExit+i, portExit)
	}
	for _, h := range b.config.Campaign.Hosts {
		m.Hosts[h.Name] = b.deployment.url(hostVenue, portAPI)
	}
	for i := range b.config.Genesis.Assets {
		if a := &b.config.Genesis.Assets[i]; a.Chain != nil {
			id := uint16(i + 1)
			m.Chains[a.Code] = b.deployment.url(hostChain+int(b.config.Genesis.Coin(id)), portChain) + b.tokenPath(id)
		}
	}
	return m
}

// url is the base address of somebody on the public network.
func (d *deployment) url(host, port int) string {
	return "http://" + d.public.address(host).String() + ":" + strconv.Itoa(port)
}
