package lab

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/harness/lab/embedded"
	"github.com/exdrill/exdrill/harness/lab/planner"
	"github.com/exdrill/exdrill/harness/lab/rota"
	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score/accounting"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// newRun builds every venue under the defence's posture, their chains, the
// thief and everybody who watches.
func (s *Series) newRun(ctx context.Context, sp runSpec) (*run, error) {
	clock := &s.World().Scenario.Clock
	r := &run{
		queue: &sim.Queue{}, log: sim.NewLog(), observers: sp.observers,
		end: clock.RunEnd(), epilogue: clock.RunEnd(),
	}
	if clock.Epilogue != nil {
		r.epilogue = clock.Epilogue.Unix
	}
	setups := make([]venueSetup, len(s.worlds))
	for i, w := range s.worlds {
		var err error
		if setups[i], err = s.setUpVenue(w, sp); err != nil {
			return nil, err
		}
	}
	backends, err := s.openBackends(ctx, setups, sp.contained)
	if err != nil {
		return nil, err
	}
	for i := range setups {
		r.venues = append(r.venues, s.newVenueRun(r, &setups[i], backends[i]))
	}
	for i, v := range r.venues {
		v.external, v.operated = externalAlerts(sp.external, v.name), operatedAt(v.venue, sp.operated)
		v.outlives = len(v.operated) > 0 || sp.defence.Watches() && sp.defence.Watch.Epilogue
		err := s.startAccounting(v, &setups[i])
		if err == nil {
			err = s.startMonitor(v, &setups[i], sp)
		}
		if err != nil {
			r.closeMonitors()
			r.close()
			return nil, err
		}
	}
	return r, nil
}

// venueSetup is a venue before anything runs there.
type venueSetup struct {
	world    *draw.World
	people   *population.Population
	genesis  mockexchange.Genesis
	nodes    []*chain.Node
	campaign *campaign.Campaign // nil if nobody attacks
	keys     []uint32           // ids of the campaign's keys
}

// setUpVenue draws one venue under the defence's posture, and the thief's plan
// for it.
func (s *Series) setUpVenue(w *draw.World, sp runSpec) (venueSetup, error) {
	p := venueSetup{world: w, people: w.People.Clone(), genesis: w.Genesis}
	g := &p.genesis
	if err := checkAccounts(g.Name, len(g.Accounts)); err != nil {
		return p, err
	}
	own, err := control.OfIncident(&w.Scenario.Venues[0], param.TermsOf(w.Scenario))
	if err != nil {
		return p, err
	}
	own.Apply(&g.Settings)
	g.Settings = sp.defence.Settings(g.Settings)
	g.Assets = append([]mockexchange.Asset(nil), g.Assets...)
	p.people.Adapt(g)
	clock := &w.Scenario.Clock
	cold := make([]*custody.ColdSigning, len(g.Assets))
	for i := range g.Assets {
		cold[i] = g.Assets[i].ColdSigning
	}
	clerks, asks := g.Staff.Clerks, g.Staff.Asks // drawn with the world: their work goes by their shifts
	g.Staff = rota.Draw(g.Seed, g.Start, clock.RunEnd(), int64(clock.Zone.Offset)*int64(time.Second), &g.Settings.Custody, cold, s.conditions.Staff)
	if sp.prepared || sp.defence.Prepared() {
		g.Staff = rota.Prepared(g.Staff)
	}
	g.Staff.Clerks, g.Staff.Asks = clerks, asks
	if p.nodes, err = g.StartChains(s.signatures); err != nil {
		return p, err
	}
	if w.Attack && !sp.peace {
		c, keys, err := planner.Plan(w, g, w.Genesis.Seed, sp.level)
		if err != nil {
			return p, err
		}
		p.campaign, p.keys = &c, keys
	}
	return p, nil
}

// checkAccounts makes sure that a venue has numbers for all its actors.
func checkAccounts(name string, accounts int) error {
	if most := maxActors - 1 - int(sim.FirstCustomer); accounts > most {
		return fmt.Errorf("%s has %d accounts, expected at most %d", name, accounts, most)
	}
	return nil
}

// openBackends opens the backends of all venues, side by side where each takes
// time. If one cannot be opened, none is left.
func (s *Series) openBackends(ctx context.Context, setups []venueSetup, contained bool) ([]backend.Backend, error) {
	backends, errs := make([]backend.Backend, len(setups)), make([]error, len(setups))
	var group sync.WaitGroup
	for i := range setups {
		group.Go(func() { backends[i], errs[i] = s.openBackend(ctx, &setups[i], contained) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			for i, b := range backends {
				if errs[i] == nil {
					b.Close()
				}
			}
			return nil, err
		}
	}
	return backends, nil
}

// openBackend opens a backend in one of the labs. That containers cannot be had
// is the lab's failure, unless somebody interrupted it.
func (s *Series) openBackend(ctx context.Context, p *venueSetup, contained bool) (backend.Backend, error) {
	if !contained {
		return embedded.Open(&p.genesis, p.nodes, p.campaign, p.keys, s.signatures)
	}
	b, err := containers.Open(ctx, containers.Config{Genesis: &p.genesis, Campaign: p.campaign})
	switch {
	case err == nil:
		return b, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, &Failure{Of: OfLab, Err: err}
}

// newVenueRun brings a venue to life: its customers, its schedule, and what the
// lab knows of its chains.
func (s *Series) newVenueRun(r *run, p *venueSetup, b backend.Backend) *venueRun {
	g := &p.genesis
	v := &venueRun{
		run: r, venue: uint8(len(r.venues)), backend: b, genesis: g, population: p.people,
		schedule: newSchedule(g, p.world), signatures: s.signatures, directory: defence.DirectoryOf(g), operator: access.OperatorCredential(g.Seed),
		attackerTx: make(map[chain.Hash]bool),
	}
	v.population.Announce(g.Settings.Market)
	v.public = accounting.PublicOf(p.world.Whole)
	if len(s.worlds) > 1 {
		v.name = g.Name
	}
	if c := p.campaign; c != nil {
		if first, ok := c.First(); ok {
			v.attackAt, v.next = first.At, &first
		}
	}
	v.elsewhere = newOtherExchanges(p.world.Scenario, p.campaign, g.Seed)
	v.payees = newPayees(g.Seed)
	v.issuers, v.fuelling = newIssuers(p.world.Scenario, g), make([][]chain.Address, len(g.Assets))
	v.fuelThief(p.campaign)
	v.noteWallets(p.nodes)
	return v
}

// noteWallets notes where the venue's coins lie and where deposits come from.
func (v *venueRun) noteWallets(nodes []*chain.Node) {
	v.addresses = make([][]chain.Address, len(nodes))
	v.depositors = make([]depositor, len(nodes))
	for i, n := range nodes {
		if n == nil {
			continue
		}
		w := v.genesis.Wallet(uint16(i + 1))
		v.addresses[i] = []chain.Address{w.Hot(), w.Cold()}
		v.depositors[i] = newDepositor(v.genesis, uint16(i+1), n)
	}
}

// openingBalances is what accounts own at the start.
func (v *venueRun) openingBalances(accounts []uint32) (list []mockexchange.Balance) {
	if len(accounts) == 0 {
		return nil
	}
	own := make(map[uint32]bool)
	for _, a := range accounts {
		own[a] = true
	}
	for _, b := range v.genesis.Balances {
		if own[b.Account] {
			list = append(list, b)
		}
	}
	return list
}

// honestUse is which keys their owners use: also all that they made under the
// posture.
func honestUse(w *draw.World, g *mockexchange.Genesis) []bool {
	used := slices.Clone(w.HonestUse)
	for len(used) < len(g.Keys) {
		used = append(used, true)
	}
	return used
}

// heldOf is what a venue holds of each asset as it opens.
func heldOf(g *mockexchange.Genesis) []int64 {
	held := make([]int64, len(g.Assets))
	for i := range g.Assets {
		held[i] = g.Assets[i].HouseFunds
	}
	for _, b := range g.Balances {
		held[b.Asset-1] = money.AddCapped(held[b.Asset-1], b.Amount)
	}
	return held
}

// startAccounting tells the referee what he has to know of a venue's run before
// it begins.
func (s *Series) startAccounting(v *venueRun, p *venueSetup) error {
	g, w := v.genesis, p.world
	t := &w.Truth
	prices, err := impact.TariffOf(w.Scenario)
	if err != nil {
		return err
	}
	setup := accounting.Setup{
		Reference: measure.Reference{
			Assets: g.Assets, Markets: g.Markets, Keys: g.Keys, Start: g.Start,
			AttackerAccounts: t.OwnAccounts, CompromisedKeys: t.Keys, Held: heldOf(g),
		},
		Venue: g.Name, ClockEnd: w.Scenario.Clock.End.Unix, End: v.run.end, Attack: p.campaign != nil, SetsOutAt: v.attackAt,
		Holdings: v.openingBalances(t.OwnAccounts), CompromisedAccounts: t.Accounts, CompromisedWallets: t.Wallets,
		HonestUse: honestUse(w, g), AccountWeight: w.AccountWeight, Imposed: g.Settings.Imposed, Custody: g.Settings.Custody, ReconcileEvery: g.Settings.ReconcileEvery,
		HouseWeight: s.conditions.Scale, Decoding: rota.Of(s.conditions.Staff)[rota.DecodingTakes],
		Tariff: prices, Facts: s.facts, Public: accounting.PublicOf(w.Whole),
		Itemise: slices.ContainsFunc(v.run.observers, Observer.notes),
	}
	if len(v.elsewhere.accounts) > 0 {
		setup.Elsewhere = v.elsewhere.has
	}
	for _, list := range v.addresses {
		setup.VenueAddresses = append(setup.VenueAddresses, list...)
	}
	v.accounting = accounting.New(setup)
	return nil
}
