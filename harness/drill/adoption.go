package drill

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
)

// MaxAdoption is the most that WithAdoption multiplies by.
const MaxAdoption = draw.MaxAdoption / sim.Whole

// WithAdoption lets so many times as many customers use the controls that are
// left to them, such as allow-lists, as the scenario says, up to all of them.
// Results of different adoption are not comparable.
func WithAdoption(times float64) Option {
	return func(s *settings) error {
		ppm, err := AdoptionParts(times)
		if s.conditions.Adoption = ppm; ppm == sim.Whole {
			s.conditions.Adoption = 0 // as the scenario says
		}
		return err
	}
}

// AdoptionParts is a multiple of adoption in parts per million.
func AdoptionParts(times float64) (int64, error) {
	if !(times >= 1e-6 && times <= MaxAdoption) {
		return 0, fmt.Errorf("adoption %g, expected a multiple such as 0.5 or 2, above 0 and at most %d", times, MaxAdoption)
	}
	return int64(times*sim.Whole + 0.5), nil
}
