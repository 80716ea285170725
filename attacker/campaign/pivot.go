package campaign

import (
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
)

const (
	// maxPivots is how often work goes on in another way before it is given up.
	maxPivots = 3
	// tradeOutRounds is how long an account that cannot be withdrawn from is
	// traded against.
	tradeOutRounds = 500
)

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
		if s.Partner = a.otherPartner(s.Partner); s.Partner > 0 && s.lessen(tried.accepted) {
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
func (a *Agent) otherWays(s *Step, tried attempt, v *technique.View) []Step {
	k := &a.knowledge.Keys[s.Key]
	switch {
	case s.Technique == "withdraw_direct" && (tried.refusal == attacker.WithdrawalRefused || tried.refusal == attacker.AddressRefused):
		if coin := a.otherCoin(s.Params.Asset, v); coin != "" && k.Rights.Trade {
			return a.throughCoin(s, coin, tried.accepted)
		}
		return a.tradeOut(s)
	case s.Technique == "withdraw_direct" && tried.refusal == attacker.KeyRefused && k.Rights.Trade:
		return a.tradeOut(s)
	case s.Technique == "convert_by_trade" && k.Rights.Withdraw:
		w := *s
		w.Technique, w.Params = "withdraw_direct", technique.Params{Count: 1}
		return []Step{w}
	}
	return nil
}

// throughCoin is to change into another coin, and to withdraw that.
func (a *Agent) throughCoin(s *Step, coin string, done int) []Step {
	change, take := *s, *s
	change.Technique, change.Params = "convert_by_trade", technique.Params{Count: 2, Target: coin}
	take.Params.Asset = coin
	take.Params.Count = max(s.Params.Count-done, 1)
	return []Step{change, take}
}

// otherCoin is a coin that he has addresses for and has not given up yet;
// empty for none.
func (a *Agent) otherCoin(than string, v *technique.View) string {
	if than == "" {
		return ""
	}
	if !slices.Contains(a.givenUp, than) {
		a.givenUp = append(a.givenUp, than)
	}
	for _, coin := range v.Assets {
		if coin.Withdrawable && a.addresses.Has(coin.Code) && !slices.Contains(a.givenUp, coin.Code) {
			return coin.Code
		}
	}
	return ""
}

// tradeOut is to trade the account's money to an own one, on the market that
// he came for; none without both.
func (a *Agent) tradeOut(s *Step) []Step {
	if len(a.own) == 0 || a.market == "" {
		return nil
	}
	t := *s
	t.Technique, t.Partner = "counter_trade", a.own[s.Key%len(a.own)]
	t.Params = technique.Params{Market: a.market, Rounds: tradeOutRounds}
	return []Step{t}
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

// ownAccounts lists the numbers of the keys that steps name as partners, and the market of the first such step.
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
