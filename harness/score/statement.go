package score

import "strings"

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

// Admits reports whether a statement says that something was taken and how.
func (s *Statement) Admits() bool {
	claim, _, _ := strings.Cut(s.Claim, " ")
	return claim == ClaimCauseKnown
}

// Untrue reports whether a statement is known to be false.
func (s *Statement) Untrue() bool { return s.Judged && s.False }
