package accounting

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/scenarios"
)

// tolerance is how much later than promised nobody minds.
const tolerance = int64(10 * time.Minute)

// announced judges a statement by what the referee knows at that moment. A
// promise is judged when its time has come, by promises.
func (a *Accounting) announced(now int64, label string) {
	claim, _, _ := strings.Cut(label, " ")
	s := score.Statement{At: now, Claim: label, Judged: true}
	switch claim {
	case score.ClaimAssetsSafe:
		s.False = a.takings.taken > a.recovered()
	case score.ClaimServicesStopped:
		s.False = !a.status.allHalted(a.known.Assets)
	case score.ClaimCauseKnown:
		// Where nobody attacks, the cause is that there is none.
		s.False = a.known.Attack && !a.found()
	case score.ClaimNothingWrong:
		s.False = a.known.Attack && a.begun()
	default:
		s.Judged = false
	}
	a.evidence.Statements = append(a.evidence.Statements, s)
}

// begun reports whether the thief has shown himself.
func (a *Accounting) begun() bool { return a.attack.firstSeen != 0 || a.takings.taken > 0 }

// promises judges what was said about reopening, once the run is over.
func (a *Accounting) promises() {
	for i := range a.evidence.Statements {
		s := &a.evidence.Statements[i]
		claim, rest, _ := strings.Cut(s.Claim, " ")
		when, _, _ := strings.Cut(rest, " ")
		due, err := time.Parse(time.RFC3339, when)
		if claim == score.ClaimReopening && err == nil {
			s.Judged, s.False = true, a.haltedAt(due.UnixNano()+tolerance)
		}
	}
}

// haltedAt reports whether nothing could leave at a time that has passed.
func (a *Accounting) haltedAt(t int64) (halted bool) {
	for _, s := range a.evidence.Observations {
		if s.At <= t && (s.What == measure.WithdrawalsHalted || s.What == measure.WithdrawalsResumed) {
			halted = s.What == measure.WithdrawalsHalted
		}
	}
	return halted
}

// PublicOf takes what others than a venue said out of a scenario, such as the
// vendor whose keys leaked, in the order of time. It is said whatever the venue
// does; what a venue said itself is part of its response.
func PublicOf(sc *scenarios.Scenario) (list []score.Statement) {
	for i := range sc.Statements {
		if s := &sc.Statements[i]; s.By != nil {
			list = append(list, score.Statement{At: s.At.Unix, By: s.By.Text, Claim: s.Claim.Text})
		}
	}
	slices.SortStableFunc(list, func(a, b score.Statement) int { return cmp.Compare(a.At, b.At) })
	return list
}

// publish judges what others said, once the run is over, by what was true when
// they said it.
func (a *Accounting) publish(end int64) {
	for _, s := range a.known.Public {
		if s.At <= end {
			a.evidence.Statements = append(a.evidence.Statements, a.judged(s))
		}
	}
	slices.SortStableFunc(a.evidence.Statements, func(x, y score.Statement) int { return cmp.Compare(x.At, y.At) })
}

// judged holds what a party of this run said against the truth of that moment.
// Such a party speaks of what it lost: assets are not safe while the thief
// holds keys that work, and an admission is true once he has begun.
func (a *Accounting) judged(s score.Statement) score.Statement {
	s.Judged = true
	claim, _, _ := strings.Cut(s.Claim, " ")
	begun := a.attack.firstSeen != 0 && a.attack.firstSeen <= s.At
	switch claim {
	case score.ClaimAssetsSafe:
		s.False = a.takings.heldAt(s.At) > 0 || a.armedAt(s.At)
	case score.ClaimCauseKnown:
		s.False = a.known.Attack && !begun
	case score.ClaimNothingWrong:
		s.False = begun
	default:
		s.Judged = false
	}
	return s
}

// armedAt reports whether the thief held a key at a time that still worked.
func (a *Accounting) armedAt(t int64) bool {
	return a.known.Attack && (a.evidence.LiveStolenKeys(t) > 0 || a.known.wallets.len() > 0)
}
