package score

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// Public is what somebody who is no venue said, such as the vendor whose keys
// leaked. It is said whatever the venue does, so it is heard in every run.
type Public struct {
	At    int64 // virtual nanoseconds
	By    string
	Claim string
}

// PublicOf takes what others said out of a scenario, in the order of time.
// What a venue said itself is part of its response.
func PublicOf(sc *scenarios.Scenario) (list []Public) {
	for i := range sc.Statements {
		if s := &sc.Statements[i]; s.By != nil {
			list = append(list, Public{At: s.At.Unix, By: s.By.Text, Claim: s.Claim.Text})
		}
	}
	slices.SortStableFunc(list, func(a, b Public) int {
		switch {
		case a.At < b.At:
			return -1
		case a.At > b.At:
			return 1
		}
		return 0
	})
	return list
}

// publish judges what others said, once the run is over, by what was true when
// they said it.
func (a *Accountant) publish(end int64) {
	for _, p := range a.truth.Public {
		if p.At <= end {
			a.statements = append(a.statements, a.judge(p))
		}
	}
	slices.SortStableFunc(a.statements, func(x, y Statement) int {
		switch {
		case x.At < y.At:
			return -1
		case x.At > y.At:
			return 1
		}
		return 0
	})
}

// judge holds what a party of this run said against the truth of that moment.
// Such a party speaks of what it lost: assets are not safe while the thief
// holds keys that work, and an admission is true once he has begun.
func (a *Accountant) judge(p Public) Statement {
	s := Statement{At: p.At, Claim: p.Claim, By: p.By, Judged: true}
	claim, _, _ := strings.Cut(p.Claim, " ")
	begun := a.thief.firstSeen != 0 && a.thief.firstSeen <= p.At
	switch claim {
	case ClaimAssetsSafe:
		s.False = a.loot.heldAt(p.At) > 0 || a.armedAt(p.At)
	case ClaimCauseKnown:
		s.False = a.truth.Attack && !begun
	case ClaimNothingWrong:
		s.False = begun
	default:
		s.Judged = false
	}
	return s
}

// heldAt is what the thief had taken by a time and not given back until then.
func (l *loot) heldAt(t int64) (sum int64) {
	for _, c := range l.changes() {
		if c.At <= t {
			sum += c.Delta
		}
	}
	return sum
}

// armedAt reports whether the thief held a key at a time that still worked.
func (a *Accountant) armedAt(t int64) bool {
	if !a.truth.Attack {
		return false
	}
	e := evidence{seen: upTo(a.sightings, t), truth: a.truth}
	return e.liveStolen() > 0 || a.truth.wallets.len() > 0
}
