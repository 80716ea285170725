// Package planner turns a scenario's campaign into one attacker's plan: which
// step on which key, from which address, at what time.
package planner

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// planner draws one campaign.
type planner struct {
	sc      *scenarios.Scenario
	genesis *mockexchange.Genesis
	keys    []key
	chance  sim.Stream
	numbers sim.Stream // of what he writes into orders
	onset   int64
	started map[string][]int64 // by step id: when it begins, by index of the key
	plan    campaign.Campaign
	ids     []uint32 // of the campaign's keys
}

// addressesPerAsset is how many fresh addresses of each coin a thief has prepared.
const addressesPerAsset = 512

// Plan draws the campaign of a world's attacker against one of its venues, with
// the adaptation of a level, and says which key ids its keys have.
func Plan(w *draw.World, g *mockexchange.Genesis, seed uint64, level int) (campaign.Campaign, []uint32, error) {
	p := &planner{
		sc: w.Scenario, genesis: g, keys: keysOf(w), started: make(map[string][]int64),
		chance: sim.NewStream(seed, sim.Attacker, sim.Purpose("campaign")),
	}
	c := w.Scenario.Campaign
	p.onset = p.chance.Between(c.Onset.Earliest.Unix, c.Onset.Latest.Unix)
	p.plan = campaign.Campaign{
		Seed: p.chance.Uint64(), Level: level, Venue: g.Name, Addresses: make(map[string][]string),
		Think:   campaign.Think{Min: c.Think.Least.Value, Max: c.Think.Most.Value},
		Amounts: model.ByProgram().Amounts, Prices: model.ByProgram().Prices,
	}
	p.numbers = sim.NewStream(seed, sim.Attacker, sim.Purpose("campaign/numbers"))
	for _, s := range w.Truth.Sources {
		p.plan.Sources = append(p.plan.Sources, s.String())
	}
	p.addresses()
	if err := p.wallets(); err != nil {
		return campaign.Campaign{}, nil, err
	}
	if err := p.steps(); err != nil {
		return campaign.Campaign{}, nil, err
	}
	p.chooseKeys()
	if err := p.check(); err != nil {
		return campaign.Campaign{}, nil, err
	}
	return p.plan, p.ids, nil
}

// check tells of a step that no technique can begin with, and where it stands.
func (p *planner) check() error {
	for i := range p.plan.Steps {
		s := &p.plan.Steps[i]
		if err := p.plan.CheckStep(s); err != nil {
			return fmt.Errorf("%s: step %s: %w", p.stands(s.ID), s.ID, err)
		}
	}
	return nil
}

// stands is where in the scenario a step of the plan comes from: a transfer of its
// own, or the step that is about several keys.
func (p *planner) stands(id string) yamldoc.Position {
	name, number, _ := strings.Cut(id, "/")
	for i := range p.sc.Campaign.Steps {
		s := &p.sc.Campaign.Steps[i]
		if s.ID.Text != name {
			continue
		}
		if n, err := strconv.Atoi(number); err == nil && n >= 1 && n <= len(s.Transfers) {
			return s.Transfers[n-1].At.Pos
		}
		return s.ID.Pos
	}
	return yamldoc.Position{}
}

// key is one key of the attacker's dump, or of an account of his own. Own keys
// come last.
type key struct {
	id        uint32
	live      bool
	class     string // of victims behind a live key, or of own accounts
	own       bool
	published bool
	login     *draw.StolenLogin // instead of a key; nil for a key
}

func keysOf(w *draw.World) []key {
	list := make([]key, 0, len(w.Dump)+len(w.AttackerAccounts))
	for _, k := range w.Dump {
		list = append(list, key{id: k.Key, live: k.Live, class: k.Class, published: k.Published})
	}
	for i := range w.Logins {
		list = append(list, key{class: w.Logins[i].Class, login: &w.Logins[i]})
	}
	for _, o := range w.AttackerAccounts {
		list = append(list, key{id: o.Key, live: true, class: o.Class, own: true})
	}
	return list
}

// chooseKeys gives the thief the keys that he will use: those of his steps and his
// own. The rest of a dump lies about.
func (p *planner) chooseKeys() {
	used, place := make([]bool, len(p.keys)), make([]int, len(p.keys))
	for i := range p.plan.Steps {
		if s := &p.plan.Steps[i]; s.Chain == "" {
			used[s.Key] = true
		}
	}
	for i, l := range p.keys {
		if !used[i] && !l.own {
			continue
		}
		place[i] = len(p.plan.Keys)
		p.plan.Keys = append(p.plan.Keys, p.credential(i))
		p.ids = append(p.ids, l.id)
	}
	for i := range p.plan.Steps {
		s := &p.plan.Steps[i]
		if s.Chain == "" {
			s.Key = place[s.Key]
		}
		if s.Partner > 0 {
			s.Partner = place[s.Partner-1] + 1
		}
	}
}

// addresses prepares where the loot goes: addresses that nobody ever saw.
func (p *planner) addresses() {
	for _, a := range p.genesis.Assets {
		if a.Chain == nil {
			continue
		}
		base := uint32(p.chance.N(1 << 31))
		for i := range uint32(addressesPerAsset) {
			to := chain.ExternalAddress(p.genesis.Seed, "wallet/"+a.Code, base+i)
			p.plan.Addresses[a.Code] = append(p.plan.Addresses[a.Code], to.Text(a.Chain.Network))
		}
	}
}

// steps lays every step of the scenario out over the keys that it is about.
// Within a unit the order of the scenario holds, whatever the times drawn.
func (p *planner) steps() error {
	source := make([]int, len(p.keys))
	for i, n := range p.chance.Permutation(len(p.keys)) {
		source[n] = i % len(p.plan.Sources)
	}
	p.atHome(source)
	latest := make([]int64, len(p.keys))
	for i := range p.sc.Campaign.Steps {
		s := &p.sc.Campaign.Steps[i]
		plan := p.step
		if len(s.Transfers) > 0 {
			plan = p.transfers
		}
		if err := plan(s, source, latest); err != nil {
			return err
		}
	}
	slices.SortStableFunc(p.plan.Steps, func(a, b campaign.Step) int { return cmp.Compare(a.At, b.At) })
	return nil
}

// step lays one step out. latest is when the newest step of each key begins.
func (p *planner) step(s *scenarios.Step, source []int, latest []int64) error {
	keys := p.keysIn(s.On)
	if len(s.Counts) > 0 && len(s.Counts) != len(keys) {
		return fmt.Errorf("%s: %d counts for %d keys, expected one for each", s.ID.Pos, len(s.Counts), len(keys))
	}
	partners, err := p.partners(s, len(keys))
	if err != nil {
		return err
	}
	params, err := p.params(s)
	if err != nil {
		return err
	}
	begins, err := p.begins(s, keys)
	if err != nil {
		return err
	}
	when := conditions(s.When)
	for n, k := range keys {
		if len(s.Counts) > 0 {
			params.Count = int(s.Counts[n].Value)
		}
		params, err := p.vary(s.Params, params)
		if err != nil {
			return err
		}
		latest[k] = max(latest[k]+1, begins[k])
		p.plan.Steps = append(p.plan.Steps, campaign.Step{
			ID: s.ID.Text + "/" + strconv.Itoa(k), Technique: s.Technique.Text, Params: params,
			Key: k, Source: source[k], Partner: partners(n), At: latest[k], When: when, Counterfactual: s.Counterfactual,
		})
	}
	return nil
}

// partners gives the n-th key of a step the partner that is its turn, as the
// index+1 of a key; 0 in a step without partners.
func (p *planner) partners(s *scenarios.Step, keys int) (func(n int) int, error) {
	if s.With == nil {
		return func(int) int { return 0 }, nil
	}
	own := p.keysIn([]scenarios.Name{*s.With})
	if len(own) == 0 && keys > 0 {
		return nil, fmt.Errorf("%s: no own account of class %s at %s", s.With.Pos, s.With.Text, p.genesis.Name)
	}
	return func(n int) int { return own[n%len(own)] + 1 }, nil
}

// keysIn lists the keys of the named sets, set by set, in the order of the dump.
func (p *planner) keysIn(sets []scenarios.Name) (list []int) {
	for _, set := range sets {
		for i, l := range p.keys {
			switch {
			case (l.own || l.login != nil) && set.Text != l.class:
			case l.login != nil:
				list = append(list, i)
			case set.Text == scenarios.OnAll,
				set.Text == scenarios.OnLive && l.live,
				set.Text == scenarios.OnDeleted && !l.live,
				set.Text == scenarios.OnPublished && l.published,
				l.live && set.Text == l.class:
				list = append(list, i)
			}
		}
	}
	return list
}

// begins draws when a step begins on each key: spread over its span in a drawn
// order, or after another step on the same key.
func (p *planner) begins(s *scenarios.Step, keys []int) ([]int64, error) {
	at := make([]int64, len(p.keys))
	if s.After != nil {
		before := p.started[s.After.Step.Text]
		for _, k := range keys {
			if before == nil || before[k] == 0 {
				return nil, fmt.Errorf("%s: step %s is about a key that step %s is not about at %s, expected it there, too",
					s.After.Step.Pos, s.ID.Text, s.After.Step.Text, p.genesis.Name)
			}
			at[k] = before[k] + int64(s.After.Delay.Value) + p.chance.N(int64(s.After.Jitter.Value)+1)
		}
	} else if s.At != nil && len(keys) > 0 {
		start := s.At.Start.Unix
		if s.At.Start.Onset {
			start = p.onset
		}
		slot := (s.At.End.Unix - start) / int64(len(keys))
		for n, i := range p.chance.Permutation(len(keys)) {
			at[keys[i]] = start + int64(n)*slot
			if n > 0 || !s.At.Start.Onset { // a span begins at a round minute, which nobody keeps to the second
				at[keys[i]] += p.chance.N(max(slot, 1))
			}
		}
	}
	p.started[s.ID.Text] = at
	return at, nil
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

func conditions(names []scenarios.Name) (list []campaign.Condition) {
	for _, n := range names {
		if n.Text != scenarios.WhenAlways {
			list = append(list, campaign.Condition(n.Text))
		}
	}
	return list
}
