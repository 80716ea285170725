package page

import (
	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report"
)

// Holding is what a thief holds, in words.
func (v *boardView) Holding(holds string) string {
	if v.W.Holdings == nil {
		return report.HoldingText(holds)
	}
	if text, known := v.W.Holdings[holds]; known {
		return text
	}
	return holds
}

// Bests are the best posture, monitor, both and the oracle of a line.
func (v *boardView) Bests(d bench.Difficulty) []*bench.Best {
	return []*bench.Best{d.Posture, d.Monitor, d.Both, d.Oracle}
}

// BestKinds are the heads above them.
func (v *boardView) BestKinds() []string {
	return []string{v.W.BestPosture, v.W.BestMonitor, v.W.BestBoth, v.W.BestOracle}
}
