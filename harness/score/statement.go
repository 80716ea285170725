package score

import (
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/score/impact"
)

// Statement is something that was said in public, held against the truth of
// that moment.
type Statement struct {
	At    int64  `json:"at"` // virtual nanoseconds
	Claim string `json:"claim"`
	By    string `json:"by,omitempty"` // who said it; empty for the venue
	// Judged tells whether the referee can tell truth from falsehood here.
	Judged bool `json:"judged"`
	False  bool `json:"false"`
}

// The claims that the referee can judge. An announcement starts with one of
// them; what follows it after a blank is for people to read, except that
// reopening is followed by a time in RFC 3339.
const (
	ClaimAssetsSafe      = "assets_safe"      // nothing was taken
	ClaimServicesStopped = "services_stopped" // no coins leave
	ClaimCauseKnown      = "cause_known"      // something compromised has been found
	ClaimReopening       = "reopening"        // withdrawals go on by the time named
	ClaimNothingWrong    = "nothing_wrong"    // there is no thief
)

// admits reports whether a statement says that something was taken and how.
func (s *Statement) admits() bool {
	claim, _, _ := strings.Cut(s.Claim, " ")
	return claim == ClaimCauseKnown
}

// announced judges a statement by what the referee knows at that moment. A
// promise is judged when its time has come, by promises.
func (a *Accountant) announced(now int64, label string) {
	claim, _, _ := strings.Cut(label, " ")
	s := Statement{At: now, Claim: label, Judged: true}
	switch claim {
	case ClaimAssetsSafe:
		s.False = a.loot.taken > a.recovered()
	case ClaimServicesStopped:
		s.False = !a.doors.allShut(a.truth.Assets)
	case ClaimCauseKnown:
		// Where nobody attacks, the cause is that there is none.
		s.False = a.truth.Attack && !a.found()
	case ClaimNothingWrong:
		s.False = a.truth.Attack && a.begun()
	default:
		s.Judged = false
	}
	a.statements = append(a.statements, s)
}

// found reports whether an alert has named something compromised yet.
func (a *Accountant) found() bool {
	for _, f := range a.findings {
		if f.True {
			return true
		}
	}
	return false
}

// begun reports whether the thief has shown himself.
func (a *Accountant) begun() bool { return a.thief.firstSeen != 0 || a.loot.taken > 0 }

// promises judges what was said about reopening, once the run is over.
func (a *Accountant) promises() {
	for i := range a.statements {
		s := &a.statements[i]
		claim, rest, _ := strings.Cut(s.Claim, " ")
		when, _, _ := strings.Cut(rest, " ")
		due, err := time.Parse(time.RFC3339, when)
		if claim == ClaimReopening && err == nil {
			s.Judged, s.False = true, a.shutAt(due.UnixNano()+int64(impact.Grace))
		}
	}
}

// shutAt reports whether nothing could leave at a time that has passed.
func (a *Accountant) shutAt(t int64) (shut bool) {
	for _, s := range a.sightings {
		if s.at <= t && (s.what == sawHalted || s.what == sawResumed) {
			shut = s.what == sawHalted
		}
	}
	return shut
}
