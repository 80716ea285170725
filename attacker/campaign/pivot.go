package campaign

import (
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
)

// maxPivots is how often work goes on in another way before it is given up.
const maxPivots = 3

// attempt is what came of the step that a track is at, as far as orders and
// withdrawals go.
type attempt struct {
	accepted int              // orders and withdrawals that the venue took
	refusal  attacker.Refusal // of the last one; Accepted if it was taken
	partner  bool             // it was the partner's
}

// note takes in the answer to a call.
func (a *attempt) note(c technique.Call, r attacker.Refusal) {
	if c.Op != technique.OpPlace && c.Op != technique.OpWithdraw && r != attacker.KeyRefused {
		return
	}
	a.refusal, a.partner = r, c.Partner
	if r == attacker.Accepted {
		a.accepted++
	}
}

// pivot is what a thief does from level 2 on when a step ended in a refusal:
// the same with another partner, another coin, another way, and what is left
// of it with another key.
func (a *Agent) pivot(now int64, t *track, v *technique.View) {
	s, tried := *a.step(t), t.attempt
	depth := a.depth(t.steps[t.cursor])
	if a.campaign.Level < technique.Pivots || tried.refusal == attacker.Accepted || s.Chain != "" || depth == maxPivots {
		return
	}
	if tried.partner {
		s.Partner = a.otherPartner(s.Partner)
		if _, ok := s.divide(tried.accepted); ok && s.Partner > 0 {
			a.insert(now, t, s, depth)
		}
		return
	}
	for _, way := range a.otherWays(&s, tried, v) {
		a.insert(now, t, way, depth)
	}
	if tried.refusal == attacker.KeyRefused || tried.refusal == attacker.MarketRefused {
		a.handOver(now, s, tried.accepted, depth)
	}
}

// otherWays is how the same account is robbed otherwise.
func (a *Agent) otherWays(s *Step, tried attempt, v *technique.View) (ways []Step) {
	t, _ := technique.Find(s.Technique)
	f, ok := t.(technique.Fallback)
	if !ok {
		return nil
	}
	for _, u := range f.Fallbacks(technique.Failure{
		Params: s.Params, Refusal: tried.refusal, Done: tried.accepted, Market: a.market,
	}, *v) {
		way := *s
		way.Technique, way.Params = u.Technique.Info().Name, u.Params
		if u.Technique.Info().Partner {
			way.Partner = a.own[s.Key%len(a.own)]
		}
		ways = append(ways, way)
	}
	return ways
}

// otherPartner is an own key that the venue has refused nothing yet; 0 for none.
func (a *Agent) otherPartner(than int) int {
	at := slices.Index(a.own, than)
	for i := range a.own {
		p := a.own[(at+1+i)%len(a.own)]
		if k := &a.knowledge.Keys[p-1]; p != than && k.Refused.Op == technique.OpNone {
			return p
		}
	}
	return 0
}

// insert puts a step behind the one in progress and those inserted before.
func (a *Agent) insert(now int64, t *track, s Step, depth int) {
	t.inserted++
	t.steps = slices.Insert(t.steps, t.cursor+t.inserted, a.add(now, s, depth))
}

// add keeps a step that the plan did not have, and is its index.
func (a *Agent) add(now int64, s Step, depth int) int {
	s.At = now
	s.ID = fmt.Sprintf("%s~%d", s.ID, len(a.added)+1)
	a.added = append(a.added, addition{s, depth + 1})
	return len(a.campaign.Steps) + len(a.added) - 1
}

// addition is a step that the plan did not have, and how many turns away from
// the plan it is.
type addition struct {
	step  Step
	depth int
}

// depth is how many turns away from the plan a step is.
func (a *Agent) depth(i int) int {
	if i < len(a.campaign.Steps) {
		return 0
	}
	return a.added[i-len(a.campaign.Steps)].depth
}

// at is a step of the plan, or one added to it.
func (a *Agent) at(i int) *Step {
	if i < len(a.campaign.Steps) {
		return &a.campaign.Steps[i]
	}
	return &a.added[i-len(a.campaign.Steps)].step
}

// ownAccounts lists the numbers of the keys that steps name as partners, and
// the market of the first such step.
func ownAccounts(c *Campaign) (own []int, market string) {
	for i := range c.Steps {
		s := &c.Steps[i]
		if s.Partner == 0 {
			continue
		}
		if !slices.Contains(own, s.Partner) {
			own = append(own, s.Partner)
		}
		if market == "" {
			market = s.Params.Market
		}
	}
	slices.Sort(own)
	return own, market
}
