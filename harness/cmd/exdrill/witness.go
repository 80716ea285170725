package main

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// witness watches a run for what its explanation tells: what the commands of
// the defence brought about, and what stood in the way of honest customers.
// What it hears goes on to another recorder, if there is one.
type witness struct {
	inner  lab.Recorder
	scenes []*scene // by venue
}

// scene is what a witness notes of one venue.
type scene struct {
	venue  string // empty for the only one
	world  *population.World
	view   *defence.Directory
	blamed [reject.Controls]bool
	own    map[uint32]bool // the thief's accounts
	victim map[uint32]bool // accounts behind his keys

	orders    map[uint64]bool // the thief's on victims' accounts
	payments  map[uint32]bool // withdrawals of his
	deeds     []deed          // of the defence, in their order
	obstacles [reject.Controls]*obstacle
}

// deed is one command of the defence.
type deed struct {
	effects []report.Effect
}

// obstacle is what one control or action did to honest customers.
type obstacle struct {
	customers map[uint32]bool
	report.Obstacle
}

// newWitness watches the runs of a defence on a stage.
func newWitness(stage *drill.Stage, d *defence.Defence) *witness {
	w := &witness{}
	for i, v := range venues(stage) {
		world := stage.Worlds()[i]
		s := &scene{
			world: world, view: v.View, own: setOf(world.Truth.OwnAccounts), victim: setOf(world.Truth.Accounts),
			orders: map[uint64]bool{}, payments: map[uint32]bool{},
		}
		if len(stage.Worlds()) > 1 {
			s.venue = v.Name
		}
		for c := range s.blamed {
			s.blamed[c] = c > 0 && !reject.Control(c).Standing()
		}
		for _, c := range d.Settings(world.Genesis.Settings).Imposed {
			s.blamed[c] = c != reject.None
		}
		w.scenes = append(w.scenes, s)
	}
	return w
}

func setOf(ids []uint32) map[uint32]bool {
	set := make(map[uint32]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// Record hears one command.
func (w *witness) Record(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) error {
	w.scenes[e.Venue].hear(e, events)
	if w.inner == nil {
		return nil
	}
	return w.inner.Record(e, r, events)
}

// Alert passes an alert on.
func (w *witness) Alert(a *defence.Alert) error {
	if w.inner == nil {
		return nil
	}
	return w.inner.Alert(a)
}

// Attempt passes on which intent a command served.
func (w *witness) Attempt(actor sim.Actor, at sim.Attempt) {
	if a, ok := w.inner.(lab.Attempter); ok {
		a.Attempt(actor, at)
	}
}

// Holding passes on what a venue's coins come to.
func (w *witness) Holding(at int64, venue uint8, asset uint16, hot, cold int64) {
	if b, ok := w.inner.(lab.Banker); ok {
		b.Holding(at, venue, asset, hot, cold)
	}
}

func (s *scene) hear(e *sim.Envelope, events []mockexchange.Event) {
	switch e.Actor {
	case sim.Attacker:
		s.stolen(events)
		return
	case sim.Operator:
		s.deeds = append(s.deeds, deed{effectsOf(events)})
	}
	for i := range events {
		if by := s.inTheWay(e.Actor, &events[i]); by != reject.None {
			s.note(by, &events[i])
		}
	}
}

// stolen notes what the thief made of accounts that are not his.
func (s *scene) stolen(events []mockexchange.Event) {
	for i := range events {
		switch e := &events[i]; e.Type {
		case mockexchange.OrderAccepted:
			s.orders[e.OrderID] = true
		case mockexchange.WithdrawalRequested:
			s.payments[e.Withdrawal] = true
		}
	}
}

// effectsOf counts events by type, in the order of their first.
func effectsOf(events []mockexchange.Event) (list []report.Effect) {
	for i := range events {
		list = withEffect(list, &events[i])
	}
	return list
}

func withEffect(list []report.Effect, e *mockexchange.Event) []report.Effect {
	name := e.Type.String()
	i := slices.IndexFunc(list, func(x report.Effect) bool { return x.Type == name })
	if i < 0 {
		i = len(list)
		list = append(list, report.Effect{Type: name})
	}
	x := &list[i]
	x.Count++
	if len(x.First) < report.Samples {
		x.First = append(x.First, e.Seq)
	}
	return list
}

// inTheWay is the control of the defence or the action through which an event
// stands in the way of an honest customer; None for all others.
func (s *scene) inTheWay(by sim.Actor, e *mockexchange.Event) reject.Control {
	if !s.honest(e) {
		return reject.None
	}
	switch e.Type {
	case mockexchange.AuthRefuse, mockexchange.OrderRefused, mockexchange.OrderCancelled, mockexchange.OrderExpired,
		mockexchange.WithdrawalRefused, mockexchange.WithdrawalHeld, mockexchange.WithdrawalRejected,
		mockexchange.DepositSeen, mockexchange.TradeReversed:
		if s.blamed[e.Control] {
			return e.Control
		}
	case mockexchange.KeyDeleted, mockexchange.KeyRestricted:
		if by == sim.Operator && s.used(e.Key) {
			return keyAction(e.Op)
		}
	case mockexchange.Operated:
		if e.Op == mockexchange.FreezeAccount && e.Code == reject.OK && !s.victim[e.Account] {
			return reject.FreezeAccounts
		}
	}
	return reject.None
}

func keyAction(op mockexchange.Kind) reject.Control {
	if op == mockexchange.RestrictKeys {
		return reject.RestrictKeys
	}
	return reject.RevokeKeys
}

// honest reports whether an event is about a customer who counts, and about
// what is his own doing.
func (s *scene) honest(e *mockexchange.Event) bool {
	weights := s.world.AccountWeight
	switch {
	case e.Account == 0, s.own[e.Account], s.orders[e.OrderID], s.payments[e.Withdrawal]:
		return false
	case weights == nil:
		return true
	}
	return int(e.Account) <= len(weights) && weights[e.Account-1] > 0
}

// used reports whether a key's owner uses it; keys that are made while the
// clock runs are.
func (s *scene) used(key uint32) bool {
	return key > 0 && (int(key) > len(s.world.HonestUse) || s.world.HonestUse[key-1])
}

func (s *scene) note(by reject.Control, e *mockexchange.Event) {
	o := s.obstacles[by]
	if o == nil {
		o = &obstacle{customers: map[uint32]bool{}}
		o.Venue, o.Control, o.Standing = s.venue, by.String(), by.Standing()
		s.obstacles[by] = o
	}
	o.Times++
	o.Types = withEffect(o.Types, e)
	if !o.customers[e.Account] && len(o.Examples) < report.Samples {
		o.Examples = append(o.Examples, report.ObstacleSample{
			Seq: e.Seq, At: e.At, Account: e.Account, Type: e.Type.String(), Code: e.Code.String(), Value: e.Value,
		})
	}
	o.customers[e.Account] = true
}

// obstaclesOf lists what stood in the way, what hurt most customers first.
func (w *witness) obstaclesOf() []report.Obstacle {
	list := []report.Obstacle{}
	for _, s := range w.scenes {
		for _, o := range s.obstacles {
			if o != nil {
				o.Customers = len(o.customers)
				list = append(list, o.Obstacle)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b report.Obstacle) int { return cmp.Compare(b.Customers, a.Customers) })
	return list
}

// actionsOf lists the actions of a run with what each brought about: every
// action is as many commands as it names things.
func (w *witness) actionsOf(acts []lab.AppliedAction) []report.ActionEffect {
	list := []report.ActionEffect{}
	for _, act := range acts {
		x := report.ActionEffect{
			At: act.At, Venue: act.Venue, Action: act.Action, Code: act.Code, Changed: act.Changed, Effects: []report.Effect{},
		}
		s := w.sceneOf(act.Venue)
		commands, _ := action.Commands(&act.Action, s.view) // it was carried out
		n := min(len(commands), len(s.deeds))
		for _, d := range s.deeds[:n] {
			x.Effects = joined(x.Effects, d.effects)
		}
		s.deeds = s.deeds[n:]
		list = append(list, x)
	}
	return list
}

func (w *witness) sceneOf(venue string) *scene {
	for _, s := range w.scenes {
		if s.venue == venue {
			return s
		}
	}
	return w.scenes[0]
}

func joined(list, more []report.Effect) []report.Effect {
	for _, e := range more {
		i := slices.IndexFunc(list, func(x report.Effect) bool { return x.Type == e.Type })
		if i < 0 {
			list = append(list, e)
			continue
		}
		x := &list[i]
		x.Count += e.Count
		room := min(report.Samples-len(x.First), len(e.First))
		x.First = append(x.First, e.First[:room]...)
	}
	return list
}
