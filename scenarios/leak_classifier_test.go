package scenarios_test

import (
	"cmp"
	"math"
	"slices"
)

// bins is how many values a feature has for the classifier.
const bins = 8

// likeness is what two traces must have in common to be compared: groups of
// events that are of one kind, or accounts that are of one.
type likeness struct{ group, cell uint64 }

// labelled is one thing that a classifier judges by one feature.
type labelled struct {
	like  likeness
	bin   uint8
	thief bool
}

// tally counts how often each bin was seen in a group, by label.
type tally map[uint64]*[bins][2]float64

func (t tally) add(all []labelled, sign float64) {
	for i := range all {
		l := &all[i]
		row := t[l.like.group]
		if row == nil {
			row = new([bins][2]float64)
			t[l.like.group] = row
		}
		row[l.bin][index(l.thief)] += sign
	}
}

// suspicions are the odds that a bin speaks of the thief, for each group.
func (t tally) suspicions() map[uint64][bins]float64 {
	all := make(map[uint64][bins]float64, len(t))
	for group, row := range t {
		var totals [2]float64
		for _, b := range row {
			totals[0], totals[1] = totals[0]+b[0]+1, totals[1]+b[1]+1
		}
		var odds [bins]float64
		for n, b := range row {
			odds[n] = (b[1] + 1) / totals[1] * totals[0] / (b[0] + 1)
		}
		all[group] = odds
	}
	return all
}

// contest is, for one drawing, how often the thief looked more suspicious than
// somebody honest of his kind, of all pairs of such; ties count half.
func contest(all []labelled, suspicion func(*labelled) float64) (area float64, ok bool) {
	groups := make(map[likeness]*[2][]float64)
	for i := range all {
		g := groups[all[i].like]
		if g == nil {
			g = new([2][]float64)
			groups[all[i].like] = g
		}
		l := index(all[i].thief)
		g[l] = append(g[l], suspicion(&all[i]))
	}
	var won, pairs float64
	for _, g := range groups {
		if len(g[0]) == 0 || len(g[1]) == 0 {
			continue
		}
		slices.Sort(g[0])
		for _, v := range g[1] {
			below, _ := slices.BinarySearch(g[0], v)
			above, _ := slices.BinarySearchFunc(g[0], v, func(a, b float64) int {
				return cmp.Or(cmp.Compare(a, b), -1) // equal ones are below
			})
			won += float64(below+above) / 2
		}
		pairs += float64(len(g[0]) * len(g[1]))
	}
	return won / pairs, pairs > 0
}

// crossValidated judges each half of the drawings by what the other half taught,
// and gives the area under the curve of each in which thief and honest people
// compare. Were all others its teachers, a drawing that chance made stand out
// would teach all others the opposite, and chance would look worse than it is.
func crossValidated(drawings [][]labelled) (areas []float64) {
	halves := [2]tally{{}, {}}
	for i, d := range drawings {
		halves[i%2].add(d, 1)
	}
	odds := [2]map[uint64][bins]float64{halves[0].suspicions(), halves[1].suspicions()}
	for i, d := range drawings {
		other := odds[1-i%2]
		if a, ok := contest(d, func(l *labelled) float64 { return other[l.like.group][l.bin] }); ok {
			areas = append(areas, a)
		}
	}
	return areas
}

// jackknifed is the mean of the areas and half of its interval as interval gives
// them, with what the drawings teach each other counted in: those of one half are
// all judged by the same lesson, and two lessons that agree by accident move all
// areas one way. A drawing after the other is left out, of teachers and pupils.
func jackknifed(drawings [][]labelled, features int) (mean, half float64) {
	mean, _ = interval(crossValidated(drawings), features)
	var without []float64
	for i := range drawings {
		others := slices.Clone(drawings)
		others[i] = nil
		one, _ := interval(crossValidated(others), features)
		without = append(without, one)
	}
	_, spread := interval(without, features)
	return mean, spread * float64(len(drawings)-1)
}

// interval is the mean of areas and half of the interval that holds it in 95 of
// 100 cases for all of so many features together (Bonferroni).
func interval(areas []float64, features int) (mean, half float64) {
	n := float64(len(areas))
	var sum, squares float64
	for _, a := range areas {
		sum += a
	}
	mean = sum / n
	for _, a := range areas {
		squares += (a - mean) * (a - mean)
	}
	z := math.Sqrt2 * math.Erfinv(1-0.05/float64(features))
	// Student's, by the first terms of Cornish and Fisher's expansion.
	t := z + (z*z*z+z)/(4*(n-1)) + (5*math.Pow(z, 5)+16*z*z*z+3*z)/(96*(n-1)*(n-1))
	return mean, t * math.Sqrt(squares/(n-1)/n)
}

func index(thief bool) int {
	if thief {
		return 1
	}
	return 0
}
