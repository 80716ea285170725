package bench

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/bench/runs"
)

// MixedError says that runs were made under conditions that do not compare.
type MixedError struct {
	What  string   // "engine", "scale", ..., or Version
	Of    string   // which scenario or defence has several versions
	Found []string // the values, sorted; of versions, the beginnings of their digests
}

// Version is what is mixed where a scenario or a defence was changed.
const Version = "version"

// Error names the values. Whoever can choose among them says how.
func (e *MixedError) Error() string {
	what := "values of " + e.What
	if e.Of != "" {
		what = "versions of " + e.Of
	}
	return fmt.Sprintf("runs of %d %s (%s) do not belong in one table, expected one", len(e.Found), what, strings.Join(e.Found, ", "))
}

// conditions are what all runs of one table must share, with the word for it.
var conditions = []struct {
	what string
	of   func(*runs.Row) string
}{
	{"engine", func(r *runs.Row) string { return r.Engine }},
	{"variation", func(r *runs.Row) string { return r.Variation }},
	{"scale", func(r *runs.Row) string { return fmt.Sprint(float64(r.Scale) / 1e6) }},
	{"lab", func(r *runs.Row) string { return r.Lab }},
	{"adoption", func(r *runs.Row) string { return fmt.Sprint(Times(r.Adoption)) }},
}

// Uniform sees that runs compare: one engine, variation, scale, lab and adoption, and of
// each scenario and each defence one version. The error is a *MixedError.
func Uniform(rows []*runs.Row) error {
	for _, c := range conditions {
		if err := same(c.what, "", rows, c.of); err != nil {
			return err
		}
	}
	for _, v := range []struct{ name, digest func(*runs.Row) string }{
		{func(r *runs.Row) string { return r.Scenario }, func(r *runs.Row) string { return short(r.ScenarioDigest) }},
		{func(r *runs.Row) string { return r.Defence }, func(r *runs.Row) string { return short(r.DefenceDigest) }},
	} {
		for _, name := range distinct(rows, v.name) {
			if err := same(Version, name, only(rows, func(r *runs.Row) bool { return v.name(r) == name }), v.digest); err != nil {
				return err
			}
		}
	}
	return nil
}

func same(what, whose string, rows []*runs.Row, of func(*runs.Row) string) error {
	if found := distinct(rows, of); len(found) > 1 {
		return &MixedError{what, whose, found}
	}
	return nil
}

// short is enough of a digest to tell versions apart.
func short(digest string) string { return digest[:min(len(digest), 12)] }

func only(rows []*runs.Row, keep func(*runs.Row) bool) (list []*runs.Row) {
	for _, r := range rows {
		if keep(r) {
			list = append(list, r)
		}
	}
	return list
}

// scenariosOf lists the scenarios of runs by name.
func scenariosOf(rows []*runs.Row) []string {
	return distinct(rows, func(r *runs.Row) string { return r.Scenario })
}

// defencesOf lists the defences of runs by name.
func defencesOf(rows []*runs.Row) []string {
	return distinct(rows, func(r *runs.Row) string { return r.Defence })
}

// distinct lists the values that runs have of something, in order.
func distinct[T cmp.Ordered](rows []*runs.Row, of func(*runs.Row) T) []T {
	seen := make(map[T]bool)
	for _, r := range rows {
		seen[of(r)] = true
	}
	return slices.Sorted(maps.Keys(seen))
}
