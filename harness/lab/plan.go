package lab

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// Loot is one key of a thief's dump as the planner of his campaign knows it.
type Loot struct {
	Key   uint32
	Live  bool
	Class string // class of victims behind a live key
}

// planner turns a scenario's campaign into one thief's plan: which step on
// which key, from which address, at what time.
type planner struct {
	sc      *scenarios.Scenario
	genesis *mockexchange.Genesis
	loot    []Loot
	chance  sim.Stream
	onset   int64
	started map[string][]int64 // by step id: when it begins, by index of the key
	plan    campaign.Campaign
}

// spare is how many fresh addresses of each coin a thief has prepared.
const spare = 512

// Plan draws a campaign for one seed. The level is the thief's adaptation.
func Plan(sc *scenarios.Scenario, g *mockexchange.Genesis, loot []Loot, sources []access.Source, seed uint64, level int) (campaign.Campaign, error) {
	p := &planner{
		sc: sc, genesis: g, loot: loot, started: make(map[string][]int64),
		chance: sim.NewStream(seed, sim.Attacker, sim.Purpose("campaign")),
	}
	c := sc.Campaign
	p.onset = p.chance.Between(c.Onset.Earliest.Unix, c.Onset.Latest.Unix)
	p.plan = campaign.Campaign{
		Seed: p.chance.Uint64(), Level: level, Venue: g.Name, Addresses: make(map[string][]string),
		Think: campaign.Think{Min: c.Think.Least.Value, Max: c.Think.Most.Value},
	}
	for _, s := range sources {
		p.plan.Sources = append(p.plan.Sources, s.String())
	}
	for _, l := range loot {
		public, secret := access.KeyPair(g.Seed, l.Key)
		p.plan.Keys = append(p.plan.Keys, attacker.KeyPair{Public: public, Secret: secret})
	}
	p.addresses()
	if err := p.wallets(); err != nil {
		return campaign.Campaign{}, err
	}
	if err := p.steps(); err != nil {
		return campaign.Campaign{}, err
	}
	return p.plan, nil
}

// addresses prepares where the loot goes: addresses that nobody ever saw.
func (p *planner) addresses() {
	for _, a := range p.genesis.Assets {
		if a.Chain == nil {
			continue
		}
		base := uint32(p.chance.N(1 << 31))
		for i := range uint32(spare) {
			to := chain.ExternalAddress(p.genesis.Seed, "wallet/"+a.Code, base+i)
			p.plan.Addresses[a.Code] = append(p.plan.Addresses[a.Code], to.Text(a.Chain.Network))
		}
	}
}

// steps lays every step of the scenario out over the keys that it is about.
// Within a unit the order of the scenario holds, whatever the times drawn.
func (p *planner) steps() error {
	source := make([]int, len(p.loot))
	for i, n := range p.chance.Permutation(len(p.loot)) {
		source[n] = i % len(p.plan.Sources)
	}
	latest := make([]int64, len(p.loot))
	for i := range p.sc.Campaign.Steps {
		s := &p.sc.Campaign.Steps[i]
		if len(s.Transfers) > 0 {
			if err := p.transfers(s); err != nil {
				return err
			}
			continue
		}
		keys := p.keys(s.On)
		if len(s.Counts) > 0 && len(s.Counts) != len(keys) {
			return fmt.Errorf("%s: %d counts for %d keys, expected one for each", s.ID.Pos, len(s.Counts), len(keys))
		}
		begins := p.begins(s, keys)
		for n, k := range keys {
			params, err := p.params(s, n)
			if err != nil {
				return err
			}
			latest[k] = max(latest[k]+1, begins[k])
			p.plan.Steps = append(p.plan.Steps, campaign.Step{
				ID: s.ID.Text + "/" + strconv.Itoa(k), Technique: s.Technique.Text, Params: params,
				Key: k, Source: source[k], At: latest[k], When: conditions(s.When), Counterfactual: s.Counterfactual,
			})
		}
	}
	slices.SortStableFunc(p.plan.Steps, func(a, b campaign.Step) int { return cmp.Compare(a.At, b.At) })
	return nil
}

// keys lists the keys of the named sets, set by set, in the order of the dump.
func (p *planner) keys(sets []scenarios.Name) (list []int) {
	for _, set := range sets {
		for i, l := range p.loot {
			switch {
			case set.Text == scenarios.OnAll,
				set.Text == scenarios.OnLive && l.Live,
				set.Text == scenarios.OnDeleted && !l.Live,
				l.Live && set.Text == l.Class:
				list = append(list, i)
			}
		}
	}
	return list
}

// begins draws when a step begins on each key: spread over its span in a drawn
// order, or after another step on the same key.
func (p *planner) begins(s *scenarios.Step, keys []int) []int64 {
	at := make([]int64, len(p.loot))
	if s.After != nil {
		before := p.started[s.After.Step.Text]
		for _, k := range keys {
			at[k] = int64(s.After.Delay.Value) + p.chance.N(int64(s.After.Jitter.Value)+1)
			if before != nil {
				at[k] += before[k]
			}
		}
	} else if s.At != nil && len(keys) > 0 {
		start := s.At.Start.Unix
		if s.At.Start.Onset {
			start = p.onset
		}
		slot := (s.At.End.Unix - start) / int64(len(keys))
		for n, i := range p.chance.Permutation(len(keys)) {
			at[keys[i]] = start + int64(n)*slot
			if n > 0 {
				at[keys[i]] += p.chance.N(max(slot, 1))
			}
		}
	}
	p.started[s.ID.Text] = at
	return at
}

// params fills a step's parameters for its n-th key.
func (p *planner) params(s *scenarios.Step, n int) (technique.Params, error) {
	var t technique.Params
	if len(s.Counts) > 0 {
		t.Count = int(s.Counts[n].Value)
	}
	q := s.Params
	if q == nil {
		return t, nil
	}
	if q.Count != nil && len(s.Counts) == 0 {
		t.Count = int(q.Count.Value)
	}
	t.Target, t.Asset = text(q.Target), text(q.Asset)
	t.Style, t.Fresh = technique.Style(text(q.Style)), technique.Fresh(text(q.Fresh))
	if q.Through != nil {
		t.Through = q.Through.PPM
	}
	if q.Until != nil {
		t.Until = q.Until.Unix
	}
	t.For, t.Backoff = span(q.For), span(q.Backoff)
	if q.Times != nil {
		t.Times = int(q.Times.Value)
	}
	if q.Total != nil {
		total, err := p.amount(q.Total)
		if err != nil {
			return t, err
		}
		t.Total = total
	}
	return t, nil
}

func (p *planner) amount(a *scenarios.Amount) (int64, error) {
	id, ok := p.genesis.AssetID(a.Asset.Text)
	if !ok {
		return 0, fmt.Errorf("%s: unknown asset %s", a.Pos, a.Asset)
	}
	units, err := money.Unit{Code: a.Asset.Text, Decimals: p.genesis.Assets[id-1].Decimals}.Parse(a.Text)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", a.Pos, err)
	}
	return units, nil
}

func text(n *scenarios.Name) string {
	if n == nil {
		return ""
	}
	return n.Text
}

func span(d *scenarios.Duration) time.Duration {
	if d == nil {
		return 0
	}
	return d.Value
}

func conditions(names []scenarios.Name) (list []campaign.Condition) {
	for _, n := range names {
		if n.Text != scenarios.WhenAlways {
			list = append(list, campaign.Condition(n.Text))
		}
	}
	return list
}
