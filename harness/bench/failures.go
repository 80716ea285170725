package bench

import "github.com/exdrill/exdrill/harness/bench/runs"

// Failure is a defence that ended runs of a scenario: by a crash, by silence, or
// by words that nobody understands.
type Failure struct {
	Scenario string `json:"scenario"`
	Defence  string `json:"defence"`
	Runs     int    `json:"runs"` // that it ended
	Of       int    `json:"of"`   // that there are
	Seed     uint64 `json:"seed"` // of the first
	Why      string `json:"why"`  // it ended that one
}

// Failures lists them, in the order of the runs.
func Failures(rows []*runs.Row) (list []Failure) {
	for _, scenario := range scenariosOf(rows) {
		for _, defence := range defencesOf(rows) {
			of := only(rows, func(r *runs.Row) bool { return r.Scenario == scenario && r.Defence == defence })
			if failed := only(of, func(r *runs.Row) bool { return r.Failure != "" }); len(failed) > 0 {
				list = append(list, Failure{scenario, defence, len(failed), len(of), failed[0].Seed, failed[0].Failure})
			}
		}
	}
	return list
}
