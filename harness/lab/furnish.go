package lab

import (
	"context"
	"fmt"
	"sync"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// prepare builds every venue under the defence's posture, their chains, the
// thief and everybody who watches.
func (s *Series) prepare(ctx context.Context, sp spec) (*run, error) {
	clock := &s.World().Scenario.Clock
	r := &run{
		queue: &sim.Queue{}, log: sim.NewLog(), recorder: sp.recorder, progress: sp.progress,
		end: clock.End.Unix + int64(clock.Tail.Value),
	}
	plots := make([]plot, len(s.worlds))
	for i, w := range s.worlds {
		var err error
		if plots[i], err = s.plot(w, sp); err != nil {
			return nil, err
		}
	}
	sites, err := s.openAll(ctx, plots, sp.contained)
	if err != nil {
		return nil, err
	}
	for i := range plots {
		r.houses = append(r.houses, s.furnish(r, &plots[i], sites[i]))
	}
	for i, h := range r.houses {
		h.desk = deskOf(sp.foreign, h.name)
		if err := s.staff(h, &plots[i], sp); err != nil {
			r.dismiss()
			r.close()
			return nil, err
		}
	}
	return r, nil
}

// plot is a venue before anything stands there.
type plot struct {
	world    *population.World
	genesis  mockexchange.Genesis
	nodes    []*chain.Node
	campaign *campaign.Campaign // nil if nobody attacks
	keys     []uint32           // ids of the campaign's keys
}

// plot draws one venue under the defence's posture, and the thief's plan for
// it.
func (s *Series) plot(w *population.World, sp spec) (plot, error) {
	p := plot{world: w, genesis: w.Genesis}
	g := &p.genesis
	if err := fits(g.Name, len(g.Accounts)); err != nil {
		return p, err
	}
	g.Settings = sp.defence.Settings(g.Settings)
	g.Assets = append([]mockexchange.Asset(nil), g.Assets...)
	var err error
	if p.nodes, err = g.Allot(s.memo); err != nil {
		return p, err
	}
	if w.Attack && !sp.peace {
		c, keys, err := Plan(w.Scenario, g, loot(w), w.Truth.Sources, w.Genesis.Seed, sp.level)
		if err != nil {
			return p, err
		}
		p.campaign, p.keys = &c, keys
	}
	return p, nil
}

// fits makes sure that there are seats for all at one venue.
func fits(name string, accounts int) error {
	if most := mostActors - 1 - int(sim.FirstCustomer); accounts > most {
		return fmt.Errorf("%s has %d accounts, expected at most %d", name, accounts, most)
	}
	return nil
}

// loot is the dump of a world, and the thief's own keys, as the planner needs
// them.
func loot(w *population.World) []Loot {
	list := make([]Loot, 0, len(w.Dump)+len(w.Own))
	for _, k := range w.Dump {
		list = append(list, Loot{Key: k.Key, Live: k.Live, Class: k.Class, Published: k.Published})
	}
	for _, o := range w.Own {
		list = append(list, Loot{Key: o.Key, Live: true, Class: o.Class, Own: true})
	}
	return list
}

// openAll makes the sites of all venues, side by side where each takes time.
// If one cannot be made, none is left.
func (s *Series) openAll(ctx context.Context, plots []plot, contained bool) ([]Site, error) {
	sites, errs := make([]Site, len(plots)), make([]error, len(plots))
	var group sync.WaitGroup
	for i := range plots {
		group.Go(func() { sites[i], errs[i] = s.open(ctx, &plots[i], contained) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			for i, site := range sites {
				if errs[i] == nil {
					site.Close()
				}
			}
			return nil, err
		}
	}
	return sites, nil
}

// open makes a site in one of the labs.
func (s *Series) open(ctx context.Context, p *plot, contained bool) (Site, error) {
	if contained {
		return openContainers(ctx, &p.genesis, p.campaign, s.memo)
	}
	e, err := newEmbedded(&p.genesis, p.nodes, s.memo)
	if err != nil {
		return nil, err
	}
	if c := p.campaign; c != nil {
		if e.brain, err = campaign.New(*c); err != nil {
			return nil, err
		}
		e.inside.learn(c.Keys, p.keys)
	}
	return e, nil
}

// furnish brings a venue to life: its customers, its clockwork, and what the
// lab knows of its chains.
func (s *Series) furnish(r *run, p *plot, site Site) *house {
	g := &p.genesis
	h := &house{
		run: r, venue: uint8(len(r.houses)), site: site, genesis: g, people: p.world.People.Clone(),
		clock: newClockwork(g, &p.world.Scenario.Venues[0]), memo: s.memo, view: defence.NewView(g), operator: access.OperatorCredential(g.Seed),
		thiefTx: make(map[chain.Hash]bool),
	}
	if len(s.worlds) > 1 {
		h.name = g.Name
	}
	if c := p.campaign; c != nil && len(c.Steps) > 0 {
		h.attackAt = c.Steps[0].At
	}
	h.survey(p.nodes)
	return h
}

// survey notes where the venue's coins lie and where deposits come from.
func (h *house) survey(nodes []*chain.Node) {
	h.addresses = make([][]chain.Address, len(nodes))
	h.depositors = make([]depositor, len(nodes))
	for i, n := range nodes {
		if n == nil {
			continue
		}
		w := h.genesis.Wallet(uint16(i + 1))
		h.addresses[i] = []chain.Address{w.Hot(), w.Cold()}
		h.depositors[i] = newDepositor(h.genesis, uint16(i+1), n)
	}
}

// staff puts the referee and the monitor in their places.
func (s *Series) staff(h *house, p *plot, sp spec) error {
	setup, err := s.setup(h, p)
	if err != nil {
		return err
	}
	h.account = score.NewAccountant(setup)
	return s.post(h, p, sp)
}

// holdings is what accounts own at the start.
func (h *house) holdings(accounts []uint32) (list []mockexchange.Balance) {
	if len(accounts) == 0 {
		return nil
	}
	own := make(map[uint32]bool)
	for _, a := range accounts {
		own[a] = true
	}
	for _, b := range h.genesis.Balances {
		if own[b.Account] {
			list = append(list, b)
		}
	}
	return list
}

// setup is what the referee knows of a venue's run before it begins.
func (s *Series) setup(h *house, p *plot) (score.Setup, error) {
	g, w := h.genesis, p.world
	t := &w.Truth
	prices, err := impact.TariffOf(w.Scenario)
	setup := score.Setup{
		Assets: g.Assets, Markets: g.Markets, Keys: g.Keys,
		Start: g.Start, ClockEnd: w.Scenario.Clock.End.Unix, End: h.run.end, Attack: p.campaign != nil,
		Venue: g.Name, AttackerAccounts: t.OwnAccounts, Holdings: h.holdings(t.OwnAccounts),
		CompromisedKeys: t.Keys, CompromisedAccounts: t.Accounts, CompromisedWallets: t.Wallets,
		HonestUse: w.HonestUse, AccountWeight: w.AccountWeight, Imposed: g.Settings.Imposed,
		Tariff: prices, Facts: s.facts, Public: score.PublicOf(w.Whole),
	}
	for _, list := range h.addresses {
		setup.VenueAddresses = append(setup.VenueAddresses, list...)
	}
	return setup, err
}
