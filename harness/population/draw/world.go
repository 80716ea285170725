// Package draw makes the world that a run starts with from a scenario and a
// seed: the venue's assets and markets, everybody's accounts, API keys and
// balances, where they call from, and what the thief holds.
package draw

import (
	"fmt"
	"strconv"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/population/perturb"
	"github.com/exdrill/exdrill/harness/population/split"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// The variations of a scenario.
const (
	Record    = "record"    // the incident as documented
	Perturbed = "perturbed" // a seeded redrawing of it
)

// MaxAdoption is the most that adoption is multiplied by, in parts per million.
const MaxAdoption = 1000 * sim.Whole

// Options say which world to draw.
type Options struct {
	Seed      uint64
	Scale     int64    // of scalable groups, parts per million; 0 is sim.Whole
	Variation string   // Record or Perturbed; empty is Record
	Salt      sim.Salt // changes everything that is drawn
	// Adoption multiplies the share of customers who use voluntary controls, up
	// to all of them; parts per million, 0 is sim.Whole.
	Adoption int64
	// People is what customers are like where a control stands in their way; nil
	// is as usual.
	People *model.People
}

// World is everything that a run starts with. Nothing in it changes but
// People; runs of one world clone that.
type World struct {
	// Scenario is what the world was drawn from: the record or its redrawing, as
	// it is at this venue. It has one venue, and that venue's part of everything
	// but facts and statements.
	Scenario *scenarios.Scenario
	// Whole is the same with all its venues; equal to Scenario if it has one.
	Whole  *scenarios.Scenario
	Venue  int  // which one it is, from 0 on in the order of the file
	Attack bool // whether the attacker comes at all

	Genesis mockexchange.Genesis
	Phases  []Phases // of what is done at intervals, asset by asset; nil for the usual ones
	People  *population.Population
	Prices  *model.FairPrices
	Chores  []Chore // of the venue's staff, in the order of time

	Dump             []Stolen          // the stolen keys, in the thief's order
	Logins           []StolenLogin     // class by class
	AttackerAccounts []AttackerAccount // the thief's own keys, class by class
	Truth            Truth

	// HonestUse tells which keys their owners use; element n-1 is key n.
	HonestUse []bool
	// AccountWeight says how much an account counts in harm, parts per million:
	// sim.Whole in groups that the scale shrinks, the scale in others, 0 for market
	// makers, momentum traders and the thief's own. Element n-1 is account n.
	AccountWeight []int64
	// AccountGroup says which group an account's owner belongs to, as an index into
	// the scenario's; the classes of the thief's own accounts come behind those.
	// Element n-1 is account n.
	AccountGroup []uint16
	// Planned is how many commands customers will send by themselves. What they
	// do because of an answer, and market makers, come on top.
	Planned uint64
}

// Stolen is one key of the thief's dump.
type Stolen struct {
	Key     uint32 `json:"key"` // id
	Account uint32 `json:"account"`
	Live    bool   `json:"live"`
	Created int64  `json:"created"`           // virtual nanoseconds since the Unix epoch
	Deleted int64  `json:"deleted,omitempty"` // by its owner; 0 while it lives
	Class   string `json:"class,omitempty"`   // of victims; empty for a deleted key

	Published bool `json:"published,omitempty"` // somebody showed it in public
}

// StolenLogin is a customer whose password the thief has.
type StolenLogin struct {
	Account uint32        `json:"account"`
	Class   string        `json:"class"`
	Holds   string        `json:"holds"`  // beside the password, a word of scenarios
	Device  access.Device `json:"device"` // the browser that he calls with: the customer's own, if he holds its session
}

// AttackerAccount is an account that the thief opened himself, with its key.
type AttackerAccount struct {
	Key     uint32 `json:"key"` // id
	Account uint32 `json:"account"`
	Class   string `json:"class"`
}

// Truth is what no defence may see, except the one that is never ranked.
type Truth struct {
	Keys     []uint32        `json:"keys"`              // of the dump, deleted ones included
	Accounts []uint32        `json:"accounts"`          // behind the live ones
	Sources  []access.Source `json:"sources"`           // addresses that the thief calls from
	Wallets  []string        `json:"wallets,omitempty"` // assets of whose hot wallets he holds a key

	OwnAccounts []uint32 `json:"own_accounts,omitempty"` // that he opened himself
}

// Build draws the world of a scenario with one venue. The error names the
// figure that makes it impossible.
func Build(sc *scenarios.Scenario, o Options) (*World, error) {
	if len(sc.Venues) != 1 {
		return nil, fmt.Errorf("%s: %d venues, expected 1", sc.ID.Pos, len(sc.Venues))
	}
	worlds, err := BuildAll(sc, o)
	if err != nil {
		return nil, err
	}
	return worlds[0], nil
}

// BuildAll draws one world for each venue, in the order of the file. They have
// the vendors' and the thief's addresses in common and nothing else.
func BuildAll(sc *scenarios.Scenario, o Options) ([]*World, error) {
	if o.Scale == 0 {
		o.Scale = sim.Whole
	}
	if o.Scale < 0 || o.Scale > sim.Whole {
		return nil, fmt.Errorf("scale of %d parts per million, expected 1 to %d", o.Scale, sim.Whole)
	}
	if o.Adoption == 0 {
		o.Adoption = sim.Whole
	}
	if o.Adoption < 0 || o.Adoption > MaxAdoption {
		return nil, fmt.Errorf("adoption of %d parts per million, expected 1 to %d", o.Adoption, MaxAdoption)
	}
	if o.Salt.IsSealed() {
		return nil, fmt.Errorf("the salt %s is secret, expected one that is known", o.Salt)
	}
	if len(sc.Venues) == 0 {
		return nil, fmt.Errorf("%s: no venue, expected at least 1", sc.ID.Pos)
	}
	whole, attack := sc, sc.Compromise != nil
	switch o.Variation {
	case "", Record:
	case Perturbed:
		whole, attack = Variant(sc, o)
	default:
		return nil, fmt.Errorf("variation %q, expected %s or %s", o.Variation, Record, Perturbed)
	}
	worlds := make([]*World, len(whole.Venues))
	shared := shared{}
	for v := range worlds {
		here, err := split.AtVenue(whole, v)
		if err != nil {
			return nil, err
		}
		worlds[v] = &World{Scenario: here, Whole: whole, Venue: v, Attack: attack}
		if err := worlds[v].draw(o, &shared); err != nil {
			return nil, err
		}
	}
	return worlds, nil
}

// Variant is a scenario redrawn with the options' seed and salt, and whether the
// attacker comes; no world is drawn from it.
func Variant(sc *scenarios.Scenario, o Options) (variant *scenarios.Scenario, attack bool) {
	o.Variation = Perturbed
	chance := o.Salt.Root(o.Seed, "variation/"+o.branch(sc))
	return perturb.Scenario(sc, &chance)
}

// branch is where the streams of a variant part from those of other scenarios'
// of its seed. Whoever has seen one variant of a seed knows nothing of the next.
func (o *Options) branch(sc *scenarios.Scenario) string {
	if o.Variation == Perturbed {
		return sc.ID.Text + "/"
	}
	return ""
}

// shared is what all venues see the same of.
type shared struct {
	seed    uint64          // of the streams of bot vendors
	sources []access.Source // that the thief calls from
}

// draw fills in a world.
func (w *World) draw(o Options, all *shared) error {
	purpose := "population/" + o.branch(w.Whole)
	if w.Venue > 0 {
		purpose += "/venue/" + strconv.Itoa(w.Venue)
	}
	root := o.Salt.Root(o.Seed, purpose)
	b := builder{
		world: w, sc: w.Scenario, venue: &w.Scenario.Venues[0], shared: all,
		scale: o.Scale, adoption: o.Adoption, traits: o.People, variant: o.Variation == Perturbed, seed: root.Uint64(), taken: make(map[access.Source]bool),
	}
	if w.Venue == 0 {
		all.seed = b.seed
	}
	for _, s := range all.sources {
		b.taken[s] = true
	}
	w.Genesis.Seed = root.Uint64()
	if o.Variation == Perturbed {
		w.Phases = phases(&root, len(b.venue.Assets))
	}
	if err := b.build(); err != nil {
		return err
	}
	if len(all.sources) == 0 {
		all.sources = w.Truth.Sources
	}
	return nil
}
