package page

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// variant is a defence with one parameter set to a value.
type variant struct{ defence, path, value string }

var variantName = regexp.MustCompile(`^(.+)\[([^=\[\]]+)=([^\[\]]*)\]$`)

// parseVariant reads a name such as sentinel[rules.dead_key.threshold=3].
func parseVariant(name string) (v variant, ok bool) {
	m := variantName.FindStringSubmatch(name)
	if m == nil {
		return v, false
	}
	return variant{m[1], m[2], m[3]}, true
}

// sweep is what one parameter of a defence trades against what.
type sweep struct {
	Defence, Path string
	Spots         []spot
}

// spot is one value of it, means over all its runs.
type spot struct {
	Value     string
	Harm      float64 // per cent of a closed day
	Prevented float64 // per cent of the undefended loss, over the runs with a thief
	Score     float64
	N         int
}

// sweeps finds the sweeps among the runs.
func sweeps(rows []*runs.Row) (list []sweep) {
	byName := make(map[string][]*runs.Row)
	var order []string
	for _, r := range rows {
		if _, ok := parseVariant(r.Defence); ok {
			if byName[r.Defence] == nil {
				order = append(order, r.Defence)
			}
			byName[r.Defence] = append(byName[r.Defence], r)
		}
	}
	for _, name := range order {
		v, _ := parseVariant(name)
		at := slices.IndexFunc(list, func(s sweep) bool { return s.Defence == v.defence && s.Path == v.path })
		if at < 0 {
			at = len(list)
			list = append(list, sweep{Defence: v.defence, Path: v.path})
		}
		if s, ok := newSpot(v.value, byName[name]); ok {
			list[at].Spots = append(list[at].Spots, s)
		}
	}
	for i := range list {
		slices.SortStableFunc(list[i].Spots, func(a, b spot) int { return cmp.Compare(size(a.Value), size(b.Value)) })
	}
	return slices.DeleteFunc(list, func(s sweep) bool { return len(s.Spots) == 0 })
}

// newSpot sums the runs of one value up; ok is false where nobody ever attacked.
func newSpot(value string, rows []*runs.Row) (s spot, ok bool) {
	rows = runs.Told(rows)
	harm, lost := runs.Shares(rows, (*runs.Row).HarmedShare), runs.Shares(rows, (*runs.Row).LostShare)
	if len(harm) == 0 || len(lost) == 0 {
		return s, false
	}
	var points []float64
	for _, r := range rows {
		points = append(points, float64(r.Score)/100)
	}
	return spot{value, 100 * statistics.Mean(harm), 100 * (1 - statistics.Mean(lost)), statistics.Mean(points), len(rows)}, true
}

// size orders values: numbers, spans of time and shares by what they are worth.
func size(value string) float64 {
	if d, err := time.ParseDuration(value); err == nil {
		return d.Seconds()
	}
	n, err := strconv.ParseFloat(regexp.MustCompile(`^[-0-9.]+`).FindString(value), 64)
	if err != nil {
		return 0
	}
	return n
}
