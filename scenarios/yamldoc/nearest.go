package yamldoc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Nearest finds the candidate that a mistyped name most likely stands for: the
// one with the fewest letters to insert, delete, change or exchange with their
// neighbour, capitals or not. It is empty when more than a third of the name
// would have to change (one letter in a short name), unless the name is a part of a
// candidate: then it is the shortest of these. Among equals the first one wins.
func Nearest(name string, candidates []string) string {
	name = strings.ToLower(clipped(name))
	best, nearest := max(1, len(name)/3)+1, ""
	for _, c := range candidates {
		if d := distance(name, strings.ToLower(c)); d < best {
			best, nearest = d, c
		}
	}
	switch {
	case nearest == "":
		return around(name, candidates)
	case best >= len(nearest):
		return "" // nothing of the candidate is left in the name
	}
	return nearest
}

// around finds the shortest candidate that begins with a name, or else the
// shortest that has it in it. What is shorter than three letters is a part of too
// much.
func around(name string, candidates []string) (nearest string) {
	if len(name) < 3 {
		return ""
	}
	begins := false
	for _, c := range candidates {
		at := strings.Index(strings.ToLower(c), name)
		if at < 0 || begins && at > 0 {
			continue
		}
		if nearest == "" || at == 0 && !begins || len(c) < len(nearest) {
			nearest, begins = c, at == 0
		}
	}
	return nearest
}

// fewNames is how many names a message lists; of more it shows a few that are near.
const fewNames = 25

// OneOf says what was expected instead of a name: one of the names that there
// are, or, where they are many, how many that is and the three nearest.
func OneOf(name string, names []string) string {
	names = once(names)
	if len(names) <= fewNames {
		return Choice(names)
	}
	best := Nearest(name, names)
	name = strings.ToLower(clipped(name))
	far := func(candidate string) int {
		if candidate == best {
			return -1
		}
		return distance(name, strings.ToLower(candidate))
	}
	near := slices.SortedStableFunc(slices.Values(names), func(a, b string) int { return cmp.Compare(far(a), far(b)) })
	return fmt.Sprintf("one of %d, such as %s", len(names), strings.Join(near[:3], ", "))
}

// distance counts the edits between two names, byte by byte: all names of the
// format are ASCII. It keeps the last three rows of the usual table.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// CheckWord holds a word, a name or the value of a flag, against those that there
// are; empty is always fine.
func CheckWord(what, word string, all []string) error {
	if word == "" || slices.Contains(all, word) {
		return nil
	}
	all = slices.Compact(slices.Sorted(slices.Values(all)))
	if near := Nearest(word, all); near != "" {
		return fmt.Errorf("%s %q, did you mean %q?", what, word, near)
	}
	return fmt.Errorf("%s %q, expected one of %s", what, word, strings.Join(all, ", "))
}

// UnknownError says that nothing of a kind has a name.
type UnknownError struct {
	What    string // the kind, such as "scenario"
	Name    string
	Nearest string   // what may have been meant; empty if nothing comes near
	Known   []string // names of those that there are
}

// NoneCalled is the error for a name that none of those known has.
func NoneCalled(what, name string, known []string) *UnknownError {
	return &UnknownError{what, name, Nearest(name, known), slices.Clone(known)}
}

// Error names the nearest, or all of them if none comes near.
func (e *UnknownError) Error() string {
	text := fmt.Sprintf("no %s is called %q", e.What, e.Name)
	if e.Nearest != "" {
		return text + fmt.Sprintf(", did you mean %q?", e.Nearest)
	}
	return text + ", expected one of " + strings.Join(e.Known, ", ") + " or the path of a folder"
}
