package bench

import (
	"maps"
	"slices"
	"strings"
)

// Unscored are scenarios whose runs cannot be scored, because nobody is robbed in
// them or nobody can be harmed. It is an error about what was asked for; all other
// runs are done.
type Unscored struct {
	why map[string]error // by the scenario as the plan names it, of one of its runs
}

// Error tells why, a line for each scenario.
func (u *Unscored) Error() string {
	var lines []string
	for _, scenario := range slices.Sorted(maps.Keys(u.why)) {
		lines = append(lines, u.why[scenario].Error())
	}
	return strings.Join(lines, "\n")
}

// Others are the jobs of the other scenarios.
func (u *Unscored) Others(jobs []Job) []Job {
	return slices.DeleteFunc(slices.Clone(jobs), func(j Job) bool { return u.why[j.Scenario] != nil })
}
