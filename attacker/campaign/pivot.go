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

// attempt is what came of the step that a lane is at, as far as orders and
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
func (b *Brain) pivot(now int64, l *lane, v *technique.View) {
	s, a := *b.step(l), l.attempt
	depth := b.depth(l.steps[l.cursor])
	if b.campaign.Level < technique.Pivots || a.refusal == attacker.Accepted || s.Chain != "" || depth == maxPivots {
		return
	}
	if a.partner {
		if s.Partner = b.otherPartner(s.Partner); s.Partner > 0 && s.lessen(a.accepted) {
			b.insert(now, l, s, depth)
		}
		return
	}
	for _, way := range b.otherWays(&s, a, v) {
		b.insert(now, l, way, depth)
	}
	if a.refusal == attacker.KeyRefused || a.refusal == attacker.MarketRefused {
		b.handOver(now, s, a.accepted, depth)
	}
}

// otherWays is how the same account is robbed otherwise.
func (b *Brain) otherWays(s *Step, a attempt, v *technique.View) []Step {
	k := &b.mind.Keys[s.Key]
	switch {
	case s.Technique == "withdraw_direct" && (a.refusal == attacker.WithdrawalRefused || a.refusal == attacker.AddressRefused):
		if coin := b.otherCoin(s.Params.Asset, v); coin != "" && k.Rights.Trade {
			return b.throughCoin(s, coin, a.accepted)
		}
		return b.tradeOut(s)
	case s.Technique == "withdraw_direct" && a.refusal == attacker.KeyRefused && k.Rights.Trade:
		return b.tradeOut(s)
	case s.Technique == "convert_by_trade" && k.Rights.Withdraw:
		w := *s
		w.Technique, w.Params = "withdraw_direct", technique.Params{Count: 1}
		return []Step{w}
	}
	return nil
}

// throughCoin is to change into another coin, and to withdraw that.
func (b *Brain) throughCoin(s *Step, coin string, done int) []Step {
	change, take := *s, *s
	change.Technique, change.Params = "convert_by_trade", technique.Params{Count: 2, Target: coin}
	take.Params.Asset = coin
	take.Params.Count = max(s.Params.Count-done, 1)
	return []Step{change, take}
}

// otherCoin is a coin that he has addresses for and has not given up yet;
// empty for none.
func (b *Brain) otherCoin(than string, v *technique.View) string {
	if than == "" {
		return ""
	}
	if !slices.Contains(b.shut, than) {
		b.shut = append(b.shut, than)
	}
	for _, a := range v.Assets {
		if a.Withdrawable && b.purse.Has(a.Code) && !slices.Contains(b.shut, a.Code) {
			return a.Code
		}
	}
	return ""
}

// tradeOut is to trade the account's money to an own one, on the market that
// he came for; none without both.
func (b *Brain) tradeOut(s *Step) []Step {
	if len(b.own) == 0 || b.market == "" {
		return nil
	}
	t := *s
	t.Technique, t.Partner = "counter_trade", b.own[s.Key%len(b.own)]
	t.Params = technique.Params{Market: b.market, Rounds: tradeOutRounds}
	return []Step{t}
}

// otherPartner is an own key that the venue has refused nothing yet; 0 for none.
func (b *Brain) otherPartner(than int) int {
	at := slices.Index(b.own, than)
	for i := range b.own {
		p := b.own[(at+1+i)%len(b.own)]
		if k := &b.mind.Keys[p-1]; p != than && k.Refused.Op == technique.OpNone {
			return p
		}
	}
	return 0
}

// insert puts a step behind the one in progress and those inserted before.
func (b *Brain) insert(now int64, l *lane, s Step, depth int) {
	l.inserted++
	l.steps = slices.Insert(l.steps, l.cursor+l.inserted, b.add(now, s, depth))
}

// add keeps a step that the plan did not have, and is its index.
func (b *Brain) add(now int64, s Step, depth int) int {
	s.At = now
	s.ID = fmt.Sprintf("%s~%d", s.ID, len(b.added)+1)
	b.added = append(b.added, addition{s, depth + 1})
	return len(b.campaign.Steps) + len(b.added) - 1
}

// addition is a step that the plan did not have, and how many turns away from
// the plan it is.
type addition struct {
	step  Step
	depth int
}

// depth is how many turns away from the plan a step is.
func (b *Brain) depth(i int) int {
	if i < len(b.campaign.Steps) {
		return 0
	}
	return b.added[i-len(b.campaign.Steps)].depth
}

// at is a step of the plan, or one added to it.
func (b *Brain) at(i int) *Step {
	if i < len(b.campaign.Steps) {
		return &b.campaign.Steps[i]
	}
	return &b.added[i-len(b.campaign.Steps)].step
}

// owns lists the numbers of the keys that steps name as partners, and the market of the first such step.
func owns(c *Campaign) (own []int, market string) {
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
