package bench

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Stability says what the order on the leaderboard owes to judgements: the
// prices of harm, how many customers use voluntary controls, and which
// scenarios there are.
type Stability struct {
	Stands  []string `json:"stands"`            // under these changes the order stays
	Changes []Shift  `json:"changes"`           // under these it does not
	Pairs   []Pair   `json:"pairs"`             // of ranked defences, and what prices of harm could make of them together
	Unknown []string `json:"unknown,omitempty"` // what could not be asked, and why
}

// Shift is a change that turns the order.
type Shift struct {
	When  string `json:"when"`
	Swaps []Swap `json:"swaps"`
}

// Swap is two defences that change places.
type Swap struct {
	Ahead       string  `json:"ahead"` // after the change
	Behind      string  `json:"behind"`
	AheadScore  float64 `json:"ahead_score"`
	BehindScore float64 `json:"behind_score"`
}

// Stable asks how firmly a leaderboard stands: with each price of harm at both
// ends of its range, recomputed from the bills of the runs and of their closed
// days, and with all of them together anywhere between; without each scenario;
// and with others, the same runs if something is otherwise. Rows are of one
// adoption. sum makes the matrix, as NewMatrix or Robust.
func Stable(rows []*runs.Row, others []Otherwise, sum func([]*runs.Row) (*Matrix, error), unranked ...string) (*Stability, error) {
	m, err := sum(rows)
	if err != nil {
		return nil, err
	}
	s := &Stability{Stands: []string{}, Changes: []Shift{}}
	before := place(m, m.Scenarios, unranked)
	try := func(when string, changed []*runs.Row) error {
		m, err := sum(changed)
		if err == nil {
			s.note(when, before, place(m, m.Scenarios, unranked))
		}
		return err
	}
	if err := s.prices(rows, try); err != nil {
		return nil, err
	}
	s.Pairs = pairs(rows, before)
	for _, other := range others {
		if err := try(other.When, other.Rows); err != nil {
			return nil, err
		}
	}
	for i, left := range m.Scenarios {
		if len(m.Scenarios) > 1 {
			s.note(left+" left out", before, place(m, slices.Delete(slices.Clone(m.Scenarios), i, i+1), unranked))
		}
	}
	return s, nil
}

// prices tries each price that somebody paid.
func (s *Stability) prices(rows []*runs.Row, try func(string, []*runs.Row) error) error {
	if slices.ContainsFunc(rows, func(r *runs.Row) bool { return r.Failure == "" && !billed(r) }) {
		s.Unknown = append(s.Unknown, "the prices of harm: some runs were made before results had the closed day's bill")
		return nil
	}
	for k, r := range impact.Ranges() {
		kind := impact.Kind(k).String()
		if !slices.ContainsFunc(rows, func(r *runs.Row) bool { return r.Result != nil && cost(r.Result.Harm.Items, kind) > 0 }) {
			continue // nobody paid it, so that it only moves the unit of harm
		}
		for _, to := range []int64{r.High, r.Low} {
			if err := try(priceAt(kind, to), repriced(rows, kind, times(to))); err != nil {
				return err
			}
		}
	}
	return nil
}

// priceAt says that a price is at an end of its range, in parts per million of
// what the tariff says.
func priceAt(kind string, to int64) string {
	if to >= money.Whole {
		return fmt.Sprintf("price of %s times %g", kind, times(to))
	}
	return fmt.Sprintf("price of %s divided by %g", kind, 1/times(to))
}

func times(ppm int64) float64 { return float64(ppm) / money.Whole }

// billed reports whether a run's result has both bills.
func billed(r *runs.Row) bool { return r.Result != nil && len(r.Result.Harm.ClosedDayItems) > 0 }

// cost is what a bill has under one kind, in base units.
func cost(bill []score.HarmItem, kind string) float64 {
	for _, row := range bill {
		if row.Kind == kind {
			return float64(row.Price)
		}
	}
	return 0
}

// repriced are runs with the scores that they would have if one price were so
// many times as high. A run that the defence ended keeps its worst score.
func repriced(rows []*runs.Row, kind string, factor float64) []*runs.Row {
	list := make([]*runs.Row, len(rows))
	for i, r := range rows {
		changed := *r
		if r.Failure == "" {
			changed.Score = Repriced(r.Result, kind, factor)
		}
		list[i] = &changed
	}
	return list
}

// Repriced is the score that a result would have if one kind of harm cost so
// many times as much, for the defence and on the closed day alike.
func Repriced(r *score.Result, kind string, factor float64) score.Points {
	h := &r.Harm
	return scoreAt(r, float64(h.Total)+(factor-1)*cost(h.Items, kind), float64(h.ClosedDay)+(factor-1)*cost(h.ClosedDayItems, kind))
}

// scoreAt is the score of a result with another harm and another closed day.
func scoreAt(r *score.Result, harm, day float64) score.Points {
	p := float64(score.Best)
	if r.Loss.Undefended > 0 {
		p -= float64(score.Best) * float64(r.Loss.Net) / float64(r.Loss.Undefended)
	} else {
		harm += float64(r.Loss.Net) // given away
	}
	unit := max(day, float64(score.HarmUnit(0, r.Loss.Undefended, r.Scale)))
	p -= float64(score.Best) * harm / unit
	return score.Points(math.Round(min(max(p, float64(score.Worst)), float64(score.Best))))
}

// note holds an order against that of before.
func (s *Stability) note(when string, before, after []Entry) {
	var swaps []Swap
	was := func(e *Entry) int {
		return slices.IndexFunc(before, func(b Entry) bool { return b.Rank > 0 && b.Defence == e.Defence })
	}
	now := slices.DeleteFunc(slices.Clone(after), func(e Entry) bool { return e.Rank == 0 || was(&e) < 0 })
	for i, ahead := range now {
		for _, behind := range now[i+1:] {
			if was(&ahead) > was(&behind) && ahead.Score > behind.Score {
				swaps = append(swaps, Swap{ahead.Defence, behind.Defence, ahead.Score, behind.Score})
			}
		}
	}
	if len(swaps) == 0 {
		s.Stands = append(s.Stands, when)
		return
	}
	s.Changes = append(s.Changes, Shift{when, swaps})
}

// Otherwise is what the same runs come to if something is otherwise.
type Otherwise struct {
	When string // in words
	Rows []*runs.Row
}

// ByAdoption sets runs apart by how many customers use voluntary controls.
func ByAdoption(rows []*runs.Row) (list []Otherwise) {
	for _, a := range adoptions(rows) {
		list = append(list, Otherwise{fmt.Sprintf("adoption of voluntary controls times %g", Times(a)), AtAdoption(rows, a)})
	}
	return list
}

// adoptions lists the multiples that runs have, in order.
func adoptions(rows []*runs.Row) []int64 {
	list := distinct(rows, func(r *runs.Row) int64 { return r.Adoption })
	slices.SortFunc(list, func(a, b int64) int { return cmp.Compare(Times(a), Times(b)) })
	return list
}
