package lab

import (
	"context"
	"time"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// spec is one run of a series.
type spec struct {
	defence   *defence.Defence
	level     int  // adaptation of the thief
	peace     bool // nobody attacks
	contained bool // in containers; twins of a run are played in this process
	recorder  Recorder
	progress  func(now int64)
}

// Act is an action of the defence that took effect.
type Act struct {
	At      int64 // virtual nanoseconds
	Action  defence.Action
	Code    string // "ok", or the first refusal
	Changed uint32
}

// Outcome is a finished run.
type Outcome struct {
	Tally    *score.Tally
	Head     [32]byte // of the log
	Commands uint64   // all of them
	Honest   uint64   // those of customers, market makers and traders
	Wall     time.Duration
	Alerts   []defence.Alert
	Acts     []Act
	Deeds    []campaign.Deed
}

// taxonomy pins the catalogues that the techniques' ids refer to.
func taxonomy() score.Taxonomy {
	return score.Taxonomy{ATTACK: technique.ATTACKVersion, AADAPT: technique.AADAPTVersion}
}

// start plays one run from its beginning to the end of the settlement tail.
func (s *Series) start(ctx context.Context, sp spec) (*Outcome, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	begun := time.Now()
	r, err := s.prepare(ctx, sp)
	if err != nil {
		return nil, err
	}
	defer r.site.Close()
	if err := r.finish(ctx); err != nil {
		return nil, err
	}
	tally := r.account.Close(r.end)
	tally.Commands = r.commands
	o := &Outcome{
		Tally: &tally, Head: r.log.Head(), Commands: r.commands, Honest: r.honest,
		Alerts: r.alerts, Acts: r.acts, Wall: time.Since(begun),
	}
	if d, ok := r.site.(deeds); ok {
		o.Deeds, err = d.Deeds()
	}
	return o, err
}

// deeds is a site that can tell what the thief did, by his own account.
type deeds interface {
	Deeds() ([]campaign.Deed, error)
}

// prepare builds a venue under the defence's posture, its chains, the thief
// and everybody who watches.
func (s *Series) prepare(ctx context.Context, sp spec) (*run, error) {
	g := s.world.Genesis
	g.Settings = sp.defence.Settings(g.Settings)
	g.Assets = append([]mockexchange.Asset(nil), g.Assets...)
	nodes, err := g.Allot(s.memo)
	if err != nil {
		return nil, err
	}
	attack := s.world.Attack && !sp.peace
	var c *campaign.Campaign
	if attack {
		plan, err := Plan(s.world.Scenario, &g, s.loot(), s.world.Truth.Sources, s.world.Genesis.Seed, sp.level)
		if err != nil {
			return nil, err
		}
		c = &plan
	}
	site, err := s.open(ctx, sp.contained, &g, nodes, c)
	if err != nil {
		return nil, err
	}
	r := &run{
		thiefTx: make(map[chain.Hash]bool),
		site:    site, genesis: &g, people: s.world.People.Clone(), clock: newClockwork(&g),
		queue: &sim.Queue{}, log: sim.NewLog(), recorder: sp.recorder, progress: sp.progress, memo: s.memo,
		clockEnd: s.world.Scenario.Clock.End.Unix,
		end:      s.world.Scenario.Clock.End.Unix + int64(s.world.Scenario.Clock.Tail.Value),
		operator: access.OperatorCredential(g.Seed), view: defence.NewView(&g),
	}
	if c != nil && len(c.Steps) > 0 {
		r.attackAt = c.Steps[0].At
	}
	r.survey(nodes)
	setup, err := s.setup(&g, r, attack)
	if err != nil {
		return nil, err
	}
	r.account = score.NewAccountant(setup)
	if err := s.post(r, sp); err != nil {
		site.Close()
		return nil, err
	}
	return r, nil
}

// open makes a site in one of the labs.
func (s *Series) open(ctx context.Context, contained bool, g *mockexchange.Genesis, nodes []*chain.Node, c *campaign.Campaign) (Site, error) {
	if contained {
		return openContainers(ctx, g, c, s.memo)
	}
	e, err := newEmbedded(g, nodes, s.memo)
	if err != nil {
		return nil, err
	}
	if c != nil {
		if e.brain, err = campaign.New(*c); err != nil {
			return nil, err
		}
		ids := make([]uint32, len(s.world.Dump))
		for i, k := range s.world.Dump {
			ids[i] = k.Key
		}
		e.inside.learn(c.Keys, ids)
	}
	return e, nil
}

// loot is the dump as the planner needs it.
func (s *Series) loot() []Loot {
	list := make([]Loot, len(s.world.Dump))
	for i, k := range s.world.Dump {
		list[i] = Loot{Key: k.Key, Live: k.Live, Class: k.Class}
	}
	return list
}

// survey notes where the venue's coins lie and where deposits come from.
func (r *run) survey(nodes []*chain.Node) {
	r.addresses = make([][]chain.Address, len(nodes))
	r.depositors = make([]depositor, len(nodes))
	for i, n := range nodes {
		if n == nil {
			continue
		}
		w := r.genesis.Wallet(uint16(i + 1))
		r.addresses[i] = []chain.Address{w.Hot(), w.Cold()}
		r.depositors[i] = newDepositor(r.genesis, uint16(i+1), n)
	}
}

// setup is what the referee knows of a run before it begins.
func (s *Series) setup(g *mockexchange.Genesis, r *run, attack bool) (score.Setup, error) {
	t := &s.world.Truth
	prices, err := score.TariffOf(s.world.Scenario)
	setup := score.Setup{
		Assets: g.Assets, Markets: g.Markets, Keys: g.Keys,
		Start: g.Start, ClockEnd: r.clockEnd, End: r.end, Attack: attack,
		CompromisedKeys: t.Keys, CompromisedAccounts: t.Accounts, CompromisedWallets: t.Wallets,
		HonestUse: s.world.HonestUse, AccountWeight: s.world.AccountWeight, Imposed: g.Settings.Imposed,
		Tariff: prices, Facts: s.facts,
	}
	for _, list := range r.addresses {
		setup.VenueAddresses = append(setup.VenueAddresses, list...)
	}
	return setup, err
}

// post puts the monitor on watch.
func (s *Series) post(r *run, sp spec) error {
	sc := s.world.Scenario
	if !sp.defence.Watches() {
		return nil
	}
	monitor, err := summon(sp.defence, s.world.Genesis.Seed, sc, s.reveal(r))
	if err != nil {
		return err
	}
	r.watch = watch{
		monitor: monitor, interval: int64(sc.Latencies.Step.Value), delay: int64(sc.Latencies.Telemetry.Value),
		latency: func(a *defence.Action) int64 { return int64(defence.Latency(sc, a)) },
	}
	if sp.defence.Immediate() {
		r.watch.delay, r.watch.latency = 0, func(*defence.Action) int64 { return 0 }
	}
	return monitor.Hello(s.hello(r))
}

// hello is what a monitor is told: the venue, never the incident.
func (s *Series) hello(r *run) *defence.Hello {
	h := &defence.Hello{
		Venue: r.genesis.Name, Now: r.genesis.Start, Interval: r.watch.interval,
		Assets: r.genesis.Assets, Currency: r.genesis.Assets[0].Code,
	}
	for _, m := range r.genesis.Markets {
		h.Markets = append(h.Markets, m.Symbol)
	}
	for _, c := range r.genesis.Settings.Imposed {
		h.Controls = append(h.Controls, c.String())
	}
	return h
}

// reveal is the ground truth, for the one monitor that may see it.
func (s *Series) reveal(r *run) defence.Truth {
	t := defence.Truth{
		FirstCommandAt: r.attackAt,
		Wallets:        s.world.Truth.Wallets,
		Pending:        func() []uint32 { return r.truth.pending },
	}
	for _, k := range s.world.Dump {
		if k.Live {
			t.Keys = append(t.Keys, k.Key)
		}
	}
	return t
}
