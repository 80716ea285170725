package campaign

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/attacker/technique"
)

// maxCandidates is how many keys are looked at for one that can take work over.
const maxCandidates = 64

// handOver gives what is left of a step's work to another key of its class.
func (a *Agent) handOver(now int64, s Step, done, depth int) {
	divisible, ok := s.divide(done)
	if !ok {
		return
	}
	first := a.agenda.place[s.Key]
	for i := 1; i < len(a.agenda.tracks) && i <= maxCandidates; i++ {
		at := (first + i) % len(a.agenda.tracks)
		other := &a.agenda.tracks[at]
		if other.wallet > 0 || !a.sameClass(other, &s) || !a.usable(other, divisible) {
			continue
		}
		own := a.at(other.steps[0])
		s.Key, s.Source = own.Key, own.Source
		a.handOvers = append(a.handOvers, handOver{track: at, step: s, at: now, depth: depth})
		return
	}
}

// handOver is work that changes hands once the turn in progress is over.
type handOver struct {
	track int
	step  Step
	at    int64
	depth int
}

// settleHanded gives out the work that changed hands.
func (a *Agent) settleHanded() {
	for _, h := range a.handOvers {
		t := &a.agenda.tracks[h.track]
		t.steps = append(t.steps, a.add(h.at, h.step, h.depth))
		a.agenda.revive(h.track, h.at)
	}
	a.handOvers = nil
}

// sameClass says that a track's key is of those that the same line of the plan
// is about.
func (a *Agent) sameClass(t *track, s *Step) bool {
	return slices.ContainsFunc(t.steps, func(i int) bool {
		planned := a.at(i)
		return planned.Technique == s.Technique && sharedID(planned.ID) == sharedID(s.ID)
	})
}

// sharedID is the part of a step's name that it shares with the same step of
// other keys.
func sharedID(id string) string {
	if i := strings.LastIndexAny(id, "/-"); i >= 0 {
		return id[:i]
	}
	return id
}

// usable says that nothing is known against the work on a key.
func (a *Agent) usable(t *track, d technique.Divisible) bool {
	k := &a.knowledge.Keys[a.at(t.steps[0]).Key]
	switch {
	case k.Presented && !k.Alive, k.Drained, k.Refused.Op != technique.OpNone:
		return false
	case !k.Presented:
		return true
	}
	return d.Allowed(k.Rights)
}

// divide takes from a step what was done of it; ok is false when nothing is
// left, or when the step is not about an amount of work.
func (s *Step) divide(done int) (d technique.Divisible, ok bool) {
	t, _ := technique.Find(s.Technique)
	if d, ok = t.(technique.Divisible); ok {
		s.Params, ok = d.Remainder(s.Params, done)
	}
	return d, ok
}
