package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// Vary redraws a scenario.
func Vary(sc *scenarios.Scenario, s *sim.Stream) (*scenarios.Scenario, bool) {
	return sc, sc.Compromise != nil
}
