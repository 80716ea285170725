package score

import (
	"slices"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Tally is everything that was measured in one run: plain data, so that it can
// be kept, sent and forked.
type Tally struct {
	Currency money.Unit `json:"currency"`
	Start    int64      `json:"start"`     // virtual nanoseconds, like all times here
	ClockEnd int64      `json:"clock_end"` // when honest life stops
	End      int64      `json:"end"`       // of the settlement tail
	Attack   bool       `json:"attack"`    // whether a thief comes at all
	Commands uint64     `json:"commands"`
	Tariff   string     `json:"tariff"` // version

	Taken     int64    `json:"taken"`     // by the thief, base units of the currency
	Recovered int64    `json:"recovered"` // of it, by the end
	Given     int64    `json:"given"`     // by the house, to people beyond what was stolen from them
	Changes   []Change `json:"changes,omitempty"`

	Harm    impact.Items    `json:"harm"`
	Impacts []impact.Impact `json:"impacts,omitempty"` // its cases in the order of time, where they are itemised
	Intents Intents         `json:"intents"`

	Thief      Thief       `json:"thief"`
	Alerts     []Finding   `json:"alerts,omitempty"`
	Entities   []Naming    `json:"entities"` // one for each kind of entity, in the order of kinds
	Actions    int64       `json:"actions"`  // of the defence
	Statements []Statement `json:"statements,omitempty"`
	Facts      []Measured  `json:"facts,omitempty"` // in the order of Setup.Facts
}

// Change is one movement of the thief's account with the world: above zero he
// took, below zero it was taken back from him.
type Change struct {
	At    int64 `json:"at"`
	Delta int64 `json:"delta"` // base units of the currency
}

// Thief is what the attacker's commands came to.
type Thief struct {
	FirstSeen int64 `json:"first_seen"` // first action of his that telemetry shows; 0 for none
	LastMove  int64 `json:"last_move"`  // last command of his that took something for good; 0 for none
	// Answered is when the defence first stood in his way after that, or after
	// he was first seen, by an action or by refusing him something; 0 for never.
	Answered int64  `json:"answered"`
	Commands uint64 `json:"commands"`
	Refused  uint64 `json:"refused"` // for whatever reason
	Stopped  uint64 `json:"stopped"` // refused by the defence
}

// Finding is an alert as the referee sees it.
type Finding struct {
	At   int64  `json:"at"`
	Rule string `json:"rule"`
	True bool   `json:"true"` // the thief has shown himself, and at least half of what it names is guilty

	Named   int64 `json:"named"`   // distinct entities
	Guilty  int64 `json:"guilty"`  // of them, the thief's or in his hands
	Charged int64 `json:"charged"` // false cases that it opens: innocents who are not being looked into

	// Customers are how many of those are about customers: their keys, their accounts
	// and where they call from. The others are about the venue's own wallets, of which
	// there are as many however few customers are played.
	Customers int64 `json:"customers"`

	// Held is how many of what it names the thief holds from the start in a world in
	// which he comes, whether he came or not.
	Held int64 `json:"held"`
}

// Naming holds what alerts named of one kind of entity against the truth.
type Naming struct {
	Kind  string `json:"kind"`
	Named int64  `json:"named"` // distinct ones named in alerts
	Right int64  `json:"right"` // of those, truly compromised
	Used  int64  `json:"used"`  // compromised ones that the thief visibly used
	Found int64  `json:"found"` // of those, named
}

// Intents counts what honest customers set out to do, weighted in parts per
// million; indices are intent kinds.
type Intents struct {
	All     [sim.IntentKinds]int64 `json:"all"`
	Refused [sim.IntentKinds]int64 `json:"refused"` // by the defence, and not met later
}

// Clone is a copy that shares nothing.
func (t *Tally) Clone() *Tally {
	c := *t
	c.Changes = slices.Clone(t.Changes)
	c.Impacts = slices.Clone(t.Impacts)
	c.Alerts = slices.Clone(t.Alerts)
	c.Entities = slices.Clone(t.Entities)
	c.Statements = slices.Clone(t.Statements)
	c.Facts = slices.Clone(t.Facts)
	return &c
}

// Stolen is what the thief took and was not taken back. It is never below zero.
func (t *Tally) Stolen() int64 { return max(0, t.Taken-t.Recovered) }

// Net is the loss: what was stolen, and what the house gave away beyond that.
func (t *Tally) Net() int64 { return money.AddCapped(t.Stolen(), t.Given) }

// HarmTotal is what honest people suffered, base units of the reference
// currency.
func (t *Tally) HarmTotal() int64 { return t.Harm.Price() }
