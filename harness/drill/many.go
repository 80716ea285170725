package drill

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

// WithWorkers says how many of the runs that a score takes go on side by side;
// 2 unless it is given. Who plays many stages at once wants 1.
func WithWorkers(n int) Option {
	return func(s *settings) error {
		if n < 1 {
			return fmt.Errorf("%d workers, expected at least 1", n)
		}
		s.conditions.Workers = n
		return nil
	}
}

// WithLoaded tests a defence that the caller loads himself, for whoever
// changes a bundle before it runs. The name is what messages call it.
func WithLoaded(name string, load func(*scenarios.Scenario) (*defence.Defence, error)) Option {
	return func(s *settings) error {
		s.guard, s.written, s.defence = name, false, load
		return nil
	}
}
