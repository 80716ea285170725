package runs

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/exdrill/exdrill/harness/score"
)

// Merge takes over every run of other stores that is not there yet and returns
// how many each of them added, and with them what is known of their salts. Stores
// that contradict each other are not merged; see Agree.
func (s *Store) Merge(others ...*Store) (added []int, err error) {
	if err := Agree(append([]*Store{s}, others...)...); err != nil {
		return nil, err
	}
	for _, other := range others {
		n, err := s.take(other)
		added = append(added, n)
		if err != nil {
			return added, err
		}
	}
	return added, nil
}

// take takes over what one store has.
func (s *Store) take(other *Store) (added int, err error) {
	if err := errors.Join(s.MergeSalts(other), s.MergeCommands(other)); err != nil {
		return 0, err
	}
	list, err := other.All(true)
	if err != nil {
		return 0, err
	}
	for _, r := range list {
		had, err := s.Has(r.Key())
		if err != nil {
			return added, err
		}
		if had {
			continue
		}
		if err := s.Put(r); err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}

// Agree reports whether no two stores have different results of one run. The
// error names the first such run and both files. That a defence failed in one
// store contradicts nothing: an interpreter may have been missing.
func Agree(stores ...*Store) error {
	type kept struct {
		row *Row
		by  *Store
	}
	have := make(map[string]kept)
	for _, s := range stores {
		list, err := s.All(true)
		if err != nil {
			return err
		}
		for _, r := range list {
			first, known := have[r.Key()]
			switch {
			case r.Failure != "":
				continue
			case !known:
				have[r.Key()] = kept{r, s}
			case !first.row.Equals(r):
				return fmt.Errorf("%s and %s contradict each other about %s, by exdrill %s: %s; one of them was changed, or made by another program of the same version",
					first.by.path, s.path, r.Job(), r.Engine, apart(first.row, r))
			}
		}
	}
	return nil
}

// apart says in what two results of one run differ.
func apart(a, b *Row) string {
	if a.Score == b.Score {
		return "the score is the same, the result or its log is not"
	}
	return fmt.Sprintf("the score is %s in the first, %s in the second", a.Score, b.Score)
}

// Equals reports whether two rows say the same of a run, but for how long it
// took, and where its log was kept.
func (r *Row) Equals(o *Row) bool {
	return reflect.DeepEqual(r.timeless(), o.timeless())
}

// timeless is a row without what differs between two machines.
func (r *Row) timeless() *Row {
	c := *r
	c.WallMS = 0
	if r.Result != nil {
		result := *r.Result
		result.Timing = score.Timing{Commands: result.Timing.Commands}
		result.Log.Path = ""
		c.Result = &result
	}
	return &c
}
