package bench

import (
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
)

// Salting says whether somebody could have played these runs beforehand. Whoever
// has the program can play every seed; a leaderboard is worth something where he
// lacked the salt.
type Salting struct {
	Salts    []string `json:"salts,omitempty"`    // commitments, sorted
	Revealed []string `json:"revealed,omitempty"` // of Salts, those that are no secret any more
	Unsalted int      `json:"unsalted,omitempty"` // runs without a salt
	Smoke    int      `json:"smoke,omitempty"`    // of these, on the seeds of smoke tests
}

// SaltingOf looks at the runs of a leaderboard.
func SaltingOf(rows []*runs.Row) (s Salting) {
	for _, r := range rows {
		switch {
		case r.Salt == "":
			s.Unsalted++
			if drill.ForSmokeTests(r.Seed) {
				s.Smoke++
			}
		case !slices.Contains(s.Salts, r.Salt):
			s.Salts = append(s.Salts, r.Salt)
		}
	}
	slices.Sort(s.Salts)
	return s
}

// Reveal notes which of its salts are no secret any more.
func (s *Salting) Reveal(commitments []string) {
	for _, c := range s.Salts {
		if slices.Contains(commitments, c) {
			s.Revealed = append(s.Revealed, c)
		}
	}
}

// String is what stands on the face of the leaderboard.
func (s Salting) String() string {
	switch {
	case s.Unsalted == 0 && len(s.Revealed) > 0:
		return "salted: " + strings.Join(s.Salts, ", ") + "; revealed by now, so that new runs of it can be rehearsed: " + strings.Join(s.Revealed, ", ")
	case s.Unsalted == 0:
		return "salted: " + strings.Join(s.Salts, ", ")
	case s.Smoke > 0:
		return fmt.Sprintf("unsalted: seeds can be rehearsed, smoke test only; seeds %d to %d are for nothing else", drill.FirstSmokeSeed, drill.LastSmokeSeed)
	}
	return "unsalted: seeds can be rehearsed, smoke test only"
}
