package accounting

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange/money"
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

// promises judges, once the run is over, what was promised for a time within it,
// and notes when what was false came true.
func (a *Accounting) promises(end int64) {
	for i := range a.evidence.Statements {
		s := &a.evidence.Statements[i]
		if due := s.Promised(); due != 0 {
			s.Due = due
			s.Judged = due+tolerance <= end
		}
		if !s.Judged && s.Due != 0 {
			continue
		}
		switch s.About() {
		case score.ClaimReopening:
			s.False, s.Settled = a.kept(s.Due, a.reopened(s.Due))
		case score.ClaimCompensation:
			s.False, s.Settled = a.kept(s.Due, a.compensatedBy(s.At))
		case score.ClaimServicesStopped:
			if s.False {
				s.Settled = a.stoppedAfter(s.At)
			}
		}
	}
}

// kept holds a promise against when it was kept, 0 for never.
func (a *Accounting) kept(due, at int64) (broken bool, settled int64) {
	if due == 0 || at != 0 && at <= due+tolerance {
		return false, 0
	}
	return true, at
}

// reopened is when, from a time on, coins of every asset could leave; 0 for
// never.
func (a *Accounting) reopened(due int64) int64 {
	halted := make([]bool, len(a.known.Assets)+1)
	since, open := int64(0), true
	for _, o := range a.evidence.Observations {
		if o.What != measure.AssetWithdrawalsHalted && o.What != measure.AssetWithdrawalsResumed {
			continue
		}
		if open && o.At > due+tolerance {
			break
		}
		halted[o.Asset] = o.What == measure.AssetWithdrawalsHalted
		if now := !slices.Contains(halted, true); now != open {
			open, since = now, o.At
		}
	}
	if !open {
		return 0
	}
	return max(since, 1)
}

// compensatedBy is when the house had paid at least half of what the thief had
// at a time; 0 for never.
func (a *Accounting) compensatedBy(said int64) int64 {
	stolen, paid := a.takings.heldAt(said), int64(0)
	if stolen == 0 {
		return 1
	}
	for _, p := range a.evidence.Payments {
		if p.Rebate {
			continue
		}
		if paid = money.AddCapped(paid, p.Value); paid >= stolen-stolen/2 {
			return p.At
		}
	}
	return 0
}

// stoppedAfter is when nothing could leave any more after a time; 0 for never.
func (a *Accounting) stoppedAfter(at int64) int64 {
	for _, o := range a.evidence.Observations {
		if o.At >= at && o.What == measure.WithdrawalsHalted {
			return o.At
		}
	}
	return 0
}

// PublicOf takes what others than a venue said out of a scenario, such as the
// vendor whose keys leaked, in the order of time. It is said whatever the venue
// does; what a venue said itself is part of its response.
func PublicOf(sc *scenarios.Scenario) (list []score.Statement) {
	for i := range sc.Statements {
		if s := &sc.Statements[i]; s.By != nil {
			list = append(list, score.Statement{At: s.At.Unix, By: s.By.Text, Claim: s.Text()})
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
