package verify

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/score"
)

// books hold the runs of a store against themselves and each other, which costs
// no run: a row's columns are those of its result, the result is that of the
// run that the row says it is, its score is what its own loss and harm come to,
// and what all defences are measured by in one world is one.
type books struct {
	measures map[string]measure
}

// Unsound lists the runs of a store whose figures do not go together: somebody
// changed them. It makes no run again.
func Unsound(rows []*runs.Row) (faults []Fault) {
	var b books
	for _, r := range rows {
		if what := b.wrong(r); what != "" {
			faults = append(faults, Fault{File: storeFile, What: r.Job() + ": " + what})
		}
	}
	return faults
}

// measure is what the defences of one world are measured by.
type measure struct {
	undefended, closedDay score.Amount
	first                 string // the run that said so
}

// wrong says what is wrong with a row; empty if nothing is.
func (b *books) wrong(r *runs.Row) string {
	if r.Result == nil {
		if want := runs.Failed(r.Identity, r.Failure); r.Failure == "" || !reflect.DeepEqual(r, want) {
			return "it has figures and no result"
		}
		return ""
	}
	if what := another(&r.Identity, r.Result); what != "" {
		return what
	}
	if want := runs.RowOf(r.Identity, r.Result); !reflect.DeepEqual(r, want) {
		return "its columns say " + columns(r) + ", its result " + columns(want) + "; what differs is " + strings.Join(unlike(r, want), ", ")
	}
	if want := r.Result.Recomputed(); r.Score != want {
		return fmt.Sprintf("its score is %s, but its loss and harm come to %s", r.Score, want)
	}
	return b.measured(r)
}

// another says in which condition a result is that of another run.
func another(id *runs.Identity, r *score.Result) string {
	for _, c := range []struct {
		name       string
		have, want any
	}{
		{"scenario", r.Scenario.ID, id.Scenario},
		{"scenario's digest", r.Scenario.Digest, id.ScenarioDigest},
		{"defence", r.Defence.Name, id.Defence},
		{"defence's digest", r.Defence.Digest, id.DefenceDigest},
		{"seed", r.Seed, id.Seed},
		{"salt", r.SaltCommitment, id.Salt},
		{"scale", int64(r.Scale), id.Scale},
		{"variation", r.Variation, id.Variation},
		{"lab", r.Lab, id.Lab},
		{"adaptation", r.Adaptation, id.Adaptation},
		{"adoption", int64(r.Adoption), id.Adoption},
		{"engine", r.Engine, id.Engine},
	} {
		if c.have != c.want {
			return fmt.Sprintf("its result is that of another run: %s %v, expected %v", c.name, c.have, c.want)
		}
	}
	return ""
}

// unlike names the columns in which two rows differ, also those that columns
// leaves out.
func unlike(r, want *runs.Row) (names []string) {
	have, was := reflect.ValueOf(r).Elem(), reflect.ValueOf(want).Elem()
	for i := range have.NumField() {
		if !reflect.DeepEqual(have.Field(i).Interface(), was.Field(i).Interface()) {
			names = append(names, snake(have.Type().Field(i).Name))
		}
	}
	return names
}

// snake is a field's name as its column has it: closed_day for ClosedDay.
func snake(name string) string {
	return strings.ToLower(capital.ReplaceAllString(name, "${1}_$2"))
}

// capital is where a word of a field's name begins.
var capital = regexp.MustCompile(`([a-z])([A-Z])`)

func columns(r *runs.Row) string {
	return fmt.Sprintf("score %s, loss %d of %d, harm %d of %d", r.Score, r.Loss, r.Undefended, r.Harm, r.ClosedDay)
}

// measured sees that all defences of a world have the same to be measured by.
func (b *books) measured(r *runs.Row) string {
	world := r.Identity
	world.Defence, world.DefenceDigest, world.Adaptation = "", "", 0
	m, known := b.measures[world.Key()]
	switch {
	case !known:
		if b.measures == nil {
			b.measures = make(map[string]measure)
		}
		b.measures[world.Key()] = measure{r.Undefended, r.ClosedDay, r.Job()}
	case m.undefended != r.Undefended || m.closedDay != r.ClosedDay:
		return fmt.Sprintf("it is measured by a loss of %d and a closed day of %d, %s by %d and %d: one of the two is not what it was", r.Undefended, r.ClosedDay, m.first, m.undefended, m.closedDay)
	}
	return ""
}
