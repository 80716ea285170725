package lab

import "github.com/exdrill/exdrill/harness/score"

// merge is what the venues of a run came to together.
func merge(list []score.Tally) score.Tally {
	return list[0]
}
