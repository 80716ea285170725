package score

import (
	"strings"
	"time"
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
	// Due is by when a promise is to be kept, which it is judged by; 0 for what is
	// no promise. Settled is when something false came true after all; 0 for
	// never.
	Due     int64 `json:"due,omitempty"`
	Settled int64 `json:"settled,omitempty"`
}

// The claims that the referee can judge. An announcement starts with one of
// them; what follows it after a blank is for people to read, except that a
// promise, reopening or compensation, is followed by a time in RFC 3339.
const (
	ClaimAssetsSafe      = "assets_safe"      // nothing was taken
	ClaimServicesStopped = "services_stopped" // no coins leave
	ClaimCauseKnown      = "cause_known"      // something compromised has been found
	ClaimReopening       = "reopening"        // withdrawals go on by the time named
	ClaimNothingWrong    = "nothing_wrong"    // there is no thief
	ClaimCompensation    = "compensation"     // customers are paid at least half of what was stolen by the time named
)

// Admits reports whether a statement says that something was taken and how.
func (s *Statement) Admits() bool {
	return s.About() == ClaimCauseKnown
}

// Alarms reports whether whoever hears a statement learns of an incident, or is
// told what to do: whether it is more than that all is well.
func (s *Statement) Alarms() bool {
	claim := s.About()
	return claim != ClaimAssetsSafe && claim != ClaimNothingWrong
}

// About is the claim that a statement makes.
func (s *Statement) About() string {
	claim, _, _ := strings.Cut(s.Claim, " ")
	return claim
}

// Promised is the time that follows a claim which is a promise; 0 for none.
func (s *Statement) Promised() int64 {
	claim, rest, _ := strings.Cut(s.Claim, " ")
	when, _, _ := strings.Cut(rest, " ")
	due, err := time.Parse(time.RFC3339, when)
	if claim != ClaimReopening && claim != ClaimCompensation || err != nil {
		return 0
	}
	return due.UnixNano()
}

// Untrue reports whether a statement is known to have been false when it was
// made.
func (s *Statement) Untrue() bool { return s.Judged && s.False && s.Due == 0 }

// Broken reports whether a statement is a promise that is known to have been
// broken.
func (s *Statement) Broken() bool { return s.Judged && s.False && s.Due != 0 }

// wrongFrom is when something false began to be: when it was said, or when it was
// due.
func (s *Statement) wrongFrom() int64 { return max(s.At, s.Due) }

// corrected is when somebody took back what he had said and was false, by a true
// admission or by another promise in place of the first, or when it came true
// after all; 0 for never.
func (t *Tally) corrected(s *Statement) (at int64) {
	at = s.Settled
	for i := range t.Statements {
		later := &t.Statements[i]
		if later.At <= s.At || later.By != s.By {
			continue
		}
		if s.Due != 0 && later.About() == s.About() && later.Due > s.Due || s.Due == 0 && later.Admits() && later.Judged && !later.False {
			return earlier(at, later.At)
		}
	}
	return at
}
