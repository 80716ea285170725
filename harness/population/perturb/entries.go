package perturb

import (
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// manner is how the attacker of a variant works.
type manner struct {
	discipline *scenarios.Discipline // nil: as the campaign says
	patience   *scenarios.Patience   // nil: as the campaign says
	greed      int64                 // of what the campaign takes he takes so much, parts per million; 0: all
}

// entry draws the way in where there are several, which steps are taken, and how
// the attacker works. None of it is seen in anything else that is drawn: he comes
// to the same exchange.
func (v *perturbation) entry() {
	if all := v.sc.Entries; len(all) > 0 {
		e := pick(v.chance, all, func(e *scenarios.EntryPoint) int64 { return e.Weight.Value })
		v.sc.Incident.Position, v.sc.Compromise, v.sc.Campaign = e.Position, &e.Compromise, &e.Campaign
		v.taken(&e.Campaign)
		if b := e.Beside; b != nil && v.chance.Chance(b.Chance.PPM) {
			v.join(v.sc.Entry(b.Entry.Text))
		}
		v.sc.Entries = nil
	}
	of := v.bounds
	v.manner.discipline = pick(v.chance, of.Discipline, func(d *scenarios.Discipline) int64 { return d.Weight.Value })
	v.manner.patience = pick(v.chance, of.Patience, func(p *scenarios.Patience) int64 { return p.Weight.Value })
	if g := pick(v.chance, of.Greed, func(g *scenarios.Greed) int64 { return g.Weight.Value }); g != nil {
		v.manner.greed = g.Takes.PPM
	}
}

// pick draws one of a list by weights; nil of an empty one, for which nothing is drawn.
func pick[T any](s *sim.Stream, list []T, weight func(*T) int64) *T {
	sum := int64(0)
	for i := range list {
		sum += weight(&list[i])
	}
	if sum == 0 {
		return nil
	}
	n := s.N(sum)
	for i := range list {
		if n -= weight(&list[i]); n < 0 {
			return &list[i]
		}
	}
	return nil
}

// join gives the attacker the keys of an entry point beside what he has.
func (v *perturbation) join(other *scenarios.EntryPoint) {
	v.taken(&other.Campaign)
	k, c := v.sc.Compromise, v.sc.Campaign
	k.Signing = other.Compromise.Signing
	c.Steps = append(c.Steps, other.Campaign.Steps...)
	if other.Campaign.Until.Unix > c.Until.Unix {
		c.Until = other.Campaign.Until
	}
}

// taken draws which steps of a campaign are taken: of each choice one, and of those
// with a chance some, at least one.
func (v *perturbation) taken(k *scenarios.Campaign) {
	chosen := make(map[string]string)
	var maybe []scenarios.Step
	some := false
	left := make(map[string]bool)
	for i := range k.Steps {
		s := &k.Steps[i]
		switch {
		case s.Choice != nil && chosen[s.Choice.Of.Text] == "":
			chosen[s.Choice.Of.Text] = v.choose(k, s.Choice.Of.Text)
		case s.Chance != nil:
			maybe = append(maybe, *s)
			left[s.ID.Text] = !v.chance.Chance(s.Chance.PPM)
			some = some || !left[s.ID.Text]
		}
	}
	if len(maybe) > 0 && !some {
		one := pick(v.chance, maybe, func(s *scenarios.Step) int64 { return s.Chance.PPM })
		left[one.ID.Text] = false
	}
	k.Steps = scenarios.WithoutOrphans(slices.DeleteFunc(k.Steps, func(s scenarios.Step) bool {
		return left[s.ID.Text] || s.Choice != nil && chosen[s.Choice.Of.Text] != s.ID.Text
	}))
}

// choose draws one of the steps that stand for each other.
func (v *perturbation) choose(k *scenarios.Campaign, of string) string {
	var steps []scenarios.Step
	for _, s := range k.Steps {
		if s.Choice != nil && s.Choice.Of.Text == of {
			steps = append(steps, s)
		}
	}
	return pick(v.chance, steps, func(s *scenarios.Step) int64 { return s.Choice.Weight.Value }).ID.Text
}

// Techniques that a button of the website does as well.
var byButton = []string{"withdraw_direct", "withdraw_proceeds"}

// habits makes the campaign's requests those of an attacker of some discipline.
func (v *perturbation) habits() {
	d := v.manner.discipline
	if d == nil || v.sc.Campaign == nil {
		return
	}
	for i := range v.sc.Campaign.Steps {
		s := &v.sc.Campaign.Steps[i]
		if s.Params == nil || !slices.Contains(byButton, s.Technique.Text) {
			continue
		}
		s.Params.Whole = d.Whole
		if n := s.Params.Count; n != nil {
			n.Exactly(max(timesOf(n.Value, d.Pieces.PPM), 1))
		}
	}
}

// parts is into how many parts the attacker divides what a number of transfers take.
func (v *perturbation) parts(n int64) int64 {
	if d := v.manner.discipline; d != nil {
		return max(timesOf(n, d.Pieces.PPM), 1)
	}
	return n
}
