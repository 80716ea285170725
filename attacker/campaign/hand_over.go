package campaign

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/attacker/technique"
)

// outlook is how many keys are looked at for one that can take work over.
const outlook = 64

// handOver gives what is left of a step's work to another key of its class.
func (b *Brain) handOver(now int64, s Step, done, depth int) {
	if !s.lessen(done) {
		return
	}
	first := b.agenda.place[s.Key]
	for i := 1; i < len(b.agenda.lanes) && i <= outlook; i++ {
		at := (first + i) % len(b.agenda.lanes)
		other := &b.agenda.lanes[at]
		if other.wallet > 0 || !b.sameClass(other, &s) || !b.able(other, &s) {
			continue
		}
		own := b.at(other.steps[0])
		s.Key, s.Source = own.Key, own.Source
		b.handed = append(b.handed, handing{lane: at, step: s, at: now, depth: depth})
		return
	}
}

// handing is work that changes hands once the turn in progress is over.
type handing struct {
	lane  int
	step  Step
	at    int64
	depth int
}

// settleHanded gives out the work that changed hands.
func (b *Brain) settleHanded() {
	for _, h := range b.handed {
		l := &b.agenda.lanes[h.lane]
		l.steps = append(l.steps, b.add(h.at, h.step, h.depth))
		b.agenda.revive(h.lane, h.at)
	}
	b.handed = nil
}

// sameClass says that a lane's key is of those that the same line of the plan
// is about.
func (b *Brain) sameClass(l *lane, s *Step) bool {
	return slices.ContainsFunc(l.steps, func(i int) bool {
		t := b.at(i)
		return t.Technique == s.Technique && line(t.ID) == line(s.ID)
	})
}

// line is the part of a step's name that it shares with the same step of other
// keys.
func line(id string) string {
	if i := strings.LastIndexAny(id, "/-"); i >= 0 {
		return id[:i]
	}
	return id
}

// able says that nothing is known against a key.
func (b *Brain) able(l *lane, s *Step) bool {
	k := &b.mind.Keys[b.at(l.steps[0]).Key]
	switch {
	case k.Presented && !k.Alive, k.Drained, k.Refused.Op != technique.OpNone:
		return false
	case !k.Presented:
		return true
	case s.Technique == "withdraw_direct":
		return k.Rights.Withdraw
	}
	return k.Rights.Trade
}

// lessen takes from a step what was done of it; false when nothing is left, or
// when the step is not about an amount of work.
func (s *Step) lessen(done int) bool {
	p := &s.Params
	switch s.Technique {
	case "convert_by_trade", "withdraw_direct", "buy_from_self":
		p.Count = max(p.Count, 1) - done
		return p.Count > 0
	case "counter_trade":
		p.Rounds -= done / 4 // a round is four orders
		return p.Rounds > 0
	}
	return false
}
